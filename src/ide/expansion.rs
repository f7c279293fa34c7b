//! The document as an editor shows it beside the template: its text, and what in it comes from where.
use super::View;
use super::outline::{self, SymbolKind};
use crate::diagnostic::{Diagnostic, Problems};
use crate::provenance::{Construct, Provenance};
use crate::source::{Places, Source, Span};
use crate::syntax::{self, Map, Node};
use std::ops::Range;

/// The text of a document, and what in it comes from where.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Expansion {
    /// The document as it was written.
    pub text: String,
    /// What leads back to the template: each resource to the constructs that caused it, and then keys and values, in the
    /// order of the text. What comes from the same place as the value around it has no link of its own.
    pub links: Vec<Link>,
    /// The resources of the document, in its order.
    pub resources: Vec<Resource>,
}

/// A key or value of the document, and the place that it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Link {
    /// Bytes of the document's text.
    pub range: Range<usize>,
    /// Where in the template it comes from.
    pub span: Span,
}

/// A resource of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Resource {
    /// Its logical id.
    pub logical_id: String,
    /// Bytes of the document's text, from its key on.
    pub range: Range<usize>,
    /// What it is there for, as part of a sentence.
    pub purpose: String,
    /// Where the construct stands that caused it first.
    pub span: Span,
}

/// Writes the document of a template by `write`, such as [`emit::json`](crate::emit::json) or
/// [`emit::yaml`](crate::emit::yaml), and finds out what leads where. `None` when there is no document.
///
/// Fails as `write` does, for what the format cannot write.
pub fn of(
    view: &View,
    write: impl FnOnce(&Node) -> Result<String, Box<Diagnostic>>,
) -> Result<Option<Expansion>, Box<Diagnostic>> {
    let (Some(translation), Some(document)) = (view.translation(), view.analysis.document()) else { return Ok(None) };
    let mut expansion = Expansion { text: write(&document)?, ..Expansion::default() };
    // What was written is read again: so each format is known by its reader alone.
    let Some(shown) = syntax::parse(&Source::new("", &*expansion.text), &mut Problems::default()) else {
        return Ok(Some(expansion));
    };
    let provenance = translation.provenance();
    expansion.resources = resources(&shown, &provenance);
    let constructs = constructs(view);
    for resource in &expansion.resources {
        let causes = provenance.resource(&resource.logical_id).into_iter().flat_map(|it| it.causes);
        let construct = |it: Construct<'_>| constructs.spans_around(it.span).next();
        let links = causes.filter_map(construct).map(|span| Link { range: resource.range.clone(), span });
        expansion.links.extend(links);
    }
    link(&document, &shown, Span::NOWHERE, &mut expansion.links);
    Ok(Some(expansion))
}

/// Where the resources and events of the template stand, with all that is in them.
fn constructs(view: &View) -> Places {
    let sections = outline::symbols(view);
    let resources = sections.iter().flat_map(|it| &it.children).filter(|it| it.kind == SymbolKind::Resource);
    Places::new(resources.flat_map(|it| [it].into_iter().chain(&it.children)).map(|it| it.span))
}

impl Expansion {
    /// The resource that a byte of the text belongs to.
    pub fn resource_at(&self, offset: usize) -> Option<&Resource> {
        self.resources.iter().find(|it| it.range.start <= offset && offset <= it.range.end)
    }
}

fn link(node: &Node, shown: &Node, around: Span, links: &mut Vec<Link>) {
    let mut add = |span: Span, place: Span| {
        if span != around && span != Span::NOWHERE {
            links.push(Link { range: range(place), span });
        }
    };
    add(node.span, shown.span);
    if let (Some(map), Some(shown)) = (node.map(), shown.map()) {
        let pairs = map.entries().zip(shown.entries()).filter(|((key, _), (shown, _))| key == shown);
        for ((_, entry), (_, shown)) in pairs {
            if entry.key_span != node.span && entry.key_span != Span::NOWHERE {
                links.push(Link { range: range(shown.key_span), span: entry.key_span });
            }
            link(&entry.value, &shown.value, node.span, links);
        }
    }
    let items = node.list().into_iter().flatten().zip(shown.list().into_iter().flatten());
    items.for_each(|(item, shown)| link(item, shown, node.span, links));
}

fn resources(shown: &Node, provenance: &Provenance<'_>) -> Vec<Resource> {
    let shown = shown.get("Resources").and_then(Node::map).into_iter().flat_map(Map::entries);
    let resource = |(id, entry): (&syntax::Text, &syntax::Entry)| {
        let generated = provenance.resource(id)?;
        let span = generated.causes.first()?.span;
        let range = range(entry.key_span.to(entry.value.span));
        Some(Resource { logical_id: id.to_string(), range, purpose: generated.purpose.to_owned(), span })
    };
    shown.filter_map(resource).collect()
}

fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}
