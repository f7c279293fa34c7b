//! One JSON object a line, for programs. The fields are a contract: fields may be added, never changed.
use super::severity_word;
use crate::diagnostic::Diagnostic;
use crate::source::Source;
use crate::syntax::join_path;
use serde_json::{Value, json};

/// Writes each diagnostic as one line, with its line break.
pub fn lines(source: &Source, diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(|it| line(source, it)).collect()
}

fn line(source: &Source, diagnostic: &Diagnostic) -> String {
    let path = Some(join_path(&diagnostic.subject.path)).filter(|it| !it.is_empty());
    let place = |offset| place(source, offset);
    let related: Vec<Value> = diagnostic
        .related
        .iter()
        .map(|it| json!({"message": it.message, "start": place(it.span.start), "end": place(it.span.end)}))
        .collect();
    let object = json!({
        "rule": diagnostic.code.name,
        "severity": severity_word(diagnostic.severity),
        "message": diagnostic.message,
        "file": source.name(),
        "start": place(diagnostic.span.start),
        "end": place(diagnostic.span.end),
        "resource": diagnostic.subject.resource,
        "event": diagnostic.subject.event,
        "path": path,
        "related": related,
        "help": diagnostic.help,
        // Works offline and does not age, unlike an address on the web.
        "docs": format!("samc explain {}", diagnostic.code.name),
    });
    format!("{object}\n")
}

/// A place in the template.
pub(super) fn place(source: &Source, offset: u32) -> Value {
    let position = source.position(offset);
    json!({"line": position.line, "column": position.column, "offset": position.offset})
}
