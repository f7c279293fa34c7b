//! Reads what users of cfn-lint ignore: `Metadata: {cfn-lint: {config: {ignore_checks: […]}}}`.
use super::{Scope, Silenced};
use crate::diagnostic::{Code, codes};
use crate::rules;
use crate::syntax::Node;
use crate::template::Template;
use std::borrow::Cow;
use std::collections::HashSet;

/// Rules of cfn-lint (1.x), with ours that find the same, as far as there are any.
const CORRESPONDING: &[(&str, &Code)] = &[
    ("E1001", &rules::invalid_section::CODE),
    ("E1001", &rules::unknown_section::CODE),
    ("E1003", &rules::invalid_section::CODE),
    ("E1004", &rules::invalid_section::CODE),
    ("E1005", &rules::invalid_transform::CODE),
    ("E1010", &rules::undefined_attribute::CODE),
    ("E1010", &rules::undefined_reference::CODE),
    ("E1011", &codes::INVALID_INTRINSIC),
    ("E1011", &rules::undefined_mapping::CODE),
    ("E1012", &rules::undefined_reference::CODE),
    ("E1015", &codes::INVALID_INTRINSIC),
    ("E1016", &codes::INVALID_INTRINSIC),
    ("E1017", &codes::INVALID_INTRINSIC),
    ("E1018", &codes::INVALID_INTRINSIC),
    ("E1019", &codes::INVALID_SUBSTITUTION),
    ("E1019", &rules::undefined_attribute::CODE),
    ("E1019", &rules::undefined_reference::CODE),
    ("E1020", &rules::undefined_reference::CODE),
    ("E1021", &codes::INVALID_INTRINSIC),
    ("E1022", &codes::INVALID_INTRINSIC),
    ("E1024", &codes::INVALID_INTRINSIC),
    ("E1027", &rules::invalid_dynamic_reference::CODE),
    ("E1028", &codes::INVALID_INTRINSIC),
    ("E1029", &rules::missing_sub::CODE),
    ("E1030", &codes::INVALID_INTRINSIC),
    ("E1031", &codes::INVALID_INTRINSIC),
    ("E1033", &codes::INVALID_INTRINSIC),
    ("E1040", &rules::ref_instead_of_arn::CODE),
    ("E1041", &rules::ref_instead_of_arn::CODE),
    ("E1050", &rules::invalid_dynamic_reference::CODE),
    ("E1150", &rules::malformed_value::CODE),
    ("E1151", &rules::malformed_value::CODE),
    ("E1154", &rules::malformed_value::CODE),
    ("E1156", &rules::malformed_value::CODE),
    ("E1156", &rules::not_an_arn::CODE),
    ("E1157", &rules::not_an_arn::CODE),
    ("E1158", &rules::not_an_arn::CODE),
    ("E1159", &rules::not_an_arn::CODE),
    ("E1160", &rules::not_an_arn::CODE),
    ("E2001", &rules::ineffective_constraint::CODE),
    ("E2001", &rules::invalid_parameter::CODE),
    ("E2002", &rules::invalid_parameter::CODE),
    ("E2003", &codes::INVALID_LOGICAL_ID),
    ("E2010", &rules::template_limit::CODE),
    ("E2011", &codes::INVALID_LOGICAL_ID),
    ("E2015", &rules::invalid_default::CODE),
    ("E2530", &rules::unsupported_snap_start::CODE),
    ("E2531", &rules::deprecated_runtime::CODE),
    ("E2533", &rules::deprecated_runtime::CODE),
    ("E3001", &rules::unknown_attribute::CODE),
    ("E3002", &codes::UNKNOWN_PROPERTY),
    ("E3003", &codes::MISSING_PROPERTY),
    ("E3004", &rules::circular_dependency::CODE),
    ("E3005", &rules::invalid_depends_on::CODE),
    ("E3006", &rules::unavailable_type::CODE),
    ("E3006", &rules::unknown_type::CODE),
    ("E3007", &codes::DUPLICATE_LOGICAL_ID),
    ("E3010", &rules::template_limit::CODE),
    ("E3012", &codes::WRONG_TYPE),
    ("E3014", &codes::MISSING_PROPERTY),
    ("E3016", &rules::invalid_update_policy::CODE),
    ("E3017", &codes::MISSING_PROPERTY),
    ("E3018", &codes::CONFLICTING_PROPERTIES),
    ("E3019", &rules::duplicate_name::CODE),
    ("E3020", &codes::CONFLICTING_PROPERTIES),
    ("E3021", &codes::MISSING_PROPERTY),
    ("E3027", &rules::invalid_schedule_expression::CODE),
    ("E3030", &rules::not_allowed::CODE),
    ("E3031", &rules::malformed_value::CODE),
    ("E3032", &rules::out_of_range::CODE),
    ("E3033", &rules::out_of_range::CODE),
    ("E3034", &rules::out_of_range::CODE),
    ("E3035", &rules::invalid_deletion_policy::CODE),
    ("E3036", &rules::invalid_deletion_policy::CODE),
    ("E3037", &rules::duplicate_item::CODE),
    ("E3038", &rules::missing_transform::CODE),
    ("E3039", &rules::mismatched_key_attributes::CODE),
    ("E3040", &rules::read_only_property::CODE),
    ("E3045", &rules::acl_without_ownership::CODE),
    ("E3055", &rules::ineffective_attribute::CODE),
    ("E3058", &codes::MISSING_PROPERTY),
    ("E3066", &rules::missing_transform::CODE),
    ("E3510", &rules::invalid_policy_document::CODE),
    ("E3512", &rules::invalid_policy_document::CODE),
    ("E3530", &rules::invalid_policy_document::CODE),
    ("E3601", &rules::duplicate_state_name::CODE),
    ("E3601", &rules::invalid_choice_rule::CODE),
    ("E3601", &rules::invalid_distributed_map::CODE),
    ("E3601", &rules::invalid_error_handler::CODE),
    ("E3601", &rules::invalid_state::CODE),
    ("E3601", &rules::invalid_state_expression::CODE),
    ("E3601", &rules::invalid_state_machine::CODE),
    ("E3601", &rules::invalid_task_resource::CODE),
    ("E3601", &rules::mixed_query_languages::CODE),
    ("E3601", &rules::undefined_state::CODE),
    ("E3601", &rules::unreachable_state::CODE),
    ("E3638", &rules::mismatched_billing_mode::CODE),
    ("E3639", &rules::mismatched_billing_mode::CODE),
    ("E3660", &codes::MISSING_PROPERTY),
    ("E3663", &rules::reserved_variable::CODE),
    ("E3677", &rules::compiled_inline_code::CODE),
    ("E3678", &codes::MISSING_PROPERTY),
    ("E3697", &rules::template_limit::CODE),
    ("E3698", &rules::mixed_apis::CODE),
    ("E3699", &rules::mixed_apis::CODE),
    ("E3710", &rules::retired_type::CODE),
    ("E3723", &rules::path_without_slash::CODE),
    ("E4001", &rules::invalid_interface::CODE),
    ("E6001", &rules::invalid_output::CODE),
    ("E6002", &rules::invalid_output::CODE),
    ("E6003", &rules::invalid_output::CODE),
    ("E6004", &codes::INVALID_LOGICAL_ID),
    ("E6010", &rules::template_limit::CODE),
    ("E6011", &codes::INVALID_LOGICAL_ID),
    ("E6101", &rules::invalid_output::CODE),
    ("E6102", &rules::invalid_output::CODE),
    ("E7001", &rules::invalid_mapping::CODE),
    ("E7002", &rules::invalid_mapping::CODE),
    ("E7010", &rules::template_limit::CODE),
    ("E8001", &rules::invalid_condition::CODE),
    ("E8002", &codes::UNDEFINED_CONDITION),
    ("E8003", &codes::INVALID_INTRINSIC),
    ("E8004", &codes::INVALID_INTRINSIC),
    ("E8005", &codes::INVALID_INTRINSIC),
    ("E8006", &codes::INVALID_INTRINSIC),
    ("W1001", &rules::conditional_reference::CODE),
    ("W1019", &rules::unused_substitution::CODE),
    ("W1053", &rules::unrecognized_dynamic_reference::CODE),
    ("W1054", &rules::pseudo_parameter_as_text::CODE),
    ("W2001", &rules::unused_parameter::CODE),
    ("W2010", &rules::exposed_secret::CODE),
    ("W2511", &rules::invalid_policy_document::CODE),
    ("W2530", &rules::snap_start_without_version::CODE),
    ("W2531", &rules::deprecated_runtime::CODE),
    ("W3037", &rules::unknown_action::CODE),
    ("W3663", &rules::permission_without_account::CODE),
    ("W3664", &rules::mismatched_source::CODE),
    ("W3694", &rules::mismatched_endpoint::CODE),
    ("W3696", &rules::retired_type::CODE),
    ("W4001", &rules::invalid_interface::CODE),
    ("W7001", &rules::unused_mapping::CODE),
    ("W8001", &rules::unused_condition::CODE),
];

