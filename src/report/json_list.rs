//! A list in a JSON document that is written item by item.
use crate::safe_text;
use serde_json::Value;

/// What is written of the list so far.
#[derive(Debug)]
pub(super) struct JsonList {
    /// What stands before the first item, until it is written.
    head: Option<String>,
    has_items: bool,
}

impl JsonList {
    /// A list behind what a document begins with, up to its bracket.
    pub(super) fn behind(head: impl Into<String>) -> Self {
        Self { head: Some(head.into()), has_items: false }
    }

    /// Writes items on lines of their own, all indented by so many spaces, behind those before.
    pub(super) fn add(&mut self, items: impl Iterator<Item = Value>, indent: usize) -> String {
        let mut text = self.head.take().unwrap_or_default();
        for item in items {
            text.push_str(if std::mem::replace(&mut self.has_items, true) { ",\n" } else { "\n" });
            text.push_str(&indented(&item, indent));
        }
        text
    }

    /// Writes the bracket that ends the list.
    pub(super) fn end(self, indent: usize) -> String {
        let head = self.head.unwrap_or_default();
        if self.has_items { format!("{head}\n{}]", " ".repeat(indent)) } else { head + "]" }
    }
}

/// A value as a part of a document, all of whose lines are indented. No string has a line break in it.
pub(super) fn indented(value: &Value, by: usize) -> String {
    let indent = " ".repeat(by);
    let lines = safe_text::json(format!("{value:#}"));
    let lines: Vec<String> = lines.lines().map(|it| format!("{indent}{it}")).collect();
    lines.join("\n")
}
