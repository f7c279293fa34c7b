//! One file per lint rule, named after the fault that it finds.
//!
//! A rule finds what the reference accepts and a reader would call a mistake. What the reference refuses is found by
//! the passes.
mod bucket_notification_cycle;
mod bucket_notifications;
mod checked;
mod conflicting_inputs;
mod dead_letter_queue_without_policy;
mod flexible_window_without_length;
mod guarded_preflight;
mod intrinsic_enabled;
mod invalid_event_pattern;
mod invalid_s3_filter;
mod invalid_schedule_expression;
mod malformed_input;
mod misplaced_property;
mod overlapping_notifications;
mod path_without_slash;
mod schedule_expression;
mod slow_function_behind_api;
mod undefined_reference;
mod undeliverable_to_fifo_queue;
mod unknown_http_method;
mod unknown_section;
mod wildcard_in_s3_filter;

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
    &bucket_notification_cycle::RULE,
    &conflicting_inputs::RULE,
    &dead_letter_queue_without_policy::RULE,
    &flexible_window_without_length::RULE,
    &guarded_preflight::RULE,
    &intrinsic_enabled::RULE,
    &invalid_event_pattern::RULE,
    &invalid_s3_filter::RULE,
    &invalid_schedule_expression::RULE,
    &malformed_input::RULE,
    &misplaced_property::RULE,
    &overlapping_notifications::RULE,
    &path_without_slash::RULE,
    &slow_function_behind_api::RULE,
    &undefined_reference::RULE,
    &undeliverable_to_fifo_queue::RULE,
    &unknown_http_method::RULE,
    &unknown_section::RULE,
    &wildcard_in_s3_filter::RULE,
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
