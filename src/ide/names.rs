//! Names: where parameters, resources, conditions and mappings are declared, and where they are used.
use super::View;
use super::place::Place;
use crate::source::Span;
use crate::syntax::{Map, Node, Within};
use crate::template::intrinsics;
use crate::template::references::{Reference, dependencies, own_references};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NameKind {
    /// A parameter or a resource, which are referred to alike.
    Value,
    /// An entry under `Conditions`.
    Condition,
    /// An entry under `Mappings`.
    Mapping,
}

/// A place where a name stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Occurrence {
    /// The name.
    pub name: String,
    /// What it stands for.
    pub kind: NameKind,
    /// Where it stands, without quotes and what is around it.
    pub span: Span,
    /// Whether it is declared here.
    pub is_declaration: bool,
}

/// All places where names stand, in the order of the text.
pub fn occurrences(view: &View) -> Vec<Occurrence> {
    let Some(sections) = view.written() else { return Vec::new() };
    let mut names = Names { view, found: Vec::new() };
    for (section, kind) in DECLARING {
        let entries = sections.get(section).and_then(Node::map).into_iter().flat_map(Map::entries);
        for (name, entry) in entries.filter(|(name, _)| !name.starts_with("Fn::")) {
            let span = names.within_quotes(entry.key_span, name);
            names.add(name, kind, span, true);
        }
    }
    for (section, node) in sections.iter().filter(|(name, _)| ***name != *"Parameters") {
        names.uses_in(node, **section == *"Conditions");
    }
    let entries = |name: &str| sections.get(name).and_then(Node::map).into_iter().flat_map(Map::values);
    for entry in entries("Resources").chain(entries("Outputs")) {
        names.condition(entry.get("Condition"));
    }
    for reference in entries("Resources").flat_map(dependencies) {
        names.reference(&reference);
    }
    names.found.sort_by_key(|it| (it.span, !it.is_declaration));
    names.found.dedup_by(|next, kept| next.span == kept.span);
    names.found
}

/// The name that stands at an offset.
pub fn at(view: &View, offset: u32) -> Option<Occurrence> {
    among(&occurrences(view), offset).cloned()
}

fn among(all: &[Occurrence], offset: u32) -> Option<&Occurrence> {
    all.iter().find(|it| it.span.start <= offset && offset <= it.span.end)
}

impl Occurrence {
    /// Whether both stand for the same.
    fn is_same_name(&self, other: &Self) -> bool {
        self.name == other.name && self.kind == other.kind
    }
}

/// Where the name at an offset is declared: in the template; for what SAM generates, at what asks for it.
pub fn definition(view: &View, offset: u32) -> Option<Span> {
    let all = occurrences(view);
    let name = among(&all, offset).cloned().or_else(|| generated(view, offset))?;
    if let Some(declared) = all.iter().find(|it| it.is_declaration && it.is_same_name(&name)) {
        return Some(declared.span);
    }
    let provenance = view.translation()?.provenance();
    Some(provenance.resource(&name.name)?.causes.first()?.span)
}

/// All places of the name at an offset, with its declaration where that is asked for.
pub fn references(view: &View, offset: u32, with_declaration: bool) -> Vec<Span> {
    let all = occurrences(view);
    let Some(name) = among(&all, offset) else { return Vec::new() };
    let same = all.iter().filter(|it| it.is_same_name(name));
    same.filter(|it| with_declaration || !it.is_declaration).map(|it| it.span).collect()
}

/// Why a name cannot be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unchangeable {
    /// There is no name that is declared in the template.
    NoName,
    /// The new name is not made of letters and digits.
    NotAlphanumeric,
    /// Something else has the new name.
    Taken,
    /// Not all of the template can be read, so the name may also stand elsewhere.
    Unread,
}

/// The places to write `new` at for the name at an offset to change everywhere.
pub fn rename(view: &View, offset: u32, new: &str) -> Result<Vec<Span>, Unchangeable> {
    let all = occurrences(view);
    let name = among(&all, offset).ok_or(Unchangeable::NoName)?;
    let same = |it: &&Occurrence| it.is_same_name(name);
    if !all.iter().filter(same).any(|it| it.is_declaration) {
        return Err(Unchangeable::NoName);
    }
    if new.is_empty() || !new.chars().all(|it| it.is_ascii_alphanumeric()) {
        return Err(Unchangeable::NotAlphanumeric);
    }
    if all.iter().any(|it| it.name == new && it.kind == name.kind && it.is_declaration) {
        return Err(Unchangeable::Taken);
    }
    if view.analysis.translation.is_none() {
        return Err(Unchangeable::Unread);
    }
    Ok(all.iter().filter(same).map(|it| it.span).collect())
}

/// A name that only the document declares.
fn generated(view: &View, offset: u32) -> Option<Occurrence> {
    let place = Place::at(view.written()?, offset);
    let reference = place.steps.iter().rev().find_map(|it| own_references(it.node()).into_iter().next())?;
    Some(Occurrence {
        name: reference.target().to_owned(),
        kind: NameKind::Value,
        span: reference.span,
        is_declaration: false,
    })
}

const DECLARING: [(&str, NameKind); 4] = [
    ("Parameters", NameKind::Value),
    ("Mappings", NameKind::Mapping),
    ("Conditions", NameKind::Condition),
    ("Resources", NameKind::Value),
];

struct Names<'v> {
    view: &'v View,
    found: Vec<Occurrence>,
}

impl Names<'_> {
    fn add(&mut self, name: &str, kind: NameKind, span: Span, is_declaration: bool) {
        self.found.push(Occurrence { name: name.to_owned(), kind, span, is_declaration });
    }

    fn uses_in(&mut self, node: &Node, in_conditions: bool) {
        let mut found = Vec::new();
        node.walk(&mut |it| found.push(it));
        for node in found {
            own_references(node).iter().for_each(|it| self.reference(it));
            let first = |name: &str| intrinsics::argument(node, name).and_then(Node::list).and_then(<[Node]>::first);
            self.condition(first("Fn::If"));
            if in_conditions {
                self.condition(intrinsics::argument(node, "Condition"));
            }
            if let Some((name, text)) = first("Fn::FindInMap").and_then(|it| Some((it, it.text()?))) {
                let span = self.within_quotes(name.span, text);
                self.add(text, NameKind::Mapping, span, false);
            }
        }
    }

    fn condition(&mut self, node: Option<&Node>) {
        if let Some((node, text)) = node.and_then(|it| Some((it, it.text()?))) {
            let span = self.within_quotes(node.span, text);
            self.add(text, NameKind::Condition, span, false);
        }
    }

    fn reference(&mut self, reference: &Reference) {
        let target = reference.target();
        if target.starts_with("AWS::") {
            return;
        }
        let source = self.view.sources.of(reference.span);
        let part = reference.offset..reference.offset + target.len();
        let exact = Within::new(source, reference.span, &reference.text).and_then(|it| it.span(part));
        if let Some(span) = exact {
            self.add(target, NameKind::Value, span, false);
        }
    }

    /// Where a name is written, without quotes.
    fn within_quotes(&self, span: Span, name: &str) -> Span {
        let source = self.view.sources.of(span);
        Within::new(source, span, name).and_then(|it| it.span(0..name.len())).unwrap_or(span)
    }
}
