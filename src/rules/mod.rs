//! One file per lint rule, named after the fault that it finds.
//!
//! A rule finds what the reference accepts and a reader would call a mistake. What the reference refuses is found by
//! the passes.
mod checked;
mod conflicting_properties;
mod deprecated_runtime;
mod misplaced_property;
mod missing_property;
mod not_allowed;
mod not_an_arn;
mod out_of_range;
pub mod refusals;
mod undefined_reference;
mod unknown_property;
mod unknown_runtime;
mod unknown_section;
mod written;
mod wrong_type;

pub use checked::{Checked, Event, Value};

use crate::diagnostic::{Problems, Severity};

/// A lint rule.
pub struct Rule {
    /// In kebab case, after the fault, so that "allow ‹name›" reads well.
    pub name: &'static str,
    pub severity: Severity,
    /// What `samc explain` prints: a sentence, reasons, and examples marked `yaml bad` and `yaml good`.
    pub docs: &'static str,
    /// Whether `expand` warns of it too, because the template surely does not mean what is made of it.
    pub warned_by_expand: bool,
    pub check: fn(&Checked<'_>, &mut Problems),
}

/// All rules.
pub static ALL: &[&Rule] = &[
    &conflicting_properties::RULE,
    &deprecated_runtime::RULE,
    &misplaced_property::RULE,
    &missing_property::RULE,
    &not_allowed::RULE,
    &not_an_arn::RULE,
    &out_of_range::RULE,
    &undefined_reference::RULE,
    &unknown_property::RULE,
    &unknown_runtime::RULE,
    &unknown_section::RULE,
    &wrong_type::RULE,
];

/// What there is to say of a name under which something is reported.
#[derive(Clone, Copy, Debug)]
pub struct Documentation {
    pub name: &'static str,
    pub severity: Severity,
    /// See [`Rule::docs`].
    pub docs: &'static str,
}

impl Documentation {
    /// The fault in one sentence.
    pub fn summary(&self) -> &'static str {
        self.docs.lines().next().unwrap_or_default().trim()
    }
}

/// Everything that can be reported, sorted by name.
pub fn documentation() -> Vec<Documentation> {
    let warnings = ["duplicate-key", "placeholder-url"];
    let rules = ALL.iter().map(|it| Documentation { name: it.name, severity: it.severity, docs: it.docs });
    let refusals = refusals::ALL.iter().map(|it| {
        let severity = if warnings.contains(&it.name) { Severity::Warning } else { Severity::Error };
        Documentation { name: it.name, severity, docs: it.docs }
    });
    let mut all: Vec<Documentation> = rules.chain(refusals).collect();
    all.sort_by_key(|it| it.name);
    all
}

/// Turns a documented declaration into the file's `RULE`; the doc comment is what `explain` prints.
#[macro_export]
macro_rules! rule {
    ($(#[doc = $doc:literal])* $name:literal $severity:ident $check:ident) => {
        $crate::rule!(@ false $(#[doc = $doc])* $name $severity $check);
    };
    ($(#[doc = $doc:literal])* $name:literal $severity:ident $check:ident, warned_by_expand) => {
        $crate::rule!(@ true $(#[doc = $doc])* $name $severity $check);
    };
    (@ $warned:literal $(#[doc = $doc:literal])* $name:literal $severity:ident $check:ident) => {
        $(#[doc = $doc])*
        pub static RULE: $crate::rules::Rule = $crate::rules::Rule {
            name: $name,
            severity: $crate::diagnostic::Severity::$severity,
            docs: concat!($($doc, "\n",)*),
            warned_by_expand: $warned,
            check: $check,
        };
    };
}
