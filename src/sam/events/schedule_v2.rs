//! `ScheduleV2`: a schedule of EventBridge Scheduler invokes the function, or starts the state machine.
use super::dead_letter::{self, DeadLetterConfig, RetryPolicy};
use super::{Event, EventSource, rule};
use crate::cfn::{Context, Expansion, Resource, iam};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::types;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::syntax::Node;

pub(crate) static SOURCE: EventSource = EventSource { name: "ScheduleV2", properties: ScheduleV2::TABLE, expand };

properties! {
    /// A schedule on which the scheduler invokes the function or starts the state machine.
    pub(crate) struct ScheduleV2 {
        /// ARN of the permissions boundary of the generated role.
        "PermissionsBoundary" => permissions_boundary: Option<Arn>;
        /// When to run: `rate(5 minutes)`, `cron(0 8 * * ? *)` or `at(2030-12-24T18:00:00)`.
        "ScheduleExpression" => schedule_expression: Text, range(1..=256);
        /// How late an invocation may be; it is on time when omitted.
        "FlexibleTimeWindow" => flexible_time_window: Option<FlexibleTimeWindow<'static>>;
        /// Name of the schedule; its logical id when omitted.
        "Name" => name: Option<Text>, range(1..=64),
            pattern("[._A-Za-z0-9-]+", "letters, digits, `-`, `_` and `.`");
        /// Whether the schedule is enabled.
        "State" => state: Option<Text>, one_of(&["ENABLED", "DISABLED"]);
        /// Description of the schedule.
        "Description" => description: Option<Text>, range(0..=512);
        /// Before this time, in UTC, nothing is invoked.
        "StartDate" => start_date: Option<Text>;
        /// After this time, in UTC, nothing is invoked.
        "EndDate" => end_date: Option<Text>;
        /// Time zone of the schedule, such as `Europe/Vienna`; UTC when omitted.
        "ScheduleExpressionTimezone" => timezone: Option<Text>, range(1..=50);
        /// The group that the schedule belongs to.
        "GroupName" => group_name: Option<Text>, range(1..=64),
            pattern("[._A-Za-z0-9-]+", "letters, digits, `-`, `_` and `.`");
        /// ARN of the key that encrypts the schedule.
        "KmsKeyArn" => kms_key_arn: Option<Arn>;
        /// JSON that is passed to the target.
        "Input" => input: Option<Text>, range(1..=262_144);
        /// ARN of the role that the scheduler assumes; a role is generated when omitted.
        "RoleArn" => role_arn: Option<Arn>;
        /// Where events are sent that could not be delivered.
        "DeadLetterConfig" => dead_letter_config: Option<DeadLetterConfig<'static>>;
        /// Maximum number of retries and maximum age of an event.
        "RetryPolicy" => retry_policy: Option<RetryPolicy<'static>>;
        /// Whether to omit `Name`, so that CloudFormation generates one.
        "OmitName" => omit_name: Option<Literal<Boolean>>;
    }
}

properties! {
    /// How late an invocation may be.
    pub(crate) struct FlexibleTimeWindow {
        /// `OFF` or `FLEXIBLE`.
        "Mode" => mode: Passed<Text>, one_of(&["OFF", "FLEXIBLE"]);
        /// Minutes that an invocation may be late.
        "MaximumWindowInMinutes" => maximum_window: Option<Passed<Integer>>, range(1..=1440);
    }
}

fn expand(event: &Event<'_>, _: &Context<'_>, problems: &mut Problems) -> Expansion {
    let document = iam::allow(event.span, "lambda:InvokeFunction", &event.invoked.arn);
    let policy = iam::inline_policy(event.span, format!("{}LambdaPolicy", event.logical_id), &document);
    expand_with(policy, event, problems)
}

/// The schedule, whose role has the inline policy `policy` if it must be generated.
pub(crate) fn expand_with(policy: Node, event: &Event<'_>, problems: &mut Problems) -> Expansion {
    let Some(written) = ScheduleV2::read(event.properties, event.span, problems) else { return Expansion::default() };
    resources(&written, policy, event, problems).map(Expansion::of).unwrap_or_default()
}

fn resources(
    written: &ScheduleV2<'_>,
    policy: Node,
    event: &Event<'_>,
    problems: &mut Problems,
) -> Option<Vec<Resource>> {
    let (at, attributes) = (event.span, &event.invoked.attributes);
    let schedule = without_target(written, event, problems)?;
    let queue = match written.dead_letter_config {
        Some(config) => Some(dead_letter::of_schedule(config, event.logical_id, attributes, problems)?),
        None => None,
    };
    let (role_arn, role) = match written.role_arn.filter(|it| it.is_truthy()) {
        Some(given) => (given.clone(), None),
        None => {
            let mut policies = vec![policy];
            if let Some(queue) = queue.as_ref().filter(|it| it.arn.is_truthy()) {
                let document = iam::allow(at, "sqs:SendMessage", &queue.arn);
                policies.push(iam::inline_policy(at, format!("{}SQSPolicy", event.logical_id), &document));
            }
            let role = Resource::new(
                event.logical_id.append("Role"),
                types::IAM_ROLE,
                "role that EventBridge Scheduler uses to start it",
                at,
            )
            .attributes(attributes)
            .set("AssumeRolePolicyDocument", iam::trust(at, "scheduler.amazonaws.com"))
            .set("Policies", policies)
            .set("PermissionsBoundary", written.permissions_boundary.filter(|it| it.is_truthy()));
            (role.get_att("Arn"), Some(role))
        }
    };
    let target = rule::target(
        at,
        [
            ("Arn", Some(event.invoked.arn.clone())),
            ("RoleArn", Some(role_arn)),
            ("Input", written.input.cloned()),
            ("DeadLetterConfig", queue.as_ref().map(|it| node!(it.arn.span, {"Arn": (&it.arn)}))),
            ("RetryPolicy", written.retry_policy.cloned()),
        ],
    );
    let queue = queue.map(|it| it.resources).unwrap_or_default();
    Some(std::iter::once(schedule.set("Target", target)).chain(queue).chain(role).collect())
}

fn without_target(written: &ScheduleV2<'_>, event: &Event<'_>, problems: &mut Problems) -> Option<Resource> {
    let at = event.span;
    let name = written.name.filter(|it| it.is_truthy());
    let name = match (written.omit_name.filter(|it| it.is_truthy()), name) {
        (Some(omit), Some(name)) => {
            let finding =
                Diagnostic::new(&codes::CONFLICTING_PROPERTIES, name.span, "`Name` cannot be used with `OmitName`");
            problems.push(finding.related(omit.span, "the name is omitted here").help("remove one of the two"));
            return None;
        }
        (Some(_), None) => None,
        (None, Some(name)) => Some(name.clone()),
        (None, None) => Some(node!(at, event.logical_id)),
    };
    let window = written.flexible_time_window.filter(|it| it.is_truthy()).cloned();
    let schedule = Resource::new(event.logical_id, types::SCHEDULER_SCHEDULE, "schedule that starts it", at)
        .attributes(&event.invoked.attributes)
        .set("ScheduleExpression", written.schedule_expression)
        .set("FlexibleTimeWindow", window.unwrap_or_else(|| node!(at, {"Mode": "OFF"})))
        .set("Name", name)
        .set("State", written.state.filter(|it| it.is_truthy()))
        .set("Description", written.description)
        .set("StartDate", written.start_date)
        .set("EndDate", written.end_date)
        .set("ScheduleExpressionTimezone", written.timezone)
        .set("GroupName", written.group_name)
        .set("KmsKeyArn", written.kms_key_arn);
    Some(schedule)
}
