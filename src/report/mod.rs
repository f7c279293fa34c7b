//! Diagnostics, provenance and differences as text, graphs as drawings, one file per format. Knows nothing of templates;
//! writes no files.

pub mod concise;
pub mod diff;
mod document;
#[cfg(feature = "cli")]
mod excerpt;
mod fingerprint;
pub mod github;
pub mod gitlab;
pub mod graph;
#[cfg(feature = "cli")]
pub mod human;
pub mod json;
mod json_list;
pub mod junit;
pub mod markdown;
mod markdown_text;
pub mod nested;
pub mod origins;
pub mod origins_json;
pub mod rdjson;
pub(crate) mod rule_page;
pub mod rules;
pub mod sarif;
mod screen;
pub mod source_map;
pub mod statistics;
mod summary;
#[cfg(feature = "cli")]
pub mod unified;
pub(crate) mod wrapping;
mod xml;

pub use document::{Document, Format, Setup, Totals};
pub use screen::Screen;
pub(crate) use screen::one_line;
pub use summary::summary;

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;
use std::fmt;

/// The formats of a report about many templates, the usual one first.
pub static FORMATS: &[&Format] = &[
    #[cfg(feature = "cli")]
    &human::FORMAT,
    &concise::FORMAT,
    &statistics::FORMAT,
    &json::FORMAT,
    &sarif::FORMAT,
    &github::FORMAT,
    &markdown::FORMAT,
    &gitlab::FORMAT,
    &rdjson::FORMAT,
    &junit::FORMAT,
];

/// What was found in one template and the files that it names, in the order of the text.
#[derive(Clone, Debug)]
pub struct Report {
    /// The template, and the files that it names.
    pub sources: Sources,
    /// What was found in them.
    pub problems: Vec<Diagnostic>,
}

/// How many findings of each severity there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many errors there are.
    pub errors: usize,
    /// How many warnings there are.
    pub warnings: usize,
}

impl Tally {
    /// Counts findings.
    pub fn of(problems: &[Diagnostic]) -> Self {
        let mut tally = Tally::default();
        tally.add(problems);
        tally
    }

    /// Counts these findings too.
    pub fn add(&mut self, problems: &[Diagnostic]) {
        for problem in problems {
            match problem.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
            }
        }
    }

    /// Whether there are no findings.
    pub fn is_empty(self) -> bool {
        self == Tally::default()
    }
}

/// As in "2 errors, 1 warning".
impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.errors, self.warnings) {
            (0, 0) => formatter.write_str("no problems"),
            (errors, 0) => write!(formatter, "{}", count(errors, "error")),
            (0, warnings) => write!(formatter, "{}", count(warnings, "warning")),
            (errors, warnings) => write!(formatter, "{}, {}", count(errors, "error"), count(warnings, "warning")),
        }
    }
}

/// As in "1 error" and "2 errors".
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// The color for a severity, the same in every format for people.
fn severity_color(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => screen::RED,
        Severity::Warning => screen::YELLOW,
    }
}

/// The word for a severity, the same in every format.
pub(crate) fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
