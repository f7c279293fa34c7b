//! `Schedule`: a rule of EventBridge starts the state machine at certain times.
use super::{Event, EventSource, TARGET_SUFFIX, starting_role};
use crate::cfn::{Context, Expansion, Resource};
use crate::diagnostic::Problems;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::sam::events::dead_letter;
use crate::sam::events::rule::{self, Target};
use crate::sam::events::schedule::ScheduleProperties;

pub(super) static SOURCE: EventSource = EventSource { name: "Schedule", properties: Schedule::TABLE, expand };

properties! {
    /// A schedule on which a rule starts the state machine.
    pub(super) struct Schedule {
        /// Settings of the rule's target.
        "Target" => target: Option<Literal<Target<'static>>>;
        /// ARN of an existing role that can start the state machine; a role is generated when omitted.
        "RoleArn" => role_arn: Option<Literal<Arn>>;
        ..times: ScheduleProperties;
    }
}

fn expand(event: &Event<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(schedule) = Schedule::read(event.properties, event.span, problems) else { return Expansion::default() };
    resources(&schedule, event, context, problems).map(Expansion::of).unwrap_or_default()
}

fn resources(
    schedule: &Schedule<'_>,
    event: &Event<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Vec<Resource>> {
    let attributes = &event.invoked.attributes;
    let rule = schedule.times.rule(event, problems)?;
    let (role_arn, role) = match schedule.role_arn {
        Some(given) => (given.clone(), None),
        None => {
            let role = starting_role(event, rule::PRINCIPAL, context);
            (role.get_att("Arn"), Some(role))
        }
    };
    let queue = match schedule.times.dead_letter_config {
        Some(config) => Some(dead_letter::of_rule(config, &rule, attributes, problems)?),
        None => None,
    };
    let id = rule::chosen_target_id(schedule.target)
        .unwrap_or_else(|| node!(event.span, rule::target_id(event.logical_id, TARGET_SUFFIX)));
    let target = rule::target(
        event.span,
        [
            ("Arn", Some(event.invoked.arn.clone())),
            ("Id", Some(id)),
            ("RoleArn", Some(role_arn)),
            ("Input", schedule.times.input.cloned()),
            ("DeadLetterConfig", queue.as_ref().map(|it| node!(it.arn.span, {"Arn": (&it.arn)}))),
            ("RetryPolicy", schedule.times.retry_policy.cloned()),
        ],
    );
    let rule = rule.set("Targets", node!(event.span, [target]));
    let queue = queue.map(|it| it.resources).unwrap_or_default();
    Some(std::iter::once(rule).chain(role).chain(queue).collect())
}
