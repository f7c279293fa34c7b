//! Keys beside the only property that there is, which is a map whose keys the user chooses.
use super::{Property, Shape};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// The only property of a table, if it is a map whose keys the user chooses, such as `Variables`.
pub(crate) fn only_map(table: &[Property]) -> Option<&'static str> {
    let [row] = table else { return None };
    let is_map = |it: &&Shape| matches!(it, Shape::Object | Shape::MapOf(_));
    row.shape.alternatives().iter().any(is_map).then_some(row.name)
}

/// A finding about keys that belong under `property`, beside which they stand: `finding` makes it of the message.
pub(crate) fn under(finding: impl FnOnce(String) -> Diagnostic, keys: &[(&str, Span)], property: &str) -> Diagnostic {
    let object = if keys.len() == 1 { "it" } else { "them" };
    let finding = with_others(finding(format!("{} must be under `{property}`", and(keys))), keys);
    finding.help(format!("put {object} under `{property}:`, one level deeper"))
}

/// A finding about the first of these keys that shows the others as well.
pub(crate) fn with_others(finding: Diagnostic, keys: &[(&str, Span)]) -> Diagnostic {
    keys.iter().skip(1).fold(finding, |it, (key, at)| it.related(*at, format!("`{key}`")))
}

/// The keys as a sentence lists them.
pub(crate) fn and(keys: &[(&str, Span)]) -> String {
    let names: Vec<String> = keys.iter().map(|(key, _)| format!("`{key}`")).collect();
    match names.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        names => names.concat(),
    }
}
