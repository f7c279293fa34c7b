//! SARIF 2.1.0, the exchange format of static analysis, which GitHub and others show as code scanning results.
use super::fingerprint::fingerprints;
use super::json_list::{JsonList, indented};
use super::{Document, Format, Report, Totals, one_line, rule_page, severity_word};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::source::{Source, Sources, Span};
use serde_json::{Value, json};

/// A log with one run.
pub static FORMAT: Format =
    Format { name: "sarif", summary: "SARIF 2.1.0, for code scanning", begin: |_| Box::new(Log::default()) };

/// Writes a document about all templates; `faults` are about those that could not be read.
pub fn document(reports: &[Report], faults: &[String]) -> String {
    let mut log = Log::default();
    let results: String = reports.iter().map(|it| log.add(it)).collect();
    results + &log.ended(faults, &[])
}

/// A document that is written piece by piece, as templates are checked. All pieces in their order are the document.
///
/// The rules that something was found by are described last.
#[derive(Debug)]
pub struct Log {
    /// In the order in which results refer to them.
    rules: Vec<&'static Code>,
    results: JsonList,
}

/// A log of which nothing is written yet.
impl Default for Log {
    fn default() -> Self {
        Self { rules: Vec::new(), results: JsonList::behind(HEAD) }
    }
}

/// What stands before the first result.
const HEAD: &str = r#"{
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "columnKind": "unicodeCodePoints",
      "results": ["#;
/// How far results are indented, and what follows them.
const RESULT: usize = 8;
const MEMBER: usize = 6;
/// The name of samc's fingerprints; another way to make them gets another number.
const FINGERPRINT: &str = "samc/v1";

impl Log {
    /// Writes what is left to be said; `faults` are about templates that could not be read.
    fn ended(self, faults: &[String], notes: &[String]) -> String {
        let mut text = self.results.end(MEMBER) + ",\n";
        let notification =
            |level: &str, text: &str| json!({"level": level, "message": {"text": plain(&one_line(text))}});
        let faults_and_notes = [("error", faults), ("note", notes)];
        let notifications =
            faults_and_notes.iter().flat_map(|(level, texts)| texts.iter().map(|it| notification(level, it)));
        let invocations = json!([{
            "executionSuccessful": faults.is_empty(),
            "toolExecutionNotifications": notifications.collect::<Vec<_>>(),
        }]);
        let mut tool = json!({"driver": {
            "name": "samc",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": self.rules.iter().map(|it| rule(it)).collect::<Vec<_>>(),
        }});
        if let Some(home) = rule_page::home() {
            tool["driver"]["informationUri"] = json!(home);
        }
        for (name, value, end) in [("invocations", invocations, ",\n"), ("tool", tool, "\n    }\n  ]\n}\n")] {
            let value = indented(&value, MEMBER);
            text.push_str(&format!("      \"{name}\": {}{end}", value.trim_start()));
        }
        text
    }
}

/// The place of a rule among those that were used, at the end of which it is put if it is new.
fn number_of(code: &'static Code, rules: &mut Vec<&'static Code>) -> usize {
    let known = rules.iter().position(|it| it.name == code.name);
    known.unwrap_or_else(|| {
        rules.push(code);
        rules.len() - 1
    })
}

impl Document for Log {
    fn add(&mut self, report: &Report) -> String {
        let rules = &mut self.rules;
        let results = report.problems.iter().zip(fingerprints(report)).map(|(problem, fingerprint)| {
            result(&report.sources, problem, number_of(problem.code, rules), &fingerprint)
        });
        self.results.add(results, RESULT)
    }

    fn end(self: Box<Self>, totals: &Totals) -> String {
        self.ended(&totals.faults, &totals.notes)
    }
}

fn rule(rule: &Code) -> Value {
    let markdown = markdown(rule);
    let (sentence, reasons) = markdown.split_once('\n').unwrap_or((&markdown, ""));
    let paragraphs = reasons.split("\nBad:").next().unwrap_or_default().trim();
    let description = if paragraphs.is_empty() { sentence } else { paragraphs };
    let mut descriptor = json!({
        "id": rule.name,
        "shortDescription": {"text": sentence},
        "fullDescription": {"text": description},
        "help": {"text": markdown.trim(), "markdown": markdown.trim()},
        "defaultConfiguration": {"level": severity_word(rule.severity)},
    });
    if let Some(page) = rule_page::of(rule.name) {
        descriptor["helpUri"] = json!(page);
    }
    descriptor
}

/// A rule's documentation as others understand Markdown, with words around the examples.
fn markdown(rule: &Code) -> String {
    let lines: Vec<String> = rule
        .markdown()
        .lines()
        .map(|line| match line.strip_prefix("```yaml ") {
            Some(kind) => format!("{}:\n\n```yaml", capitalised(kind)),
            None if line == "```" => "```\n".to_owned(),
            None => line.to_owned(),
        })
        .collect();
    lines.join("\n")
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |it| it.to_uppercase().chain(characters).collect())
}

