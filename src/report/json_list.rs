//! A list in a JSON document that is written item by item.
use crate::safe_text;
use serde_json::Value;

/// What is between the brackets so far.
#[derive(Debug, Default)]
pub(super) struct JsonList {
    has_items: bool,
}

impl JsonList {
    /// Writes an item on lines of its own, all indented by so many spaces, behind the one before.
    pub(super) fn add(&mut self, item: &Value, indent: usize) -> String {
        let separator = if std::mem::replace(&mut self.has_items, true) { ",\n" } else { "\n" };
        separator.to_owned() + &indented(item, indent)
    }

    /// Writes the bracket that ends the list.
    pub(super) fn end(&self, indent: usize) -> String {
        if self.has_items { format!("\n{}]", " ".repeat(indent)) } else { "]".to_owned() }
    }
}

/// A value as a part of a document, all of whose lines are indented. No string has a line break in it.
pub(super) fn indented(value: &Value, by: usize) -> String {
    let indent = " ".repeat(by);
    let lines = safe_text::json(format!("{value:#}"));
    let lines: Vec<String> = lines.lines().map(|it| format!("{indent}{it}")).collect();
    lines.join("\n")
}
