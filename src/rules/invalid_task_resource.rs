//! Finds tasks whose `Resource` Step Functions cannot call.
use crate::diagnostic::{Diagnostic, Problems, is_slip_of, nearest};
use crate::facts::arn::{Arn, is_account};
use crate::facts::service_integrations::{ACTIONS, Action, COMPLETE, OTHERS, SDK_NAMES, action};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Semantics, StateMachine};
use crate::states::{Kind, Machine, State, literal};
use crate::syntax::Node;
use crate::template::intrinsics;

rule! {
    /// The `Resource` of a Task state is not something that Step Functions can call.
    ///
    /// It is the ARN of a function or an activity, or of an action of a service, such as `arn:aws:states:::sqs:sendMessage`.
    /// `.sync` waits for a job, and only some actions run jobs; `.waitForTaskToken` waits until a token is sent back. Express
    /// workflows do neither. All other actions are called as `arn:aws:states:::aws-sdk:service:action`, with small letters in
    /// the service, and a small one at the start of the action. Step Functions refuses the definition with
    /// `INVALID_RESOURCE` or `SCHEMA_VALIDATION_FAILED` (Step Functions developer guide, "Integrating optimized services with
    /// Step Functions", "Discover service integration patterns in Step Functions" and "Learning to use AWS service SDK
    /// integrations in Step Functions").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Role: arn:aws:iam::123456789012:role/orders
    ///       Definition:
    ///         StartAt: Work
    ///         States:
    ///           Work:
    ///             Type: Task
    ///             Resource: arn:aws:states:::lambda:invoke.sync
    ///             End: true
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Role: arn:aws:iam::123456789012:role/orders
    ///       Definition:
    ///         StartAt: Work
    ///         States:
    ///           Work:
    ///             Type: Task
    ///             Resource: arn:aws:states:::lambda:invoke
    ///             End: true
    /// ```
    "invalid-task-resource" Error check
}

/// What can stand behind the name of an action.
const PATTERNS: [&str; 3] = ["sync", "sync:2", "waitForTaskToken"];
/// What stands before the service and action of most calls.
const SDK: &str = "aws-sdk:";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for owner in semantics.state_machines() {
        let is_express = semantics.is_express(owner);
        for (_, machine) in owner.machines() {
            for state in machine.states.iter().filter(|it| it.kind == Some(Kind::Task)) {
                let Some(resource) = state.map.get("Resource") else { continue };
                let is_express = runs_express(state, &machine, is_express);
                let finding = by_reference(resource, owner, semantics)
                    .or_else(|| literal(resource).and_then(|it| of_text(resource, it, is_express)));
                if let Some(finding) = finding {
                    owner.report(finding, problems);
                }
            }
        }
    }
}

/// Whether a state runs in an express workflow: what a distributed Map state runs has a type of its own, all else that of
/// the state machine.
fn runs_express(state: &State<'_>, machine: &Machine<'_>, is_express: Option<bool>) -> Option<bool> {
    let mut scope = &machine.scopes[state.scope];
    loop {
        let config = scope.map.get("ProcessorConfig");
        if config.and_then(|it| it.get("Mode")).is_some_and(|it| literal(it) != Some("INLINE")) {
            return match literal(config?.get("ExecutionType")?)? {
                "EXPRESS" => Some(true),
                "STANDARD" => Some(false),
                _ => None,
            };
        }
        let Some(owner) = scope.owner else { return is_express };
        scope = &machine.scopes[machine.states[owner].scope];
    }
}

/// The name of a function in the place of its ARN.
fn by_reference(resource: &Node, owner: &StateMachine<'_>, semantics: &Semantics<'_>) -> Option<Diagnostic> {
    // A text that is one substitution stands for its value.
    let name = resource.text().and_then(|it| it.strip_prefix("${")?.strip_suffix('}'));
    let value = match name {
        Some(name) => owner.substitutions()?.get(name)?,
        None => resource,
    };
    let id = intrinsics::argument(value, "Ref")?.text()?;
    let kind = semantics.resources().get(id)?.get("Type")?.text()?;
    if **kind != *"AWS::Serverless::Function" && **kind != *types::LAMBDA_FUNCTION {
        return None;
    }
    let message = format!("`Resource` is the name of the function `{id}`; it must be its ARN");
    let finding = Diagnostic::new(&CODE, value.span, message);
    let finding = if name.is_some() { finding.related(resource.span, "it is used here") } else { finding };
    Some(finding.help(format!("write `!GetAtt {id}.Arn`")))
}

