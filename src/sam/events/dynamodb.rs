//! `DynamoDB`: batches of changes to a table invoke the function.
use super::event_source_mapping::{self, MappingProperties, Polling};
use super::{Event, EventSource};
use crate::cfn::{Context, Expansion};
use crate::diagnostic::Problems;
use crate::properties;
use crate::property::shape::*;

pub(super) static SOURCE: EventSource = EventSource { name: "DynamoDB", properties: DynamoDb::TABLE, expand };

properties! {
    /// The stream of a table, whose changes invoke the function.
    pub(super) struct DynamoDb {
        /// ARN of the table's stream.
        "Stream" => stream: Passed<Arn>;
        /// Where in the stream to start reading.
        "StartingPosition" => starting_position: Passed<Text>, one_of(&["TRIM_HORIZON", "LATEST"]);
        ..mapping: MappingProperties;
    }
}

fn expand(event: &Event<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(dynamodb) = DynamoDb::read(event.properties, event.span, problems) else { return Expansion::default() };
    event_source_mapping::refuse_consumer_group(&dynamodb.mapping, problems);
    let policy = "service-role/AWSLambdaDynamoDBExecutionRole";
    let polling = Polling {
        source: Some(dynamodb.stream),
        starting_position: Some(dynamodb.starting_position),
        properties: &dynamodb.mapping,
        configuration: None,
        grants: vec![event_source_mapping::managed_policy(policy, context, event.span)],
    };
    polling.expand(event, problems)
}
