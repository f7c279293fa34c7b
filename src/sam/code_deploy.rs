//! What functions share that are deployed by CodeDeploy: an application, a role, and a condition for both.
use crate::cfn::{Deployment, Resource, iam, tags};
use crate::facts::types;
use crate::node;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};

/// Logical id of the application.
pub(crate) const APPLICATION_ID: &str = "ServerlessDeploymentApplication";
/// Logical id of the role that CodeDeploy works under.
pub(crate) const ROLE_ID: &str = "CodeDeployServiceRole";
/// The type of deployment groups.
pub(crate) const GROUP: &str = types::CODE_DEPLOY_DEPLOYMENT_GROUP;

/// The condition that one of several conditions is met.
const ANY_CONDITION: &str = "ServerlessCodeDeployCondition";
/// Most conditions in one `Fn::Or`.
const MOST_IN_OR: usize = 10;

/// What the deployments of a template share.
pub(crate) struct Shared {
    pub application: Resource,
    /// Left out when every function brings a role of its own.
    pub role: Option<Resource>,
    /// Entries for the section `Conditions`.
    pub conditions: Vec<(Text, Node)>,
}

/// Makes what `deployments` share; `None` when there are none.
pub(crate) fn shared(deployments: &[Deployment], partition: &str) -> Option<Shared> {
    let at = deployments.first()?.group.origin;
    let mut all_tags = Map::new();
    deployments.iter().for_each(|it| all_tags.update(&it.tags));
    let tags = Some(all_tags).filter(|it| !it.is_empty()).map(|it| tags::list(&it));
    let mut application = Resource::new(
        APPLICATION_ID,
        types::CODE_DEPLOY_APPLICATION,
        "application that holds the deployment groups of all functions",
        at,
    )
    .set("ComputePlatform", "Lambda")
    .set("Tags", tags.clone());
    let mut role = Resource::new(ROLE_ID, types::IAM_ROLE, "role that CodeDeploy uses to shift traffic", at)
        .set("AssumeRolePolicyDocument", iam::trust(at, "codedeploy.amazonaws.com"))
        .set("ManagedPolicyArns", node!(at, [(managed_policy(partition))]))
        .set("Tags", tags);
    let mut conditions = Vec::new();
    if deployments.iter().all(|it| it.condition.is_some()) {
        let distinct = distinct_conditions(deployments);
        let condition = match distinct.as_slice() {
            [only] => only.clone(),
            _ => ANY_CONDITION.into_node(at),
        };
        conditions = any_of(distinct, at);
        application.attributes.insert("Condition", condition.clone());
        role.attributes.insert("Condition", condition);
    }
    let role = Some(role).filter(|_| !deployments.iter().all(|it| it.brings_role));
    Some(Shared { application, role, conditions })
}

/// The policy for CodeDeploy's role; secret partitions have a smaller one.
fn managed_policy(partition: &str) -> String {
    let limited = if matches!(partition, "aws-iso" | "aws-iso-b") { "Limited" } else { "" };
    format!("arn:{partition}:iam::aws:policy/service-role/AWSCodeDeployRoleForLambda{limited}")
}

fn distinct_conditions(deployments: &[Deployment]) -> Vec<Node> {
    let mut distinct: Vec<Node> = Vec::new();
    for condition in deployments.iter().filter_map(|it| it.condition.as_ref()) {
        if !distinct.contains(condition) {
            distinct.push(condition.clone());
        }
    }
    distinct
}

/// Conditions that together mean that one of `conditions` is met; none are needed for a single one.
///
/// Ten at a time become one, until a single one is left: the last has no number.
fn any_of(mut conditions: Vec<Node>, at: Span) -> Vec<(Text, Node)> {
    let mut made = Vec::new();
    let mut number = conditions.len().saturating_sub(2) / (MOST_IN_OR - 1);
    while conditions.len() > 1 {
        let name: Text = if number > 0 { format!("{ANY_CONDITION}{number}").into() } else { ANY_CONDITION.into() };
        number = number.saturating_sub(1);
        let rest = conditions.split_off(conditions.len().min(MOST_IN_OR));
        let any: Vec<Node> = conditions.iter().map(|it| node!(at, {"Condition": it})).collect();
        conditions = rest;
        conditions.push(node!(at, &name));
        made.push((name, node!(at, {"Fn::Or": any})));
    }
    made
}
