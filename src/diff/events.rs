//! Which events start the user's functions and state machines that did not before, and which no longer do.
use super::renames::Renames;
use super::side::Side;
use crate::syntax::{Map, Node};
use std::collections::HashSet;

/// An event of a function or state machine that only one of the templates has.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventChange<'a> {
    /// The logical id of the user's resource; the new one, unless the event is lost.
    pub resource: &'a str,
    /// Its key under `Events`.
    pub name: &'a str,
    /// The event source, such as `SQS`.
    pub type_name: &'a str,
    /// Whether the new template has it; otherwise it is lost.
    pub is_new: bool,
    /// The resources that are in the document for it, by logical id.
    pub generated: Vec<&'a str>,
}

/// Events are the same when resource, name and type are; those of a renamed resource follow it.
pub(super) fn changes<'a>(old: &Side<'a>, new: &Side<'a>, renames: &Renames<'a>) -> Vec<EventChange<'a>> {
    let new_resource = |it: &'a str| renames.new_id(it).and_then(|it| new.generated(it)).map_or(it, |it| it.owner());
    let (before, after) = (events(old), events(new));
    let old_keys: HashSet<Event<'_>> = before
        .iter()
        .map(|(resource, ..)| *resource)
        .zip(&before)
        .map(|(resource, it)| (new_resource(resource), it.1, it.2))
        .collect();
    let new_keys: HashSet<Event<'_>> = after.iter().copied().collect();
    let added = after.iter().filter(|it| !old_keys.contains(*it)).map(|it| change(*it, true, new));
    let lost = before.iter().filter(|it| !new_keys.contains(&(new_resource(it.0), it.1, it.2)));
    added.chain(lost.map(|it| change(*it, false, old))).collect()
}

/// Resource, name and type.
type Event<'a> = (&'a str, &'a str, &'a str);

fn events<'a>(side: &Side<'a>) -> Vec<Event<'a>> {
    let resources = side.written.resources().iter();
    let events = resources.flat_map(|(id, resource)| {
        let events = resource.at(&["Properties", "Events"]).and_then(Node::map);
        let is_sam = side.written_type(id).is_some_and(|it| it.starts_with("AWS::Serverless::"));
        let events = events.filter(|_| is_sam).into_iter().flat_map(Map::iter);
        events.filter_map(move |(name, event)| Some((&**id, &**name, &**event.get("Type")?.text()?)))
    });
    events.collect()
}

fn change<'a>((resource, name, type_name): Event<'a>, is_new: bool, side: &Side<'a>) -> EventChange<'a> {
    let generated = side.parts(resource, name).to_vec();
    EventChange { resource, name, type_name, is_new, generated }
}
