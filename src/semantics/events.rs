//! The events of functions and state machines, as SAM writes them.
use super::evaluator::Evaluator;
use crate::diagnostic::{Diagnostic, Problems};
use crate::sam::resources;
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::intrinsics;

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

/// What has properties: an event, or a resource of CloudFormation that stands for one.
#[derive(Clone, Copy)]
pub(crate) struct Configured<'a> {
    pub resource_id: &'a Text,
    /// The key under `Events`, if it is an event.
    event: Option<&'a Text>,
    pub properties: &'a Map,
}

impl<'a> Event<'a> {
    /// Files a finding under this event.
    pub(crate) fn report(&self, finding: Diagnostic, problems: &mut Problems) {
        self.configured().report(finding, problems);
    }

    /// This event as what has its properties.
    pub(crate) fn configured(&self) -> Configured<'a> {
        Configured { resource_id: self.resource_id, event: Some(self.id), properties: self.properties }
    }
}

impl Configured<'_> {
    /// Files a finding under the event or resource.
    pub(crate) fn report(&self, finding: Diagnostic, problems: &mut Problems) {
        problems.in_resource(self.resource_id, |problems| match self.event {
            Some(event) => problems.in_event(event, |problems| problems.push(finding)),
            None => problems.push(finding),
        });
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

    /// The resources of a type that the template has, as they are written.
    pub(crate) fn plain(&self, type_name: &'static str) -> impl Iterator<Item = Configured<'a>> {
        let of_type = move |it: &Node| it.get("Type").is_some_and(|it| it.is_text(type_name));
        let found = self.template.resources().iter().filter(move |(_, it)| of_type(it));
        found.filter_map(|(resource_id, it)| {
            Some(Configured { resource_id, event: None, properties: it.get("Properties")?.map()? })
        })
    }

    /// Whether the API of an event has a definition of its own, or is not in the template: then the event only gives
    /// permission to invoke the function.
    pub(crate) fn has_own_definition(&self, event: &Event<'_>) -> bool {
        let api = event.properties.present("RestApiId").or_else(|| event.properties.present("ApiId"));
        let id = api.and_then(|it| intrinsics::referenced_id(it).or_else(|| it.text().map(|id| &**id)));
        let Some(id) = id else { return api.is_some() };
        let Some(api) = self.template.resources().get(id) else { return !self.resources().contains_key(id) };
        let properties = api.get("Properties");
        properties.is_some_and(|it| ["DefinitionBody", "DefinitionUri"].iter().any(|name| it.get(name).is_some()))
    }

    /// The events whose `Type` is one of `kinds`.
    pub(crate) fn events_of(&self, kinds: &'static [&'static str]) -> impl Iterator<Item = Event<'a>> {
        self.events().filter(|it| kinds.contains(&it.kind))
    }
}
