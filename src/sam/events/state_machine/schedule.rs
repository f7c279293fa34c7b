//! `Schedule`: a rule of EventBridge starts the state machine at certain times.
use super::{Event, EventSource, TARGET_SUFFIX, starting_role};
use crate::cfn::{Context, Expansion, Resource};
use crate::diagnostic::Problems;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::sam::events::dead_letter::{self, DeadLetterConfig, RetryPolicy};
use crate::sam::events::rule::{self, Target};

pub static SOURCE: EventSource = EventSource { name: "Schedule", properties: Schedule::TABLE, expand };

properties! {
    /// Times at which a rule starts the state machine.
    pub struct Schedule {
        /// When: `rate(5 minutes)` or `cron(0 8 * * ? *)`, in UTC.
        "Schedule" => schedule: Text, range(1..=256);
        /// JSON that the state machine gets as its input instead of the event.
        "Input" => input: Option<Text>, range(0..=8192);
        /// Whether the rule is in force.
        "Enabled" => enabled: Option<Boolean>;
        /// Whether the rule is in force.
        "State" => state: Option<Text>, one_of(rule::STATES);
        /// Name of the rule; CloudFormation makes one up when left out.
        "Name" => name: Option<Text>, range(1..=64);
        /// What the rule is for.
        "Description" => description: Option<Text>, range(0..=512);
        /// Where events go that could not be delivered.
        "DeadLetterConfig" => dead_letter_config: Option<DeadLetterConfig<'static>>;
        /// How often and how long the delivery is tried.
        "RetryPolicy" => retry_policy: Option<RetryPolicy<'static>>;
        /// The rule's target, as far as it can be chosen.
        "Target" => target: Option<Literal<Target<'static>>>;
        /// ARN of a role of your own that starts the state machine; a role is generated when left out.
        "RoleArn" => role_arn: Option<Literal<Arn>>;
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
    rule::check_state(schedule.state, schedule.enabled, problems)?;
    let rule = rule::rule(event.logical_id, attributes, event.span)
        .set("ScheduleExpression", schedule.schedule)
        .set("State", rule::state(schedule.state, schedule.enabled))
        .set("Name", schedule.name)
        .set("Description", schedule.description);
    let (role_arn, role) = match schedule.role_arn {
        Some(given) => (given.clone(), None),
        None => {
            let role = starting_role(event, rule::PRINCIPAL, context);
            (role.get_att("Arn"), Some(role))
        }
    };
    let queue = match schedule.dead_letter_config {
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
            ("Input", schedule.input.cloned()),
            ("DeadLetterConfig", queue.as_ref().map(|it| node!(it.arn.span, {"Arn": (&it.arn)}))),
            ("RetryPolicy", schedule.retry_policy.cloned()),
        ],
    );
    let rule = rule.set("Targets", node!(event.span, [target]));
    let queue = queue.map(|it| it.resources).unwrap_or_default();
    Some(std::iter::once(rule).chain(role).chain(queue).collect())
}
