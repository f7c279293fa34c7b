//! Finds batches that need a time to collect them.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{EventSourceMapping, Form, PolledService, Semantics, channels};

rule! {
    /// A queue is polled for more than ten messages at once, without a batching window.
    ///
    /// SQS returns ten messages at a time, so Lambda needs a `MaximumBatchingWindowInSeconds` of at least 1 to collect
    /// a larger batch, and refuses the mapping without it (`BatchSize` of `CreateEventSourceMapping` in the Lambda
    /// API).
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
    ///             BatchSize: 100
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
    ///             BatchSize: 100
    ///             MaximumBatchingWindowInSeconds: 5
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    /// ```
    "sqs-batch-without-window" Error check
}

/// Messages that SQS gives out at a time.
const LARGEST_RECEIVE: i64 = 10;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for mapping in semantics.event_source_mappings().iter().filter(|it| it.service == PolledService::Sqs) {
        if let Some(finding) = fault(mapping, semantics) {
            mapping.report(finding, problems);
        }
    }
}

fn fault(mapping: &EventSourceMapping<'_>, semantics: &Semantics<'_>) -> Option<Diagnostic> {
    for size_case in semantics.cases(Some(mapping.property("BatchSize")?), &mapping.sides) {
        let Some(size) = size_case.number_or(LARGEST_RECEIVE) else { continue };
        // FIFO queues can have neither, which another rule says.
        let is_standard = mapping.arn.is_none_or(|arn| {
            let channels = channels(arn, size_case.sides(), semantics);
            channels.is_empty() || channels.iter().any(|it| !it.is_fifo)
        });
        if size <= LARGEST_RECEIVE || !is_standard {
            continue;
        }
        let windows = semantics.cases(mapping.property("MaximumBatchingWindowInSeconds"), size_case.sides());
        let Some(window) = windows.iter().find(|it| it.number_or(0).is_some_and(|it| it < 1)) else { continue };
        let message = format!("a batch of {size} messages needs a batching window");
        let mut finding = size_case.finding(&CODE, message)?;
        if let Some(window) = window.at() {
            finding = finding.related(window, "the window is here");
        }
        return Some(finding.help(if mapping.form == Form::Subscription {
            "write 10 or less; `SqsSubscription` cannot have a window"
        } else {
            "add `MaximumBatchingWindowInSeconds: 1` or more, or lower `BatchSize` to 10"
        }));
    }
    None
}
