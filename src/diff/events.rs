//! Which events start the user's functions and state machines that did not before, and which no longer do.
use super::renames::Renames;
use super::side::Side;
use crate::syntax::{Map, Node};
use std::collections::HashMap;

/// An event of a function or state machine that only one of the templates has, or that has another route in each.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventChange<'a> {
    /// The logical id of the user's resource; the new one, unless the event is lost.
    pub resource: &'a str,
    /// Its key under `Events`.
    pub name: &'a str,
    /// The event source, such as `SQS`.
    pub type_name: &'a str,
    /// The method and path that it answers, as in `GET /orders`, if it is an event of an API and says both.
    pub route: Option<String>,
    /// Whether the new template has it; otherwise it is lost.
    pub is_new: bool,
    /// The resources that are in the document for it, by logical id.
    pub generated: Vec<&'a str>,
}

/// Events are the same when resource, name and type are; those of a renamed resource follow it. One that answers another
/// route than before is lost on the one and added on the other.
pub(super) fn changes<'a>(old: &Side<'a>, new: &Side<'a>, renames: &Renames<'a>) -> Vec<EventChange<'a>> {
    let new_resource = |it: &'a str| renames.new_id(it).and_then(|it| new.generated(it)).map_or(it, |it| it.owner());
    let (before, after) = (events(old), events(new));
    let new_key = |it: &Event<'a>| (new_resource(it.resource), it.name, it.type_name);
    let old_events: HashMap<Key<'_>, &Event<'_>> = before.iter().map(|it| (new_key(it), it)).collect();
    let new_events: HashMap<Key<'_>, &Event<'_>> =
        after.iter().map(|it| ((it.resource, it.name, it.type_name), it)).collect();
    let added = after.iter().filter(|it| {
        let before = old_events.get(&(it.resource, it.name, it.type_name));
        before.is_none_or(|before| !answers(before.route.as_ref(), it.route.as_ref()))
    });
    let lost = before.iter().filter(|it| {
        let after = new_events.get(&new_key(it));
        after.is_none_or(|after| !answers(after.route.as_ref(), it.route.as_ref()))
    });
    added.map(|it| change(it, true, new)).chain(lost.map(|it| change(it, false, old))).collect()
}

/// Resource, name and type.
type Key<'a> = (&'a str, &'a str, &'a str);

struct Event<'a> {
    resource: &'a str,
    name: &'a str,
    type_name: &'a str,
    route: Option<Route<'a>>,
}

struct Route<'a> {
    /// In capital letters.
    method: String,
    path: &'a str,
}

fn events<'a>(side: &Side<'a>) -> Vec<Event<'a>> {
    let resources = side.written.resources().iter();
    let events = resources.flat_map(|(id, resource)| {
        let events = resource.at(&["Properties", "Events"]).and_then(Node::map);
        let is_sam = side.written_type(id).is_some_and(|it| it.starts_with("AWS::Serverless::"));
        let events = events.filter(|_| is_sam).into_iter().flat_map(Map::iter);
        events.filter_map(move |(name, event)| {
            let type_name: &str = event.get("Type")?.text()?;
            Some(Event { resource: id, name, type_name, route: route(type_name, event) })
        })
    });
    events.collect()
}

/// The route of an event of an API. One that a parameter decides may be the same as before.
fn route<'a>(type_name: &str, event: &'a Node) -> Option<Route<'a>> {
    let text = |name: &str| event.at(&["Properties", name]).and_then(Node::text);
    let (method, path) = text("Method").zip(text("Path")).filter(|_| matches!(type_name, "Api" | "HttpApi"))?;
    Some(Route { method: method.to_uppercase(), path })
}

/// Whether requests for `other` start what answers `route`. What is not known may.
fn answers(route: Option<&Route<'_>>, other: Option<&Route<'_>>) -> bool {
    let (Some(route), Some(other)) = (route, other) else { return true };
    (route.method == "ANY" || route.method == other.method) && leads_to(route.path, other.path)
}

/// Whether a path with parameters stands for all that another one does, whatever the parameters are called.
fn leads_to(path: &str, other: &str) -> bool {
    let is_parameter = |it: &str| it.starts_with('{') && it.ends_with('}');
    let mut others = other.split('/');
    for segment in path.split('/') {
        let Some(other) = others.next() else { return false };
        if is_parameter(segment) && segment.ends_with("+}") {
            return true;
        }
        if segment != other && !(is_parameter(segment) && is_parameter(other) && !other.ends_with("+}")) {
            return false;
        }
    }
    others.next().is_none()
}

fn change<'a>(event: &Event<'a>, is_new: bool, side: &Side<'a>) -> EventChange<'a> {
    let Event { resource, name, type_name, ref route } = *event;
    let generated = side.parts(resource, name).to_vec();
    let route = route.as_ref().map(|it| format!("{} {}", it.method, it.path));
    EventChange { resource, name, type_name, route, is_new, generated }
}

#[cfg(test)]
mod tests {
    use super::leads_to;

    #[test]
    fn greedy_parameters_take_what_is_below() {
        let cases = [
            ("/orders", "/orders", true),
            ("/orders", "/orders/{id}", false),
            ("/orders/{id}", "/orders/{order}", true),
            ("/orders/{id}", "/orders/{rest+}", false),
            ("/orders/{id}", "/orders", false),
            ("/{proxy+}", "/orders/{id}", true),
            ("/api/{proxy+}", "/api", false),
            ("/api/{proxy+}", "/orders", false),
        ];
        for (path, other, expected) in cases {
            assert_eq!(leads_to(path, other), expected, "{path} {other}");
        }
    }
}
