//! Subscriptions to SNS topics, also those that stand in a topic.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource};
use crate::graph::drawing::Drawing;
use crate::graph::kinds::{self, Kind};
use crate::graph::model::Manner;
use crate::syntax::{Map, Node};

pub(super) static FLOW: Flow = Flow { types: &[types::SNS_SUBSCRIPTION], draw };
pub(super) static INLINE: Flow = Flow { types: &[types::SNS_TOPIC], draw: draw_inline };

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let topics = application.ends(resource.properties.present("TopicArn"), &kinds::TOPIC);
    subscribe(&topics, resource.properties, application, drawing);
}

fn draw_inline<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let subscriptions = resource.properties.present("Subscription").into_iter().flat_map(|it| application.items(it));
    for subscription in subscriptions.filter_map(Node::map) {
        subscribe(&[End::Own(resource.id)], subscription, application, drawing);
    }
}

fn subscribe<'a>(topics: &[End<'a>], properties: &Map, application: &Application<'a>, drawing: &mut Drawing) {
    let protocol = properties.present("Protocol").map(|it| application.text(it)).unwrap_or_default();
    let ends = application.ends(properties.present("Endpoint"), kind(&protocol));
    let filtered = properties.truthy("FilterPolicy").is_some();
    drawing.edges(topics, &ends, Manner::Event, if filtered { "filtered" } else { "" });
    if let Some(failures) = properties.present("RedrivePolicy").and_then(|it| it.get("deadLetterTargetArn")) {
        let names: Vec<String> = ends.iter().map(End::name).collect();
        let label = format!("not delivered to {}", names.join(", "));
        drawing.edges(topics, &application.ends(Some(failures), &kinds::QUEUE), Manner::Failure, &label);
    }
}

fn kind(protocol: &str) -> &'static Kind {
    match protocol {
        "sqs" => &kinds::QUEUE,
        "firehose" => &kinds::FIREHOSE,
        "http" | "https" => &kinds::ENDPOINT,
        "email" | "email-json" => &kinds::EMAIL,
        "sms" => &kinds::PHONE,
        _ => &kinds::FUNCTION,
    }
}
