//! Finds filter patterns that Lambda refuses.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::{Semantics, filter_pattern};

rule! {
    /// The `Pattern` of a filter is not a JSON object, or has a value that is not in a list.
    ///
    /// A pattern is a string that contains a JSON object. It has the form of the record; where the record has a value,
    /// the pattern has a list of the values to match ("Event filtering" in the Lambda developer guide). Lambda refuses
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

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for mapping in semantics.event_source_mappings() {
        for pattern in mapping.patterns(semantics) {
            // What is not even a string is for its row to say.
            let Some(text) = pattern.node.text() else { continue };
            let Some(fault) = filter_pattern::fault(text) else { continue };
            let mut finding = pattern.finding(&CODE, fault.message);
            // What is wrong with all of the pattern is reported at the property.
            let part = Some(fault.range).filter(|it| *it != (0..text.len()));
            if let Some(span) = part.and_then(|it| semantics.span_within(&pattern, &it)) {
                finding.span = span;
            }
            finding.help = fault.help;
            mapping.report(finding, problems);
        }
    }
}
