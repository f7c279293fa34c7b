//! The form of a loop: an identifier, a collection and a body.
use super::super::{Found, Refused};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::{Entry, Map, Node, Text};
use crate::template::functions::FOR_EACH;

const FORM: &str = "write `Fn::ForEach::Name: [Identifier, [A, B], {Key${Identifier}: Value}]`";

/// A loop that has the right form.
pub(super) struct Loop<'n> {
    pub name: Text,
    pub key_span: Span,
    pub identifier: Text,
    pub collection: &'n Node,
    pub body: &'n Node,
    /// The entries of the body.
    pub entries: &'n Map,
}

impl<'n> Loop<'n> {
    /// Reads a loop, and reports what is wrong with its form. That of its name is reported with all names.
    pub(super) fn read(key: &Text, entry: &'n Entry, found: &mut Found) -> Result<Self, Refused> {
        let name = name_of(key);
        let mut refuse = |span: Span, message: String| {
            found.push(Diagnostic::new(&codes::INVALID_LOOP, span, message).help(FORM));
            Err(Refused)
        };
        let Some(items) = entry.value.list() else {
            let what = entry.value.kind_name();
            let message =
                format!("loop `{name}` is {what}; it must be a list of an identifier, a collection and a map");
            return refuse(entry.key_span, message);
        };
        let [identifier, collection, body] = items else {
            let message = format!(
                "loop `{name}` has {} elements; it must have three: an identifier, a collection and a map",
                items.len()
            );
            return refuse(entry.key_span, message);
        };
        let identifier = match identifier.text() {
            Some(text) if !text.is_empty() => text.clone(),
            _ => {
                let what = if identifier.text().is_some() { "empty" } else { identifier.kind_name() };
                return refuse(
                    entry.key_span,
                    format!("the identifier of loop `{name}` is {what}; it must be a string"),
                );
            }
        };
        let Some(entries) = body.map() else {
            let message = format!("the body of loop `{name}` is {}; it must be a map", body.kind_name());
            return refuse(entry.key_span, message);
        };
        Ok(Self { name: Text::from(name.to_owned()), key_span: entry.key_span, identifier, collection, body, entries })
    }
}

/// The name of the loop that this key calls: `Topics` of `Fn::ForEach::Topics`.
pub(super) fn name_of(key: &str) -> &str {
    key.strip_prefix(FOR_EACH).and_then(|it| it.strip_prefix("::")).unwrap_or(key)
}
