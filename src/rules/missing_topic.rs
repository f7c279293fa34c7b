//! Finds brokers that are polled without saying what of them.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Case, PolledService, Semantics};

rule! {
    /// A cluster of MSK is read without a topic, or a broker of MQ without a queue.
    ///
    /// Lambda reads exactly one topic of a cluster and one queue of a broker; `Topics` and `Queues` have one item
    /// (`CreateEventSourceMapping` in the API of Lambda).
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

/// What of each source is read. For Kafka of one's own, SAM asks for the topic.
const NEEDED: [(PolledService, &str, &str); 2] =
    [(PolledService::Msk, "Topics", "topic"), (PolledService::Mq, "Queues", "queue")];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for mapping in semantics.event_source_mappings() {
        let Some((_, property, what)) = NEEDED.iter().find(|it| it.0 == mapping.service) else { continue };
        let written = mapping.property(property);
        if semantics.cases(written, &mapping.sides).iter().any(|it| matches!(it, Case::Missing(_))) {
            let at = written.map_or(mapping.span, |it| it.span);
            let message = format!("`{}` needs `{property}`, the one {what} to read", mapping.service.name());
            let finding = Diagnostic::new(&CODE, at, message).missing([*property]);
            mapping.report(finding.help(format!("add `{property}: [name-of-the-{what}]`")), problems);
        }
    }
}