fn of_text(at: &Node, text: &str, is_express: Option<bool>) -> Option<Diagnostic> {
    let finding = |message: String| Diagnostic::new(&CODE, at.span, message);
    let Some(arn) = Arn::parse(text) else {
        let help = "write the ARN of a function, or of an action such as `arn:aws:states:::lambda:invoke`";
        return Some(finding(format!("`{text}` is not an ARN")).help(help));
    };
    let is_integration = text.split(':').nth(3) == Some("") && arn.account.is_empty();
    match arn.service {
        "lambda" => return None,
        "states" if is_integration && arn.resource.starts_with(':') => {
            let right = text.replacen("::::", ":::", 1);
            return Some(finding(format!("`{text}` has a colon too many")).help(format!("write `{right}`")));
        }
        "states" if is_integration => (),
        "states" if arn.region.is_empty() && !is_account(arn.account) => {
            let right = text.replacen("::", ":::", 1);
            return Some(finding(format!("`{text}` lacks a colon")).help(format!("write `{right}`")));
        }
        "states" if arn.resource.starts_with("activity:") => {
            let is_refused = is_express == Some(true);
            return is_refused.then(|| finding("an express workflow cannot use activities".to_owned()));
        }
        "states" => {
            let help = "call it by `arn:aws:states:::states:startExecution`, with its ARN as `StateMachineArn`";
            return arn
                .resource
                .starts_with("stateMachine:")
                .then(|| finding("a task cannot have a state machine as its `Resource`".to_owned()).help(help));
        }
        service => {
            let message = format!("a task cannot have a resource of `{service}` as its `Resource`");
            let help = format!("call the service, as in `arn:aws:states:::aws-sdk:{service}:…`");
            return Some(finding(message).help(help));
        }
    }
    let (called, pattern) = match arn.resource.split_once('.') {
        Some((called, pattern)) => (called, Some(pattern)),
        None => (arn.resource, None),
    };
    if let Some(pattern) = pattern.filter(|it| !PATTERNS.contains(it)) {
        let message = format!("`.{pattern}` is not a way of calling an action");
        return Some(match nearest(pattern, PATTERNS) {
            Some(near) => finding(message).help(format!("did you mean `.{near}`?")),
            None => finding(message).help("write `.sync`, `.waitForTaskToken` or nothing"),
        });
    }
    if let Some(pattern) = pattern.filter(|_| is_express == Some(true)) {
        let message = format!("an express workflow cannot call actions with `.{pattern}`");
        return Some(finding(message).help("remove it, or make it a standard workflow"));
    }
    if let Some(sdk) = called.strip_prefix(SDK) {
        let is_job = pattern.is_some_and(|it| it.starts_with("sync"));
        let message = format!("`{sdk}` cannot be called with `.sync`: calls through `aws-sdk` do not wait for jobs");
        let finding = is_job.then(|| finding(message).help("remove `.sync`, or use an optimized integration"));
        return finding.or_else(|| sdk_call(sdk, at));
    }
    integration(called, pattern, at)
}

/// What is wrong with the names in a call through `aws-sdk`: those of services have small letters alone, and those of actions
/// begin with one.
fn sdk_call(called: &str, at: &Node) -> Option<Diagnostic> {
    let finding = |message: String, help: String| Some(Diagnostic::new(&CODE, at.span, message).help(help));
    let Some((service, action)) = called.split_once(':').filter(|(_, action)| !action.is_empty()) else {
        let message = format!("the call of `{called}` names no action");
        return finding(message, format!("write `{SDK}{}:` with the action behind it", called.trim_end_matches(':')));
    };
    let small = service.to_lowercase().replace(['-', '_'], "");
    let known = SDK_NAMES.iter().find(|(it, _)| *it == service).map(|(_, name)| *name);
    if known.is_some() || small != service {
        let message = format!("`{service}` is not what Step Functions calls a service");
        return finding(message, format!("write `{SDK}{}:{action}`", known.unwrap_or(&small)));
    }
    let mut letters = action.chars();
    let first = letters.next().filter(char::is_ascii_uppercase)?;
    let name = format!("{}{}", first.to_ascii_lowercase(), letters.as_str());
    finding(format!("`{action}` begins with a capital letter, and actions do not"), format!("write `{name}`"))
}

/// What is wrong with a call of a service that Step Functions integrates by itself.
fn integration(called: &str, pattern: Option<&str>, at: &Node) -> Option<Diagnostic> {
    let finding = |message: String| Diagnostic::new(&CODE, at.span, message);
    let (service, name) = called.split_once(':')?;
    if OTHERS.contains(&service) {
        return None;
    }
    if !ACTIONS.iter().any(|it| it.service == service) {
        let services = ACTIONS.iter().map(|it| it.service).chain(OTHERS);
        let near = nearest(service, services).filter(|it| is_slip_of(service, it));
        // There may be others by now.
        let message = format!("Step Functions has no optimized integration of `{service}`");
        return near.map(|near| finding(message).help(format!("did you mean `{near}`?")));
    }
    let Some(Action { runs_jobs, waits_for_token, .. }) = action(service, name) else {
        let message = format!("the optimized integration of `{service}` has no action `{name}`");
        let names = || ACTIONS.iter().filter(|it| it.service == service).map(|it| it.name);
        let near = nearest(name, names()).filter(|it| is_slip_of(name, it));
        return match near {
            Some(near) => Some(finding(message).help(format!("did you mean `{near}`?"))),
            None if COMPLETE.contains(&service) => {
                Some(finding(message).help(format!("write `arn:aws:states:::{SDK}{service}:{name}`")))
            }
            None => None,
        };
    };
    let message = |pattern: &str| format!("`{service}:{name}` cannot be called with `.{pattern}`");
    match pattern {
        Some("waitForTaskToken") if !waits_for_token => Some(finding(message("waitForTaskToken")).help("remove it")),
        Some("sync:2") if *runs_jobs && service != "states" => {
            Some(finding(message("sync:2")).help("write `.sync`, or nothing"))
        }
        Some(sync) if sync.starts_with("sync") && !runs_jobs => {
            let help = if service == "lambda" {
                "remove it: the state waits for the function's answer anyway"
            } else {
                "remove it: the action does not run a job"
            };
            Some(finding(message(sync)).help(help))
        }
        _ => None,
    }
}
