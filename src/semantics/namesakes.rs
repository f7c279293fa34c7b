//! What has the same name as something before it, on sides of conditions that can be taken together.
use super::evaluator::Evaluator;
use crate::source::Span;
use crate::template::conditions::Side;
use std::collections::HashMap;
use std::hash::Hash;

/// Things by their names, in the order in which they come.
pub(crate) struct Namesakes<N, O> {
    earlier: HashMap<N, Vec<(O, Span, Vec<Side>)>>,
    most: usize,
}

impl<N: Eq + Hash, O: Copy + PartialEq> Namesakes<N, O> {
    /// None yet. At most so many of one name are compared with those that follow.
    pub(crate) fn new(most: usize) -> Self {
        Self { earlier: HashMap::new(), most }
    }

    /// Adds a name that `owner` is given at a place, on these sides of conditions. Returns the first other owner that has
    /// the name as well, and where.
    pub(crate) fn add(
        &mut self,
        name: N,
        owner: O,
        at: Span,
        sides: &[Side],
        evaluator: &Evaluator<'_>,
    ) -> Option<(O, Span)> {
        let same = self.earlier.entry(name).or_default();
        let is_same = |(other, _, others): &&(O, Span, Vec<Side>)| {
            *other != owner && evaluator.is_possible(others.iter().chain(sides))
        };
        let found = same.iter().find(is_same).map(|(other, at, _)| (*other, *at));
        if same.len() < self.most {
            same.push((owner, at, sides.to_vec()));
        }
        found
    }
}
