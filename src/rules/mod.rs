//! One file per lint rule, named after the fault that it finds.
//!
//! A rule finds what the reference accepts and a reader would call a mistake. What the reference refuses is found by
//! the passes.
pub(crate) mod acl_without_ownership;
mod api_without_methods;
mod arn_instead_of_name;
mod blocked_public_policy;
mod bucket_without_events;
pub mod cfn_lint;
mod circular_child;
pub(crate) mod circular_dependency;
pub(crate) mod compiled_inline_code;
mod conditional_api_key;
pub(crate) mod conditional_reference;
mod conditional_trigger;
mod conflicting_properties;
mod created_too_early;
mod dead_letter_queue_without_policy;
mod deprecated_property;
pub(crate) mod deprecated_runtime;
mod destination_without_permission;
mod duplicate_export;
mod duplicate_index_name;
pub(crate) mod duplicate_item;
mod duplicate_key;
pub(crate) mod duplicate_name;
mod duplicate_polling_policy;
pub(crate) mod duplicate_state_name;
mod duplicate_target_id;
pub(crate) mod exposed_secret;
mod expression_as_text;
mod fifo_destination;
mod fifo_queue_batching;
mod fifo_subscription;
mod filter_on_wrong_key;
mod flexible_window_without_length;
mod guarded_preflight;
mod incomplete_arn;
pub(crate) mod ineffective_attribute;
pub(crate) mod ineffective_constraint;
mod ineffective_statement;
mod intrinsic_enabled;
mod invalid_access_log_format;
mod invalid_bucket_policy;
mod invalid_child;
pub(crate) mod invalid_choice_rule;
pub(crate) mod invalid_condition;
pub(crate) mod invalid_default;
pub(crate) mod invalid_deletion_policy;
pub(crate) mod invalid_depends_on;
pub(crate) mod invalid_distributed_map;
pub(crate) mod invalid_distribution;
pub(crate) mod invalid_dynamic_reference;
pub(crate) mod invalid_error_handler;
pub(crate) mod invalid_event_pattern;
pub(crate) mod invalid_filter_pattern;
mod invalid_filter_policy;
mod invalid_index_key;
pub(crate) mod invalid_integration;
mod invalid_interface;
mod invalid_intrinsic;
mod invalid_lifecycle_rule;
mod invalid_logical_id;
pub(crate) mod invalid_mapping;
pub(crate) mod invalid_output;
mod invalid_override;
pub(crate) mod invalid_parameter;
mod invalid_parameter_value;
mod invalid_path;
mod invalid_policy_condition;
pub(crate) mod invalid_policy_document;
pub(crate) mod invalid_principal;
mod invalid_s3_filter;
pub(crate) mod invalid_schedule_expression;
pub(crate) mod invalid_section;
pub(crate) mod invalid_state;
pub(crate) mod invalid_state_expression;
pub(crate) mod invalid_state_machine;
mod invalid_substitution;
pub(crate) mod invalid_task_resource;
pub(crate) mod invalid_transform;
pub(crate) mod invalid_update_policy;
mod list_parameter_value;
mod logical_id_as_text;
pub(crate) mod malformed_action;
pub(crate) mod malformed_arn;
mod malformed_input;
pub(crate) mod malformed_json;
pub(crate) mod malformed_value;
mod many_filters;
pub(crate) mod mismatched_billing_mode;
mod mismatched_dead_letter_queue;
pub(crate) mod mismatched_endpoint;
mod mismatched_fifo_name;
pub(crate) mod mismatched_key_attributes;
mod mismatched_projection;
pub(crate) mod mismatched_source;
mod misplaced_intrinsic;
mod misplaced_property;
mod missing_authorizers;
mod missing_child;
mod missing_file;
pub(crate) mod missing_parameter;
mod missing_property;
mod missing_starting_position;
pub(crate) mod missing_sub;
mod missing_table_stream;
pub(crate) mod missing_task_argument;
mod missing_topic;
pub(crate) mod missing_transform;
pub(crate) mod mixed_apis;
pub(crate) mod mixed_query_languages;
mod newer_type;
mod normalized_base_path;
pub(crate) mod not_allowed;
pub(crate) mod not_an_arn;
mod notification_before_permission;
pub(crate) mod null_value;
pub(crate) mod out_of_range;
mod overlapping_notifications;
mod overwritten_api;
mod overwritten_policy;
mod parallel_tumbling_window;
mod path_without_definition;
pub(crate) mod path_without_slash;
pub(crate) mod permission_without_account;
mod placeholder_default;
mod policies_beside_role;
mod policy_template_as_text;
mod polling_without_permission;
mod private_api_without_policy;
mod provisioned_pollers;
pub(crate) mod pseudo_parameter_as_text;
mod quoted_cors_value;
pub(crate) mod quoted_function;
pub(crate) mod read_only_property;
pub(crate) mod ref_instead_of_arn;
mod replicas_without_stream;
pub(crate) mod reserved_variable;
pub(crate) mod retired_type;
mod role_without_permission;
mod role_without_trust;
mod scaling_with_pollers;
mod schedule_on_custom_bus;
mod short_record_age;
mod short_visibility_timeout;
mod sibling_path_parameters;
mod slow_function_behind_api;
pub(crate) mod snap_start_without_version;
mod sqs_batch_without_window;
mod sqs_visibility_timeout;
mod starting_position_timestamp;
mod state_machine_without_permission;
mod target_without_permission;
mod target_without_role;
mod task_token_not_passed;
pub(crate) mod template_limit;
mod time_to_live_without_attribute;
mod too_many_conditions;
pub(crate) mod typographic_character;
pub(crate) mod unavailable_type;
mod uncallable_hook;
pub(crate) mod undefined_attribute;
mod undefined_condition;
mod undefined_definition_substitution;
pub(crate) mod undefined_mapping;
pub(crate) mod undefined_output;
pub(crate) mod undefined_reference;
pub(crate) mod undefined_state;
mod undeliverable_to_fifo_queue;
mod unfit_edge_function;
mod unfound_inline_handler;
pub(crate) mod unknown_action;
pub(crate) mod unknown_attribute;
mod unknown_error_name;
mod unknown_http_method;
pub(crate) mod unknown_intrinsic;
mod unknown_managed_policy;
pub(crate) mod unknown_parameter;
mod unknown_policy_parameter;
mod unknown_property;
mod unknown_runtime;
pub(crate) mod unknown_section;
pub(crate) mod unknown_type;
mod unmatched_dimension;
mod unmatched_event_key;
mod unpublished_layers;
mod unquoted_cors_value;
mod unquoted_header_value;
mod unquoted_text;
pub(crate) mod unreachable_state;
pub(crate) mod unrecognized_dynamic_reference;
mod unsupported_polling_property;
pub(crate) mod unsupported_snap_start;
pub(crate) mod unused_allow;
pub(crate) mod unused_condition;
mod unused_definition_substitution;
pub(crate) mod unused_mapping;
pub(crate) mod unused_parameter;
pub(crate) mod unused_substitution;
mod url_without_permission;
mod wildcard_in_s3_filter;
mod wrong_attribute;
mod wrong_case_of_path;
mod wrong_destination;
mod wrong_policy_parameter;
mod wrong_target;
mod wrong_type;

