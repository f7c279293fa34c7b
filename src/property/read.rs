//! Reading properties as their table says, and saying what does not fit.
use super::shape::{Row, one_of};
use super::{Property, Shape, only_map, under};
use crate::diagnostic::{Diagnostic, Problems, codes, nearest};
use crate::source::Span;
use crate::syntax::Map;

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
            let expected = row.shape.describe(row.allowed);
            let message = format!("`{}` is {}; it must be {expected}", row.name, value.kind_name());
            let finding = Diagnostic::new(&codes::WRONG_TYPE, value.span, message).value_of(row.name);
            problems.push(finding.wanted(row.shape.wanted()));
        }
        None | Some(_) => (),
    }
    R::value(found)
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
