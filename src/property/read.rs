//! Reading properties as their table says, and saying what does not fit.
use super::shape::{Row, one_of};
use super::{Property, Shape, and, only_map, under, with_others};
use crate::diagnostic::{Diagnostic, Problems, codes, nearest};
use crate::source::Span;
use crate::syntax::{Map, Node};

/// Reads the property of one row; a null value is as good as none, and so is one of the wrong type, which is reported.
///
/// `None` when it is required and there is none.
pub(crate) fn read_row<'a, R: Row>(
    row: &Property,
    properties: &'a Map,
    at: Span,
    problems: &mut Problems,
) -> Option<R::Value<'a>> {
    let mut found = properties.present(row.name);
    match found {
        None if row.required => {
            let finding = Diagnostic::new(&codes::MISSING_PROPERTY, at, format!("property `{}` is required", row.name))
                .missing([row.name]);
            let expected = row.shape.describe(row.allowed);
            problems.push(finding.help(format!("add `{}:` with {expected}", row.name)));
        }
        Some(value) if !row.shape.accepts(value, row.allowed) => {
            found = None;
            // What should not be in a map says more than that the map is not the right one.
            if let (Shape::Refined(_, Shape::Record(table)), Some(map)) = (&row.shape, value.map())
                && !unknown_properties(table, map, problems)
            {
                return R::value(found);
            }
            if let Some(finding) = beside_id(row, value).or_else(|| empty_entry(row, value)) {
                problems.push(finding);
                return R::value(found);
            }
            let expected = row.shape.describe(row.allowed);
            let message = format!("`{}` is {}; it must be {expected}", row.name, value.kind_name());
            let finding = Diagnostic::new(&codes::WRONG_TYPE, value.span, message).value_of(row.name);
            problems.push(finding.wanted(row.shape.wanted()));
        }
        None | Some(_) => (),
    }
    R::value(found)
}

/// The parts of an event that are beside its name instead of under it, where nothing is.
fn beside_id(row: &Property, value: &Node) -> Option<Diagnostic> {
    let map = value.map().filter(|_| row.name == "Events")?;
    let (id, empty) = map.entries().find(|(_, it)| it.value.is_null())?;
    let parts: Vec<_> = ["Type", "Properties"].into_iter().filter_map(|it| Some((it, map.key_span(it)?))).collect();
    let (_, at) = parts.first()?;
    let (are, object) = if parts.len() == 1 { ("is", "it") } else { ("are", "them") };
    let message = format!("{} {are} beside the event `{id}`, not under it", and(&parts));
    let finding = with_others(Diagnostic::new(&codes::WRONG_TYPE, *at, message), &parts).value_of(row.name);
    let finding = finding.related(empty.key_span, "the event");
    Some(finding.help(format!("indent {object} by one level, under `{id}:`")))
}

/// An entry without a value, where each must be a map.
fn empty_entry(row: &Property, value: &Node) -> Option<Diagnostic> {
    let is_map_of_maps = |it: &&Shape| matches!(it, Shape::MapOf(Shape::Object | Shape::Record(_) | Shape::MapOf(_)));
    row.shape.alternatives().iter().find(|it| is_map_of_maps(it))?;
    let (name, entry) = value.map()?.entries().find(|(_, it)| it.value.is_null())?;
    let message = format!("`{name}` in `{}` has no value; it must be a map", row.name);
    let finding = Diagnostic::new(&codes::WRONG_TYPE, entry.key_span, message).value_of(row.name);
    Some(finding.help(format!("write what belongs to `{name}` under it, indented, or remove it")))
}

/// Reports every key that the table does not know. Returns whether there was none.
pub(crate) fn unknown_properties(table: &[Property], properties: &Map, problems: &mut Problems) -> bool {
    let mut all_known = true;
    let mut names = Vec::new();
    for (key, entry) in properties.entries() {
        if table.iter().any(|row| *key == row.name) {
            continue;
        }
        all_known = false;
        let finding = Diagnostic::new(&codes::UNKNOWN_PROPERTY, entry.key_span, format!("unknown property `{key}`"));
        let finding = finding.unknown();
        problems.push(match nearest(key, table.iter().map(|row| row.name)) {
            Some(name) => finding.did_you_mean_property(entry.key_span, key, name),
            None if only_map(table).is_some() => {
                names.push((&**key, entry.key_span));
                continue;
            }
            None => finding.help(format!("expected {}", one_of(table.iter().map(|row| row.name)))),
        });
    }
    if let (Some(property), Some((_, at))) = (only_map(table), names.first()) {
        let finding = |message| Diagnostic::new(&codes::UNKNOWN_PROPERTY, *at, message).unknown();
        problems.push(under(finding, &names, property));
    }
    all_known
}
