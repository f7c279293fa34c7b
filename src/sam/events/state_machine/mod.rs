//! What starts state machines: one file per event source, named after its `Type`.
mod api;
mod cloud_watch_event;
mod event_bridge_rule;
mod schedule;
mod schedule_v2;

use super::{Event, EventSource};
use crate::cfn::{Context, Expansion, Resource, iam};
use crate::diagnostic::Problems;
use crate::node;
use crate::sam::dead_letter_queue::{self, DeadLetterQueue};
use crate::syntax::{Map, Node};

/// The event sources of state machines.
pub static ALL: &[&EventSource] =
    &[&api::SOURCE, &cloud_watch_event::SOURCE, &event_bridge_rule::SOURCE, &schedule::SOURCE, &schedule_v2::SOURCE];

const EVENTBRIDGE: &str = "events.amazonaws.com";
/// What stands behind the event in the name of a rule's target.
const TARGET_SUFFIX: &str = "StepFunctionsTarget";
/// EventBridge API reference, `Target`: `Id` has at most 64 characters.
const LONGEST_TARGET_ID: usize = 64;
/// Behind the name of the policy that lets a role start the state machine.
const POLICY_SUFFIX: &str = "StartExecutionPolicy";
const START: &str = "states:StartExecution";

/// The role under which the service `principal` starts the state machine for an event.
fn starting_role(event: &Event<'_>, principal: &'static str, context: &Context<'_>) -> Resource {
    let at = event.span;
    let id = format!("{}Role", event.logical_id);
    let policy = iam::allow(at, &id, POLICY_SUFFIX, START, &event.invoked.arn);
    let boundary = context.properties(event.resource_id).and_then(|it| it.truthy("PermissionsBoundary"));
    Resource::new(id, "AWS::IAM::Role", at)
        .attributes(&event.invoked.attributes)
        .set("AssumeRolePolicyDocument", iam::trust(at, principal))
        .set("Policies", node!(at, [policy]))
        .set("PermissionsBoundary", boundary)
}

/// What a rule sends to the state machine, and how.
struct Target<'a> {
    /// `Target`, which may hold an `Id`.
    named: Option<&'a Node>,
    role_arn: Node,
    /// Properties that the target has under the same name.
    properties: Vec<(&'static str, Option<&'a Node>)>,
    dead_letter_config: Option<&'a Node>,
}

/// Completes a rule by its target. `between` is what stands between the rule and its dead-letter queue.
fn rule_with_target(
    mut rule: Resource,
    target: Target<'_>,
    between: Option<Resource>,
    event: &Event<'_>,
    problems: &mut Problems,
) -> Expansion {
    let at = event.span;
    let queue = match target.dead_letter_config {
        None => None,
        Some(config) => match dead_letter_queue::read(config, event.logical_id, &rule.attributes, at, problems) {
            Some(queue) => Some(queue),
            None => return Expansion::default(),
        },
    };
    let named = target.named.and_then(Node::map).and_then(|it| it.get("Id"));
    let id = named.cloned().unwrap_or_else(|| node!(at, target_id(event.logical_id)));
    let mut map = Map::new();
    for (name, value) in [("Arn", event.invoked.arn.clone()), ("Id", id), ("RoleArn", target.role_arn)] {
        map.insert(name, value);
    }
    for (name, value) in target.properties {
        value.into_iter().for_each(|it| drop(map.insert(name, it.clone())));
    }
    if let Some(queue) = &queue {
        map.insert("DeadLetterConfig", node!(at, {"Arn": (&queue.arn)}));
    }
    rule.put("Targets", node!(at, [map]));
    let mut generated = Vec::new();
    if let Some(DeadLetterQueue { generated: Some(queue), .. }) = queue {
        let policy = dead_letter_queue::policy_for_rule(&rule, &queue);
        generated.extend([queue, policy]);
    }
    Expansion::of(std::iter::once(rule).chain(between).chain(generated).collect())
}

/// The name of a rule's target, cut off so that it is not too long.
fn target_id(logical_id: &str) -> String {
    let kept: String = logical_id.chars().take(LONGEST_TARGET_ID - TARGET_SUFFIX.len()).collect();
    format!("{kept}{TARGET_SUFFIX}")
}
