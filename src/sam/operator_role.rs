//! The role under which Lambda looks after a resource in the user's account. Knows no resource type.
use super::SamResource;
use crate::cfn::{Context, Resource, iam, tags};
use crate::facts::types;
use crate::node;

/// Lambda's role for `resource`, with one policy that AWS manages.
pub(crate) fn operator_role(resource: &SamResource<'_>, policy: &str, context: &Context<'_>) -> Resource {
    let at = resource.span;
    Resource::new(
        resource.logical_id.append("OperatorRole"),
        types::IAM_ROLE,
        "role that Lambda uses to manage it in your account",
        at,
    )
    .attributes(&resource.generated_attributes())
    .set("AssumeRolePolicyDocument", iam::trust(at, "lambda.amazonaws.com"))
    .set("ManagedPolicyArns", node!(at, [(context.managed_policy_arn(policy))]))
    .set("Tags", tags::before_created_by(at, None))
}
