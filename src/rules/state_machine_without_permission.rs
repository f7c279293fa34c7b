//! Finds what state machines do that their roles do not allow.
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::facts::service_integrations::{permission, sdk_permission};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Access, DefinitionForm, Semantics, StateMachine, is_of_type};
use crate::source::Span;
use crate::states::{Kind, Machine, State};
use crate::syntax::{Map, Node};
use crate::template::intrinsics;
use crate::template::references::references;
use std::collections::HashSet;

rule! {
    /// A state machine does what its role does not allow.
    ///
    /// Tasks run with the role of the state machine. SAM makes that role from `Policies`, and adds nothing for what the definition
    /// calls: a task that nothing allows fails with `AccessDeniedException` when it runs (Step Functions developer guide, "How
    /// Step Functions generates IAM policies for integrated services"). What it verifies when the state machine is created
    /// is an error: the delivery of logs ("not authorized to access the Log Destination"), and the rules of EventBridge by
    /// which `.sync` waits for executions, tasks, jobs and builds ("not authorized to create managed-rule").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Definition:
    ///         StartAt: Work
    ///         States:
    ///           Work:
    ///             Type: Task
    ///             Resource: !GetAtt Worker.Arn
    ///             End: true
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Definition:
    ///         StartAt: Work
    ///         States:
    ///           Work:
    ///             Type: Task
    ///             Resource: !GetAtt Worker.Arn
    ///             End: true
    ///       Policies:
    ///         - LambdaInvokePolicy:
    ///             FunctionName: !Ref Worker
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    /// ```
    "state-machine-without-permission" Warning check
}

/// The arguments that say what an action is done to.
const NAMING: [&str; 7] =
    ["FunctionName", "QueueUrl", "TopicArn", "StateMachineArn", "TableName", "JobName", "ProjectName"];

/// What is started and then waited for by events, for which Step Functions makes a rule of EventBridge with the permissions
/// of the role.
const WAITED_FOR: [&str; 4] = ["batch:submitJob", "codebuild:startBuild", "ecs:runTask", "states:startExecution"];

/// What a state machine does, and where that is written.
struct Call {
    action: String,
    /// The logical id of what it is done to, where that is in the template.
    target: Option<String>,
    at: Span,
    /// Whether Step Functions asks for the permission when the state machine is created.
    is_verified: bool,
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    // Connectors generate policies too, so nothing is known without an expansion.
    let Some(generated) = semantics.generated().filter(|_| !semantics.has_unknown_types()) else { return };
    let Some(policies) = semantics.role_policies().filter(|_| !semantics.has_other_transforms()) else { return };
    let mut others: Option<HashSet<String>> = None;
    for owner in semantics.state_machines() {
        let role = generated.get(owner.id).and_then(|it| it.at(&["Properties", "RoleArn"]));
        let Some(role_id) = role.and_then(intrinsics::referenced_id) else { continue };
        if !generated.get(role_id).is_some_and(|it| is_of_type(it, types::IAM_ROLE)) {
            continue;
        }
        let is_made_by_sam = !semantics.resources().contains_key(role_id);
        let logs = generated.get(owner.id).and_then(|it| log_delivery(it, semantics));
        let mut calls: Vec<Call> = logs.into_iter().collect();
        for definition in owner.definitions.iter().filter(|it| !matches!(it.form, DefinitionForm::Broken(..))) {
            let Some(machine) = Machine::read(&definition.tree, definition.at) else { continue };
            for state in &machine.states {
                calls.extend(call(state, owner, semantics));
                calls.extend(managed_rule(state));
            }
        }
        let mut seen = HashSet::new();
        for call in calls {
            let access = Access { action: &call.action, target: call.target.as_deref() };
            let is_first = seen.insert((call.action.clone(), call.target.clone()));
            if !is_first || policies.may_allow(access, role_id) {
                continue;
            }
            // Something else than the role's policies may allow it: a policy of the target, or one for the role.
            let others = others.get_or_insert_with(|| named_in_policies(generated));
            let is_target_named = access.target.map_or(!others.is_empty(), |it| others.contains(it));
            if (is_target_named && !call.is_verified) || others.contains(role_id) {
                continue;
            }
            let on = call.target.as_ref().map_or_else(String::new, |it| format!(" on `{it}`"));
            let message = format!("nothing allows the state machine to call `{}`{on}", call.action);
            let mut finding = Diagnostic::new(&CODE, call.at, message);
            if call.is_verified {
                finding.severity = Severity::Error;
            }
            let help = match is_made_by_sam {
                true => format!("allow it in `Policies` of `{}`", owner.id),
                false => format!("allow it in the policies of the role `{role_id}`"),
            };
            owner.report(finding.help(help), problems);
        }
    }
}

