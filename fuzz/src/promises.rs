//! What must hold of whatever samc says about a text.
use samc::diagnostic::Diagnostic;
use samc::report::Tally;
use samc::source::{Sources, Span};
use samc::syntax::{DEEPEST_NESTING, Node, Number, Value};
use samc::{Analysis, Options};
use serde::Deserialize;

/// Reads what must be JSON, however deeply it is nested.
pub fn json(text: &str) -> serde_json::Value {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    deserializer.disable_recursion_limit();
    let value = Deserialize::deserialize(&mut deserializer);
    let value = value.and_then(|it| deserializer.end().map(|()| it));
    value.unwrap_or_else(|it| panic!("{it} in {text}"))
}

/// Options under which findings do not depend on the machine.
pub fn options() -> Options {
    Options::default().with_region("eu-west-1").at_time(1_700_000_000)
}

/// A refusal and an error come together.
pub fn refused_or_expanded(analysis: &Analysis) {
    assert_eq!(analysis.document().is_none(), analysis.has_errors(), "refused without an error, or expanded with one");
}

/// Every place that a finding names lies in one of the texts, between characters.
pub fn places_lie_in_the_text(sources: &Sources, findings: &[Diagnostic]) {
    for finding in findings {
        lies(sources, finding.span, finding);
        finding.related.iter().for_each(|it| lies(sources, it.span, finding));
        for edit in finding.fix.iter().flat_map(|it| &it.edits) {
            lies(sources, edit.span, finding);
        }
    }
}

fn lies(sources: &Sources, span: Span, finding: &Diagnostic) {
    let source = sources.of(span);
    let range = source.range(span).unwrap_or_else(|| panic!("{span:?} is nowhere: {finding:#?}"));
    assert!(source.text().get(range).is_some(), "{span:?} lies within a character: {finding:#?}");
}

/// What a program reads is counted as it is for people.
pub fn counts(tally: Tally, severities: impl Iterator<Item = String>) {
    let (mut errors, mut warnings) = (0, 0);
    for severity in severities {
        match &*severity {
            "error" => errors += 1,
            "warning" => warnings += 1,
            other => panic!("`{other}` is not a severity"),
        }
    }
    assert_eq!((tally.errors, tally.warnings), (errors, warnings));
}

/// Nothing in a text would move a terminal's cursor or break a line elsewhere than at a line feed.
pub fn shows(text: &str) {
    let odd =
        |it: &char| (it.is_control() && *it != '\n') || matches!(it, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}');
    if let Some(odd) = text.chars().find(odd) {
        panic!("{odd:?} is printed in {text:?}");
    }
}

/// Whether a document can be read back as what it is: what was not a number is unlike itself, what is nested too deeply is
/// refused, and JSON writes `1e+20` for what YAML reads as a text without a dot.
pub fn is_readable_again(document: &Node) -> bool {
    let has_dot = |it: f64| it == 0.0 || (1e-4..1e16).contains(&it.abs());
    let mut is_readable = true;
    document.walk(&mut |it| is_readable &= !matches!(it.value, Value::Number(Number::Float(it)) if !has_dot(it)));
    is_readable && depth(document) < DEEPEST_NESTING
}

fn depth(node: &Node) -> usize {
    let below = match &node.value {
        Value::List(items) => items.iter().map(depth).max(),
        Value::Map(map) => map.values().map(depth).max(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => return 0,
    };
    1 + below.unwrap_or_default()
}
