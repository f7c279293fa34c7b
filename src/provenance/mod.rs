//! Where a document comes from: for each resource the construct of the template that caused it and what it is there for,
//! for each property whether somebody wrote it, `Globals` or SAM gave it, or a parameter decides.
mod nested;
mod properties;
mod sites;

pub use nested::{Nested, NestedOutput, NestedParameter};
pub(crate) use properties::Place;
pub use properties::{PropertyOrigin, ValueOrigin};
pub use sites::SiteKind;

use crate::cfn::Cause;
use crate::passes::Expanded;
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::Template;
use indexmap::IndexMap;
use sites::Sites;
use std::collections::HashMap;

/// The purpose of a resource that the user wrote as plain CloudFormation.
const OWN: &str = "your own resource, as you wrote it";
/// The purpose of a SAM resource that is still in the document.
const UNEXPANDED: &str = "not expanded: it has errors, or a type that samc does not know";

/// A template beside the document that was made of it.
#[derive(Debug)]
pub struct Provenance<'a> {
    written: &'a Template,
    expanded: &'a Expanded,
    sites: Sites<'a>,
    /// The values of the template, by where they stand.
    values: HashMap<Span, &'a Node>,
}

/// A resource of the document, and where it comes from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Generated<'a> {
    /// Its logical id in the document.
    pub logical_id: &'a Text,
    /// Its type; empty when it has none.
    pub type_name: &'a str,
    /// What it is there for, as part of a sentence.
    pub purpose: &'a str,
    /// The constructs that caused it, in the order in which they asked for it; never empty.
    pub causes: Vec<Construct<'a>>,
}

/// A construct of the template, as the user would name it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Construct<'a> {
    /// The logical id of the user's resource, or of an implicit API.
    pub resource_id: &'a str,
    /// The event or connector, when it is one.
    pub part: Option<Part<'a>>,
    /// Where it stands: the key of the part or the logical id, or within it what caused the resource.
    pub span: Span,
}

impl<'a> Generated<'a> {
    /// Whether it is plain CloudFormation that SAM has left alone.
    pub fn is_as_written(&self) -> bool {
        self.purpose == OWN
    }

    /// Whether the resource of the user, or the implicit API, with this logical id is among its causes.
    pub fn is_caused_by(&self, logical_id: &str) -> bool {
        self.causes.iter().any(|it| it.resource_id == logical_id)
    }

    /// The logical id of the user's resource, or of the implicit API, that caused this one first.
    pub fn owner(&self) -> &'a str {
        self.causes.first().map_or(self.logical_id, |it| it.resource_id)
    }
}

/// An event or connector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part<'a> {
    /// Which of the two it is.
    pub kind: SiteKind,
    /// Its key under `Events` or `Connectors`.
    pub name: &'a str,
    /// The logical id of the resource that has it: of an implicit API this is not the resource that was asked for.
    pub of: &'a str,
}

impl<'a> Provenance<'a> {
    /// `written` is the template as it was read, `expanded` what the passes made of it.
    pub(crate) fn new(written: &'a Template, expanded: &'a Expanded) -> Self {
        let mut values = HashMap::new();
        for section in written.sections().values() {
            section.walk(&mut |it| {
                values.insert(it.span, it);
            });
        }
        Self { written, expanded, sites: Sites::of(written), values }
    }

    /// The resources of the document, in its order.
    pub fn resources(&self) -> impl Iterator<Item = Generated<'a>> {
        self.document_resources().keys().filter_map(|it| self.resource(it))
    }

    /// The resources of the document under the logical ids of those that caused them first: the user's in the order of
    /// the template, then implicit APIs. Each group starts with what took its owner's place and goes on in the order of
    /// the text.
    pub(crate) fn by_owner(&self) -> IndexMap<&'a str, Vec<Generated<'a>>> {
        let written = self.written.resources().keys().map(|it| (&**it, Vec::new()));
        let mut owned: IndexMap<&str, Vec<Generated<'_>>> = written.collect();
        for generated in self.resources() {
            owned.entry(generated.owner()).or_default().push(generated);
        }
        owned.retain(|_, group| !group.is_empty());
        for (owner, group) in &mut owned {
            group.sort_by_key(|it| (**it.logical_id != **owner, it.causes.first().map(|it| it.span.start)));
        }
        owned
    }

    /// The rounds of loops that made a resource of the template, from the outermost loop in: the name of the loop, and the
    /// item.
    pub fn rounds(&self, logical_id: &str) -> Vec<(&'a str, &'a str)> {
        let rounds = self.written.made().into_iter().flat_map(|it| it.rounds_of("Resources", logical_id));
        rounds.map(|it| (&*it.loop_name, &*it.item)).collect()
    }

    /// Whether the user wrote a resource with this logical id; implicit APIs are not written.
    pub fn is_written(&self, logical_id: &str) -> bool {
        self.written.resources().contains_key(logical_id)
    }

    /// The type of a resource of the user.
    pub fn written_type(&self, logical_id: &str) -> Option<&'a str> {
        self.written.resource_type(logical_id)
    }

    /// Where the logical id of a resource of the user stands.
    pub fn written_at(&self, logical_id: &str) -> Option<Span> {
        self.written.resources().key_span(logical_id)
    }

    /// A resource of the document.
    pub fn resource(&self, logical_id: &str) -> Option<Generated<'a>> {
        let (logical_id, entry) = self.document_resources().entry(logical_id)?;
        let type_name = entry.value.get("Type").and_then(Node::text).map_or("", |it| &**it);
        let own = || vec![Construct { resource_id: logical_id, part: None, span: entry.key_span }];
        let (purpose, causes) = match self.expanded.origins.get(logical_id) {
            _ if type_name.starts_with("AWS::Serverless::") => (UNEXPANDED, own()),
            Some(origin) => (&*origin.purpose, origin.causes.iter().map(|it| self.construct(it)).collect()),
            None => (OWN, own()),
        };
        Some(Generated { logical_id, type_name, purpose, causes })
    }

    /// The sections of the document.
    pub(crate) fn document(&self) -> &'a Map {
        &self.expanded.document
    }

    fn document_resources(&self) -> &'a Map {
        self.document().get("Resources").and_then(Node::map).expect("every document has resources")
    }

    fn construct(&self, cause: &'a Cause) -> Construct<'a> {
        let found = Construct { resource_id: &cause.resource_id, part: None, span: cause.span };
        // What `Globals` gave belongs to the resource that asked.
        let Some(site) = self.sites.of_resource(cause.span, &cause.resource_id) else { return found };
        let Some(of) = site.resource.map(|it| &**it) else { return found };
        match site.kind {
            SiteKind::Event => Construct { part: Some(Part { kind: site.kind, name: site.name, of }), ..found },
            // Its own logical id is none that the user has written.
            SiteKind::Connector => {
                Construct { resource_id: of, part: Some(Part { kind: site.kind, name: site.name, of }), ..found }
            }
            _ => found,
        }
    }
}
