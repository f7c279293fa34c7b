//! The role that a function works under.
use super::table::Function;
use crate::cfn::{Context, Grant, Resource, iam, tags};
use crate::diagnostic::Problems;
use crate::sam::SamResource;
use crate::sam::execution_role::{ExecutionRole, tracing_policy};
use crate::sam::policies::PolicyKind;
use crate::syntax::{IntoNode, Node};

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
    let always = always_attached(function, context, problems).into_iter();
    let trust = function.assume_role_policy_document.cloned().unwrap_or_else(|| iam::trust(at, "lambda.amazonaws.com"));
    let role = ExecutionRole {
        trust,
        managed: always.map(|name| context.managed_policy_arn(name).into_node(at)).collect(),
        policies,
        grants,
        path: function.role_path,
        permissions_boundary: function.permissions_boundary,
        tags: tags::with_created_by(at, function.tags.and_then(Node::map)),
    };
    role.build(resource, context)
}

/// The managed policies that a function needs for logging, tracing and its network.
fn always_attached(function: &Function<'_>, context: &Context<'_>, problems: &mut Problems) -> Vec<&'static str> {
    let mut names = vec!["service-role/AWSLambdaBasicExecutionRole"];
    if is_traced(function, context, problems) {
        names.push(tracing_policy(context));
    }
    if function.vpc_config.is_some_and(Node::is_truthy) {
        names.push("service-role/AWSLambdaVPCAccessExecutionRole");
    }
    names
}
