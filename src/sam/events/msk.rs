//! `MSK`: batches of records from a topic of Amazon Managed Streaming for Apache Kafka invoke the function.
use super::event_source_mapping::{self, MappingProperties, Polling, access, kafka};
use super::{Event, EventSource};
use crate::cfn::{Context, Expansion, Grant};
use crate::diagnostic::Problems;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::syntax::{Map, Node};

pub(super) static SOURCE: EventSource = EventSource { name: "MSK", properties: Msk::TABLE, expand };

properties! {
    /// A cluster of Amazon MSK with a topic whose records invoke the function.
    pub(super) struct Msk {
        /// ARN of the cluster.
        "Stream" => stream: Passed<Arn>;
        /// Where in the topic to start reading.
        "StartingPosition" => starting_position: Passed<Text>, one_of(&["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"]);
        ..mapping: MappingProperties;
    }
}

fn expand(event: &Event<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(msk) = Msk::read(event.properties, event.span, problems) else { return Expansion::default() };
    let kafka = kafka::read(&msk.mapping, context, problems);
    let policy = "service-role/AWSLambdaMSKExecutionRole";
    let mut grants = vec![event_source_mapping::managed_policy(policy, context, event.span)];
    grants.extend(secrets_policy(kafka.statements, &msk, event));
    let polling = Polling {
        source: Some(msk.stream),
        starting_position: Some(msk.starting_position),
        properties: &msk.mapping,
        configuration: kafka.configuration.map(|it| ("AmazonManagedKafkaEventSourceConfig", it)),
        grants,
    };
    polling.expand(event, problems)
}

/// Allows to read the schema registry and the certificates that the function's client shows, if there are any.
fn secrets_policy(mut statements: Vec<Node>, msk: &Msk<'_>, event: &Event<'_>) -> Option<Grant> {
    let entries = msk.mapping.source_access.and_then(Node::list).unwrap_or_default();
    let certificates = entries.iter().filter_map(Node::map);
    let certificates =
        certificates.filter(|it| it.get("Type").is_some_and(|it| it.is_text("CLIENT_CERTIFICATE_TLS_AUTH")));
    statements.extend(certificates.filter_map(|it: &Map| it.truthy("URI")).map(access::read_secret));
    if statements.is_empty() {
        return None;
    }
    let document = node!(event.span, {"Statement": statements});
    Some(access::polling_policy("MSKExecutionRolePolicy".to_owned(), &document, event))
}
