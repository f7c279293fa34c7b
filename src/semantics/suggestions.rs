//! Where a property belongs that its table does not know.
use super::description::{Description, Owner, Record};
use crate::diagnostic::{is_slip_of, nearest};
use crate::facts::cloudformation;
use crate::property::{Property, Shape};
use crate::sam::events::{self, state_machine};
use crate::sam::resources;
use crate::source::Span;
use crate::syntax::Node;

/// What was surely or likely meant by an unknown property.
#[derive(Clone, Debug)]
pub(crate) enum Suggestion {
    /// It is a misspelt property of the record.
    Misspelt(&'static str),
    /// It is a property of the record misspelt, which is there as well.
    Again(&'static str),
    /// It may be a property of the record, whose name it is a part of or has as a part.
    Alike(&'static str),
    /// It stands below a property of the record. That property, and the way to its place.
    Below(&'static str, String),
    /// It belongs to something around the record; where that is, in words.
    Around(String),
}

/// Most levels of nested properties that are searched for the place of one.
const DEEPEST: usize = 4;

/// Fewest characters of a name that say something within another.
const SHORTEST_PART: usize = 4;

/// What was meant by `key`, which the record's table does not know. `None` when nothing has a name like it.
pub(crate) fn suggest(key: &str, record: &Record<'_>, description: &Description<'_>) -> Option<Suggestion> {
    let of_event = || within_properties(key, record);
    let around = || outer_owner(key, record, description).map(Suggestion::Around);
    let elsewhere = || elsewhere(key, record, description).map(Suggestion::Around);
    let (absent, present) = (|it: &&str| !record.map.contains_key(it), |it: &&str| record.map.contains_key(it));
    let misspelt = || nearest(key, writable_names(record.table).filter(absent)).map(|it| Suggestion::Misspelt(it.name));
    let again = || {
        nearest(key, writable_names(record.table).filter(present).filter(|it| is_slip_of(key, it)))
            .map(|it| Suggestion::Again(it.name))
    };
    let alike = || only_alike(key, writable_names(record.table).filter(absent)).map(Suggestion::Alike);
    let other_name = || NAMES_OF_APIS.iter().find(|(other, name)| *other == key && absent(name) && has(record, name));
    if let Some((_, name)) = other_name() {
        return Some(Suggestion::Misspelt(name));
    }
    let known = of_event().or_else(around).or_else(|| below(key, record)).or_else(elsewhere);
    match deployed_owner(key, record) {
        None => known.or_else(misspelt).or_else(again).or_else(alike),
        // What is written right is not misspelt.
        Some(owner) => known.or_else(alike).or(Some(Suggestion::Around(owner))),
    }
}

/// By which properties events name their APIs, each with the one that events of the other kind have.
const NAMES_OF_APIS: [(&str, &str); 2] = [("RestApiId", "ApiId"), ("ApiId", "RestApiId")];

fn has(record: &Record<'_>, name: &str) -> bool {
    matches!(record.owner, Owner::EventProperties(_)) && record.table.iter().any(|it| it.name == name)
}

/// Whose property it is, in words, if it is one of the type of CloudFormation that SAM's type becomes.
fn deployed_owner(key: &str, record: &Record<'_>) -> Option<String> {
    let Owner::Resource(name) = record.owner else { return None };
    let deployed = resources::deployed_type(name);
    let has = deployed != name && cloudformation::find(deployed)?.properties.property(key).is_some();
    has.then(|| format!("it is a property of `{deployed}` that `{name}` does not have"))
}

/// The one name that has `key` as a part, or is a part of it.
fn only_alike(key: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let is_part = |part: &str, whole: &str| part.len() >= SHORTEST_PART && whole.contains(part);
    let mut alike = names.filter(|it| is_part(key, it) || is_part(it, key));
    alike.next().filter(|_| alike.next().is_none())
}

/// The names that a user may write: the reference's own marks are none.
pub(crate) fn writable_names(table: &'static [Property]) -> impl Iterator<Item = &'static str> {
    table.iter().map(|row| row.name).filter(|it| !it.starts_with("__"))
}

/// Where it is reported that the record lacks something.
pub(crate) fn span_of_lack(record: &Record<'_>, description: &Description<'_>) -> Span {
    match record.owner {
        // At the map, at its key, or at what is in it.
        Owner::Property(_) => Span::new(record.key_span.start as usize, record.span.end as usize),
        Owner::EventProperties(_) => description.around(record).next().map_or(record.key_span, |event| event.key_span),
        Owner::Resource(_) | Owner::Globals(_) | Owner::Event | Owner::Plain(_) => record.key_span,
    }
}

/// A property of an event source beside `Properties`.
fn within_properties(key: &str, record: &Record<'_>) -> Option<Suggestion> {
    let source = record.map.get("Type").and_then(Node::text).filter(|_| record.owner == Owner::Event)?;
    let mut sources = events::ALL.iter().chain(state_machine::ALL).filter(|it| *source == it.name);
    let is_known = sources.any(|it| it.properties.iter().any(|row| row.name == key));
    is_known.then(|| Suggestion::Below("Properties", "Properties".to_owned()))
}

/// A record around this one that has the property.
fn outer_owner(key: &str, record: &Record<'_>, description: &Description<'_>) -> Option<String> {
    let mut inner = record;
    for outer in description.around(record) {
        if outer.owner != Owner::Event && outer.table.iter().any(|row| row.name == key) {
            let (owner, beside) = (outer.owner.name(), beside(inner, outer));
            return Some(format!("it is a property of {owner}: move it out, beside {beside}"));
        }
        inner = outer;
    }
    None
}

/// The key of `outer` under which `inner` stands.
fn beside(inner: &Record<'_>, outer: &Record<'_>) -> String {
    let found = outer.map.entries().find(|(_, entry)| entry.value.span.contains(inner.span));
    found.map_or_else(|| "the others".to_owned(), |(key, _)| format!("`{key}`"))
}

/// A place in what may stand below the record.
fn below(key: &str, record: &Record<'_>) -> Option<Suggestion> {
    let (row, path) = path(key, record.table, DEEPEST)?;
    let path = match record.owner {
        Owner::Property(name) => format!("{name}.{path}"),
        Owner::Resource(_) | Owner::Globals(_) | Owner::Event | Owner::EventProperties(_) | Owner::Plain(_) => path,
    };
    Some(Suggestion::Below(row, path))
}

/// A place below another property of what is around the record.
fn elsewhere(key: &str, record: &Record<'_>, description: &Description<'_>) -> Option<String> {
    description.around(record).find_map(|outer| {
        let (_, path) = path(key, outer.table, DEEPEST)?;
        Some(format!("it belongs under `{path}` of {}", outer.owner.name()))
    })
}

/// The way to the nested table with this property, such as `DestinationConfig.OnFailure`, and the row that it begins
/// with; the shortest way there is.
fn path(key: &str, table: &'static [Property], depth: usize) -> Option<(&'static str, String)> {
    let nested = || table.iter().filter_map(|row| Some((row.name, nested(&row.shape)?)));
    if depth == 0 {
        return None;
    }
    if let Some((row, _)) = nested().find(|(_, inner)| inner.iter().any(|it| it.name == key)) {
        return Some((row, row.to_owned()));
    }
    nested().find_map(|(row, inner)| path(key, inner, depth - 1).map(|(_, rest)| (row, format!("{row}.{rest}"))))
}

/// The table of what stands directly below a property.
fn nested(shape: &'static Shape) -> Option<&'static [Property]> {
    shape.alternatives().into_iter().find_map(|it| if let Shape::Record(table) = it { Some(*table) } else { None })
}
