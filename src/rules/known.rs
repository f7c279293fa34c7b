//! What several rules want to know of a template, worked out when the first of them asks. Knows no rule.
use super::polling::Mapping;
use super::written::Written;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::{Text, Within};
use crate::template::conditions::{Conditions, Side};
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

/// Most parts of conditions that are gone through for one template to find out which can hold together.
const MOST_STEPS: usize = 5_000_000;

/// What is known of a template so far.
#[derive(Default)]
pub struct Known<'a> {
    pub(super) written: OnceCell<Written<'a>>,
    pub(super) completed: OnceCell<Written<'a>>,
    pub(super) mappings: OnceCell<Vec<Mapping<'a>>>,
    pub(super) errors: OnceCell<Enclosing<'a>>,
    pub(super) possible: RefCell<Possible>,
    pub(super) within: RefCell<Option<Parts>>,
}

/// The scalar whose parts were asked for last: its place and text, and where the parts stand if that can be told.
pub type Parts = (Span, Text, Option<Within>);

/// Findings, to be looked up by what lies within the place that they blame.
pub struct Enclosing<'a> {
    /// Sorted by where they start, each with the last end of it and those before.
    found: Vec<(&'a Diagnostic, u32)>,
}

impl<'a> Enclosing<'a> {
    pub fn new(found: impl Iterator<Item = &'a Diagnostic>) -> Self {
        let mut found: Vec<_> = found.map(|it| (it, it.span.end)).collect();
        found.sort_by_key(|(it, _)| it.span.start);
        let mut last = 0;
        for (_, end) in &mut found {
            last = last.max(*end);
            *end = last;
        }
        Self { found }
    }

    /// The findings whose place contains `span`.
    pub fn around(&self, span: Span) -> impl Iterator<Item = &'a Diagnostic> {
        let after = self.found.partition_point(|(it, _)| it.span.start <= span.start);
        let reaching = self.found[..after].iter().rev().take_while(move |(_, last)| *last >= span.end);
        reaching.map(|(it, _)| *it).filter(move |it| it.span.contains(span))
    }
}

/// Which sides of conditions can be taken together, as far as it was asked.
#[derive(Default)]
pub struct Possible {
    answers: HashMap<Vec<Side>, bool>,
    steps: usize,
    /// Whether a question was too hard.
    pub gave_up: bool,
}

impl Possible {
    /// Whether the sides can be taken together. What is too hard to tell counts as impossible: rules then say nothing.
    pub fn answer(&mut self, conditions: Conditions<'_>, sides: Vec<Side>) -> bool {
        if sides.is_empty() {
            return true;
        }
        if let Some(answer) = self.answers.get(&sides) {
            return *answer;
        }
        let left = MOST_STEPS.saturating_sub(self.steps);
        let answer = conditions.possible(&sides, left, &mut self.steps);
        self.gave_up |= answer.is_none();
        *self.answers.entry(sides).or_insert(answer.unwrap_or_default())
    }
}
