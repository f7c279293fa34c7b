//! Reads what users of cfn-lint ignore: `Metadata: {cfn-lint: {config: {ignore_checks: […]}}}`.
use crate::diagnostic::{Code, Diagnostic, codes};
use crate::rules;
use crate::source::Span;
use crate::syntax::Node;
use crate::template::Template;

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

/// A check that is ignored, with the resource that it is ignored in; without one in the whole template.
#[derive(Debug)]
pub(super) struct Ignored {
    check: String,
    resource: Option<(String, Span)>,
}

pub(super) fn read(template: &Template) -> Vec<Ignored> {
    let mut ignored = Vec::new();
    let everywhere = template.section("Metadata").map(checks).unwrap_or_default();
    ignored.extend(everywhere.into_iter().map(|check| Ignored { check, resource: None }));
    for (id, entry) in template.resources().entries() {
        let span = Span { start: entry.key_span.start, end: entry.value.span.end.max(entry.key_span.end) };
        let checks = entry.value.get("Metadata").map(checks).unwrap_or_default();
        let resource = || Some((id.to_string(), span));
        ignored.extend(checks.into_iter().map(|check| Ignored { check, resource: resource() }));
    }
    ignored
}

fn checks(metadata: &Node) -> Vec<String> {
    let listed = metadata.at(&["cfn-lint", "config", "ignore_checks"]).and_then(Node::list).unwrap_or_default();
    listed.iter().filter_map(|it| it.text().map(|it| it.to_string())).filter(|it| !it.is_empty()).collect()
}

impl Ignored {
    pub(super) fn covers(&self, finding: &Diagnostic) -> bool {
        let in_place = self
            .resource
            .as_ref()
            .is_none_or(|(id, span)| finding.subject.resource.as_ref() == Some(id) || span.contains(finding.span));
        // As in cfn-lint, the beginning of a name stands for all names that begin so.
        let ours = CORRESPONDING.iter().filter(|(theirs, _)| theirs.starts_with(&*self.check));
        in_place && ours.into_iter().any(|(_, code)| *code == finding.code)
    }
}
