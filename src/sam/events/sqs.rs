//! `SQS`: batches of messages from a queue invoke the function.
use super::event_source_mapping::{self, MappingProperties, Polling};
use super::{Event, EventSource};
use crate::cfn::{Context, Expansion, Grant};
use crate::diagnostic::Problems;
use crate::properties;
use crate::property::shape::*;
use crate::syntax::Node;

pub(super) static SOURCE: EventSource = EventSource { name: "SQS", properties: Sqs::TABLE, expand };

properties! {
    /// A queue whose messages invoke the function.
    pub(super) struct Sqs {
        /// ARN of the queue.
        "Queue" => queue: Passed<Arn>;
        /// Where to start reading; has no meaning for a queue.
        "StartingPosition" => starting_position: Option<Passed<Text>>;
        ..mapping: MappingProperties;
    }
}

fn expand(event: &Event<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(sqs) = Sqs::read(event.properties, event.span, problems) else { return Expansion::default() };
    event_source_mapping::refuse_consumer_group(&sqs.mapping, problems);
    let polling = Polling {
        source: Some(sqs.queue),
        starting_position: sqs.starting_position,
        properties: &sqs.mapping,
        configuration: None,
        grants: vec![polling_grant(event, context)],
    };
    polling.expand(event, problems)
}

/// Polls a queue for an event of another kind that reaches the function through it.
pub(super) fn poll(queue_arn: &Node, batch_size: Node, event: &Event<'_>, context: &Context<'_>) -> Expansion {
    let mapping = event_source_mapping::mapping(event.logical_id.append("EventSourceMapping"), event)
        .set("BatchSize", batch_size)
        .set("Enabled", true)
        .set("EventSourceArn", queue_arn);
    Expansion { resources: vec![mapping], grants: vec![polling_grant(event, context)], ..Expansion::default() }
}

fn polling_grant(event: &Event<'_>, context: &Context<'_>) -> Grant {
    event_source_mapping::managed_policy("service-role/AWSLambdaSQSQueueExecutionRole", context, event.span)
}
