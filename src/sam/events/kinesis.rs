//! `Kinesis`: batches of records from a data stream invoke the function.
use super::event_source_mapping::{self, MappingProperties, Polling};
use super::{Event, EventSource};
use crate::cfn::{Context, Expansion};
use crate::diagnostic::Problems;
use crate::properties;
use crate::property::shape::*;

pub(super) static SOURCE: EventSource = EventSource { name: "Kinesis", properties: Kinesis::TABLE, expand };

properties! {
    /// A Kinesis data stream whose records invoke the function.
    pub(super) struct Kinesis {
        /// ARN of the stream or of a consumer of it.
        "Stream" => stream: Passed<Arn>;
        /// Where in the stream to start reading.
        "StartingPosition" => starting_position: Passed<Text>, one_of(&["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"]);
        ..mapping: MappingProperties;
    }
}

fn expand(event: &Event<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(kinesis) = Kinesis::read(event.properties, event.span, problems) else { return Expansion::default() };
    event_source_mapping::refuse_consumer_group(&kinesis.mapping, problems);
    let policy = "service-role/AWSLambdaKinesisExecutionRole";
    let polling = Polling {
        source: Some(kinesis.stream),
        starting_position: Some(kinesis.starting_position),
        properties: &kinesis.mapping,
        configuration: None,
        grants: vec![event_source_mapping::managed_policy(policy, context, event.span)],
    };
    polling.expand(event, problems)
}