/// The rules that find what a template ignores, and where it does.
pub(super) fn read(template: &Template) -> HashSet<Silenced<'static>> {
    let everywhere = template.section("Metadata").map(|it| (it, Scope::Template));
    let in_resources = template.resources().entries();
    let in_resources =
        in_resources.filter_map(|(id, it)| Some((it.value.get("Metadata")?, Scope::Resource(id.to_string()))));
    let ignored = everywhere.into_iter().chain(in_resources);
    let silenced = |(metadata, scope): (&Node, Scope)| {
        let rules: HashSet<&str> = checks(metadata).flat_map(rules_of).collect();
        rules.into_iter().map(move |it| (Cow::Borrowed(it), scope.clone())).collect::<Vec<_>>()
    };
    ignored.flat_map(silenced).collect()
}

fn checks(metadata: &Node) -> impl Iterator<Item = &str> {
    let listed = metadata.at(&["cfn-lint", "config", "ignore_checks"]).and_then(Node::list).unwrap_or_default();
    listed.iter().filter_map(|it| it.text().map(|it| &**it)).filter(|it| !it.is_empty())
}

/// As in cfn-lint, the beginning of a name stands for all names that begin so.
fn rules_of(check: &str) -> impl Iterator<Item = &'static str> {
    CORRESPONDING.iter().filter(move |(theirs, _)| theirs.starts_with(check)).map(|(_, code)| code.name)
}