/// What a state machine needs for the logs that it writes, if it does.
fn log_delivery(state_machine: &Node, semantics: &Semantics<'_>) -> Option<Call> {
    let logging = state_machine.at(&["Properties", "LoggingConfiguration"])?;
    let level = logging.get("Level")?;
    let levels = semantics.values_where(&[], level);
    let is_on = level.text().is_some() && levels.iter().all(|it| !it.node.is_text("OFF"));
    let has_destinations = logging.get("Destinations").and_then(Node::list).is_some_and(|it| !it.is_empty());
    let action = "logs:CreateLogDelivery".to_owned();
    (is_on && has_destinations).then_some(Call { action, target: None, at: level.span, is_verified: true })
}

/// What a task needs that waits for what it has started.
fn managed_rule(task: &State<'_>) -> Option<Call> {
    if task.kind != Some(Kind::Task) || task.map.contains_key("Credentials") {
        return None;
    }
    let resource = task.map.get("Resource")?;
    let text = intrinsics::argument(resource, "Fn::Sub").unwrap_or(resource).text()?;
    let (name, way) = text.split_once(":states:::")?.1.split_once('.')?;
    let is_waited_for = way.starts_with("sync") && WAITED_FOR.contains(&name);
    let action = "events:PutRule".to_owned();
    is_waited_for.then_some(Call { action, target: None, at: resource.span, is_verified: true })
}

/// What a task calls, as far as it is known what must be allowed for it.
fn call(state: &State<'_>, owner: &StateMachine<'_>, semantics: &Semantics<'_>) -> Option<Call> {
    // With credentials it runs with another role.
    if state.kind != Some(Kind::Task) || state.map.contains_key("Credentials") {
        return None;
    }
    let resource = state.map.get("Resource")?;
    if let Some(target) = target(resource, owner, semantics) {
        let kind = semantics.resources().get(&target)?;
        let is_function = is_of_type(kind, "AWS::Serverless::Function") || is_of_type(kind, types::LAMBDA_FUNCTION);
        let action = "lambda:InvokeFunction".to_owned();
        return is_function.then_some(Call { action, target: Some(target), at: resource.span, is_verified: false });
    }
    let text = intrinsics::argument(resource, "Fn::Sub").unwrap_or(resource).text()?;
    let (_, integration) = text.split_once(":states:::")?;
    let integration = integration.split('.').next()?;
    let action = match integration.strip_prefix("aws-sdk:") {
        Some(called) => called.split_once(':').and_then(|(service, name)| sdk_permission(service, name)),
        None => integration.split_once(':').and_then(|(service, name)| permission(service, name)),
    }?;
    let arguments = ["Parameters", "Arguments"].into_iter().find_map(|it| state.map.get(it)).and_then(Node::map);
    let named = NAMING.iter().find_map(|it| arguments?.get(it));
    let target = named.and_then(|it| target(it, owner, semantics));
    Some(Call { action, target, at: resource.span, is_verified: false })
}

/// The resource of the template that a value stands for: by a reference, or by a substitution whose value is one.
fn target(value: &Node, owner: &StateMachine<'_>, semantics: &Semantics<'_>) -> Option<String> {
    let is_own = |id: &str| semantics.resources().contains_key(id);
    let direct = intrinsics::referenced_id(value).filter(|it| is_own(it));
    if let Some(id) = direct {
        return Some(id.to_owned());
    }
    let text = intrinsics::argument(value, "Fn::Sub").unwrap_or(value).text()?;
    let name = text.strip_prefix("${")?.strip_suffix('}')?;
    let id = match owner.substitutions().and_then(|it| it.get(name)) {
        Some(given) => intrinsics::referenced_id(given)?,
        None => name.split('.').next()?,
    };
    is_own(id).then(|| id.to_owned())
}

/// What the policies of resources, and permissions for others than services, refer to.
fn named_in_policies(generated: &Map) -> HashSet<String> {
    let allows = |resource: &&Node| {
        let kind = resource.get("Type").and_then(Node::text).map_or("", |it| &**it);
        let is_policy = kind.ends_with("Policy") && !kind.starts_with("AWS::IAM::");
        let is_permission = kind == types::LAMBDA_PERMISSION
            && !resource
                .at(&["Properties", "Principal"])
                .and_then(Node::text)
                .is_some_and(|it| it.contains(".amazonaws."));
        is_policy || is_permission
    };
    generated.values().filter(allows).flat_map(references).map(|it| it.target().to_owned()).collect()
}
