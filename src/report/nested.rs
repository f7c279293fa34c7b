//! What goes into a nested template and what comes out of it, for people and for programs.
use super::json::places;
use super::wrapping::{Columns, Row, on_screen, table};
use super::{Screen, count, one_line};
use crate::provenance::{Nested, NestedOutput, NestedParameter};
use crate::safe_text::page;
use crate::source::{Sources, Span};
use crate::syntax::{Node, Text, Value};
use serde_json::json;

/// A longer name does not push those beside the others out of sight.
const WIDEST_NAME: usize = 40;
/// Most characters of a value.
const LONGEST_VALUE: usize = 80;

/// Writes it behind what is known of the resource that nests the template.
pub fn text(nested: &Nested<'_>, sources: &Sources, screen: Screen) -> String {
    let name = one_line(sources.of(nested.span).name());
    let heading = format!("it nests {name}, which has {}", count(nested.resources, "resource"));
    let mut text = format!("\n{}\n", on_screen(&heading, 2, screen.width));
    let parameters = nested.parameters.iter().map(|it| (one_line(it.name), value(it, sources)));
    text.push_str(&rows("its parameters", parameters.collect(), screen));
    let outputs = nested.outputs.iter().map(|it| (one_line(it.name), users(it, sources)));
    text.push_str(&rows("its outputs", outputs.collect(), screen));
    page(text)
}

fn rows(heading: &str, rows: Vec<(String, String)>, screen: Screen) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let width = rows.iter().map(|(name, _)| name.chars().count() + 2).max().unwrap_or_default().min(WIDEST_NAME);
    let row = |(name, text)| Row { columns: vec![format!("  {name}")], text };
    let rows: Vec<Row> = rows.into_iter().map(row).collect();
    format!("\n{heading}\n{}", table(&rows, Columns { widths: &[width], below: 6 }, screen.width))
}

/// What a parameter comes to, as in "`dev`, line 9".
fn value(parameter: &NestedParameter<'_>, sources: &Sources) -> String {
    match (parameter.given, parameter.default) {
        (Some(given), _) => format!("{}, line {}", written(given, sources), line(given.span, sources)),
        (None, Some(default)) => format!("{}, its default", written(default, sources)),
        (None, None) => "not given, and without a default".to_owned(),
    }
}

/// A value as it is written, on one line.
fn written(node: &Node, sources: &Sources) -> String {
    let source = sources.of(node.span);
    let text = match &node.value {
        Value::Map(_) | Value::List(_) if source.range(node.span).is_some() => source.slice(node.span).to_owned(),
        _ => node.plain_text(),
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    let is_long = text.chars().count() > LONGEST_VALUE;
    let cut: String = text.chars().take(LONGEST_VALUE).collect();
    format!("`{}{}`", one_line(&cut), if is_long { "…" } else { "" })
}

/// Who refers to an output, as in "`Worker`, line 20".
fn users(output: &NestedOutput<'_>, sources: &Sources) -> String {
    if output.users.is_empty() {
        return "not used".to_owned();
    }
    let user = |(owner, span): &(&Text, Span)| format!("`{}`, line {}", one_line(owner), line(*span, sources));
    format!("used by {}", output.users.iter().map(user).collect::<Vec<_>>().join("; "))
}

fn line(span: Span, sources: &Sources) -> usize {
    sources.of(span).start_of(span).line
}

/// The same as an object. The fields are a contract: fields may be added, never changed.
pub(super) fn object(nested: &Nested<'_>, sources: &Sources) -> serde_json::Value {
    let place = |span: Span| {
        let source = sources.of(span);
        let [start, end] = places(source, span);
        json!({"file": source.name(), "start": start, "end": end})
    };
    let value = |node: &Node| {
        let source = sources.of(node.span);
        match &node.value {
            Value::Map(_) | Value::List(_) if source.range(node.span).is_some() => source.slice(node.span).to_owned(),
            _ => node.plain_text(),
        }
    };
    let parameter = |it: &NestedParameter<'_>| {
        json!({
            "name": &**it.name,
            "type": it.type_name,
            "given": it.given.map(value),
            "given_at": it.given.map(|it| place(it.span)),
            "default": it.default.map(value),
        })
    };
    let output = |it: &NestedOutput<'_>| {
        let users = it.users.iter().map(|(owner, span)| json!({"owner": &***owner, "at": place(*span)}));
        json!({"name": &**it.name, "users": users.collect::<Vec<_>>()})
    };
    json!({
        "file": sources.of(nested.span).name(),
        "resources": nested.resources,
        "parameters": nested.parameters.iter().map(parameter).collect::<Vec<_>>(),
        "outputs": nested.outputs.iter().map(output).collect::<Vec<_>>(),
    })
}
