//! One JSON object a line, for programs. The fields are a contract: they may gain company, never change.
use super::severity_word;
use crate::diagnostic::{Diagnostic, Problems};
use crate::source::Source;
use crate::syntax::{self, Node};
use serde_json::{Value, json};

/// Writes each diagnostic as one line, with its line break.
pub fn lines(source: &Source, diagnostics: &[Diagnostic]) -> String {
    // The tree is not kept while a template is compiled; for the paths of its problems it is read once more.
    let tree = if diagnostics.is_empty() { None } else { syntax::parse(source, &mut Problems::default()) };
    diagnostics.iter().map(|it| line(source, it, tree.as_ref())).collect()
}

fn line(source: &Source, diagnostic: &Diagnostic, tree: Option<&Node>) -> String {
    let path = tree.map(|it| syntax::join_path(&syntax::path_at(it, diagnostic.span))).filter(|it| !it.is_empty());
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
        "resource": diagnostic.resource,
        "event": diagnostic.event,
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
