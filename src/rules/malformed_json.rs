//! Finds templates in JSON that are only YAML.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::source::Span;
use crate::syntax::json_fault;

rule! {
    /// A template in JSON is not JSON to the letter.
    ///
    /// YAML allows a comma behind the last entry, comments, and quotes of both kinds, and the reference reads all templates
    /// as YAML. CloudFormation takes what begins with a brace for JSON, and refuses it: "Template format error: JSON not
    /// well-formed" (user guide, "template format").
    ///
    /// ```yaml bad
    /// {"Resources": {
    ///   "Jobs": {"Type": "AWS::SQS::Queue",}
    /// }}
    /// ```
    /// ```yaml good
    /// {"Resources": {
    ///   "Jobs": {"Type": "AWS::SQS::Queue"}
    /// }}
    /// ```
    "malformed-json" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let text = semantics.source.text();
    // Braces around names without quotes are YAML, which nobody takes for JSON.
    let is_json = text.trim_start().strip_prefix('{').is_some_and(|it| it.trim_start().starts_with('"'));
    let Some((offset, fault)) = is_json.then(|| json_fault(text)).flatten() else { return };
    let end = text[offset..].chars().next().map_or(offset, |it| offset + it.len_utf8());
    let (start, end) = (offset.min(text.len()), end.min(text.len()));
    let span = Span::new(start, end);
    let finding = Diagnostic::new(&CODE, span, format!("this is not valid JSON: {fault}"));
    problems.push(finding.help("correct it: CloudFormation reads a template that begins with `{` as JSON"));
}
