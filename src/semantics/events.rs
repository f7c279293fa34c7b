//! The events of functions and state machines, as SAM writes them.
use super::evaluator::Evaluator;
use crate::diagnostic::{Diagnostic, Problems};
use crate::sam::resources;
use crate::source::Span;
use crate::syntax::{Map, Node, Text};

/// An event of a function or state machine, with `Globals` merged in.
#[derive(Clone, Copy)]
pub(crate) struct Event<'a> {
    /// The function or state machine, and its properties.
    pub resource_id: &'a Text,
    pub resource: &'a Map,
    /// The key under `Events`, and where it stands.
    pub id: &'a Text,
    pub span: Span,
    /// What `Type` says.
    pub kind: &'a str,
    pub properties: &'a Map,
}

impl Event<'_> {
    /// Files a finding under this event.
    pub(crate) fn report(&self, finding: Diagnostic, problems: &mut Problems) {
        problems
            .in_resource(self.resource_id, |problems| problems.in_event(self.id, |problems| problems.push(finding)));
    }
}

impl<'a> Evaluator<'a> {
    /// The events of all functions and state machines that have a type and properties.
    pub(crate) fn events(&self) -> impl Iterator<Item = Event<'a>> {
        let types = resources::ALL.iter().filter(|it| !it.events.is_empty());
        let resources = types.flat_map(|it| self.of_type(it.name).collect::<Vec<_>>());
        resources.flat_map(|(resource_id, _, resource)| {
            let events = resource.get("Events").and_then(Node::map).into_iter().flat_map(Map::entries);
            events.filter_map(move |(id, event)| {
                let kind = event.value.get("Type")?.text()?;
                let properties = event.value.get("Properties")?.map()?;
                Some(Event { resource_id, resource, id, span: event.key_span, kind, properties })
            })
        })
    }

    /// The events whose `Type` is one of `kinds`.
    pub(crate) fn events_of(&self, kinds: &'static [&'static str]) -> impl Iterator<Item = Event<'a>> {
        self.events().filter(|it| kinds.contains(&it.kind))
    }
}
