//! The role that a function works under.
use super::table::Function;
use crate::cfn::{Context, Grant, Resource, iam, tags};
use crate::diagnostic::{Diagnostic, Problems};
use crate::node;
use crate::sam::policies::PolicyKind;
use crate::sam::{SamResource, managed_policies};
use crate::syntax::{IntoNode, Map, Node};
use crate::template::intrinsics;

/// Whether X-Ray traces the function.
pub fn is_traced(function: &Function<'_>, context: &Context<'_>, problems: &mut Problems) -> bool {
    let Some(tracing) = function.tracing.filter(|it| it.is_truthy()) else { return false };
    !context.parameters.resolve(tracing, problems).is_text("Disabled")
}

/// The role of a function: what it always needs, what its `Policies` say and what its events need (`grants`).
pub fn execution_role(
    function: &Function<'_>,
    policies: &[(PolicyKind, Node)],
    grants: &[Grant],
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Resource {
    let at = resource.span;
    let id = resource.logical_id.append("Role");
    let mut managed: Vec<Node> = always_attached(function, context, problems)
        .into_iter()
        .map(|name| context.managed_policy_arn(name).into_node(at))
        .collect();
    let mut inline = Vec::new();
    for (index, (kind, policy)) in policies.iter().enumerate() {
        match kind {
            PolicyKind::Managed => {
                let arn = on_each_side(policy, &|it| managed_arn(it, context));
                if !managed.contains(&arn) {
                    managed.push(arn);
                }
            }
            PolicyKind::Document | PolicyKind::Template | PolicyKind::Unknown => {
                let named = |document: &Node| iam::inline_policy(document.span, format!("{id}Policy{index}"), document);
                inline.push(on_each_side(policy, &named));
            }
        }
    }
    for grant in grants {
        if let Grant::PollingPolicy(policy) = grant {
            check_documents(&inline, policy, problems);
        }
        match grant {
            Grant::ManagedPolicy(arn) if !managed.contains(arn) => managed.push(arn.clone()),
            Grant::Policy(policy) | Grant::PollingPolicy(policy) if !has_document(&inline, policy) => {
                inline.push(policy.clone());
            }
            Grant::ManagedPolicy(_) | Grant::Policy(_) | Grant::PollingPolicy(_) => (),
        }
    }
    let trust = function.assume_role_policy_document.cloned().unwrap_or_else(|| iam::trust(at, "lambda.amazonaws.com"));
    Resource::new(id, "AWS::IAM::Role", at)
        .attributes(&resource.generated_attributes())
        .set("AssumeRolePolicyDocument", trust)
        .set("ManagedPolicyArns", managed)
        .set("Path", function.role_path)
        .set("Policies", Some(inline).filter(|it| !it.is_empty()))
        .set("PermissionsBoundary", function.permissions_boundary)
        .set("Tags", tags::with_created_by(at, function.tags.and_then(Node::map)))
}

/// The managed policies that a function needs for logging, tracing and its network.
fn always_attached(function: &Function<'_>, context: &Context<'_>, problems: &mut Problems) -> Vec<&'static str> {
    let mut names = vec!["service-role/AWSLambdaBasicExecutionRole"];
    if is_traced(function, context, problems) {
        // The partitions differ in how they named it.
        names.push(if context.partition == "aws" { "AWSXrayWriteOnlyAccess" } else { "AWSXRayDaemonWriteAccess" });
    }
    if function.vpc_config.is_some_and(Node::is_truthy) {
        names.push("service-role/AWSLambdaVPCAccessExecutionRole");
    }
    names
}

/// The ARN of a managed policy given by name; anything else stays as it is.
fn managed_arn(policy: &Node, context: &Context<'_>) -> Node {
    match policy.text().and_then(|name| managed_policies::arn(name, context.partition)) {
        Some(arn) => arn.into_node(policy.span),
        None => policy.clone(),
    }
}

/// `change` applied to a policy, or to both sides of an `Fn::If` but for `AWS::NoValue`.
fn on_each_side(policy: &Node, change: &dyn Fn(&Node) -> Node) -> Node {
    let Some([condition, then, otherwise]) = intrinsics::if_branches(policy) else { return change(policy) };
    let [then, otherwise] =
        [then, otherwise].map(|side| if intrinsics::is_no_value(side) { side.clone() } else { change(side) });
    node!(policy.span, {"Fn::If": [condition, then, otherwise]})
}

fn has_document(policies: &[Node], policy: &Node) -> bool {
    let document = policy.map().and_then(|it: &Map| it.get("PolicyDocument"));
    policies.iter().any(|it| it.get("PolicyDocument") == document)
}

/// Reports policies under `Fn::If`, beside which there can be no policy for polling.
fn check_documents(policies: &[Node], polling: &Node, problems: &mut Problems) {
    for policy in policies.iter().filter(|it| it.get("PolicyDocument").is_none()) {
        let message = "this function can not have a policy under `Fn::If`, because of an event that it polls for";
        let finding = Diagnostic::error("conditional-policy", policy.span, message);
        let finding = finding.related(polling.span, "this event needs a policy of its own");
        problems.push(finding.help("put the `Fn::If` inside the policy's `Statement`, around the items of the list"));
    }
}
