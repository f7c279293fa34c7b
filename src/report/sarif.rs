//! SARIF 2.1.0, the exchange format of static analysis, which GitHub and others show as code scanning results.
use super::{Report, severity_word};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::rules;
use crate::source::{Source, Sources, Span};
use serde_json::{Value, json};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Writes a document about all templates; `faults` are about those that could not be read.
pub fn document(reports: &[Report], faults: &[String]) -> String {
    let rules = rules::codes();
    let names: Vec<&str> = rules.iter().map(|it| it.name).collect();
    let results: Vec<Value> = reports.iter().flat_map(|it| results(it, &names)).collect();
    let notifications: Vec<Value> =
        faults.iter().map(|it| json!({"level": "error", "message": {"text": it}})).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "samc",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|it| rule(it)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": faults.is_empty(),
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule(rule: &Code) -> Value {
    let markdown = markdown(rule.docs);
    let (sentence, reasons) = markdown.split_once('\n').unwrap_or((&markdown, ""));
    let paragraphs = reasons.split("\nBad:").next().unwrap_or_default().trim();
    let description = if paragraphs.is_empty() { sentence } else { paragraphs };
    json!({
        "id": rule.name,
        "shortDescription": {"text": sentence},
        "fullDescription": {"text": description},
        "help": {"text": markdown.trim(), "markdown": markdown.trim()},
        "defaultConfiguration": {"level": severity_word(rule.severity)},
    })
}

/// A rule's documentation as others understand Markdown: without the space that begins lines of a doc comment, and
/// with words around the examples.
fn markdown(docs: &str) -> String {
    let lines = docs.lines().map(|it| it.strip_prefix(' ').unwrap_or(it));
    let lines: Vec<String> = lines
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

fn results(report: &Report, names: &[&str]) -> Vec<Value> {
    let Report { sources, problems } = report;
    problems.iter().map(|it| result(sources, it, names)).collect()
}

fn result(sources: &Sources, problem: &Diagnostic, names: &[&str]) -> Value {
    let mut text = problem.message.clone();
    if let Some(help) = &problem.help {
        text.push_str(&format!("\n{help}"));
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
        "ruleIndex": names.binary_search(&problem.code.name).ok(),
        "level": severity_word(problem.severity),
        "message": {"text": text},
        "locations": [location],
    });
    if !problem.related.is_empty() {
        let related = problem.related.iter().enumerate().map(|(id, label)| {
            json!({"id": id, "message": {"text": label.message}, "physicalLocation": place(sources, label.span)})
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
    json!({"artifactLocation": {"uri": uri(source.name())}, "region": region(source, span)})
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
            "artifactLocation": {"uri": uri(source.name())},
            "replacements": fix.edits.iter().map(|edit| json!({
                "deletedRegion": region(source, edit.span),
                "insertedContent": {"text": edit.text_in(source)},
            })).collect::<Vec<_>>(),
        }],
    });
    if let Some(help) = &problem.help {
        fixed["description"] = json!({"text": help});
    }
    fixed
}

/// A path as a URI reference, relative where the path is.
fn uri(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let mut uri = String::new();
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if path.get(1..3) == Some(":/") {
        uri.push_str("file:///");
    }
    for byte in path.bytes() {
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

    #[test]
    fn paths_are_uri_references() {
        for (path, expected) in [
            ("services/a b.yaml", "services/a%20b.yaml"),
            ("<stdin>", "%3Cstdin%3E"),
            ("/srv/größe.yaml", "file:///srv/gr%C3%B6%C3%9Fe.yaml"),
            ("a:b.yaml", "a%3Ab.yaml"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }

    #[test]
    fn documentation_becomes_markdown() {
        let docs = " A fault.\n\n Why.\n\n ```yaml bad\n A: 1\n ```\n ```yaml good\n A: 2\n ```\n";
        assert_eq!(markdown(docs), "A fault.\n\nWhy.\n\nBad:\n\n```yaml\nA: 1\n```\n\nGood:\n\n```yaml\nA: 2\n```\n");
    }
}
