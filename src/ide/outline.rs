//! The structure of a template: symbols, foldable ranges and selections.
use super::View;
use super::place::Place;
use crate::source::Span;
use crate::syntax::{Map, Node, Value};

/// A section, or an entry of one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Symbol {
    /// Its key.
    pub name: String,
    /// The type of a resource or parameter.
    pub detail: String,
    /// What it is.
    pub kind: SymbolKind,
    /// From the key to the end of the value.
    pub span: Span,
    /// Where the key stands.
    pub key_span: Span,
    /// What is in it.
    pub children: Vec<Symbol>,
}

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SymbolKind {
    /// A section.
    Section,
    /// A parameter.
    Parameter,
    /// A resource.
    Resource,
    /// An event of a resource.
    Event,
    /// A condition.
    Condition,
    /// An output, a mapping or another entry.
    Entry,
}

/// The sections with their entries, and the events of resources.
pub fn symbols(view: &View) -> Vec<Symbol> {
    let Some(sections) = view.written() else { return Vec::new() };
    let section = |(name, entry): (&crate::syntax::Text, &crate::syntax::Entry)| {
        let kind = match &**name {
            "Parameters" => SymbolKind::Parameter,
            "Resources" => SymbolKind::Resource,
            "Conditions" => SymbolKind::Condition,
            _ => SymbolKind::Entry,
        };
        let children =
            if matches!(&**name, "Metadata" | "Transform") { Vec::new() } else { entries(entry.value.map(), kind) };
        symbol(name, entry, SymbolKind::Section, children)
    };
    sections.entries().map(section).collect()
}

fn entries(map: Option<&Map>, kind: SymbolKind) -> Vec<Symbol> {
    let entries = map.into_iter().flat_map(Map::entries);
    let with_events = |(name, entry): (&crate::syntax::Text, &crate::syntax::Entry)| {
        let events = entry.value.at(&["Properties", "Events"]).filter(|_| kind == SymbolKind::Resource);
        symbol(name, entry, kind, crate::ide::outline::entries(events.and_then(Node::map), SymbolKind::Event))
    };
    entries.map(with_events).collect()
}

fn symbol(name: &str, entry: &crate::syntax::Entry, kind: SymbolKind, children: Vec<Symbol>) -> Symbol {
    let detail = entry.value.get("Type").and_then(Node::text).map(ToString::to_string).unwrap_or_default();
    Symbol { name: name.to_owned(), detail, kind, span: entry.span(), key_span: entry.key_span, children }
}

/// What can be folded: each entry and item that goes over several lines.
pub fn foldable(view: &View) -> Vec<Span> {
    let mut found = Vec::new();
    let source = view.source();
    let is_long = |span: Span| {
        let [start, end] = source.positions(span);
        source.contains(span) && end.line > start.line
    };
    let mut open: Vec<(Span, &Node)> =
        view.written().into_iter().flat_map(Map::entries).map(|(_, it)| (it.span(), &it.value)).collect();
    while let Some((span, node)) = open.pop() {
        if is_long(span) {
            found.push(span);
        }
        match &node.value {
            Value::Map(map) => open.extend(map.entries().map(|(_, it)| (it.span(), &it.value))),
            Value::List(items) => open.extend(items.iter().map(|it| (it.span, it))),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
        }
    }
    found.sort();
    found.dedup_by_key(|it| source.start_of(*it).line);
    found
}

/// What is selected around an offset, from the inside out.
pub fn selections(view: &View, offset: u32) -> Vec<Span> {
    let Some(sections) = view.written() else { return Vec::new() };
    let place = Place::at(sections, offset);
    let mut spans = Vec::new();
    for (depth, step) in place.steps.iter().enumerate().rev() {
        let is_innermost = depth + 1 == place.steps.len();
        match step {
            super::place::Step::Key(_, entry) => {
                if is_innermost && place.is_key {
                    spans.push(entry.key_span);
                } else {
                    spans.push(entry.value.span);
                }
                spans.push(entry.span());
            }
            super::place::Step::Item(_, node) => spans.push(node.span),
        }
    }
    spans.dedup();
    spans
}