use crate::diagnostic::{Code, Problems, codes};
use crate::semantics::Semantics;

/// A lint rule.
pub(crate) struct Rule {
    /// What it reports, all of it.
    pub code: &'static Code,
    /// Whether `expand` warns of it too, because the template surely does not mean what is made of it.
    pub warned_by_expand: bool,
    pub check: fn(&Semantics<'_>, &mut Problems),
}

/// All rules.
pub(crate) static ALL: &[&Rule] = &[
    &acl_without_ownership::RULE,
    &api_without_methods::RULE,
    &arn_instead_of_name::RULE,
    &blocked_public_policy::RULE,
    &bucket_without_events::RULE,
    &circular_child::RULE,
    &circular_dependency::RULE,
    &compiled_inline_code::RULE,
    &conditional_api_key::RULE,
    &conditional_reference::RULE,
    &conditional_trigger::RULE,
    &conflicting_properties::RULE,
    &created_too_early::RULE,
    &dead_letter_queue_without_policy::RULE,
    &deprecated_property::RULE,
    &deprecated_runtime::RULE,
    &destination_without_permission::RULE,
    &duplicate_export::RULE,
    &duplicate_index_name::RULE,
    &duplicate_item::RULE,
    &duplicate_key::RULE,
    &duplicate_name::RULE,
    &duplicate_polling_policy::RULE,
    &duplicate_state_name::RULE,
    &duplicate_target_id::RULE,
    &exposed_secret::RULE,
    &expression_as_text::RULE,
    &fifo_destination::RULE,
    &fifo_queue_batching::RULE,
    &fifo_subscription::RULE,
    &filter_on_wrong_key::RULE,
    &flexible_window_without_length::RULE,
    &guarded_preflight::RULE,
    &incomplete_arn::RULE,
    &ineffective_attribute::RULE,
    &ineffective_constraint::RULE,
    &ineffective_statement::RULE,
    &intrinsic_enabled::RULE,
    &invalid_access_log_format::RULE,
    &invalid_bucket_policy::RULE,
    &invalid_child::RULE,
    &invalid_choice_rule::RULE,
    &invalid_condition::RULE,
    &invalid_default::RULE,
    &invalid_deletion_policy::RULE,
    &invalid_depends_on::RULE,
    &invalid_distributed_map::RULE,
    &invalid_distribution::RULE,
    &invalid_dynamic_reference::RULE,
    &invalid_error_handler::RULE,
    &invalid_event_pattern::RULE,
    &invalid_filter_pattern::RULE,
    &invalid_filter_policy::RULE,
    &invalid_index_key::RULE,
    &invalid_integration::RULE,
    &invalid_interface::RULE,
    &invalid_intrinsic::RULE,
    &invalid_lifecycle_rule::RULE,
    &invalid_logical_id::RULE,
    &invalid_mapping::RULE,
    &invalid_output::RULE,
    &invalid_override::RULE,
    &invalid_parameter::RULE,
    &invalid_parameter_value::RULE,
    &invalid_path::RULE,
    &invalid_policy_condition::RULE,
    &invalid_policy_document::RULE,
    &invalid_principal::RULE,
    &invalid_s3_filter::RULE,
    &invalid_schedule_expression::RULE,
    &invalid_section::RULE,
    &invalid_state::RULE,
    &invalid_state_expression::RULE,
    &invalid_state_machine::RULE,
    &invalid_substitution::RULE,
    &invalid_task_resource::RULE,
    &invalid_transform::RULE,
    &invalid_update_policy::RULE,
    &list_parameter_value::RULE,
    &logical_id_as_text::RULE,
    &malformed_action::RULE,
    &malformed_arn::RULE,
    &malformed_input::RULE,
    &malformed_json::RULE,
    &malformed_value::RULE,
    &many_filters::RULE,
    &mismatched_billing_mode::RULE,
    &mismatched_dead_letter_queue::RULE,
    &mismatched_endpoint::RULE,
    &mismatched_fifo_name::RULE,
    &mismatched_key_attributes::RULE,
    &mismatched_projection::RULE,
    &mismatched_source::RULE,
    &misplaced_intrinsic::RULE,
    &misplaced_property::RULE,
    &missing_authorizers::RULE,
    &missing_child::RULE,
    &missing_file::RULE,
    &missing_parameter::RULE,
    &missing_property::RULE,
    &missing_starting_position::RULE,
    &missing_sub::RULE,
    &missing_table_stream::RULE,
    &missing_task_argument::RULE,
    &missing_topic::RULE,
    &missing_transform::RULE,
    &mixed_apis::RULE,
    &mixed_query_languages::RULE,
    &newer_type::RULE,
    &normalized_base_path::RULE,
    &not_allowed::RULE,
    &not_an_arn::RULE,
    &notification_before_permission::RULE,
    &null_value::RULE,
    &out_of_range::RULE,
    &overlapping_notifications::RULE,
    &overwritten_api::RULE,
    &overwritten_policy::RULE,
    &parallel_tumbling_window::RULE,
    &path_without_definition::RULE,
    &path_without_slash::RULE,
    &permission_without_account::RULE,
    &placeholder_default::RULE,
    &policies_beside_role::RULE,
    &policy_template_as_text::RULE,
    &polling_without_permission::RULE,
    &private_api_without_policy::RULE,
    &provisioned_pollers::RULE,
    &pseudo_parameter_as_text::RULE,
    &quoted_cors_value::RULE,
    &quoted_function::RULE,
    &read_only_property::RULE,
    &ref_instead_of_arn::RULE,
    &replicas_without_stream::RULE,
    &reserved_variable::RULE,
    &retired_type::RULE,
    &role_without_permission::RULE,
    &role_without_trust::RULE,
    &scaling_with_pollers::RULE,
    &schedule_on_custom_bus::RULE,
    &short_record_age::RULE,
    &short_visibility_timeout::RULE,
    &sibling_path_parameters::RULE,
    &slow_function_behind_api::RULE,
    &snap_start_without_version::RULE,
    &sqs_batch_without_window::RULE,
    &sqs_visibility_timeout::RULE,
    &starting_position_timestamp::RULE,
    &state_machine_without_permission::RULE,
    &target_without_permission::RULE,
    &target_without_role::RULE,
    &task_token_not_passed::RULE,
    &template_limit::RULE,
    &time_to_live_without_attribute::RULE,
    &too_many_conditions::RULE,
    &typographic_character::RULE,
    &unavailable_type::RULE,
    &uncallable_hook::RULE,
    &undefined_attribute::RULE,
    &undefined_condition::RULE,
    &undefined_definition_substitution::RULE,
    &undefined_mapping::RULE,
    &undefined_output::RULE,
    &undefined_reference::RULE,
    &undefined_state::RULE,
    &undeliverable_to_fifo_queue::RULE,
    &unfit_edge_function::RULE,
    &unfound_inline_handler::RULE,
    &unknown_action::RULE,
    &unknown_attribute::RULE,
    &unknown_error_name::RULE,
    &unknown_http_method::RULE,
    &unknown_intrinsic::RULE,
    &unknown_managed_policy::RULE,
    &unknown_parameter::RULE,
    &unknown_policy_parameter::RULE,
    &unknown_property::RULE,
    &unknown_runtime::RULE,
    &unknown_section::RULE,
    &unknown_type::RULE,
    &unmatched_dimension::RULE,
    &unmatched_event_key::RULE,
    &unpublished_layers::RULE,
    &unquoted_cors_value::RULE,
    &unquoted_header_value::RULE,
    &unquoted_text::RULE,
    &unreachable_state::RULE,
    &unrecognized_dynamic_reference::RULE,
    &unsupported_polling_property::RULE,
    &unsupported_snap_start::RULE,
    &unused_allow::RULE,
    &unused_condition::RULE,
    &unused_definition_substitution::RULE,
    &unused_mapping::RULE,
    &unused_parameter::RULE,
    &unused_substitution::RULE,
    &url_without_permission::RULE,
    &wildcard_in_s3_filter::RULE,
    &wrong_attribute::RULE,
    &wrong_case_of_path::RULE,
    &wrong_destination::RULE,
    &wrong_policy_parameter::RULE,
    &wrong_target::RULE,
    &wrong_type::RULE,
];

/// All rules in the order in which they run: the one that tells what the others left out comes last.
pub(crate) fn in_order() -> impl Iterator<Item = &'static Rule> {
    let last = &too_many_conditions::RULE;
    ALL.iter().copied().filter(|it| it.code != last.code).chain([last])
}

