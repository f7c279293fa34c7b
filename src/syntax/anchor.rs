//! Anchors and what their aliases repeat, within a budget. Knows nothing of how they are written.
use super::Node;
use super::budget::{Budget, measure};
use crate::source::Span;
use std::collections::HashMap;

/// The anchors of a document.
#[derive(Default)]
pub(super) struct Anchors {
    /// By the parser's number of the anchor, counted from 1; `None` while the value is being read.
    values: Vec<Option<Anchored>>,
    names: HashMap<String, Span>,
    budget: Budget,
}

struct Anchored {
    node: Node,
    cost: usize,
    depth: usize,
}

/// Why an alias stands for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AliasFault {
    /// It stands within the value that it repeats.
    Recursive,
    /// All aliases together repeat too much.
    TooMuch,
    /// What it repeats is nested too deeply for the place where it stands.
    TooDeep,
}

impl Anchors {
    /// Gives an anchor its name; returns where it was given before.
    pub(super) fn declare(&mut self, name: &str, span: Span) -> Option<Span> {
        self.names.insert(name.to_owned(), span)
    }

    /// Gives an anchor its value.
    pub(super) fn define(&mut self, number: usize, node: &Node) -> Result<(), AliasFault> {
        let (cost, depth) = measure(node);
        self.spend(cost)?;
        if self.values.len() <= number {
            self.values.resize_with(number + 1, || None);
        }
        self.values[number] = Some(Anchored { node: node.clone(), cost, depth });
        Ok(())
    }

    /// The value that an alias stands for, `room` levels of nesting below the deepest.
    pub(super) fn repeat(&mut self, number: usize, room: usize) -> Result<Node, AliasFault> {
        let anchored = self.values.get(number).and_then(Option::as_ref).ok_or(AliasFault::Recursive)?;
        if anchored.depth > room {
            return Err(AliasFault::TooDeep);
        }
        let cost = anchored.cost;
        self.spend(cost)?;
        let anchored = self.values[number].as_ref().expect("looked up above");
        Ok(anchored.node.clone())
    }

    fn spend(&mut self, cost: usize) -> Result<(), AliasFault> {
        if self.budget.spend(cost) { Ok(()) } else { Err(AliasFault::TooMuch) }
    }
}
