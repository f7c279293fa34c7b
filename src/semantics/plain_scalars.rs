//! What YAML reads where a text was meant: numbers and booleans that are written in another way than they come out.
use crate::source::{Source, Span};
use crate::syntax::{self, Node, Text, Value};

/// A scalar without quotes that becomes another text than the one that is written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reread {
    pub written: String,
    /// What it is read as, such as "the number 1350".
    pub meaning: String,
    /// The text in quotes.
    pub quoted: String,
}

/// How a value is read, if that is written in another way than it comes out.
pub(crate) fn reread(source: &Source, node: &Node) -> Option<Reread> {
    if !matches!(node.value, Value::Bool(_) | Value::Number(_)) {
        return None;
    }
    let written = source.range(node.span).map(|_| source.slice(node.span).trim())?;
    // What SAM makes of a value stands at the place of the value.
    let value = syntax::plain_scalar(written).filter(|it| *it == node.value)?;
    let text = format!("{node:?}");
    let meaning = match value {
        Value::Bool(_) => format!("`{text}`"),
        Value::Number(_) => format!("the number {text}"),
        Value::Null | Value::Text(_) | Value::List(_) | Value::Map(_) => return None,
    };
    changed(source, written, &text, meaning)
}

/// The same for a key.
pub(crate) fn reread_key(source: &Source, key: &Text, span: Span) -> Option<Reread> {
    let written = source.range(span).map(|_| source.slice(span).trim()).filter(|it| *it != &**key)?;
    let meaning = match syntax::plain_scalar(written)? {
        Value::Bool(_) => format!("`{key}`"),
        Value::Number(_) => format!("the number {key}"),
        Value::Null | Value::Text(_) | Value::List(_) | Value::Map(_) => return None,
    };
    changed(source, written, key, meaning)
}

fn changed(source: &Source, written: &str, text: &str, meaning: String) -> Option<Reread> {
    // `True` is as good as `true`, and a sign or a zero more is rarely meant as text.
    let is_same = written.eq_ignore_ascii_case(text) || written.strip_prefix('+') == Some(text);
    let quote = if source.text().trim_start().starts_with('{') { '"' } else { '\'' };
    (!is_same).then(|| Reread { written: written.to_owned(), meaning, quoted: format!("{quote}{written}{quote}") })
}
