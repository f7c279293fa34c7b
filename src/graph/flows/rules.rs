//! Rules of EventBridge: from a bus, or from a clock, to their targets.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource};
use crate::graph::call::default_bus;
use crate::graph::drawing::Drawing;
use crate::graph::flows::schedules;
use crate::graph::kinds;
use crate::graph::model::Manner;
use crate::syntax::{Node, Value};

pub(super) static FLOW: Flow = Flow { types: &[types::EVENTS_RULE], draw };

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let properties = resource.properties;
    let mut sources = Vec::new();
    if let Some(expression) = properties.present("ScheduleExpression") {
        drawing.detail(resource.id, schedules::in_words(&application.text(expression)));
        sources.push((End::Own(resource.id), String::new()));
    }
    if let Some(pattern) = properties.present("EventPattern") {
        let buses = application.ends(properties.present("EventBusName"), &kinds::BUS);
        let buses = if buses.is_empty() { vec![default_bus()] } else { buses };
        for own in application.own_in(&all_text(application, pattern)).into_iter().map(End::Own) {
            if *application.kind_of_end(&own) == kinds::BUS {
                continue;
            }
            for bus in &buses {
                let label = if drawing.has(&own, bus, &[Manner::Event]) { "" } else { "events" };
                drawing.edge(&own, bus, Manner::Event, label);
            }
        }
        sources.extend(buses.into_iter().map(|it| (it, label(resource, pattern, application))));
    }
    for target in properties.present("Targets").into_iter().flat_map(|it| application.items(it)) {
        let ends = application.ends(target.get("Arn"), &kinds::FUNCTION);
        let failures = application.ends(target.at(&["DeadLetterConfig", "Arn"]), &kinds::QUEUE);
        for (source, label) in &sources {
            drawing.edges(std::slice::from_ref(source), &ends, Manner::Event, label);
            let names: Vec<String> = ends.iter().map(End::name).collect();
            let lost = format!("not delivered to {}", names.join(", "));
            drawing.edges(std::slice::from_ref(source), &failures, Manner::Failure, &lost);
        }
    }
}

/// What a rule waits for: the types of events or, where it names none, who sends them; else the rule's name.
fn label(resource: &Resource<'_>, pattern: &Node, application: &Application<'_>) -> String {
    let all = |name: &str| -> Option<String> {
        let texts = pattern.get(name)?.list()?.iter().filter_map(|it| match it.get("prefix") {
            Some(prefix) => Some(format!("{}…", application.text(prefix))),
            None => it.text().map(|it| it.to_string()),
        });
        let values: Vec<String> = texts.collect();
        Some(values.join(", ")).filter(|it| !it.is_empty())
    };
    all("detail-type").or_else(|| all("source")).unwrap_or_else(|| resource.id.to_owned())
}

/// Everything that a value says, in one text.
fn all_text(application: &Application<'_>, value: &Node) -> String {
    match &value.value {
        Value::Map(map) if map.len() > 1 => map.values().map(|it| all_text(application, it)).collect(),
        Value::List(items) => items.iter().map(|it| all_text(application, it)).collect(),
        _ => application.text(value),
    }
}
