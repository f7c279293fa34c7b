//! Which sides of conditions can be taken together.
use crate::template::conditions::{Conditions, Setting, Side};
use std::collections::HashMap;

/// Most parts of conditions that are gone through for one template to find out which can hold together.
const MOST_STEPS: usize = 5_000_000;

/// Which sides of conditions can be taken together, as far as it was asked.
#[derive(Default)]
pub(super) struct Possible {
    answers: HashMap<(Vec<Side>, Vec<Setting>), bool>,
    steps: usize,
    /// Whether a question was too hard.
    pub gave_up: bool,
}

impl Possible {
    /// Whether the sides can be taken together while parameters have these values. What is too hard to tell counts as impossible: rules then say nothing.
    pub(super) fn answer(&mut self, conditions: Conditions<'_>, sides: Vec<Side>, settings: Vec<Setting>) -> bool {
        if sides.is_empty() {
            return true;
        }
        let question = (sides, settings);
        if let Some(answer) = self.answers.get(&question) {
            return *answer;
        }
        let left = MOST_STEPS.saturating_sub(self.steps);
        let answer = conditions.possible(&question.0, &question.1, left, &mut self.steps);
        self.gave_up |= answer.is_none();
        *self.answers.entry(question).or_insert(answer.unwrap_or_default())
    }
}
