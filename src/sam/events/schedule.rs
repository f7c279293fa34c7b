//! `Schedule`: a rule of EventBridge invokes the function at certain times.
use super::dead_letter::{self, DeadLetterConfig, RetryPolicy};
use super::{Event, EventSource, rule};
use crate::cfn::{Context, Expansion, Resource};
use crate::diagnostic::Problems;
use crate::node;
use crate::properties;
use crate::property::shape::*;

pub(super) static SOURCE: EventSource = EventSource { name: "Schedule", properties: Schedule::TABLE, expand };

properties! {
    /// A schedule on which a rule invokes the function.
    pub(super) struct Schedule {
        /// Has no effect; use `Name` to name the rule.
        "RuleName" => rule_name: Option<Text>;
        ..times: ScheduleProperties;
    }
}

properties! {
    /// What the schedules of functions and of state machines have in common.
    pub(super) struct ScheduleProperties {
        /// When to run: `rate(5 minutes)` or `cron(0 8 * * ? *)`, in UTC.
        "Schedule" => schedule: Text, range(1..=256);
        /// JSON that is passed to the target instead of the event.
        "Input" => input: Option<Text>, range(0..=8192);
        /// Whether the rule is enabled.
        "Enabled" => enabled: Option<Boolean>;
        /// Whether the rule is enabled.
        "State" => state: Option<Text>, one_of(rule::STATES);
        /// Name of the rule; CloudFormation generates one when omitted.
        "Name" => name: Option<Text>, range(1..=64),
            pattern("[._A-Za-z0-9-]+", "letters, digits, `-`, `_` and `.`");
        /// Description of the rule.
        "Description" => description: Option<Text>, range(0..=512);
        /// Where events are sent that could not be delivered.
        "DeadLetterConfig" => dead_letter_config: Option<DeadLetterConfig<'static>>;
        /// Maximum number of retries and maximum age of an event.
        "RetryPolicy" => retry_policy: Option<RetryPolicy<'static>>;
    }
}

fn expand(event: &Event<'_>, _: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(schedule) = Schedule::read(event.properties, event.span, problems) else { return Expansion::default() };
    resources(&schedule, event, problems).map(Expansion::of).unwrap_or_default()
}

fn resources(schedule: &Schedule<'_>, event: &Event<'_>, problems: &mut Problems) -> Option<Vec<Resource>> {
    let attributes = &event.invoked.attributes;
    let rule = schedule.times.rule(event, problems)?;
    let queue = match schedule.times.dead_letter_config {
        Some(config) => Some(dead_letter::of_rule(config, &rule, attributes, problems)?),
        None => None,
    };
    let target = rule::target(
        event.span,
        [
            ("Arn", Some(event.invoked.arn.clone())),
            ("Id", Some(rule::function_target_id(event))),
            ("Input", schedule.times.input.cloned()),
            ("DeadLetterConfig", queue.as_ref().map(|it| node!(it.arn.span, {"Arn": (&it.arn)}))),
            ("RetryPolicy", schedule.times.retry_policy.cloned()),
        ],
    );
    let rule = rule.set("Targets", node!(event.span, [target]));
    let permission = rule::permission(&rule, event);
    let queue = queue.map(|it| it.resources).unwrap_or_default();
    Some(std::iter::once(rule).chain(queue).chain([permission]).collect())
}

impl ScheduleProperties<'_> {
    /// The rule without its target. `None` when its properties do not go together, which is reported.
    pub(super) fn rule(&self, event: &Event<'_>, problems: &mut Problems) -> Option<Resource> {
        rule::check_state(self.state, self.enabled, problems)?;
        let rule = rule::rule(event.logical_id, &event.invoked.attributes, event.span)
            .set("ScheduleExpression", self.schedule)
            .set("State", rule::state(self.state, self.enabled))
            .set("Name", self.name)
            .set("Description", self.description);
        Some(rule)
    }
}
