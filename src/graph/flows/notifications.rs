//! What S3 buckets tell others of their objects.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource};
use crate::graph::call::default_bus;
use crate::graph::drawing::Drawing;
use crate::graph::kinds::{self, Kind};
use crate::graph::model::Manner;
use crate::syntax::Node;

pub(super) static FLOW: Flow = Flow { types: &[types::S3_BUCKET, types::S3_EXPRESS_DIRECTORY_BUCKET], draw };

/// The lists of a configuration, with the property of an entry that names the receiver.
const RECEIVERS: [(&str, &str, &Kind); 3] = [
    ("LambdaConfigurations", "Function", &kinds::FUNCTION),
    ("QueueConfigurations", "Queue", &kinds::QUEUE),
    ("TopicConfigurations", "Topic", &kinds::TOPIC),
];

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let configurations = resource.properties.present("NotificationConfiguration").into_iter();
    let bucket = End::Own(resource.id);
    for configuration in configurations.flat_map(|it| application.items(it)) {
        for (list, receiver, kind) in RECEIVERS {
            for entry in configuration.get(list).into_iter().flat_map(|it| application.items(it)) {
                for end in application.ends(entry.get(receiver), kind) {
                    drawing.edge(&bucket, &end, Manner::Event, label(entry, application));
                }
            }
        }
        let bridge = configuration.get("EventBridgeConfiguration");
        let is_off = |it: &Node| it.get("EventBridgeEnabled").is_some_and(|it| application.text(it) == "false");
        if bridge.is_some_and(|it| !is_off(it)) {
            drawing.edge(&bucket, &default_bus(), Manner::Event, "all events");
        }
    }
}

/// The event without `s3:`, and the objects that it is about.
fn label(entry: &Node, application: &Application<'_>) -> String {
    let event = entry.get("Event").map(|it| application.text(it)).unwrap_or_default();
    let event = event.trim_start_matches("s3:").trim_end_matches(":*");
    let rules = entry.at(&["Filter", "S3Key", "Rules"]).and_then(Node::list);
    let (mut prefix, mut suffix) = (String::new(), String::new());
    for rule in rules.into_iter().flatten() {
        let part = |name: &str| rule.get(name).map(|it| application.text(it)).unwrap_or_default();
        match &*part("Name").to_ascii_lowercase() {
            "prefix" => prefix = part("Value"),
            "suffix" => suffix = part("Value"),
            _ => (),
        }
    }
    if prefix.is_empty() && suffix.is_empty() { event.to_owned() } else { format!("{event} {prefix}*{suffix}") }
}
