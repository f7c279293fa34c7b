//! Finds properties that a polled source does not have.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{EventSourceMapping, Form, PolledService, Semantics};
use crate::syntax::Node;
use crate::template::intrinsics;

rule! {
    /// A property of a polled source belongs to sources of another kind.
    ///
    /// SAM accepts all of these properties for every source and passes them on; Lambda refuses those that the source
    /// does not have when the stack is deployed. The description of `CreateEventSourceMapping` in the Lambda API says
    /// which source has which property. A message that a function cannot process goes to the queue's dead-letter queue
    /// after `maxReceiveCount` attempts: these are properties of the queue, under `RedrivePolicy`.
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
    ///             MaximumRetryAttempts: 3
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
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       RedrivePolicy:
    ///         maxReceiveCount: 3
    ///         deadLetterTargetArn: !GetAtt Failed.Arn
    ///   Failed:
    ///     Type: AWS::SQS::Queue
    /// ```
    "unsupported-polling-property" Error check
}

/// A property that only some sources have.
struct Support {
    property: &'static str,
    sources: &'static [PolledService],
    /// What a property of a queue does instead.
    of_queues: Option<&'static str>,
    /// Whether a value turns the property off.
    is_off: fn(&Node) -> bool,
}

const STREAMS: &[PolledService] = &[PolledService::Kinesis, PolledService::DynamoDb];
const STREAMS_AND_KAFKA: &[PolledService] =
    &[PolledService::Kinesis, PolledService::DynamoDb, PolledService::Msk, PolledService::SelfManagedKafka];
const KAFKA: &[PolledService] = &[PolledService::Msk, PolledService::SelfManagedKafka];
const WITH_POSITION: &[PolledService] = &[
    PolledService::Kinesis,
    PolledService::DynamoDb,
    PolledService::Msk,
    PolledService::SelfManagedKafka,
    PolledService::DocumentDb,
    // The guide does not speak of positions in queues of brokers; it is not known to be refused.
    PolledService::Mq,
];
const WITH_RESPONSES: &[PolledService] = &[
    PolledService::Kinesis,
    PolledService::DynamoDb,
    PolledService::Msk,
    PolledService::SelfManagedKafka,
    PolledService::Sqs,
];
const WITH_POLLERS: &[PolledService] = &[PolledService::Sqs, PolledService::Msk, PolledService::SelfManagedKafka];

const RECEIVES: Option<&str> = Some("a queue has `maxReceiveCount` under `RedrivePolicy`");

/// From the documentation of `CreateEventSourceMapping`.
const SUPPORT: &[Support] = &[
    Support::new("BisectBatchOnFunctionError", STREAMS_AND_KAFKA).off(is_false),
    Support::new("DestinationConfig", STREAMS_AND_KAFKA)
        .of_queues("a queue has a dead-letter queue: `deadLetterTargetArn` under `RedrivePolicy`"),
    Support::new("FunctionResponseTypes", WITH_RESPONSES).off(is_empty),
    Support::new("LoggingConfig", KAFKA),
    Support::new("MaximumRecordAgeInSeconds", STREAMS_AND_KAFKA).of_queues("a queue has `MessageRetentionPeriod`"),
    Support { of_queues: RECEIVES, ..Support::new("MaximumRetryAttempts", STREAMS_AND_KAFKA) },
    Support::new("ParallelizationFactor", STREAMS),
    Support::new("ProvisionedPollerConfig", WITH_POLLERS),
    Support::new("Queues", &[PolledService::Mq]).off(is_empty),
    Support::new("ScalingConfig", &[PolledService::Sqs]),
    Support::new("StartingPosition", WITH_POSITION).of_queues("messages of a queue have no positions"),
    Support::new("Topics", KAFKA).off(is_empty),
    Support::new("TumblingWindowInSeconds", STREAMS).off(is_zero),
];

impl Support {
    const fn new(property: &'static str, sources: &'static [PolledService]) -> Self {
        Self { property, sources, of_queues: None, is_off: |_| false }
    }

    const fn of_queues(self, instead: &'static str) -> Self {
        Self { of_queues: Some(instead), ..self }
    }

    const fn off(self, is_off: fn(&Node) -> bool) -> Self {
        Self { is_off, ..self }
    }

    /// Whether a value is given on any side of its conditions.
    fn is_given(&self, node: &Node, mapping: &EventSourceMapping<'_>, semantics: &Semantics<'_>) -> bool {
        let mut branches = semantics.branches(node, &mapping.sides).into_iter();
        branches.any(|it| !intrinsics::is_no_value(it.node) && !it.node.is_null() && !(self.is_off)(it.node))
    }
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for mapping in semantics.event_source_mappings().iter().filter(|it| it.form != Form::Subscription) {
        for support in SUPPORT.iter().filter(|it| !it.sources.contains(&mapping.service)) {
            let Some((key, entry)) = mapping.properties.and_then(|it| it.entry(support.property)) else { continue };
            if !support.is_given(&entry.value, mapping, semantics) {
                continue;
            }
            let message = format!("`{}` has no `{key}`", mapping.service.name());
            let names: Vec<String> = support.sources.iter().map(|it| format!("`{}`", it.name())).collect();
            let others = format!("remove it: only {} can have it", names.join(", "));
            let instead = support.of_queues.filter(|_| mapping.service == PolledService::Sqs);
            let help = instead.map_or(others, |it| format!("remove it: {it}"));
            mapping.report(Diagnostic::new(&CODE, entry.key_span, message).help(help), problems);
        }
    }
}

fn is_false(node: &Node) -> bool {
    node.bool() == Some(false)
}

fn is_zero(node: &Node) -> bool {
    node.integer() == Some(0)
}

fn is_empty(node: &Node) -> bool {
    node.list().is_some_and(<[Node]>::is_empty)
}
