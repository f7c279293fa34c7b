//! SQS queues that are generated, and policies that say who may send to a queue.
use super::Resource;
use crate::facts::types;
use crate::node;
use crate::source::Span;
use crate::syntax::{Map, Node, Text};

/// A queue with nothing but defaults. Its ARN is the attribute `Arn`, its URL a reference.
pub(crate) fn queue(logical_id: impl Into<Text>, purpose: &'static str, attributes: &Map, origin: Span) -> Resource {
    Resource::new(logical_id, types::SQS_QUEUE, purpose, origin).attributes(attributes)
}

/// Who sends what to which queue.
#[derive(Clone, Debug)]
pub(crate) struct Sending {
    /// The principal of the statement: `*` or a map with `Service`.
    pub principal: Node,
    /// ARN of the rule or topic that messages come from.
    pub source_arn: Node,
    pub queue_arn: Node,
    pub queue_url: Node,
}

/// A queue policy that allows the sending and nothing else.
pub(crate) fn sending_policy(
    logical_id: impl Into<Text>,
    sending: Sending,
    attributes: &Map,
    origin: Span,
) -> Resource {
    let Sending { principal, source_arn, queue_arn, queue_url } = sending;
    let document = node!(origin, {
        "Version": "2012-10-17",
        "Statement": [{
            "Action": "sqs:SendMessage",
            "Effect": "Allow",
            "Principal": principal,
            "Resource": queue_arn,
            "Condition": {"ArnEquals": {"aws:SourceArn": source_arn}}
        }]
    });
    Resource::new(logical_id, types::SQS_QUEUE_POLICY, "permission to send messages to the queue", origin)
        .attributes(attributes)
        .set("PolicyDocument", document)
        .set("Queues", node!(origin, [queue_url]))
}
