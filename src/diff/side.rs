//! One of the two expansions that are compared.
use crate::passes::Expanded;
use crate::provenance::{Generated, Provenance};
use crate::syntax::{Map, Node, Text};
use crate::template::Template;
use indexmap::IndexMap;
use std::collections::{HashMap, HashSet};

/// A template, the document that it became, and how the two hang together.
#[derive(Debug)]
pub struct Side<'a> {
    pub(crate) written: &'a Template,
    pub(crate) document: &'a Map,
    /// Logical ids and properties of what is not uploaded yet.
    pub(crate) placeholders: &'a HashSet<(Text, &'static str)>,
    /// The resources of the document, under the logical ids of those that caused them, see [`Provenance::by_owner`].
    pub(crate) groups: IndexMap<&'a str, Vec<Generated<'a>>>,
    /// By logical id, in which group each resource stands and where.
    places: HashMap<&'a str, (&'a str, usize)>,
    /// The resources that are there for each event or connector, by its resource and name.
    parts: HashMap<(&'a str, &'a str), Vec<&'a str>>,
}

impl<'a> Side<'a> {
    /// `written` is the template as it was read, `expanded` all of it expanded.
    pub(crate) fn new(written: &'a Template, expanded: &'a Expanded) -> Self {
        let groups = Provenance::new(written, expanded).by_owner();
        let mut places = HashMap::new();
        let mut parts: HashMap<_, Vec<&str>> = HashMap::new();
        for (owner, resources) in &groups {
            for (index, generated) in resources.iter().enumerate() {
                places.insert(&**generated.logical_id, (*owner, index));
                for part in generated.causes.iter().filter_map(|it| it.part) {
                    parts.entry((part.of, part.name)).or_default().push(generated.logical_id);
                }
            }
        }
        Self { written, document: &expanded.document, placeholders: &expanded.placeholders, groups, places, parts }
    }

    /// The resources of the document.
    pub fn resources(&self) -> &'a Map {
        self.document.get("Resources").and_then(Node::map).expect("every document has resources")
    }

    pub(crate) fn resource(&self, logical_id: &str) -> Option<&'a Node> {
        self.resources().get(logical_id)
    }

    /// A resource of the document and where it comes from.
    pub(crate) fn generated(&self, logical_id: &str) -> Option<&Generated<'a>> {
        let (owner, index) = *self.places.get(logical_id)?;
        self.groups.get(owner)?.get(index)
    }

    /// The resources that are in the document for an event or connector, by logical id.
    pub(crate) fn parts(&self, resource: &'a str, name: &'a str) -> &[&'a str] {
        self.parts.get(&(resource, name)).map_or(&[], Vec::as_slice)
    }

    /// The type that the user gave a resource; `None` for an implicit API.
    pub(crate) fn written_type(&self, logical_id: &str) -> Option<&'a str> {
        self.written.resource_type(logical_id)
    }
}
