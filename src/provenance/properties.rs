//! Where the properties of the document's resources come from.
use super::sites::Site;
use super::{Part, Provenance, SiteKind};
use crate::source::Span;
use crate::syntax::{Map, Node, Value};
use crate::template::intrinsics::is_intrinsic;
use crate::template::references::own_references;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ValueOrigin {
    /// The resource itself, as the user wrote it.
    Written,
    /// The section `Globals`.
    Globals,
    /// Worked out from a value that the user wrote, as the place in S3 of a `CodeUri`.
    Derived,
    /// A parameter decides: the value is a reference to it, or its value.
    Parameter(String),
    /// A value of the mapping with this name.
    Mapping(String),
    /// SAM made it for an event: a route of an API, or a part of what is not there for this event alone.
    Event {
        /// The logical id of the resource that has the event.
        resource: String,
        /// Its key under `Events`.
        name: String,
    },
    /// SAM made it: a default, or what the construct stands for.
    Sam,
}

/// Where in the document a value stands, as far as that decides which event is worth naming.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place<'a> {
    /// The event that the whole resource is there for.
    whole: Option<Part<'a>>,
    /// How much of [`ROUTES`] leads to it: all of it for the routes of an API, each of which is there for its own event.
    steps: Option<usize>,
}

/// The way from the properties of an API to its routes.
const ROUTES: [&str; 2] = ["Body", "paths"];

impl Place<'_> {
    /// The place of what stands under `key` there.
    pub(crate) fn below(self, key: &str) -> Self {
        let steps = self.steps.filter(|it| ROUTES.get(*it).is_none_or(|step| *step == key));
        Self { steps: steps.map(|it| it + 1), ..self }
    }

    fn is_route(self) -> bool {
        self.steps.is_some_and(|it| it >= ROUTES.len())
    }
}

/// A property of a resource of the document.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PropertyOrigin<'a> {
    /// The names that lead to it, below `Properties`.
    pub path: Vec<&'a str>,
    /// Everything that it is made of, each once, with the first place of each: one, unless parts of a list or of an
    /// intrinsic differ. The place of what SAM made is the construct that it was made for.
    pub from: Vec<(ValueOrigin, Span)>,
}

impl<'a> Provenance<'a> {
    /// The properties of a resource of the document, in its order; maps whose parts come from several places are taken
    /// apart. None when there is no such resource.
    pub fn properties(&self, logical_id: &str) -> Vec<PropertyOrigin<'a>> {
        let properties =
            self.document_resources().get(logical_id).and_then(|it| it.get("Properties")).and_then(Node::map);
        let mut found = Vec::new();
        let place = self.place(logical_id);
        properties.into_iter().for_each(|it| self.add(it, &[], place, &mut found));
        found
    }

    /// The place of the properties of a resource of the document.
    pub(crate) fn place(&self, logical_id: &str) -> Place<'a> {
        let whole = self.resource(logical_id).and_then(|it| it.causes.first()?.part);
        Place { whole, steps: Some(0) }
    }

    fn add(&self, properties: &'a Map, path: &[&'a str], place: Place<'a>, found: &mut Vec<PropertyOrigin<'a>>) {
        for (name, entry) in properties.entries() {
            let path: Vec<&str> = path.iter().copied().chain([&**name]).collect();
            let place = place.below(name);
            let from = self.value_origins(&entry.value, place);
            match entry.value.map() {
                Some(map) if from.len() > 1 && !is_intrinsic(&entry.value) => self.add(map, &path, place, found),
                _ => found.push(PropertyOrigin { path, from }),
            }
        }
    }

    /// Everything that a value is made of, each once, with the first place of each.
    pub(crate) fn value_origins(&self, value: &Node, place: Place<'a>) -> Vec<(ValueOrigin, Span)> {
        let mut found = Vec::new();
        self.collect(value, place, &mut found);
        found.sort();
        found.dedup_by(|next, kept| next.0 == kept.0);
        found
    }

    fn collect(&self, value: &Node, place: Place<'a>, found: &mut Vec<(ValueOrigin, Span)>) {
        let parameters = own_references(value);
        let parameters = parameters.iter().filter_map(|it| Some((self.parameter(it.target())?, value.span)));
        let before = found.len();
        found.extend(parameters);
        match &value.value {
            // A reference to a parameter that somebody wrote in the resource says nothing else.
            Value::Map(map) if found.len() > before && map.contains_key("Ref") => {
                found.extend(
                    Some((self.leaf_origin(value, place), value.span)).filter(|(it, _)| *it == ValueOrigin::Globals),
                );
            }
            Value::Map(map) if !map.is_empty() => map.iter().for_each(|(key, it)| {
                self.collect(it, place.below(key), found);
            }),
            Value::List(items) if !items.is_empty() => items.iter().for_each(|it| self.collect(it, place, found)),
            _ => found.push((self.leaf_origin(value, place), value.span)),
        }
    }

    fn leaf_origin(&self, value: &Node, place: Place<'a>) -> ValueOrigin {
        let around = self.sites.around(value.span);
        let site = around.map(|it| (it.kind, it.name));
        let written = self.values.get(&value.span);
        match (site, written) {
            (Some((SiteKind::Parameter, name)), _) => ValueOrigin::Parameter(name.to_string()),
            (Some((SiteKind::Mapping, name)), _) => ValueOrigin::Mapping(name.to_string()),
            (Some((SiteKind::Globals, _)), Some(written)) if *written == value => ValueOrigin::Globals,
            (_, Some(written)) if *written == value => ValueOrigin::Written,
            (_, Some(written)) if written.map().is_none() && written.list().is_none() => ValueOrigin::Derived,
            // What is made for a construct has the place of its key, or of the whole construct.
            _ => self.made_by_sam(around, place),
        }
    }

    fn made_by_sam(&self, around: Option<&Site<'a>>, place: Place<'a>) -> ValueOrigin {
        let event = around
            .filter(|it| it.kind == SiteKind::Event && !self.sites.is_shared(it))
            .and_then(|it| Some((it.resource?, it.name)));
        let is_whole = |resource: &str, name: &str| {
            place.whole.is_some_and(|it| it.kind == SiteKind::Event && it.of == resource && it.name == name)
        };
        match event {
            Some((resource, name)) if place.is_route() || !is_whole(resource, name) => {
                ValueOrigin::Event { resource: resource.to_string(), name: name.to_string() }
            }
            _ => ValueOrigin::Sam,
        }
    }

    fn parameter(&self, name: &str) -> Option<ValueOrigin> {
        let parameters = self.written.section("Parameters").and_then(Node::map)?;
        parameters.contains_key(name).then(|| ValueOrigin::Parameter(name.to_owned()))
    }
}
