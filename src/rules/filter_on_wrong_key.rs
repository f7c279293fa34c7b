//! Finds filters on keys that the records of a source do not have.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::filter_pattern::{self, OR};
use crate::semantics::{PolledService, Semantics};
use crate::syntax::{self, Entry, Map, Node, Text};

rule! {
    /// A filter uses a key that the records of this source do not have, so it matches none of them.
    ///
    /// Records that match no filter are discarded without a message, an error or a metric of the function. The payload
    /// is under `body` in SQS messages, under `data` in Kinesis records and MQ messages, under `dynamodb` in changes of
    /// a table, and under `key` and `value` in Kafka records ("Event filtering" in the Lambda developer guide).
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
    ///                 - Pattern: '{"data": {"status": ["paid"]}}'
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
    "filter-on-wrong-key" Warning check
}

/// The records of a source.
struct Records {
    sources: &'static [PolledService],
    /// The keys of the payload.
    payload: &'static [&'static str],
    /// All other keys that the developer guide of Lambda shows in its examples of events.
    others: &'static [&'static str],
}

/// DocumentDB has no filters in the guide, and is left alone.
const RECORDS: &[Records] = &[
    Records {
        sources: &[PolledService::Sqs],
        payload: &["body"],
        others: &[
            "attributes",
            "awsRegion",
            "eventSource",
            "eventSourceARN",
            "md5OfBody",
            "md5OfMessageAttributes",
            "messageAttributes",
            "messageId",
            "receiptHandle",
        ],
    },
    Records {
        sources: &[PolledService::Kinesis],
        payload: &["data"],
        others: &[
            "approximateArrivalTimestamp",
            "awsRegion",
            "encryptionType",
            "eventID",
            "eventName",
            "eventSource",
            "eventSourceARN",
            "eventVersion",
            "invokeIdentityArn",
            "kinesis",
            "kinesisSchemaVersion",
            "partitionKey",
            "sequenceNumber",
        ],
    },
    Records {
        sources: &[PolledService::DynamoDb],
        payload: &["dynamodb"],
        others: &["awsRegion", "eventID", "eventName", "eventSource", "eventSourceARN", "eventVersion", "userIdentity"],
    },
    Records {
        sources: &[PolledService::Msk, PolledService::SelfManagedKafka],
        payload: &["value", "key"],
        others: &["headers", "offset", "partition", "timestamp", "timestampType", "topic"],
    },
    Records {
        sources: &[PolledService::Mq],
        payload: &["data"],
        others: &[
            "basicProperties",
            "brokerInTime",
            "brokerOutTime",
            "connectionId",
            "correlationId",
            "deliveryMode",
            "destination",
            "expiration",
            "messageID",
            "messageType",
            "persistent",
            "priority",
            "properties",
            "redelivered",
            "replyTo",
            "timestamp",
            "type",
        ],
    },
];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for mapping in semantics.event_source_mappings() {
        let Some(records) = RECORDS.iter().find(|it| it.sources.contains(&mapping.service)) else { continue };
        let is_known = |key: &Text| records.payload.iter().chain(records.others).any(|it| *key == *it);
        for pattern in mapping.patterns(semantics) {
            // A pattern that Lambda refuses discards nothing.
            let text = pattern.node.text().filter(|it| filter_pattern::fault(it).is_none());
            let json = text.and_then(|it| syntax::parse_json(it));
            let Some(json) = json.as_ref().and_then(Node::map) else { continue };
            let Some((key, entry)) =
                keys(json).into_iter().find(|(key, entry)| !is_known(key) && !is_absence(&entry.value))
            else {
                continue;
            };
            let message = format!("records of `{}` have no `{key}`, so none of them match", mapping.service.name());
            let payload = records.payload.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(" or ");
            let mut finding = pattern.finding(&CODE, message).help(format!("the payload is under {payload}"));
            let at = entry.key_span.start as usize..entry.key_span.end as usize;
            if let Some(span) = semantics.span_within(&pattern, &at) {
                finding.span = span;
            }
            mapping.report(finding, problems);
        }
    }
}

/// Whether a pattern asks that there is no such key.
fn is_absence(pattern: &Node) -> bool {
    let mut tests = pattern.list().into_iter().flatten();
    tests.any(|it| it.get("exists").and_then(Node::bool) == Some(false))
}

/// The keys of the record that a pattern speaks of.
fn keys(pattern: &Map) -> Vec<(&Text, &Entry)> {
    let (either, plain): (Vec<_>, Vec<_>) = pattern.entries().partition(|(key, _)| **key == OR);
    let alternatives = either.into_iter().filter_map(|(_, entry)| entry.value.list()).flatten();
    let mut found = plain;
    found.extend(alternatives.filter_map(Node::map).flat_map(Map::entries).filter(|(key, _)| **key != OR));
    found
}
