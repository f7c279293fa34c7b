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
    /// The logical id of the resource that it is, or is part of. An event that resources share, by an alias or a merge
    /// key, is a construct of each, with the same span.
    pub resource: Option<&'a Text>,
    /// The index of the construct whose text this one stands in.
    enclosing: Option<usize>,
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
            found.push(site(kind, name, section, None));
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
            found[index].enclosing = open.last().copied();
            open.push(index);
        }
        Self(found)
    }

    /// The innermost construct around a place; none for what stands nowhere in the template.
    pub(super) fn around(&self, place: Span) -> Option<&Site<'a>> {
        self.outward(place).next()
    }

    /// The innermost construct around a place: that of this resource, where several share it. The logical id of a
    /// connector is made of that of the resource and its own name.
    pub(super) fn of_resource(&self, place: Span, logical_id: &str) -> Option<&Site<'a>> {
        let mut outward = self.outward(place);
        let innermost = outward.next()?;
        let is_of = |it: &&Site<'_>| {
            let rest = it.resource.and_then(|id| logical_id.strip_prefix(&**id));
            rest.is_some_and(|rest| rest.is_empty() || (it.kind == SiteKind::Connector && *rest == **it.name))
        };
        let shared = outward.take_while(|it| it.span == innermost.span);
        std::iter::once(innermost).chain(shared).find(is_of).or(Some(innermost))
    }

    /// Whether resources share the text of a construct.
    pub(super) fn is_shared(&self, site: &Site<'a>) -> bool {
        let first = self.0.partition_point(|it| it.span.start < site.span.start);
        self.0[first..]
            .iter()
            .take_while(|it| it.span.start == site.span.start)
            .filter(|it| it.span == site.span)
            .count()
            > 1
    }

    /// The constructs around a place, from the innermost.
    fn outward(&self, place: Span) -> impl Iterator<Item = &Site<'a>> {
        let count = if place == Span::NOWHERE { 0 } else { self.0.partition_point(|it| it.span.start <= place.start) };
        let last = count.checked_sub(1);
        let enclosing = move |it: &usize| self.0[*it].enclosing;
        std::iter::successors(last, enclosing).map(|it| &self.0[it]).filter(move |it| it.span.contains(place))
    }
}

fn site<'a>(kind: SiteKind, name: &'a Text, entry: &'a Entry, resource: Option<&'a Text>) -> Site<'a> {
    Site { kind, name, key_span: entry.key_span, span: entry.span(), resource, enclosing: None }
}

fn add<'a>(kind: SiteKind, map: Option<&'a Map>, found: &mut Vec<Site<'a>>) {
    for (name, entry) in map.into_iter().flat_map(Map::entries) {
        let is_resource = kind == SiteKind::Resource;
        found.push(site(kind, name, entry, is_resource.then_some(name)));
        if is_resource {
            let parts = [
                (SiteKind::Event, entry.value.at(&["Properties", "Events"])),
                (SiteKind::Connector, entry.value.get("Connectors")),
            ];
            for (kind, parts) in parts {
                let parts = parts.and_then(Node::map).into_iter().flat_map(Map::entries);
                found.extend(parts.map(|(part, entry)| site(kind, part, entry, Some(name))));
            }
        }
    }
}
