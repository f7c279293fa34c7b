//! Finds tasks that call an action without what it needs.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::facts::service_integrations::required;
use crate::property::shape::one_of;
use crate::rule;
use crate::semantics::Semantics;
use crate::source::Span;
use crate::states::payload::DYNAMIC;
use crate::states::{Kind, State, is_unknown, is_unknown_key};
use crate::syntax::{Map, Node};
use crate::template::intrinsics;

rule! {
    /// A task calls an action of a service without an argument that the action needs.
    ///
    /// The arguments stand under `Parameters`, or under `Arguments` with JSONata, and are named as in the service's API, with a
    /// capital letter. Without one that is required, Step Functions refuses the definition, or the task fails (Step Functions
    /// developer guide, "Passing parameters to a service API in Step Functions"; the APIs of the services). A task without
    /// `Parameters` passes its input on, which may have all of them.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Role: arn:aws:iam::123456789012:role/orders
    ///       Definition:
    ///         StartAt: Send
    ///         States:
    ///           Send:
    ///             Type: Task
    ///             Resource: arn:aws:states:::sqs:sendMessage
    ///             Parameters:
    ///               QueueUrl: https://sqs.eu-west-1.amazonaws.com/123456789012/orders
    ///             End: true
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Role: arn:aws:iam::123456789012:role/orders
    ///       Definition:
    ///         StartAt: Send
    ///         States:
    ///           Send:
    ///             Type: Task
    ///             Resource: arn:aws:states:::sqs:sendMessage
    ///             Parameters:
    ///               QueueUrl: https://sqs.eu-west-1.amazonaws.com/123456789012/orders
    ///               MessageBody.$: $.order
    ///             End: true
    /// ```
    "missing-task-argument" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for owner in semantics.state_machines() {
        for (_, machine) in owner.machines() {
            for state in machine.states.iter().filter(|it| it.kind == Some(Kind::Task) && !it.is_open) {
                lacking(state).into_iter().for_each(|it| owner.report(it, problems));
            }
        }
    }
}

/// What a task's arguments lack.
fn lacking(state: &State<'_>) -> Vec<Diagnostic> {
    let Some((resource, called)) = state.map.get("Resource").and_then(|it| Some((it, called(it)?))) else {
        return Vec::new();
    };
    let needed = called.split_once(':').map(|(service, name)| required(service, name)).unwrap_or_default();
    let arguments = ["Parameters", "Arguments"].into_iter().find_map(|it| state.map.entry(it));
    let Some((field, entry, map)) = arguments.and_then(|(field, it)| Some((field, it, it.value.map()?))) else {
        return Vec::new();
    };
    if is_unknown(&entry.value) || map.keys().any(|it| is_unknown_key(it)) {
        return Vec::new();
    }
    // Something else is perhaps what was meant to be one of them.
    let is_known = |key: &str| needed.iter().flat_map(|it| it.iter()).any(|it| *it == plain(key));
    let others = map.entries().filter(|(key, _)| !is_known(key)).map(|(key, it)| (plain(key), it.key_span));
    let others: Vec<(&str, Span)> = others.collect();
    let mut found = Vec::new();
    let mut absent = Vec::new();
    let finding = |at, listed: &str| {
        let finding = Diagnostic::new(&CODE, at, format!("`{called}` needs {listed}"));
        finding.related(resource.span, "the action")
    };
    for names in needed.iter().filter(|names| !names.iter().any(|it| has(map, it))) {
        let listed = one_of(names.iter().copied());
        let near = |name: &'static str| Some((name, nearest(name, others.iter().map(|(key, _)| *key))?));
        match names.iter().find_map(|it| near(it)) {
            Some((name, near)) => {
                let at = others.iter().find(|(key, _)| *key == near.name).map_or(entry.key_span, |(_, at)| *at);
                found.push(finding(at, &listed).help(format!("write `{name}` instead of `{near}`")));
            }
            None => absent.push(listed),
        }
    }
    if !absent.is_empty() {
        let what = if absent.len() > 1 { "them" } else { "it" };
        found.push(finding(entry.key_span, &absent.join(" and ")).help(format!("add {what} under `{field}`")));
    }
    found
}

/// Service and action of an optimized integration, such as `sqs:sendMessage`.
fn called(resource: &Node) -> Option<&str> {
    let text = intrinsics::argument(resource, "Fn::Sub").unwrap_or(resource).text()?;
    let (_, integration) = text.split_once(":states:::")?;
    integration.split('.').next().filter(|it| !it.contains("${"))
}

/// The name of an argument, whose value may be a path.
fn plain(key: &str) -> &str {
    key.strip_suffix(DYNAMIC).unwrap_or(key)
}

fn has(arguments: &Map, name: &str) -> bool {
    arguments.keys().any(|it| plain(it) == name)
}
