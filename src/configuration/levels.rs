//! What becomes of the findings of rules: error, warning, or nothing.
use crate::diagnostic::{Code, Diagnostic, Severity, codes, nearest};
use crate::rules;
use std::collections::BTreeMap;

/// What else a template says cannot be seen past it.
const ALWAYS_ERROR: &Code = &codes::SYNTAX_ERROR;

/// What becomes of the findings of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// They are errors.
    Error,
    /// They are warnings.
    Warning,
    /// They are not reported.
    Off,
}

impl Level {
    /// All of them, the strictest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Off];

    /// The level of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Off => "off",
        }
    }
}

/// The levels of some rules; the others are as severe as they usually are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels(BTreeMap<&'static str, Level>);

impl Levels {
    /// Sets the level of a rule.
    pub fn set(&mut self, rule: &'static Code, level: Level) {
        self.0.insert(rule.name, level);
    }

    /// Adds levels that count more than those that are there.
    pub fn add(&mut self, stronger: &Self) {
        self.0.extend(&stronger.0);
    }

    /// Turns off all rules but some, and those on that are off.
    pub fn select(&mut self, selected: &[&'static Code]) {
        for code in rules::codes() {
            let level = self.0.get(code.name);
            if !selected.contains(&code) && can_have(code, Level::Off) {
                self.set(code, Level::Off);
            } else if level == Some(&Level::Off) {
                self.0.remove(code.name);
            }
        }
    }

    /// The names of the rules with their levels, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Level)> {
        self.0.iter().map(|(name, level)| (*name, *level))
    }

    /// The findings as these levels want them.
    pub fn applied(&self, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let level = |problem: Diagnostic| match self.0.get(problem.code.name) {
            None => Some(problem),
            Some(Level::Error) => Some(Diagnostic { severity: Severity::Error, ..problem }),
            Some(Level::Warning) => Some(Diagnostic { severity: Severity::Warning, ..problem }),
            Some(Level::Off) => None,
        };
        problems.into_iter().filter_map(level).collect()
    }
}

/// The rule of this name, or what is wrong with the name and what to write instead.
pub(crate) fn code_named(name: &str) -> Result<&'static Code, (String, String)> {
    rules::code(name).ok_or_else(|| {
        let help = match nearest(name, rules::codes().iter().map(|it| it.name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "findings show the names of their rules in brackets".to_owned(),
        };
        (format!("there is no rule `{name}`"), help)
    })
}

/// Whether a rule can have a level.
pub(crate) fn can_have(rule: &Code, level: Level) -> bool {
    rule != ALWAYS_ERROR || level == Level::Error
}
