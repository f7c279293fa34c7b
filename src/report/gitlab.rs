//! GitLab's code quality report: a list of findings, which merge requests show beside the changed lines.
use super::fingerprint::{fingerprints, path_from_here};
use super::json_list::JsonList;
use super::{Document, Format, Report, Totals, one_line};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;
use serde_json::{Value, json};

/// A list with an object for each finding.
pub static FORMAT: Format = Format {
    name: "gitlab",
    summary: "Code quality report of GitLab",
    begin: |_| Box::new(Findings(JsonList::behind("["))),
};

struct Findings(JsonList);

impl Document for Findings {
    fn add(&mut self, report: &Report) -> String {
        let found = report.problems.iter().zip(fingerprints(report));
        self.0.add(found.map(|(problem, fingerprint)| finding(&report.sources, problem, &fingerprint)), 2)
    }

    fn end(self: Box<Self>, _: &Totals) -> String {
        self.0.end(0) + "\n"
    }
}

fn finding(sources: &Sources, problem: &Diagnostic, fingerprint: &str) -> Value {
    let source = sources.of(problem.span);
    let [start, end] = source.positions(problem.span);
    let mut description = one_line(&problem.message);
    if let Some(help) = &problem.help {
        description.push_str(&format!("; {}", one_line(help)));
    }
    let severity = match problem.severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
    };
    json!({
        "description": description,
        "check_name": problem.code.name,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {
            "path": path_from_here(source.name()),
            "lines": {"begin": start.line, "end": end.line},
        },
    })
}
