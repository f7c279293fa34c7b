//! One file per lint rule, named after the fault that it finds.
//!
//! A rule finds what the reference accepts and a reader would call a mistake. What the reference refuses is found by
//! the passes.
mod checked;
mod circular_dependency;
mod invalid_default;
mod misplaced_property;
mod undefined_attribute;
mod undefined_condition;
mod undefined_mapping;
mod undefined_reference;
mod unknown_section;
pub mod unused_allow;
mod unused_condition;
mod unused_mapping;
mod unused_parameter;

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
    &circular_dependency::RULE,
    &invalid_default::RULE,
    &misplaced_property::RULE,
    &undefined_attribute::RULE,
    &undefined_condition::RULE,
    &undefined_mapping::RULE,
    &undefined_reference::RULE,
    &unknown_section::RULE,
    &unused_allow::RULE,
    &unused_condition::RULE,
    &unused_mapping::RULE,
    &unused_parameter::RULE,
];

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
