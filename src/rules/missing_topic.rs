//! Finds brokers that are polled without saying what of them.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Case, PolledService, Semantics};

rule! {
    /// An MSK cluster is read without a topic, or an MQ broker without a queue.
    ///
    /// Lambda reads exactly one topic of a cluster and one queue of a broker; `Topics` and `Queues` have one item
    /// (`CreateEventSourceMapping` in the Lambda API).
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
    ///         Changes:
    ///           Type: MSK
    ///           Properties:
    ///             Stream: arn:aws:kafka:us-east-1:123456789012:cluster/orders/1
    ///             StartingPosition: LATEST
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
    ///         Changes:
    ///           Type: MSK
    ///           Properties:
    ///             Stream: arn:aws:kafka:us-east-1:123456789012:cluster/orders/1
    ///             StartingPosition: LATEST
    ///             Topics: [orders]
    /// ```
    "missing-topic" Error check
}

/// What of each source is read. SAM itself requires the topics of self-managed Kafka.
const NEEDED: [(PolledService, &str, &str); 2] =
    [(PolledService::Msk, "Topics", "topic"), (PolledService::Mq, "Queues", "queue")];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for mapping in semantics.event_source_mappings() {
        let Some((_, property, what)) = NEEDED.iter().find(|it| it.0 == mapping.service) else { continue };
        let written = mapping.property(property);
        if semantics.cases(written, &mapping.sides).iter().any(|it| matches!(it, Case::Missing(_))) {
            let at = written.map_or(mapping.span, |it| it.span);
            let message = format!("`{}` needs `{property}` with the {what} to read", mapping.service.name());
            let finding = Diagnostic::new(&CODE, at, message).missing([*property]);
            mapping.report(finding.help(format!("add `{property}: [name-of-the-{what}]`")), problems);
        }
    }
}
