//! The format of reviewdog (rdjson), which writes findings and suggestions as comments on pull requests.
use super::json_list::{JsonList, indented};
use super::{Document, Format, Report, Totals, one_line, rule_page};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::source::{Position, Source, Sources, Span};
use serde_json::{Value, json};

/// One `DiagnosticResult`.
pub static FORMAT: Format = Format {
    name: "rdjson",
    summary: "For reviewdog, with suggestions",
    begin: |_| Box::new(DiagnosticResult(JsonList::behind(head()))),
};

struct DiagnosticResult(JsonList);

const MEMBER: usize = 2;
const DIAGNOSTIC: usize = 4;

/// What stands before the first diagnostic.
fn head() -> String {
    let mut source = json!({"name": "samc"});
    if let Some(home) = rule_page::home() {
        source["url"] = json!(home);
    }
    let source = indented(&source, MEMBER);
    format!("{{\n  \"source\": {},\n  \"diagnostics\": [", source.trim_start())
}

impl Document for DiagnosticResult {
    fn add(&mut self, report: &Report) -> String {
        self.0.add(report.problems.iter().map(|it| diagnostic(&report.sources, it)), DIAGNOSTIC)
    }

    fn end(self: Box<Self>, _: &Totals) -> String {
        self.0.end(MEMBER) + "\n}\n"
    }
}

fn diagnostic(sources: &Sources, problem: &Diagnostic) -> Value {
    let source = sources.of(problem.span);
    let mut message = one_line(&problem.message);
    if let Some(help) = &problem.help {
        message.push_str(&format!("\n{}", one_line(help)));
    }
    let mut code = json!({"value": problem.code.name});
    if let Some(page) = rule_page::of(problem.code.name) {
        code["url"] = json!(page);
    }
    let mut diagnostic = json!({
        "message": message,
        "location": {"path": source.name(), "range": range(source, problem.span)},
        "severity": match problem.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
        },
        "code": code,
    });
    // A suggestion is for the file of its diagnostic.
    if let Some(fix) = problem.fix.as_ref().filter(|it| it.fits(source)) {
        diagnostic["suggestions"] = json!([suggestion(source, fix)]);
    }
    diagnostic
}

/// All edits of a fix as one, because reviewdog offers each suggestion alone.
fn suggestion(source: &Source, fix: &Fix) -> Value {
    let span = fix.span();
    json!({"range": range(source, span), "text": fix.applied_to(source.slice(span), span.start, source)})
}

fn range(source: &Source, span: Span) -> Value {
    let [start, end] = source.positions(span).map(|it| position(source, it));
    json!({"start": start, "end": end})
}

/// reviewdog counts columns in bytes.
fn position(source: &Source, Position { line, offset, .. }: Position) -> Value {
    let start = source.line(line).map_or(offset, |it| it.start);
    json!({"line": line, "column": offset - start + 1})
}
