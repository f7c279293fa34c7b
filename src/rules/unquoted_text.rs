//! Finds texts without quotes that YAML reads as numbers or booleans.
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::rule;
use crate::semantics::{Branch, Reread, Semantics, Unfit, reread, reread_key};
use crate::source::Span;
use crate::syntax::{Map, Node, Value};
use crate::template::intrinsics;
use std::collections::HashSet;

rule! {
    /// A text without quotes is a number or a boolean, and comes out as another text.
    ///
    /// CloudFormation reads YAML 1.1 (user guide, "template format"): `22:30` is the number 1350 there, `0644` is 420,
    /// `1.10` is 1.1, and `yes`, `no`, `on` and `off` are booleans. Looked at are properties that take text, keys, defaults
    /// of parameters, mappings and comparisons.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Environment:
    ///         Variables:
    ///           REPORT_AT: 22:30
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Environment:
    ///         Variables:
    ///           REPORT_AT: '22:30'
    /// ```
    "unquoted-text" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    // What `Globals` gives to many functions counts once.
    let mut seen: HashSet<Span> = HashSet::new();
    for misfit in semantics.misfits() {
        let (Unfit::Reread { is_refused }, Some(value)) = (&misfit.fault, &misfit.value) else { continue };
        let Some(reading) = reread(semantics.source, value).filter(|_| seen.insert(misfit.at)) else { continue };
        let mut finding = said(misfit.value_finding(&CODE, message(&reading)), misfit.at, &reading);
        if *is_refused {
            finding.severity = Severity::Error;
        }
        problems.push(finding);
    }
    let mut report = |span: Span, reading: Option<Reread>, problems: &mut Problems| {
        if let Some(reading) = reading.filter(|_| seen.insert(span)) {
            problems.push(said(Diagnostic::new(&CODE, span, message(&reading)), span, &reading));
        }
    };
    for (name, section) in semantics.template.sections().iter() {
        section.walk(&mut |node| {
            let is_compared = intrinsics::argument(node, "Fn::Equals").and_then(Node::list);
            for item in is_compared.into_iter().flatten() {
                report(item.span, reread(semantics.source, item), problems);
            }
            if name != "Metadata" && name != "Globals" {
                for (key, entry) in node.map().into_iter().flat_map(Map::entries) {
                    report(entry.key_span, reread_key(semantics.source, key, entry.key_span), problems);
                }
            }
        });
    }
    let texts = parameters(semantics).chain(mapped(semantics));
    for node in texts {
        report(node.span, reread(semantics.source, node), problems);
    }
    for function in semantics.functions() {
        problems.in_resource(function.id, |problems| {
            for (_, variable) in function.variables(semantics) {
                for Branch { node, .. } in semantics.present_branches(&variable.value, &function.sides) {
                    report(node.span, reread(semantics.source, node), problems);
                }
            }
        });
    }
}

fn message(reading: &Reread) -> String {
    format!("`{}` is read as {}", reading.written, reading.meaning)
}

fn said(finding: Diagnostic, at: Span, reading: &Reread) -> Diagnostic {
    finding.help(format!("write `{}`", reading.quoted)).fix(at, reading.quoted.clone())
}

/// The defaults of parameters that are texts, and what is allowed for them.
fn parameters<'a>(semantics: &Semantics<'a>) -> impl Iterator<Item = &'a Node> {
    let declared = semantics.template.section("Parameters").and_then(Node::map);
    let texts =
        declared.into_iter().flat_map(Map::values).filter(|it| it.get("Type").is_some_and(|it| it.is_text("String")));
    texts.flat_map(|it| {
        let allowed = it.get("AllowedValues").and_then(Node::list).unwrap_or_default();
        it.get("Default").into_iter().chain(allowed)
    })
}

/// The numbers among the values of mappings. What is a boolean may well be meant as one.
fn mapped<'a>(semantics: &Semantics<'a>) -> impl Iterator<Item = &'a Node> {
    let mappings = semantics.template.section("Mappings").and_then(Node::map);
    let inner = mappings.into_iter().flat_map(Map::values).filter_map(Node::map).flat_map(Map::values);
    let values = inner.filter_map(Node::map).flat_map(Map::values);
    values
        .flat_map(|it| it.list().unwrap_or(std::slice::from_ref(it)))
        .filter(|it| matches!(it.value, Value::Number(_)))
}
