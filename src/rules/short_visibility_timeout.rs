//! Finds queues that leave functions little time to try again.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::Semantics;
use crate::semantics::polled_queues::RECOMMENDED_FACTOR;

rule! {
    /// A queue hides messages for less than six times the function's timeout.
    ///
    /// When the function is throttled, Lambda tries again while the message is hidden. If that time is too short, the
    /// message reappears, is handled twice, or reaches the dead-letter queue without an attempt. AWS recommends a
    /// `VisibilityTimeout` of six times the `Timeout` of the function ("Using Lambda with Amazon SQS" in the Lambda
    /// developer guide).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Timeout: 30
    ///       Events:
    ///         Orders:
    ///           Type: SQS
    ///           Properties:
    ///             Queue: !GetAtt Orders.Arn
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       VisibilityTimeout: 60
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Timeout: 30
    ///       Events:
    ///         Orders:
    ///           Type: SQS
    ///           Properties:
    ///             Queue: !GetAtt Orders.Arn
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       VisibilityTimeout: 180
    /// ```
    "short-visibility-timeout" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for queues in semantics.polled_queues() {
        // What Lambda refuses is an error, found by another rule.
        if queues.iter().any(|it| it.visibility < it.timeout) {
            continue;
        }
        let short = |timeout: i64, visibility: i64| visibility < timeout.saturating_mul(RECOMMENDED_FACTOR);
        let Some(queue) = queues.iter().find(|it| short(it.timeout, it.visibility)) else { continue };
        let message = format!(
            "{} hides messages for {} seconds; AWS recommends six times the {} seconds of the function",
            queue.queue_name(),
            queue.visibility,
            queue.timeout
        );
        queue.mapping.report(queue.finding(&CODE, message), problems);
    }
}
