//! Event source mappings: Lambda polls a queue, stream or broker and invokes a function.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource};
use crate::graph::drawing::Drawing;
use crate::graph::kinds::{self, Kind};
use crate::graph::model::Manner;
use crate::syntax::{Map, Node};

pub(super) static FLOW: Flow = Flow { types: &[types::LAMBDA_EVENT_SOURCE_MAPPING], draw };

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let properties = resource.properties;
    let functions = application.ends(properties.present("FunctionName"), &kinds::FUNCTION);
    let sources = sources(properties, application);
    drawing.edges(&sources, &functions, Manner::Event, &label(properties, application));
    let failures = properties.get("DestinationConfig").and_then(|it| it.at(&["OnFailure", "Destination"]));
    let failures = application.ends(failures, &kinds::QUEUE);
    drawing.edges(&functions, &failures, Manner::Failure, "failed batches");
}

fn sources<'a>(properties: &Map, application: &Application<'a>) -> Vec<End<'a>> {
    let found = application.ends(properties.present("EventSourceArn"), likely_kind(properties));
    let Some(own_cluster) = properties.present("SelfManagedEventSource").filter(|_| found.is_empty()) else {
        return found;
    };
    let servers = own_cluster.at(&["Endpoints", "KafkaBootstrapServers"]).and_then(Node::list);
    let name = servers.and_then(|it| it.first()).map(|it| application.text(it)).unwrap_or_default();
    let end = application.end_of_text(&name, &kinds::SELF_MANAGED_KAFKA);
    end.into_iter().collect()
}

/// What a source is that an ARN from elsewhere names.
fn likely_kind(properties: &Map) -> &'static Kind {
    let has = |name: &str| properties.present(name).is_some();
    match () {
        () if has("Queues") => &kinds::BROKER,
        () if has("Topics") => &kinds::KAFKA,
        () if has("DocumentDBEventSourceConfig") => &kinds::DOCUMENT_DATABASE,
        () if has("StartingPosition") => &kinds::STREAM,
        () => &kinds::QUEUE,
    }
}

/// The topics, if any, and how large a batch is.
fn label(properties: &Map, application: &Application<'_>) -> String {
    let topics = ["Topics", "Queues"].iter().filter_map(|it| properties.present(it)?.list()).flatten();
    let mut parts: Vec<String> = topics.map(|it| application.text(it)).collect();
    match properties.present("BatchSize").and_then(Node::integer) {
        Some(1) => parts.push("one by one".to_owned()),
        Some(size) => parts.push(format!("batches of {size}")),
        None => (),
    }
    if properties.truthy("FilterCriteria").is_some() {
        parts.push("filtered".to_owned());
    }
    parts.join(", ")
}
