//! From a place in the text to the construct of the template that stands there.
use crate::source::Span;
use crate::syntax::{Entry, Map, Node, Text};
use crate::template::Template;

/// A construct of the template that resources and values come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Site<'a> {
    pub kind: SiteKind,
    /// Its key: a logical id, the name of an event, of a parameter, …
    pub name: &'a Text,
    /// Where the key stands.
    pub key_span: Span,
    /// From the key to the end of the value.
    pub span: Span,
    /// The index of the construct that this one is part of.
    parent: Option<usize>,
}

/// What a construct of a template is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SiteKind {
    /// A section that is none of the others, such as `Outputs`, or is not looked into.
    Section,
    /// The section `Globals`.
    Globals,
    /// An entry under `Parameters`.
    Parameter,
    /// An entry under `Mappings`.
    Mapping,
    /// An entry under `Conditions`.
    Condition,
    /// An entry under `Resources`.
    Resource,
    /// An entry under `Events` of a resource.
    Event,
    /// An entry under `Connectors` of a resource.
    Connector,
}

/// All constructs of a template, in the order of the text.
#[derive(Debug)]
pub(super) struct Sites<'a>(Vec<Site<'a>>);

impl<'a> Sites<'a> {
    /// Finds the constructs of a template as it is written.
    pub(super) fn of(template: &'a Template) -> Self {
        let mut found = Vec::new();
        for (name, section) in template.sections().entries() {
            let kind = if **name == *"Globals" { SiteKind::Globals } else { SiteKind::Section };
            found.push(site(kind, name, section));
            let inner = match &**name {
                "Parameters" => SiteKind::Parameter,
                "Mappings" => SiteKind::Mapping,
                "Conditions" => SiteKind::Condition,
                "Resources" => SiteKind::Resource,
                _ => continue,
            };
            add(inner, section.value.map(), &mut found);
        }
        found.sort_by_key(|it| (it.span.start, std::cmp::Reverse(it.span.end)));
        let mut open: Vec<usize> = Vec::new();
        for index in 0..found.len() {
            while open.last().is_some_and(|it| !found[*it].span.contains(found[index].span)) {
                open.pop();
            }
            found[index].parent = open.last().copied();
            open.push(index);
        }
        Self(found)
    }

    /// The innermost construct around a place; none for what stands nowhere in the template.
    pub(super) fn around(&self, place: Span) -> Option<&Site<'a>> {
        if place == Span::NOWHERE {
            return None;
        }
        let last = self.0.partition_point(|it| it.span.start <= place.start).checked_sub(1)?;
        let mut site = &self.0[last];
        while !site.span.contains(place) {
            site = self.parent(site)?;
        }
        Some(site)
    }

    /// The construct that `site` is part of.
    pub(super) fn parent(&self, site: &Site<'a>) -> Option<&Site<'a>> {
        site.parent.map(|it| &self.0[it])
    }

    /// The resource that `site` is, or is part of.
    pub(super) fn resource(&self, site: &Site<'a>) -> Option<&Site<'a>> {
        let found = self.around(site.span)?;
        if found.kind == SiteKind::Resource { Some(found) } else { self.resource(self.parent(found)?) }
    }
}

fn site<'a>(kind: SiteKind, name: &'a Text, entry: &'a Entry) -> Site<'a> {
    let end = entry.value.span.end.max(entry.key_span.end);
    let span = Span { start: entry.key_span.start, end };
    Site { kind, name, key_span: entry.key_span, span, parent: None }
}

fn add<'a>(kind: SiteKind, map: Option<&'a Map>, found: &mut Vec<Site<'a>>) {
    for (name, entry) in map.into_iter().flat_map(Map::entries) {
        found.push(site(kind, name, entry));
        if kind == SiteKind::Resource {
            add(SiteKind::Event, entry.value.at(&["Properties", "Events"]).and_then(Node::map), found);
            add(SiteKind::Connector, entry.value.get("Connectors").and_then(Node::map), found);
        }
    }
}