/// The codes of everything that can be reported, by the passes or by rules, sorted by name.
pub fn codes() -> Vec<&'static Code> {
    let mut all: Vec<&'static Code> = all_codes().collect();
    all.sort_by_key(|it| it.name);
    all.dedup();
    all
}

/// The code with this name, such as `unknown-property`.
pub fn code(name: &str) -> Option<&'static Code> {
    all_codes().find(|it| it.name == name)
}

/// The codes of rules and passes; what both report comes twice.
fn all_codes() -> impl Iterator<Item = &'static Code> {
    ALL.iter().map(|it| it.code).chain(codes::all())
}

/// Turns the declaration of a rule into the file's `RULE`, and a documented name into its `CODE`.
///
/// What the passes report as well has its code there: `rule! { WRONG_TYPE check }`.
macro_rules! rule {
    ($(#[doc = $doc:literal])* $name:literal $severity:ident $check:ident $(, $flag:ident)?) => {
        $(#[doc = $doc])*
        pub(crate) static CODE: $crate::diagnostic::Code = $crate::diagnostic::Code {
            name: $name,
            severity: $crate::diagnostic::Severity::$severity,
            docs: concat!($($doc, "\n",)*),
        };
        $crate::rule!(@ &CODE, $check $(, $flag)?);
    };
    ($code:ident $check:ident $(, $flag:ident)?) => {
        $crate::rule!(@ &$crate::diagnostic::codes::$code, $check $(, $flag)?);
    };
    (@ $code:expr, $check:ident) => {
        $crate::rule!(@@ $code, $check, false);
    };
    (@ $code:expr, $check:ident, warned_by_expand) => {
        $crate::rule!(@@ $code, $check, true);
    };
    (@@ $code:expr, $check:ident, $warned:literal) => {
        /// The rule of this file.
        pub(crate) static RULE: $crate::rules::Rule =
            $crate::rules::Rule { code: $code, warned_by_expand: $warned, check: $check };
    };
}
pub(crate) use rule;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_rules_is_sorted() {
        assert!(ALL.is_sorted_by_key(|it| it.code.name));
    }
}
