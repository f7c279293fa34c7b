//! One file per event source, named after its `Type`; what several have in common is a module named for that.
mod alexa_skill;
mod api;
mod cloud_watch_event;
mod cloud_watch_logs;
mod cognito;
pub(crate) mod dead_letter;
mod document_db;
mod dynamodb;
mod event_bridge_rule;
mod event_source_mapping;
mod http_api;
mod iot_rule;
mod kinesis;
pub(crate) mod method;
mod mq;
mod msk;
mod patched;
pub(crate) mod rule;
mod s3;
mod schedule;
pub(crate) mod schedule_v2;
mod self_managed_kafka;
mod sns;
mod sqs;
pub(crate) mod state_machine;

use super::check_logical_id;
pub(crate) use event_source_mapping::MappingProperties;

use crate::cfn::permission::Invoked;
use crate::cfn::{Context, Edit, Expansion, JoinedApi, Known, Patch, Resource, Route, RouteTarget};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes, nearest};
use crate::property::Property;
use crate::source::Span;
use crate::syntax::{Entry, Map, Node, Text};

/// An event source of functions or state machines, as `Events.<id>.Type` names it.
pub(crate) struct EventSource {
    pub name: &'static str,
    pub properties: &'static [Property],
    pub expand: fn(&Event<'_>, &Context<'_>, &mut Problems) -> Expansion,
}

/// The event sources of functions.
pub(crate) static ALL: &[&EventSource] = &[
    &alexa_skill::SOURCE,
    &api::SOURCE,
    &cloud_watch_event::SOURCE,
    &cloud_watch_logs::SOURCE,
    &cognito::SOURCE,
    &document_db::SOURCE,
    &dynamodb::SOURCE,
    &event_bridge_rule::SOURCE,
    &http_api::SOURCE,
    &iot_rule::SOURCE,
    &kinesis::SOURCE,
    &mq::SOURCE,
    &msk::SOURCE,
    &s3::SOURCE,
    &schedule::SOURCE,
    &schedule_v2::SOURCE,
    &self_managed_kafka::SOURCE,
    &sns::SOURCE,
    &sqs::SOURCE,
];

/// One event of a function or state machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event<'a> {
    /// Logical id of the resource and id of the event: the beginning of generated logical ids.
    pub logical_id: &'a Text,
    /// Logical id of the resource that has the event.
    pub resource_id: &'a Text,
    /// The key under `Events`.
    pub id: &'a Text,
    /// Where the key stands.
    pub span: Span,
    pub properties: &'a Map,
    /// What the event invokes.
    pub invoked: &'a Invoked,
}

/// Expands the events of a resource in the order given, each with the source in `sources` that its `Type` names.
pub(crate) fn expand_all<'e>(
    sources: &[&EventSource],
    resource_id: &Text,
    events: impl IntoIterator<Item = (&'e Text, &'e Entry)>,
    invoked: &Invoked,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Expansion {
    let mut expansion = Expansion::default();
    for (id, entry) in events {
        problems.in_event(id, |problems| {
            expansion.extend(expand(sources, resource_id, id, entry, invoked, context, problems));
        });
    }
    expansion
}

/// Makes the edit that an event asks for to a resource (a map with `Type`, `Properties`, …). `None` when that cannot be
/// done, which is reported.
pub(crate) fn apply(patch: &Patch, resource: &mut Map, known: &mut Known, problems: &mut Problems) -> Option<Sound> {
    match &patch.edit {
        Edit::Notifications { permission, notifications } => {
            s3::notify(patch, (permission, notifications), resource, known, problems)
        }
        Edit::Triggers { function, triggers } => cognito::set_triggers(patch, (function, triggers), resource, problems),
    }
}

/// Adds a route to its API. Returns the resources that the route needs besides.
pub(crate) fn join(
    route: &Route,
    api: &mut JoinedApi,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Vec<Resource> {
    let needed = match &route.target {
        RouteTarget::Function { stage } => api::join(route, stage, api, context, problems).map(|Sound| Vec::new()),
        RouteTarget::StateMachine { credentials, request_templates } => {
            state_machine::join(route, (credentials, request_templates), api, context, problems).map(|Sound| Vec::new())
        }
        RouteTarget::FunctionOfHttpApi { function_id, permission } => {
            http_api::join(route, (function_id, permission), api, context, problems)
        }
    };
    needed.unwrap_or_default()
}

/// Events by path, or by id where they have none, as the reference sorts them, so that `$default` comes first.
pub(crate) fn by_path(events: &Map) -> Vec<(&Text, &Entry)> {
    fn path<'a>((id, entry): (&'a Text, &'a Entry)) -> &'a str {
        entry.value.at(&["Properties", "Path"]).and_then(Node::text).unwrap_or(id)
    }
    let mut ordered: Vec<_> = events.entries().collect();
    ordered.sort_by(|one, two| path(*one).cmp(path(*two)));
    ordered
}

fn expand(
    sources: &[&EventSource],
    resource_id: &Text,
    id: &Text,
    entry: &Entry,
    invoked: &Invoked,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Expansion {
    let Some(source) = find(sources, id, entry, problems) else { return Expansion::default() };
    let logical_id = resource_id.append(id);
    if check_logical_id(&logical_id, entry.key_span, problems).is_none() {
        return Expansion::default();
    }
    let no_properties = Map::new();
    let properties = match entry.value.map().and_then(|it| it.entry("Properties")) {
        None => &no_properties,
        Some((_, properties)) => match properties.value.map() {
            Some(map) => map,
            None => {
                let message = format!("`Properties` is {}; it must be a map", properties.value.kind_name());
                problems.push(Diagnostic::new(&codes::WRONG_TYPE, properties.key_span, message).value_of("Properties"));
                return Expansion::default();
            }
        },
    };
    let event = Event { logical_id: &logical_id, resource_id, id, span: entry.key_span, properties, invoked };
    (source.expand)(&event, context, problems)
}

/// The source that the event's `Type` names; anything else is reported.
fn find<'a>(sources: &[&'a EventSource], id: &Text, entry: &Entry, problems: &mut Problems) -> Option<&'a EventSource> {
    let names = || sources.iter().map(|it| it.name);
    let one_of =
        || format!("the event sources are {}", names().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", "));
    let Some(map) = entry.value.map() else {
        let message = format!("event `{id}` is {}; it must be a map", entry.value.kind_name());
        let finding = Diagnostic::new(&codes::WRONG_TYPE, entry.key_span, message);
        problems.push(finding.help("indent `Type:` and `Properties:` under it"));
        return None;
    };
    let Some(event_type) = map.present("Type") else {
        let finding = Diagnostic::new(&codes::MISSING_PROPERTY, entry.key_span, format!("event `{id}` has no `Type`"))
            .missing(["Type"]);
        problems.push(finding.help(one_of()));
        return None;
    };
    let found = event_type.text().and_then(|name| sources.iter().find(|it| *name == it.name));
    if found.is_none() {
        let (message, near) = match event_type.text() {
            Some(name) => (format!("there is no event source `{name}`"), nearest(name, names())),
            None => (format!("`Type` is {}; it must be a string", event_type.kind_name()), None),
        };
        let finding = Diagnostic::new(&codes::UNKNOWN_EVENT_TYPE, event_type.span, message);
        problems.push(match near {
            Some(name) => finding.did_you_mean(event_type.span, event_type.text().map_or("", |it| &**it), name),
            None => finding.help(one_of()),
        });
    }
    found.copied()
}
