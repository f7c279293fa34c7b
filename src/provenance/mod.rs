//! Where a document comes from: for each resource the construct of the template that caused it and what it is there for,
//! for each property whether somebody wrote it, `Globals` or SAM gave it, or a parameter decides.
mod properties;
mod sites;

pub use properties::{From, PropertyOrigin};
pub use sites::{Site, SiteKind, Sites};

use crate::cfn::Cause;
use crate::passes::Expanded;
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::Template;
use std::borrow::Cow;
use std::collections::HashMap;

/// What is said of a resource of the document that the user wrote as plain CloudFormation.
const OWN: &str = "your own resource, as you wrote it";

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
pub struct Generated<'a> {
    pub logical_id: &'a Text,
    pub type_name: &'a str,
    /// What it is there for, as part of a sentence.
    pub purpose: Cow<'a, str>,
    /// The constructs that caused it, in the order in which they asked for it; never empty.
    pub causes: Vec<Construct<'a>>,
}

/// A construct of the template, as the user would name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Construct<'a> {
    /// The logical id of the user's resource, or of an implicit API.
    pub resource_id: &'a str,
    /// The event or connector, when it is one.
    pub part: Option<Part<'a>>,
    /// Where it stands: the key of the part or the logical id, or within it what caused the resource.
    pub span: Span,
}

/// An event or connector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    pub kind: SiteKind,
    pub name: &'a str,
    /// The logical id of the resource that has it: of an implicit API this is not the resource that was asked for.
    pub of: &'a str,
}

impl<'a> Provenance<'a> {
    /// `written` is the template as it was read, `expanded` what the passes made of it.
    pub fn new(written: &'a Template, expanded: &'a Expanded) -> Self {
        let mut values = HashMap::new();
        for section in written.sections().values() {
            section.walk(&mut |it| {
                values.insert(it.span, it);
            });
        }
        Self { written, expanded, sites: Sites::of(written), values }
    }

    pub fn sites(&self) -> &Sites<'a> {
        &self.sites
    }

    /// The resources of the document, in its order.
    pub fn resources(&self) -> impl Iterator<Item = Generated<'a>> {
        self.document().keys().filter_map(|it| self.resource(it))
    }

    /// A resource of the document.
    pub fn resource(&self, logical_id: &str) -> Option<Generated<'a>> {
        let (logical_id, entry) = self.document().entry(logical_id)?;
        let type_name = entry.value.get("Type").and_then(Node::text).map_or("", |it| &**it);
        let origin = self.expanded.origins.get(logical_id);
        let causes: Vec<_> = origin.iter().flat_map(|it| &it.causes).map(|it| self.construct(it)).collect();
        Some(match origin {
            Some(origin) => Generated { logical_id, type_name, purpose: Cow::Borrowed(&*origin.purpose), causes },
            None => {
                let causes = vec![Construct { resource_id: logical_id, part: None, span: entry.key_span }];
                Generated { logical_id, type_name, purpose: OWN.into(), causes }
            }
        })
    }

    /// The resources of the document.
    fn document(&self) -> &'a Map {
        self.expanded.document.get("Resources").and_then(Node::map).expect("every document has resources")
    }

    fn construct(&self, cause: &'a Cause) -> Construct<'a> {
        let found = Construct { resource_id: &cause.resource_id, part: None, span: cause.span };
        // What `Globals` gave belongs to the resource that asked.
        let Some(site) = self.sites.around(cause.span) else { return found };
        let Some(of) = self.sites.resource(site).map(|it| &**it.name) else { return found };
        match site.kind {
            SiteKind::Event => Construct { part: Some(Part { kind: site.kind, name: site.name, of }), ..found },
            // Its logical id is made of that of the resource and its own name.
            SiteKind::Connector => {
                Construct { resource_id: of, part: Some(Part { kind: site.kind, name: site.name, of }), ..found }
            }
            _ => found,
        }
    }
}
