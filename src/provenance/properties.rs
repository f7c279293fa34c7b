//! Where the properties of the document's resources come from.
use super::{Provenance, SiteKind};
use crate::source::Span;
use crate::syntax::{Map, Node, Value};
use crate::template::references::own_references;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum From {
    /// The resource itself, as the user wrote it.
    Written,
    Globals,
    /// A parameter decides: the value is a reference to it, or its value.
    Parameter(String),
    Mapping(String),
    /// SAM made it: a default, or what the construct stands for.
    Sam,
}

/// A property of a resource of the document.
#[derive(Clone, Debug)]
pub struct PropertyOrigin<'a> {
    /// The names that lead to it, below `Properties`.
    pub path: Vec<&'a str>,
    /// Everything that it is made of, each once: one, unless parts of a list or of an intrinsic differ.
    pub from: Vec<From>,
    /// Where the value stands, or the construct that it was made for.
    pub span: Span,
    pub value: &'a Node,
}

impl<'a> Provenance<'a> {
    /// The properties of a resource of the document, in its order; maps whose parts come from several places are taken
    /// apart. None when there is no such resource.
    pub fn properties(&self, logical_id: &str) -> Vec<PropertyOrigin<'a>> {
        let properties = self.document().get(logical_id).and_then(|it| it.get("Properties")).and_then(Node::map);
        let mut found = Vec::new();
        properties.into_iter().for_each(|it| self.add(it, &[], &mut found));
        found
    }

    fn add(&self, properties: &'a Map, path: &[&'a str], found: &mut Vec<PropertyOrigin<'a>>) {
        for (name, entry) in properties.entries() {
            let path: Vec<&str> = path.iter().copied().chain([&**name]).collect();
            let from = self.from(&entry.value);
            match entry.value.map() {
                Some(map) if from.len() > 1 && map.len() > 1 => self.add(map, &path, found),
                _ => found.push(PropertyOrigin { path, from, span: entry.value.span, value: &entry.value }),
            }
        }
    }

    /// Everything that a value is made of, each once.
    pub fn from(&self, value: &Node) -> Vec<From> {
        let mut found = Vec::new();
        self.collect(value, &mut found);
        found.sort();
        found.dedup();
        found
    }

    fn collect(&self, value: &Node, found: &mut Vec<From>) {
        let parameters = own_references(value);
        let parameters = parameters.iter().filter_map(|it| self.parameter(it.target()));
        let before = found.len();
        found.extend(parameters);
        match &value.value {
            // A reference to a parameter says nothing else.
            Value::Map(map) if found.len() > before && map.contains_key("Ref") => (),
            Value::Map(map) if !map.is_empty() => map.values().for_each(|it| self.collect(it, found)),
            Value::List(items) if !items.is_empty() => items.iter().for_each(|it| self.collect(it, found)),
            _ => found.push(self.from_place(value)),
        }
    }

    fn from_place(&self, value: &Node) -> From {
        let site = self.sites.around(value.span);
        match site.map(|it| (it.kind, it.name)) {
            Some((SiteKind::Globals, _)) => From::Globals,
            Some((SiteKind::Parameter, name)) => From::Parameter(name.to_string()),
            Some((SiteKind::Mapping, name)) => From::Mapping(name.to_string()),
            _ if self.values.get(&value.span).is_some_and(|it| *it == value) => From::Written,
            _ => From::Sam,
        }
    }

    fn parameter(&self, name: &str) -> Option<From> {
        let parameters = self.written.section("Parameters").and_then(Node::map)?;
        parameters.contains_key(name).then(|| From::Parameter(name.to_owned()))
    }
}
