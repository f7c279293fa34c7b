//! What properties of a function do not go together, and which need another.
use super::table::Function;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::syntax::Node;

/// The event sources of a function that keeps its tenants apart.
const TENANTS: [&str; 2] = ["Api", "HttpApi"];

/// Reports every combination of properties that the reference refuses.
pub(super) fn check(function: &Function<'_>, problems: &mut Problems) {
    check_capacity_provider(function, problems);
    if let Some(policy) = function.version_deletion_policy
        && function.auto_publish_alias.is_none()
    {
        report_missing(policy, "VersionDeletionPolicy", "AutoPublishAlias", problems);
    }
    if let Some(concurrency) = truthy(function.provisioned_concurrency_config)
        && truthy(function.auto_publish_alias).is_none()
    {
        report_missing(concurrency, "ProvisionedConcurrencyConfig", "AutoPublishAlias", problems);
    }
    if let Some(queue) = truthy(function.dead_letter_queue) {
        check_dead_letter_queue(queue, problems);
    }
    if let Some(tenancy) = truthy(function.tenancy_config) {
        check_tenancy(function, tenancy, problems);
    }
}

fn truthy(property: Option<&Node>) -> Option<&Node> {
    property.filter(|it| it.is_truthy())
}

fn report_missing(value: &Node, name: &str, needed: &str, problems: &mut Problems) {
    let finding =
        Diagnostic::new(&codes::MISSING_PROPERTY, value.span, format!("`{name}` needs `{needed}`")).missing([needed]);
    problems.push(finding.help(format!("add `{needed}:`, or remove `{name}`")));
}

fn report_conflict(value: &Node, message: String, other: &Node, other_name: &str, problems: &mut Problems) {
    let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, value.span, message);
    problems.push(finding.related(other.span, format!("`{other_name}` is set here")).help("remove one of the two"));
}

fn check_capacity_provider(function: &Function<'_>, problems: &mut Problems) {
    let Some(provider) = function.capacity_provider_config else {
        if let Some(scaling) = function.function_scaling_config {
            report_missing(scaling, "FunctionScalingConfig", "CapacityProviderConfig", problems);
        }
        return;
    };
    for (name, value) in
        [("ProvisionedConcurrencyConfig", function.provisioned_concurrency_config), ("VpcConfig", function.vpc_config)]
    {
        if let Some(value) = value {
            let message = format!("`{name}` cannot be used with `CapacityProviderConfig`");
            report_conflict(value, message, provider, "CapacityProviderConfig", problems);
        }
    }
}

fn check_dead_letter_queue(queue: &Node, problems: &mut Problems) {
    let help = "write `DeadLetterQueue: { Type: SQS, TargetArn: !GetAtt MyQueue.Arn }`";
    let [kind, target] =
        ["Type", "TargetArn"].map(|name| queue.map().and_then(|it| it.get(name)).filter(|it| it.is_truthy()));
    let (Some(kind), Some(_)) = (kind, target) else {
        let message = "`DeadLetterQueue` needs `Type` and `TargetArn`";
        problems.push(
            Diagnostic::new(&codes::MISSING_PROPERTY, queue.span, message).missing(["Type", "TargetArn"]).help(help),
        );
        return;
    };
    if kind.text().is_none() {
        let message = format!("`Type` is {}; it must be a string", kind.kind_name());
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, kind.span, message).value_of("Type").help(help));
    } else if !kind.is_text("SQS") && !kind.is_text("SNS") {
        let message = "the `Type` of a dead-letter queue must be `SQS` or `SNS`";
        problems.push(Diagnostic::new(&codes::INVALID_VALUE, kind.span, message).value_of("Type").help(help));
    }
}

fn check_tenancy(function: &Function<'_>, tenancy: &Node, problems: &mut Problems) {
    for (name, value) in [
        ("ProvisionedConcurrencyConfig", function.provisioned_concurrency_config),
        ("FunctionUrlConfig", function.function_url_config),
        ("SnapStart", function.snap_start),
    ] {
        if let Some(value) = truthy(value) {
            let message = format!("`{name}` cannot be used with `TenancyConfig`");
            report_conflict(value, message, tenancy, "TenancyConfig", problems);
        }
    }
    for (id, entry) in function.events.and_then(Node::map).into_iter().flat_map(crate::syntax::Map::entries) {
        let kind = entry.value.get("Type");
        if kind.is_some_and(|it| TENANTS.iter().any(|name| it.is_text(name))) {
            continue;
        }
        let at = kind.map_or(entry.key_span, |it| it.span);
        let message = format!("event `{id}` cannot be used with `TenancyConfig`");
        let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, at, message);
        let finding = finding.related(tenancy.span, "`TenancyConfig` is set here");
        problems.push(finding.help("use `Api` or `HttpApi`; only these can distinguish tenants"));
    }
}
