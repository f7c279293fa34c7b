//! One file per lint rule, named after the fault that it finds.
//!
//! A rule finds what the reference accepts and a reader would call a mistake. What the reference refuses is found by
//! the passes.
mod cases;
mod checked;
mod destinations;
mod duplicate_polling_policy;
mod fifo;
mod fifo_destination;
mod fifo_queue_batching;
mod filter_on_wrong_key;
mod invalid_filter_pattern;
mod many_filters;
mod mismatched_dead_letter_queue;
mod misplaced_property;
mod missing_starting_position;
mod missing_table_stream;
mod missing_topic;
mod parallel_tumbling_window;
mod polling;
mod provisioned_pollers;
mod ref_instead_of_arn;
mod scaling_with_pollers;
mod short_record_age;
mod short_visibility_timeout;
mod sqs_batch_without_window;
mod sqs_visibility_timeout;
mod starting_position_timestamp;
mod undefined_reference;
mod unknown_section;
mod unsupported_polling_property;
mod visibility;
mod wrong_destination;

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
    &duplicate_polling_policy::RULE,
    &fifo_destination::RULE,
    &fifo_queue_batching::RULE,
    &filter_on_wrong_key::RULE,
    &invalid_filter_pattern::RULE,
    &many_filters::RULE,
    &mismatched_dead_letter_queue::RULE,
    &misplaced_property::RULE,
    &missing_starting_position::RULE,
    &missing_table_stream::RULE,
    &missing_topic::RULE,
    &parallel_tumbling_window::RULE,
    &provisioned_pollers::RULE,
    &ref_instead_of_arn::RULE,
    &scaling_with_pollers::RULE,
    &short_record_age::RULE,
    &short_visibility_timeout::RULE,
    &sqs_batch_without_window::RULE,
    &sqs_visibility_timeout::RULE,
    &starting_position_timestamp::RULE,
    &undefined_reference::RULE,
    &unknown_section::RULE,
    &unsupported_polling_property::RULE,
    &wrong_destination::RULE,
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
