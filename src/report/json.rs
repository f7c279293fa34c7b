//! One JSON object a line, for programs. The fields are a contract: they may gain company, never change.
use super::severity_word;
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};
use serde_json::{Value, json};

/// Writes a diagnostic as one line, with its line break.
///
/// `path_at` knows the dotted path, such as `Resources.Hello.Properties`, of the value or key under a span.
pub fn line(source: &Source, diagnostic: &Diagnostic, path_at: &dyn Fn(Span) -> Option<String>) -> String {
    let place = |offset: u32| {
        let position = source.position(offset);
        json!({"line": position.line, "column": position.column, "offset": position.offset})
    };
    let related: Vec<Value> = diagnostic
        .related
        .iter()
        .map(|it| json!({"message": it.message, "start": place(it.span.start), "end": place(it.span.end)}))
        .collect();
    let object = json!({
        "rule": diagnostic.rule,
        "severity": severity_word(diagnostic.severity),
        "message": diagnostic.message,
        "file": source.name(),
        "start": place(diagnostic.span.start),
        "end": place(diagnostic.span.end),
        "resource": diagnostic.resource,
        "event": diagnostic.event,
        "path": path_at(diagnostic.span),
        "related": related,
        "help": diagnostic.help,
        // Works offline and does not age, unlike an address on the web.
        "docs": format!("samc explain {}", diagnostic.rule),
    });
    format!("{object}\n")
}
