//! Finds inputs that should be JSON and are not.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Branch, KnownValue, Semantics};
use crate::syntax::json_fault;

rule! {
    /// The `Input` of a schedule or rule is not valid JSON.
    ///
    /// EventBridge passes it to the function or state machine in place of the event, and refuses invalid JSON when the
    /// schedule or rule is deployed (EventBridge API, `Target`; EventBridge Scheduler API, `Target`, for Lambda and
    /// Step Functions). A plain string is JSON only in double quotes.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Events:
    ///         Hourly:
    ///           Type: Schedule
    ///           Properties:
    ///             Schedule: rate(1 hour)
    ///             Input: "{'kind': 'hourly'}"
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Events:
    ///         Hourly:
    ///           Type: Schedule
    ///           Properties:
    ///             Schedule: rate(1 hour)
    ///             Input: '{"kind": "hourly"}'
    /// ```
    "malformed-input" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for event in semantics.events_of(&["CloudWatchEvent", "EventBridgeRule", "Schedule", "ScheduleV2"]) {
        for value in semantics.values_in(&event.configured(), "Input") {
            fault(&value, semantics).into_iter().for_each(|it| event.report(it, problems));
        }
    }
    for rule in semantics.plain(types::EVENTS_RULE) {
        let sides = semantics.sides_of(rule.resource_id);
        let targets = rule.properties.present("Targets").and_then(|it| semantics.items(it, &sides));
        for Branch { node, sides } in targets.into_iter().flatten() {
            let inputs = node.map().and_then(|it| it.present("Input"));
            for value in inputs.into_iter().flat_map(|it| semantics.values_where(&sides, it)) {
                fault(&value, semantics).into_iter().for_each(|it| rule.report(it, problems));
            }
        }
    }
}

/// What is wrong with an input.
fn fault(value: &KnownValue, semantics: &Semantics<'_>) -> Option<Diagnostic> {
    let text = value.node.text().filter(|it| !it.contains("{{resolve:"))?;
    let (at, fault) = json_fault(text)?;
    let is_word = text.trim_start().starts_with(|it: char| it.is_alphabetic());
    let (message, help) = if is_word {
        ("`Input` is not valid JSON".to_owned(), "put the string in double quotes, as in `'\"text\"'`")
    } else {
        (format!("`Input` is not valid JSON: {fault}"), "write JSON, such as `'{\"key\": \"value\"}'`")
    };
    let mut finding = value.finding(&CODE, message);
    // From the fault to the end of the character there.
    let length = text[at..].chars().next().map_or(0, char::len_utf8);
    if let Some(span) = semantics.span_within(value, &(at..at + length)).filter(|_| !is_word && length > 0) {
        finding.span = span;
    }
    Some(finding.help(help))
}
