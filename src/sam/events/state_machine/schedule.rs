//! `Schedule`: EventBridge starts the state machine at the times of a schedule.
use super::{EVENTBRIDGE, Event, EventSource, Target, rule_with_target, starting_role};
use crate::cfn::{Context, Expansion, Resource};
use crate::diagnostic::{Diagnostic, Problems};
use crate::properties;
use crate::property::shape::*;
use crate::syntax::Node;

pub static SOURCE: EventSource = EventSource { name: "Schedule", properties: Schedule::TABLE, expand };

properties! {
    /// A rule of EventBridge that starts the state machine at the times of a schedule.
    pub struct Schedule {
        /// When: `rate(5 minutes)` or `cron(0 12 * * ? *)`, in UTC.
        "Schedule" => schedule: Text;
        /// JSON that the state machine gets as its input.
        "Input" => input: Option<Text>, range(0..=8192);
        /// Whether the rule is in force; `State` says the same.
        "Enabled" => enabled: Option<Boolean>;
        /// `ENABLED` or `DISABLED`.
        "State" => state: Option<Text>, one_of(&["ENABLED", "DISABLED"]);
        /// Name of the rule; CloudFormation makes one up when left out.
        "Name" => name: Option<Text>;
        /// What the rule is for.
        "Description" => description: Option<Text>;
        /// Queue for events that could not be delivered: `Arn`, or `Type: SQS` and perhaps `QueueLogicalId`.
        "DeadLetterConfig" => dead_letter_config: Option<Object>;
        /// How often and how long delivery is tried again.
        "RetryPolicy" => retry_policy: Option<Object>;
        /// Name of the rule's target, as a map with `Id`.
        "Target" => target: Option<Literal<Object>>;
        /// ARN of a role of your own that starts the state machine; a role is generated when left out.
        "RoleArn" => role_arn: Option<Literal<Text>>;
    }
}

fn expand(event: &Event<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(schedule) = Schedule::read(event.properties, event.span, problems) else { return Expansion::default() };
    let state = schedule.state.filter(|it| it.is_truthy());
    if let (Some(state), Some(enabled)) = (state, schedule.enabled) {
        let finding = Diagnostic::error("conflicting-properties", enabled.span, "`Enabled` and `State` are both set");
        problems.push(finding.related(state.span, "the other one").help("keep `State`"));
        return Expansion::default();
    }
    // An intrinsic counts as true: nobody knows yet what it will be.
    let enabled = schedule.enabled.map(|it| if it.is_truthy() { "ENABLED" } else { "DISABLED" });
    let rule = Resource::new(event.logical_id, "AWS::Events::Rule", event.span)
        .attributes(&event.invoked.attributes)
        .set("ScheduleExpression", schedule.schedule)
        .set("State", state)
        .set("State", enabled)
        .set("Name", schedule.name)
        .set("Description", schedule.description);
    let (role_arn, role) = match schedule.role_arn {
        Some(given) => (given.clone(), None),
        None => {
            let role = starting_role(event, EVENTBRIDGE, context);
            (role.get_att("Arn"), Some(role))
        }
    };
    let target = Target {
        named: schedule.target.filter(|it: &&Node| it.is_truthy()),
        role_arn,
        properties: vec![("Input", schedule.input), ("RetryPolicy", schedule.retry_policy)],
        dead_letter_config: schedule.dead_letter_config,
    };
    rule_with_target(rule, target, role, event, problems)
}
