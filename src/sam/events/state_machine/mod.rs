//! What starts state machines: one file per event source, named after its `Type`.
mod api;
mod cloud_watch_event;
mod event_bridge_rule;
mod schedule;
mod schedule_v2;

pub(crate) use api::join;

use super::{Event, EventSource};
use crate::cfn::{Context, Resource, iam};
use crate::facts::types;
use crate::node;
use crate::syntax::Node;

/// The event sources of state machines.
pub(crate) static ALL: &[&EventSource] =
    &[&api::SOURCE, &cloud_watch_event::SOURCE, &event_bridge_rule::SOURCE, &schedule::SOURCE, &schedule_v2::SOURCE];

/// What stands behind the event in the id of a rule's target.
const TARGET_SUFFIX: &str = "StepFunctionsTarget";

/// The role under which the service `principal` starts the state machine for an event.
fn starting_role(event: &Event<'_>, principal: &'static str, context: &Context<'_>) -> Resource {
    let at = event.span;
    let id = format!("{}Role", event.logical_id);
    let boundary = context.properties(event.resource_id).and_then(|it| it.truthy("PermissionsBoundary"));
    let policy = starting_policy(&id, event);
    Resource::new(id, types::IAM_ROLE, "role that the event uses to start the state machine", at)
        .attributes(&event.invoked.attributes)
        .set("AssumeRolePolicyDocument", iam::trust(at, principal))
        .set("Policies", node!(at, [policy]))
        .set("PermissionsBoundary", boundary)
}

/// The inline policy that allows to start the state machine, called after `logical_id`.
fn starting_policy(logical_id: &str, event: &Event<'_>) -> Node {
    let document = iam::allow(event.span, "states:StartExecution", &event.invoked.arn);
    iam::inline_policy(event.span, format!("{logical_id}StartExecutionPolicy"), &document)
}
