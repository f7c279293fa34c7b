//! Finds filter patterns that are not made as they have to be.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Checked, Value};
use crate::source::Span;
use crate::syntax::{self, Map, Node};

rule! {
    /// The `Pattern` of a filter is no JSON object, or asks for a value that stands in no list.
    ///
    /// A pattern is a string that holds a JSON object. It has the form of the record; where the record has a value, the
    /// pattern has a list of those that are wanted ("Event filtering" in the developer guide of Lambda). Lambda refuses
    /// any other pattern when the stack is deployed.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Orders:
    ///           Type: SQS
    ///           Properties:
    ///             Queue: !GetAtt Orders.Arn
    ///             FilterCriteria:
    ///               Filters:
    ///                 - Pattern: '{"body": {"status": "paid"}}'
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Orders:
    ///           Type: SQS
    ///           Properties:
    ///             Queue: !GetAtt Orders.Arn
    ///             FilterCriteria:
    ///               Filters:
    ///                 - Pattern: '{"body": {"status": ["paid"]}}'
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    /// ```
    "invalid-filter-pattern" Error check
}

/// The key whose list has patterns, one of which has to match.
const OR: &str = "$or";

fn check(checked: &Checked<'_>, problems: &mut Problems) {
    for mapping in checked.mappings() {
        for pattern in mapping.patterns(checked) {
            if let Some(finding) = fault(&pattern, checked) {
                mapping.report(finding, problems);
            }
        }
    }
}

/// What is wrong with a pattern, if anything. What is not even a string is for its row to say.
pub fn fault(pattern: &Value, checked: &Checked<'_>) -> Option<Diagnostic> {
    let text = pattern.node.text().filter(|it| !it.is_empty() && !it.contains("{{resolve:"))?;
    let Some(json) = syntax::parse_json(text) else {
        let finding = pattern.finding(&CODE, "this `Pattern` is no JSON");
        return Some(
            finding.help("write a JSON object in single quotes, such as `'{\"body\": {\"status\": [\"paid\"]}}'`"),
        );
    };
    let Some(map) = json.map() else {
        let message = format!("this `Pattern` is {}; it has to be a JSON object", json.kind_name());
        return Some(pattern.finding(&CODE, message).help("write a map of the record's keys, in JSON"));
    };
    let Fault { at, message, help } = fault_in(map)?;
    let mut finding = pattern.finding(&CODE, message).help(help);
    if let Some(span) = checked.span_within(pattern, &(at.start as usize..at.end as usize)) {
        finding.span = span;
    }
    Some(finding)
}

/// What is wrong in a pattern, and where in its text.
struct Fault {
    at: Span,
    message: String,
    help: String,
}

fn fault_in(pattern: &Map) -> Option<Fault> {
    pattern.entries().find_map(|(key, entry)| match (entry.value.list(), entry.value.map()) {
        (None, Some(inner)) => fault_in(inner),
        (Some([]), _) => Some(Fault {
            at: entry.value.span,
            message: format!("the list of `{key}` is empty: no record can match"),
            help: "list the values that are wanted".to_owned(),
        }),
        (Some(items), _) if *key == OR => items.iter().filter_map(Node::map).find_map(fault_in),
        (Some(_), _) => None,
        (None, None) => Some(Fault {
            at: entry.value.span,
            message: format!("`{key}` is {} in this pattern; it has to be a list of values", entry.value.kind_name()),
            help: format!("write `\"{key}\": [{:?}]`", entry.value),
        }),
    })
}
