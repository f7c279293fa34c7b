//! What every format of a report about many templates does: it is written piece by piece, as templates are checked. Knows
//! no format.
use super::{Report, Screen, Tally};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::{Change, Fixes};
use crate::source::Sources;

/// A format of the report about many templates.
pub struct Format {
    /// The name by which it is asked for.
    pub name: &'static str,
    /// What it is for, in a few words.
    pub summary: &'static str,
    /// Begins a document of which nothing is written yet.
    pub begin: fn(Setup) -> Box<dyn Document>,
}

/// What a document is to look like.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Setup {
    /// What its reader can see.
    pub screen: Screen,
    /// The mildest findings that count as failures.
    pub fails_from: Severity,
    /// Whether people get findings only, without a summary.
    pub is_quiet: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self { screen: Screen::default(), fails_from: Severity::Error, is_quiet: false }
    }
}

/// A document that is written piece by piece. All pieces in their order are the document, and none of them grows with the
/// number of templates.
pub trait Document {
    /// Writes what was found in a template.
    fn add(&mut self, report: &Report) -> String;

    /// Writes what was fixed in the template of this name; `None` where readers of this format know nothing of changes.
    fn changed(&mut self, _name: &str, _changes: &[Change]) -> Option<String> {
        None
    }

    /// Writes what is left to be said.
    fn end(self: Box<Self>, totals: &Totals) -> String;
}

/// A document that has lines for each template, and nothing around them.
pub(super) struct Lines(pub fn(&Sources, &[Diagnostic]) -> String);

impl Document for Lines {
    fn add(&mut self, Report { sources, problems }: &Report) -> String {
        (self.0)(sources, problems)
    }

    fn end(self: Box<Self>, _: &Totals) -> String {
        String::new()
    }
}

/// What can be said of a check when it is over.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Totals {
    /// How many templates were checked.
    pub templates: usize,
    /// The name of the last of them.
    pub last: String,
    /// What was found in them.
    pub tally: Tally,
    /// How many mistakes were fixed.
    pub fixed: usize,
    /// How many more could be.
    pub fixable: usize,
    /// How many more can be fixed in a way that may not be meant.
    pub uncertain: usize,
    /// The rule of the first finding.
    pub first: Option<&'static str>,
    /// How long it took, as people write it: "0.12 s".
    pub time: Option<String>,
    /// What kept templates from being checked, a sentence each.
    pub faults: Vec<String>,
    /// Searches in which there was no template, a sentence each.
    pub notes: Vec<String>,
}

/// Whether `--fix` would correct a finding: it leaves all files but the template as they are.
pub(super) fn is_fixable(problem: &Diagnostic, report: &Report) -> bool {
    problem.fix.as_ref().is_some_and(|it| Fixes::Certain.include(it, report.sources.template()))
}

impl Report {
    /// How many findings `--fix` would correct.
    pub fn fixable(&self) -> usize {
        self.problems.iter().filter(|it| is_fixable(it, self)).count()
    }
}
