//! Where the properties of the document's resources come from.
use super::{Provenance, SiteKind};
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
    /// SAM made it: a default, or what the construct stands for.
    Sam,
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
        properties.into_iter().for_each(|it| self.add(it, &[], &mut found));
        found
    }

    fn add(&self, properties: &'a Map, path: &[&'a str], found: &mut Vec<PropertyOrigin<'a>>) {
        for (name, entry) in properties.entries() {
            let path: Vec<&str> = path.iter().copied().chain([&**name]).collect();
            let from = self.value_origins(&entry.value);
            match entry.value.map() {
                Some(map) if from.len() > 1 && !is_intrinsic(&entry.value) => self.add(map, &path, found),
                _ => found.push(PropertyOrigin { path, from }),
            }
        }
    }

    /// Everything that a value is made of, each once, with the first place of each.
    pub(crate) fn value_origins(&self, value: &Node) -> Vec<(ValueOrigin, Span)> {
        let mut found = Vec::new();
        self.collect(value, &mut found);
        found.sort();
        found.dedup_by(|next, kept| next.0 == kept.0);
        found
    }

    fn collect(&self, value: &Node, found: &mut Vec<(ValueOrigin, Span)>) {
        let parameters = own_references(value);
        let parameters = parameters.iter().filter_map(|it| Some((self.parameter(it.target())?, value.span)));
        let before = found.len();
        found.extend(parameters);
        match &value.value {
            // A reference to a parameter that somebody wrote in the resource says nothing else.
            Value::Map(map) if found.len() > before && map.contains_key("Ref") => {
                found.extend(Some((self.leaf_origin(value), value.span)).filter(|(it, _)| *it == ValueOrigin::Globals));
            }
            Value::Map(map) if !map.is_empty() => map.values().for_each(|it| self.collect(it, found)),
            Value::List(items) if !items.is_empty() => items.iter().for_each(|it| self.collect(it, found)),
            _ => found.push((self.leaf_origin(value), value.span)),
        }
    }

    fn leaf_origin(&self, value: &Node) -> ValueOrigin {
        let site = self.sites.around(value.span).map(|it| (it.kind, it.name));
        let written = self.values.get(&value.span);
        match (site, written) {
            (Some((SiteKind::Parameter, name)), _) => ValueOrigin::Parameter(name.to_string()),
            (Some((SiteKind::Mapping, name)), _) => ValueOrigin::Mapping(name.to_string()),
            (Some((SiteKind::Globals, _)), Some(written)) if *written == value => ValueOrigin::Globals,
            (_, Some(written)) if *written == value => ValueOrigin::Written,
            (_, Some(written)) if written.map().is_none() && written.list().is_none() => ValueOrigin::Derived,
            // What is made for a construct has the place of its key, or of the whole construct.
            _ => ValueOrigin::Sam,
        }
    }

    fn parameter(&self, name: &str) -> Option<ValueOrigin> {
        let parameters = self.written.section("Parameters").and_then(Node::map)?;
        parameters.contains_key(name).then(|| ValueOrigin::Parameter(name.to_owned()))
    }
}
