//! Where a property belongs that a schema does not know.
use crate::diagnostic::{is_slip_of, nearest};
use crate::facts::cloudformation::{Pairs, Schema};
use crate::semantics::suggestions::Suggestion;
use crate::syntax::{Map, Text};

/// A map around a property.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub schema: Schema,
    /// What it is, a type or a property.
    pub owner: Text,
}

/// Most levels of nested properties that are searched for the place of one.
const DEEPEST: usize = 3;

/// What was meant by `key` in `map`, which has the properties `known`; `levels` are the maps around it and itself.
pub(super) fn suggest(key: &str, map: &Map, known: Pairs, levels: &[Level], property: &str) -> Option<Suggestion> {
    let absent = |it: &&str| !map.contains_key(it);
    let same = || known.names().filter(absent).find(|it| it.eq_ignore_ascii_case(key)).map(Suggestion::Misspelt);
    let slip = || known.names().filter(absent).find(|it| is_slip_of(key, it)).map(Suggestion::Misspelt);
    let misspelt = || nearest(key, known.names().filter(absent)).map(|it| Suggestion::Misspelt(it.name));
    let again = || known.names().find(|it| map.contains_key(it) && is_slip_of(key, it)).map(Suggestion::Again);
    let (_, outer) = levels.split_last()?;
    let around = || {
        let at = outer.iter().rposition(|it| it.schema.property(key).is_some())?;
        let inner = &levels[at + 1];
        let owner = &outer[at].owner;
        Some(Suggestion::Around(format!("it is a property of `{owner}`: move it out, beside `{}`", inner.owner)))
    };
    let below = || {
        let (first, path) = path(key, known, DEEPEST)?;
        let path = if outer.is_empty() { path } else { format!("{property}.{path}") };
        Some(Suggestion::Below(first, path))
    };
    same().or_else(around).or_else(below).or_else(slip).or_else(again).or_else(misspelt)
}

/// The way to the nested map with this property, and the property that it begins with; the shortest way there is.
fn path(key: &str, known: Pairs, depth: usize) -> Option<(&'static str, String)> {
    if depth == 0 {
        return None;
    }
    let nested = || known.iter().filter_map(|(name, schema)| Some((name, nested(schema)?)));
    if let Some((name, _)) = nested().find(|(_, inner)| inner.get(key).is_some()) {
        return Some((name, name.to_owned()));
    }
    nested().find_map(|(name, inner)| path(key, inner, depth - 1).map(|(_, rest)| (name, format!("{name}.{rest}"))))
}

/// The properties of what stands directly below a property.
fn nested(schema: Schema) -> Option<Pairs> {
    schema.parts().iter().find_map(|it| it.properties)
}