/// A text in which nothing is a link: those who show SARIF read `[text](target)` as one, and a backslash before a bracket
/// that is not part of one.
fn plain(text: &str) -> String {
    if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text.to_owned() }
}

fn result(sources: &Sources, problem: &Diagnostic, rule: usize, fingerprint: &str) -> Value {
    let mut text = plain(&one_line(&problem.message));
    if let Some(help) = &problem.help {
        text.push_str(&format!("\n{}", plain(&one_line(help))));
    }
    let mut location = json!({"physicalLocation": place(sources, problem.span)});
    let path = problem.subject.joined_path();
    if path.is_some() || problem.subject.resource.is_some() {
        let mut logical = json!({"kind": "resource"});
        if let Some(resource) = &problem.subject.resource {
            logical["name"] = json!(resource);
        }
        if let Some(path) = path {
            logical["fullyQualifiedName"] = json!(path);
        }
        location["logicalLocations"] = json!([logical]);
    }
    let mut result = json!({
        "ruleId": problem.code.name,
        "ruleIndex": rule,
        "level": severity_word(problem.severity),
        "message": {"text": text},
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    });
    if !problem.related.is_empty() {
        let related = problem.related.iter().enumerate().map(|(id, label)| {
            json!({"id": id, "message": {"text": plain(&one_line(&label.message))}, "physicalLocation": place(sources, label.span)})
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(fix) = &problem.fix {
        result["fixes"] = json!([replacement(sources.of(fix.span()), fix, problem)]);
    }
    result
}

fn place(sources: &Sources, span: Span) -> Value {
    let source = sources.of(span);
    json!({"artifactLocation": {"uri": uri(source)}, "region": region(source, span)})
}

fn region(source: &Source, span: Span) -> Value {
    let [start, end] = source.positions(span);
    json!({
        "startLine": start.line, "startColumn": start.column,
        "endLine": end.line, "endColumn": end.column,
    })
}

fn replacement(source: &Source, fix: &Fix, problem: &Diagnostic) -> Value {
    let mut fixed = json!({
        "artifactChanges": [{
            "artifactLocation": {"uri": uri(source)},
            "replacements": fix.edits.iter().map(|edit| json!({
                "deletedRegion": region(source, edit.span),
                "insertedContent": {"text": edit.text_in(source)},
            })).collect::<Vec<_>>(),
        }],
    });
    if let Some(help) = &problem.help {
        fixed["description"] = json!({"text": plain(&one_line(help))});
    }
    fixed
}

/// The path of a file as a URI reference, relative where the path is.
fn uri(source: &Source) -> String {
    let mut path = source.path().to_vec();
    if cfg!(windows) {
        path.iter_mut().filter(|it| **it == b'\\').for_each(|it| *it = b'/');
    }
    let mut uri = String::new();
    if path.starts_with(b"/") {
        uri.push_str("file://");
    } else if path.get(1..3) == Some(b":/") {
        uri.push_str("file:///");
    }
    for byte in path {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;

    #[test]
    fn paths_are_uri_references() {
        for (path, expected) in [
            ("services/a b.yaml", "services/a%20b.yaml"),
            ("<stdin>", "%3Cstdin%3E"),
            ("/srv/größe.yaml", "file:///srv/gr%C3%B6%C3%9Fe.yaml"),
            ("a:b.yaml", "a%3Ab.yaml"),
        ] {
            assert_eq!(uri(&Source::new(path, "")), expected);
        }
    }

    #[test]
    fn paths_need_not_be_unicode() {
        let source = Source::new("a\u{fffd}.yaml", "").at_path(b"a\xff.yaml");
        assert_eq!(uri(&source), "a%FF.yaml");
    }

    #[test]
    fn texts_hold_no_links() {
        assert_eq!(plain("`[a](https://b)`"), "`\\[a\\](https://b)`");
        assert_eq!(plain("`a[0]`"), "`a[0]`");
    }

    #[test]
    fn documentation_becomes_markdown() {
        let docs = " A fault.\n\n Why.\n\n ```yaml bad\n A: 1\n ```\n ```yaml good\n A: 2\n ```\n";
        assert_eq!(
            markdown(&Code::new("a-fault", Severity::Error, docs)),
            "A fault.\n\nWhy.\n\nBad:\n\n```yaml\nA: 1\n```\n\nGood:\n\n```yaml\nA: 2\n```\n"
        );
    }
}
