//! Finds batches that a FIFO queue does not give.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::{Channel, PolledService, Semantics, channels};

rule! {
    /// A FIFO queue is polled for more than ten messages at once, or with a batching window.
    ///
    /// Batches of a FIFO queue have ten messages at most (`BatchSize` of `CreateEventSourceMapping` in the Lambda API),
    /// and FIFO queues have no batching window ("Using Lambda with Amazon SQS" in the Lambda developer guide).
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
    ///             MaximumBatchingWindowInSeconds: 5
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       FifoQueue: true
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
    ///             BatchSize: 10
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       FifoQueue: true
    /// ```
    "fifo-queue-batching" Error check
}

/// The largest number of each property for a FIFO queue, and what to say of a larger one.
const LIMITS: [(&str, i64, &str, &str); 2] = [
    ("BatchSize", 10, "has at most 10 messages per batch", "write 10 or less"),
    ("MaximumBatchingWindowInSeconds", 0, "has no batching window", "remove `MaximumBatchingWindowInSeconds`"),
];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for mapping in semantics.event_source_mappings().iter().filter(|it| it.service == PolledService::Sqs) {
        let Some(arn) = mapping.arn else { continue };
        for (property, limit, message, help) in LIMITS {
            for case in semantics.cases(mapping.property(property), &mapping.sides) {
                let Some(number) = case.number_or(0) else { continue };
                let queues: Vec<Channel> = channels(arn, case.sides(), semantics);
                let fifo = queues.iter().find(|it| it.is_fifo).filter(|_| number > limit);
                let Some(queue) = fifo else { continue };
                let message = format!("`{}` is a FIFO queue, which {message}", queue.name);
                let Some(mut finding) = case.finding(&CODE, message).map(|it| it.help(help)) else { continue };
                if let Some(declared) = queue.declared {
                    finding = finding.related(declared, "the queue is here");
                }
                mapping.report(finding, problems);
            }
        }
    }
}
