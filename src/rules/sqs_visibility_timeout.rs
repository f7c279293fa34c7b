//! Finds queues that hide messages for less time than functions work on them.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::Semantics;

rule! {
    /// A queue hides messages for less time than the function may run.
    ///
    /// The message would reappear and be handled again while the first attempt is still running, so Lambda refuses such
    /// a mapping when the stack is deployed. By default, a queue hides messages for 30 seconds and a function runs for
    /// 3 seconds. AWS recommends a `VisibilityTimeout` of six times the `Timeout` of the function ("Using Lambda with
    /// Amazon SQS" in the Lambda developer guide).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Timeout: 60
    ///       Events:
    ///         Orders:
    ///           Type: SQS
    ///           Properties:
    ///             Queue: !GetAtt Orders.Arn
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
    ///       Timeout: 60
    ///       Events:
    ///         Orders:
    ///           Type: SQS
    ///           Properties:
    ///             Queue: !GetAtt Orders.Arn
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       VisibilityTimeout: 360
    /// ```
    "sqs-visibility-timeout" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for queues in semantics.polled_queues() {
        let Some(queue) = queues.iter().find(|it| it.visibility < it.timeout) else { continue };
        let message = format!(
            "{} hides messages for {} seconds, but the function may run for {}",
            queue.queue_name(),
            queue.visibility,
            queue.timeout
        );
        queue.mapping.report(queue.finding(&CODE, message), problems);
    }
}
