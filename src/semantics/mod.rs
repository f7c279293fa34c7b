//! What a template means: what its values come to, which rows describe them, what polls what and what is sent where.
//! Knows no rule.
//!
//! Each file asks only those of the groups before its own; what several rules want to know is worked out once.
mod enclosing;
pub mod placeholders;
mod possible;
mod text_fault;

mod evaluator;
pub mod filter_pattern;
pub mod schedule_expression;

mod branches;
mod events;

mod values;

mod cases;
mod targets;

pub mod bucket_notifications;
pub mod fifo;
pub mod polling;

pub mod destinations;
pub mod visibility;
pub mod written;

pub mod places;

pub use branches::Branch;
pub use cases::Case;
pub use evaluator::{Evaluator, is_unexpanded};
pub use events::Event;
pub use targets::Target;
pub use values::Value;

use crate::diagnostic::{Diagnostic, Problems};
use crate::source::Span;
use destinations::Destination;
use enclosing::Enclosing;
use polling::Mapping;
use std::cell::OnceCell;
use std::ops::Deref;
use visibility::Pair;
use written::Written;

/// What a rule may look at: everything that is known of a template, worked out when it is first asked for.
pub struct Checked<'a> {
    evaluator: Evaluator<'a>,
    /// What the passes have found.
    pub reported: &'a Problems,
    /// The time that counts as now; 0 when it is not known.
    pub seconds_since_1970: u64,
    written: OnceCell<Written<'a>>,
    completed: OnceCell<Written<'a>>,
    mappings: OnceCell<Vec<Mapping<'a>>>,
    destinations: OnceCell<Vec<Destination<'a>>>,
    polled_queues: OnceCell<Vec<Vec<Pair<'a>>>>,
    errors: OnceCell<Enclosing<'a>>,
}

impl<'a> Checked<'a> {
    pub fn new(evaluator: Evaluator<'a>, reported: &'a Problems, seconds_since_1970: u64) -> Self {
        Self {
            evaluator,
            reported,
            seconds_since_1970,
            written: OnceCell::new(),
            completed: OnceCell::new(),
            mappings: OnceCell::new(),
            destinations: OnceCell::new(),
            polled_queues: OnceCell::new(),
            errors: OnceCell::new(),
        }
    }

    /// Whether the passes have found an error at exactly this place.
    pub fn is_reported(&self, at: Span) -> bool {
        self.reported.at(at).any(Diagnostic::is_error)
    }

    /// Whether the passes have found an error in the value of this property, or one around it that speaks of it.
    pub fn is_refused(&self, property: &str, value: Span) -> bool {
        let name = format!("`{property}`");
        let errors = self.errors.get_or_init(|| Enclosing::new(self.reported.iter().filter(|it| it.is_error())));
        errors.around(value).any(|it| it.span == value || it.message.contains(&name))
    }

    /// The template as the user wrote it, along the property tables.
    pub fn written(&self) -> &Written<'a> {
        self.written.get_or_init(|| Written::new(&self.evaluator))
    }

    /// The completed template along the property tables.
    pub fn completed(&self) -> &Written<'a> {
        self.completed.get_or_init(|| Written::completed(&self.evaluator))
    }

    /// What Lambda polls, however it is written.
    pub fn mappings(&self) -> &[Mapping<'a>] {
        self.mappings.get_or_init(|| polling::mappings(&self.evaluator))
    }

    /// Where Lambda sends what a function could not handle, or what came of it.
    pub fn destinations(&self) -> &[Destination<'a>] {
        self.destinations.get_or_init(|| destinations::destinations(self.mappings(), &self.evaluator))
    }

    /// For each mapping from a queue, each queue and the numbers that the conditions allow, the worst first.
    pub fn polled_queues(&self) -> &[Vec<Pair<'a>>] {
        self.polled_queues.get_or_init(|| visibility::pairs(self.mappings(), &self.evaluator))
    }
}

impl<'a> Deref for Checked<'a> {
    type Target = Evaluator<'a>;

    fn deref(&self) -> &Self::Target {
        &self.evaluator
    }
}
