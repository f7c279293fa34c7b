//! `ScheduleV2`: EventBridge Scheduler starts the state machine at the times of a schedule.
use super::{Event, EventSource, POLICY_SUFFIX, START};
use crate::cfn::{Context, Expansion, Resource, iam};
use crate::diagnostic::{Diagnostic, Problems};
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::sam::dead_letter_queue::{self, DeadLetterQueue};
use crate::syntax::{IntoNode, Map, Node};

pub static SOURCE: EventSource = EventSource { name: "ScheduleV2", properties: ScheduleV2::TABLE, expand };

properties! {
    /// A schedule of EventBridge Scheduler that starts the state machine.
    pub struct ScheduleV2 {
        /// ARN of the policy that limits what the generated role can be allowed.
        "PermissionsBoundary" => permissions_boundary: Option<Text>;
        /// When: `at(2026-01-31T12:00:00)`, `rate(5 minutes)` or `cron(0 12 * * ? *)`.
        "ScheduleExpression" => schedule_expression: Text;
        /// Minutes within which the schedule may fire: a map with `Mode` and `MaximumWindowInMinutes`.
        "FlexibleTimeWindow" => flexible_time_window: Option<Object>;
        /// Name of the schedule; the logical id of the schedule when left out.
        "Name" => name: Option<Text>, range(1..=64);
        /// `ENABLED` or `DISABLED`.
        "State" => state: Option<Text>, one_of(&["ENABLED", "DISABLED"]);
        /// What the schedule is for.
        "Description" => description: Option<Text>, range(0..=512);
        /// UTC time before which the schedule does not fire.
        "StartDate" => start_date: Option<Text>;
        /// UTC time after which the schedule does not fire.
        "EndDate" => end_date: Option<Text>;
        /// Time zone of the expression, such as `Europe/Berlin`; UTC when left out.
        "ScheduleExpressionTimezone" => timezone: Option<Text>, range(1..=50);
        /// Name of the schedule's group.
        "GroupName" => group_name: Option<Text>, range(1..=64);
        /// ARN of the key that encrypts the schedule.
        "KmsKeyArn" => kms_key_arn: Option<Arn>;
        /// JSON that the state machine gets as its input.
        "Input" => input: Option<Text>;
        /// ARN of a role of your own that starts the state machine; a role is generated when left out.
        "RoleArn" => role_arn: Option<Arn>;
        /// Queue for events that could not be delivered: `Arn`, or `Type: SQS` and perhaps `QueueLogicalId`.
        "DeadLetterConfig" => dead_letter_config: Option<Object>;
        /// How often and how long delivery is tried again.
        "RetryPolicy" => retry_policy: Option<Object>;
        /// Whether CloudFormation is to make up the schedule's name.
        "OmitName" => omit_name: Option<Literal<Boolean>>;
    }
}

fn expand(event: &Event<'_>, _: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(schedule) = ScheduleV2::read(event.properties, event.span, problems) else {
        return Expansion::default();
    };
    let at = event.span;
    let Some(name) = name(&schedule, event, problems) else { return Expansion::default() };
    let queue = match schedule.dead_letter_config {
        None => None,
        Some(config) => {
            match dead_letter_queue::read(config, event.logical_id, &event.invoked.attributes, at, problems) {
                Some(queue) => Some(queue),
                None => return Expansion::default(),
            }
        }
    };
    let (role_arn, role) = match schedule.role_arn.filter(|it| it.is_truthy()) {
        Some(given) => (given.clone(), None),
        None => {
            let role = role(&schedule, queue.as_ref(), event);
            (role.get_att("Arn"), Some(role))
        }
    };
    let mut target = Map::from_iter([("Arn", event.invoked.arn.clone()), ("RoleArn", role_arn)]);
    for (name, value) in [("Input", schedule.input), ("RetryPolicy", schedule.retry_policy)] {
        value.into_iter().for_each(|it| drop(target.insert(name, it.clone())));
    }
    if let Some(queue) = &queue {
        target.insert("DeadLetterConfig", node!(at, {"Arn": (&queue.arn)}));
    }
    let window = schedule.flexible_time_window.filter(|it| it.is_truthy());
    let resource = Resource::new(event.logical_id, "AWS::Scheduler::Schedule", at)
        .attributes(&event.invoked.attributes)
        .set("ScheduleExpression", schedule.schedule_expression)
        .set("FlexibleTimeWindow", window.cloned().unwrap_or_else(|| node!(at, {"Mode": "OFF"})))
        .set("Name", name)
        .set("State", schedule.state.filter(|it| it.is_truthy()))
        .set("Description", schedule.description)
        .set("StartDate", schedule.start_date)
        .set("EndDate", schedule.end_date)
        .set("ScheduleExpressionTimezone", schedule.timezone)
        .set("GroupName", schedule.group_name)
        .set("KmsKeyArn", schedule.kms_key_arn)
        .set("Target", target);
    let generated = queue.and_then(|it| it.generated);
    Expansion::of(std::iter::once(resource).chain(generated).chain(role).collect())
}

/// The schedule's name: given, left to CloudFormation, or its logical id.
fn name(schedule: &ScheduleV2<'_>, event: &Event<'_>, problems: &mut Problems) -> Option<Option<Node>> {
    let given = schedule.name.filter(|it| it.is_truthy());
    match (schedule.omit_name.filter(|it| it.is_truthy()), given) {
        (None, given) => Some(Some(given.cloned().unwrap_or_else(|| event.logical_id.into_node(event.span)))),
        (Some(_), None) => Some(None),
        (Some(omitted), Some(given)) => {
            let message = "`Name` does not go with `OmitName: true`";
            let finding = Diagnostic::error("conflicting-properties", given.span, message);
            problems.push(finding.related(omitted.span, "set here").help("keep one of the two"));
            None
        }
    }
}

/// The role under which Scheduler starts the state machine, and sends to the dead-letter queue.
fn role(schedule: &ScheduleV2<'_>, queue: Option<&DeadLetterQueue>, event: &Event<'_>) -> Resource {
    let (at, id) = (event.span, event.logical_id);
    let mut policies = vec![iam::allow(at, id, POLICY_SUFFIX, START, &event.invoked.arn)];
    if let Some(queue) = queue.filter(|it| it.arn.is_truthy()) {
        policies.push(iam::allow(at, id, "SQSPolicy", "sqs:SendMessage", &queue.arn));
    }
    Resource::new(format!("{id}Role"), "AWS::IAM::Role", at)
        .attributes(&event.invoked.attributes)
        .set("AssumeRolePolicyDocument", iam::trust(at, "scheduler.amazonaws.com"))
        .set("Policies", policies)
        .set("PermissionsBoundary", schedule.permissions_boundary.filter(|it| it.is_truthy()))
}
