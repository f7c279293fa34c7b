//! Kinds of findings: a constant for each, with its name, severity and documentation.
//!
//! Here are those that the passes report; what only one rule reports is declared with that rule.
/// Declares documented codes, as in `WRONG_TYPE: "wrong-type" Error;`, and `ALL` of them.
macro_rules! codes {
    ($($(#[doc = $doc:literal])* $code:ident: $name:literal $severity:ident;)*) => {
        $($(#[doc = $doc])*
        pub(crate) static $code: Code = Code {
            name: $name,
            severity: $crate::diagnostic::Severity::$severity,
            docs: concat!($($doc, "\n",)*),
        };)*
        pub(super) static ALL: &[&Code] = &[$(&$code),*];
    };
}

mod apis;
mod language;
mod packaging;
mod permissions;
mod properties;
mod resources;
mod texts;

pub(crate) use apis::*;
pub(crate) use language::*;
#[cfg(feature = "cli")]
pub(crate) use packaging::*;
pub(crate) use permissions::*;
pub(crate) use properties::*;
pub(crate) use resources::*;
pub(crate) use texts::*;

use super::Severity;

/// A kind of finding.
#[derive(Debug)]
#[non_exhaustive]
pub struct Code {
    /// In kebab case, after the fault, so that "allow ‹name›" reads well.
    pub name: &'static str,
    /// How bad such a finding is, unless a configuration says otherwise.
    pub severity: Severity,
    /// What `samc explain` prints: a sentence, reasons, and examples marked `yaml bad` and `yaml good`.
    pub docs: &'static str,
}

impl Code {
    /// A kind of finding of your own.
    pub const fn new(name: &'static str, severity: Severity, docs: &'static str) -> Self {
        Self { name, severity, docs }
    }

    /// The fault in one sentence.
    pub fn summary(&self) -> &'static str {
        self.docs.lines().next().unwrap_or_default().trim()
    }

    /// The documentation as Markdown, from the summary on.
    pub fn markdown(&self) -> String {
        self.lines().map(|it| it.to_owned() + "\n").collect()
    }

    /// The lines of the documentation, without the space that begins those of a doc comment.
    fn lines(&self) -> impl Iterator<Item = &'static str> {
        self.docs.lines().map(|it| it.strip_prefix(' ').unwrap_or(it))
    }

    /// The templates in its documentation that show the fault.
    ///
    /// They leave out the `Transform` of SAM, but those about it.
    pub fn bad_examples(&self) -> Vec<String> {
        self.examples("```yaml bad")
    }

    /// The templates in its documentation that show how it is right.
    pub fn good_examples(&self) -> Vec<String> {
        self.examples("```yaml good")
    }

    /// The files beside the templates of its examples, by their names: blocks that are marked `yaml NAME`.
    pub fn files_beside(&self) -> Vec<(&'static str, String)> {
        let marks = self.lines().filter(|it| it.starts_with("```yaml ") && it.ends_with(".yaml"));
        let file = |mark: &'static str| Some((&mark["```yaml ".len()..], self.examples(mark).pop()?));
        marks.filter_map(file).collect()
    }

    /// The blocks of the documentation that begin with a line.
    fn examples(&self, begin: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut current: Option<String> = None;
        for line in self.lines() {
            if line == begin {
                current = Some(String::new());
            } else if line == "```" {
                found.extend(current.take());
            } else if let Some(example) = &mut current {
                example.push_str(line);
                example.push('\n');
            }
        }
        found
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Code {}

/// All codes that the passes report.
pub(crate) fn all() -> impl Iterator<Item = &'static Code> {
    [apis::ALL, language::ALL, packaging::ALL, permissions::ALL, properties::ALL, resources::ALL, texts::ALL]
        .into_iter()
        .flatten()
        .copied()
}
