//! One JSON object a line, for programs. The fields are a contract: fields may be added, never changed.
use super::document::Lines;
use super::{Format, severity_word};
use crate::diagnostic::{Diagnostic, Label};
use crate::safe_text;
use crate::source::{Position, Source, Sources, Span};
use serde_json::{Value, json};

/// A line for each finding.
pub static FORMAT: Format =
    Format { name: "json", summary: "For programs, one object on each line", begin: |_| Box::new(Lines(lines)) };

/// Writes each diagnostic as one line, with its line break.
pub fn lines(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(|it| line(sources, it)).collect()
}

/// A text as JSON, and YAML, write it in quotes.
#[cfg(feature = "cli")]
pub(crate) fn quoted(text: &str) -> String {
    safe_text::json(json!(text).to_string())
}

fn line(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let source = sources.of(diagnostic.span);
    let related = |label: &Label| {
        let file = sources.of(label.span);
        let [start, end] = places(file, label.span);
        let mut related = json!({"message": label.message, "start": start, "end": end});
        if file.name() != source.name() {
            related["file"] = json!(file.name());
        }
        related
    };
    let related: Vec<Value> = diagnostic.related.iter().map(related).collect();
    let [start, end] = places(source, diagnostic.span);
    let object = json!({
        "rule": diagnostic.code.name,
        "severity": severity_word(diagnostic.severity),
        "message": diagnostic.message,
        "file": source.name(),
        "start": start,
        "end": end,
        "resource": diagnostic.subject.resource,
        "event": diagnostic.subject.event,
        "path": diagnostic.subject.joined_path(),
        "related": related,
        "help": diagnostic.help,
        // Works offline and does not age, unlike an address on the web.
        "docs": format!("samc explain {}", diagnostic.code.name),
    });
    safe_text::json(format!("{object}\n"))
}

/// Where a span starts and ends in its file.
pub(super) fn places(source: &Source, span: Span) -> [Value; 2] {
    let place = |it: Position| json!({"line": it.line, "column": it.column, "offset": it.offset});
    source.positions(span).map(place)
}
