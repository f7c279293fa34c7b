//! Finds targets of rules that EventBridge only reaches with a role, and that have none.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::arn::Arn;
use crate::facts::types;
use crate::rule;
use crate::sam::resources;
use crate::semantics::{Branch, Case, Semantics};
use crate::syntax::{Map, Node};
use crate::template::conditions::Side;
use crate::template::intrinsics;

rule! {
    /// A target of a rule has no role, and EventBridge does not reach it without one.
    ///
    /// Functions, queues, topics and log groups let EventBridge in by a policy of their own. State machines, streams, ECS
    /// tasks, jobs, builds, pipelines and API destinations have none: the target names a role that EventBridge assumes.
    /// Without it, the rule cannot be created: "RoleArn is required for target" (EventBridge user guide, "IAM roles for
    /// sending events to targets"; EventBridge API, `PutTargets`). Where the rule itself has a `RoleArn`, nothing is reported.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Role: arn:aws:iam::123456789012:role/orders
    ///       Definition:
    ///         StartAt: Done
    ///         States:
    ///           Done:
    ///             Type: Succeed
    ///   Daily:
    ///     Type: AWS::Events::Rule
    ///     Properties:
    ///       ScheduleExpression: rate(1 day)
    ///       Targets:
    ///         - Id: orders
    ///           Arn: !Ref Orders
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Role: arn:aws:iam::123456789012:role/orders
    ///       Definition:
    ///         StartAt: Done
    ///         States:
    ///           Done:
    ///             Type: Succeed
    ///   Daily:
    ///     Type: AWS::Events::Rule
    ///     Properties:
    ///       ScheduleExpression: rate(1 day)
    ///       Targets:
    ///         - Id: orders
    ///           Arn: !Ref Orders
    ///           RoleArn: arn:aws:iam::123456789012:role/start-orders
    /// ```
    "target-without-role" Error check
}

/// A kind of target that is reached with a role.
struct Kind {
    type_name: &'static str,
    /// The service in its ARNs, and how what follows the account begins.
    service: &'static str,
    resource: &'static str,
    /// What EventBridge does.
    done: &'static str,
    /// What the role must allow for it.
    action: &'static str,
}

const fn kind(
    type_name: &'static str,
    [service, resource]: [&'static str; 2],
    done: &'static str,
    action: &'static str,
) -> Kind {
    Kind { type_name, service, resource, done, action }
}

const KINDS: [Kind; 8] = [
    kind(types::BATCH_JOB_QUEUE, ["batch", "job-queue/"], "submit a job", "batch:SubmitJob"),
    kind(types::CODE_BUILD_PROJECT, ["codebuild", "project/"], "start a build", "codebuild:StartBuild"),
    kind(
        types::CODE_PIPELINE_PIPELINE,
        ["codepipeline", ""],
        "start a pipeline",
        "codepipeline:StartPipelineExecution",
    ),
    kind(types::ECS_CLUSTER, ["ecs", "cluster/"], "run a task", "ecs:RunTask"),
    kind(
        types::EVENTS_API_DESTINATION,
        ["events", "api-destination/"],
        "call an API destination",
        "events:InvokeApiDestination",
    ),
    kind(types::KINESIS_STREAM, ["kinesis", "stream/"], "write to a stream", "kinesis:PutRecord"),
    kind(
        types::KINESIS_FIREHOSE_DELIVERY_STREAM,
        ["firehose", "deliverystream/"],
        "write to a delivery stream",
        "firehose:PutRecord",
    ),
    kind(
        types::STEP_FUNCTIONS_STATE_MACHINE,
        ["states", "stateMachine:"],
        "start a state machine",
        "states:StartExecution",
    ),
];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if semantics.has_macros() {
        return;
    }
    // The reference says of the rule's own role that targets are invoked with it, and reports that they were not.
    let is_left_out = |rule: &Map| rule.present("RoleArn").is_some();
    for (id, _, rule) in semantics.of_type(types::EVENTS_RULE).filter(|(.., rule)| !is_left_out(rule)) {
        let sides = semantics.sides_of(id);
        let targets = rule.present("Targets").and_then(|it| semantics.items(it, &sides));
        problems.in_resource(id, |problems| {
            for Branch { node, sides } in targets.into_iter().flatten() {
                let finding = node.map().and_then(|target| of_target(target, &sides, semantics));
                finding.into_iter().for_each(|it| problems.push(it));
            }
        });
    }
}

fn of_target(target: &Map, sides: &[Side], semantics: &Semantics<'_>) -> Option<Diagnostic> {
    let arn = target.present("Arn")?;
    let roles = semantics.cases(target.get("RoleArn"), sides);
    let missing = roles.iter().filter(|it| matches!(it, Case::Missing(_)) && semantics.is_possible(it.sides()));
    let mut reached = missing.flat_map(|it| semantics.present_branches(arn, it.sides()));
    let (at, kind) = reached.find_map(|it| Some((it.node.span, kind_of(&it, semantics)?)))?;
    let message = format!("the target has no `RoleArn`, which EventBridge needs to {}", kind.done);
    let help =
        format!("add `RoleArn:` with a role that `events.amazonaws.com` may assume, and that allows `{}`", kind.action);
    Some(Diagnostic::new(&CODE, at, message).help(help))
}

/// What the ARN of a target leads to, as far as it is written out or a reference to a resource of the template.
fn kind_of(arn: &Branch<'_>, semantics: &Semantics<'_>) -> Option<&'static Kind> {
    if let Some(target) = semantics.targets(arn.node, &arn.sides).first() {
        let type_name = resources::deployed_type(target.type_name());
        return KINDS.iter().find(|it| it.type_name == type_name);
    }
    let argument = intrinsics::argument(arn.node, "Fn::Sub").unwrap_or(arn.node);
    let text = argument.list().map_or(Some(argument), <[Node]>::first)?.text()?;
    let arn = Arn::parse(text)?;
    KINDS.iter().find(|it| it.service == arn.service && arn.resource.starts_with(it.resource))
}
