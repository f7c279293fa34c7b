//! The role that SAM generates for what a user runs: made of policies, and of what events need. Knows no resource type.
use super::SamResource;
use super::policies::PolicyKind;
use crate::cfn::{Context, Grant, Resource, iam};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::managed_policies;
use crate::facts::types;
use crate::node;
use crate::syntax::{IntoNode, Node};
use crate::template::intrinsics;
use std::collections::HashSet;

/// What a generated role is made of.
#[derive(Debug)]
pub(crate) struct ExecutionRole<'a> {
    /// Who works under the role.
    pub trust: Node,
    /// The ARNs of the managed policies that come first.
    pub managed: Vec<Node>,
    /// The inline policies that come first.
    pub inline: Vec<Node>,
    /// The entries of `Policies`.
    pub policies: &'a [(PolicyKind, Node)],
    /// What events need.
    pub grants: Vec<Grant>,
    pub path: Option<&'a Node>,
    pub permissions_boundary: Option<&'a Node>,
    pub tags: Node,
}

impl ExecutionRole<'_> {
    /// The role of `resource`. A policy or document that is there already is not added again.
    pub(crate) fn build(self, resource: &SamResource<'_>, context: &Context<'_>, problems: &mut Problems) -> Resource {
        let id = resource.logical_id.append("Role");
        let mut managed = self.managed;
        let mut attached: HashSet<Node> = managed.iter().cloned().collect();
        let mut inline = self.inline;
        for (index, (kind, policy)) in self.policies.iter().enumerate() {
            match kind {
                PolicyKind::Managed => {
                    let arn = on_each_side(policy, &|it| managed_arn(it, context));
                    if attached.insert(arn.clone()) {
                        managed.push(arn);
                    }
                }
                PolicyKind::Document | PolicyKind::Template | PolicyKind::Unknown => {
                    let named =
                        |document: &Node| iam::inline_policy(document.span, format!("{id}Policy{index}"), document);
                    inline.push(on_each_side(policy, &named));
                }
            }
        }
        let polling = self.grants.iter().find_map(|it| match it {
            Grant::PollingPolicy(policy) => Some(policy),
            Grant::ManagedPolicy(_) | Grant::Policy(_) => None,
        });
        polling.into_iter().for_each(|it| check_documents(&inline, it, problems));
        // There may be thousands of grants, and as many policies.
        let mut documents: Option<HashSet<Node>> = None;
        for grant in self.grants {
            match grant {
                Grant::ManagedPolicy(arn) => {
                    if attached.insert(arn.clone()) {
                        managed.push(arn);
                    }
                }
                Grant::Policy(policy) | Grant::PollingPolicy(policy) => {
                    let documents = documents.get_or_insert_with(|| inline.iter().filter_map(document).collect());
                    if document(&policy).is_some_and(|it| documents.insert(it)) {
                        inline.push(policy);
                    }
                }
            }
        }
        Resource::new(id, types::IAM_ROLE, "execution role: what it is allowed to do", resource.span)
            .attributes(&resource.generated_attributes())
            .set("AssumeRolePolicyDocument", self.trust)
            .set("ManagedPolicyArns", managed)
            .set("Path", self.path)
            .set("Policies", Some(inline).filter(|it| !it.is_empty()))
            .set("PermissionsBoundary", self.permissions_boundary)
            .set("Tags", self.tags)
    }
}

/// The managed policy that lets something send traces to X-Ray; the partitions differ in how they named it.
pub(crate) fn tracing_policy(context: &Context<'_>) -> &'static str {
    if context.partition == "aws" { "AWSXrayWriteOnlyAccess" } else { "AWSXRayDaemonWriteAccess" }
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

/// The document of an inline policy, which one under `Fn::If` has not.
fn document(policy: &Node) -> Option<Node> {
    policy.get("PolicyDocument").cloned()
}

/// Reports policies under `Fn::If`, beside which there can be no policy for polling.
fn check_documents(policies: &[Node], polling: &Node, problems: &mut Problems) {
    for policy in policies.iter().filter(|it| it.get("PolicyDocument").is_none()) {
        let message = "this function cannot have a policy under `Fn::If`, because it polls for an event";
        let finding = Diagnostic::new(&codes::CONDITIONAL_POLICY, policy.span, message);
        let finding = finding.related(polling.span, "this event needs its own policy");
        problems.push(finding.help("put the `Fn::If` inside the policy's `Statement`, around the items of the list"));
    }
}
