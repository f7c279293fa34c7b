//! Finds references to outputs that nested templates do not have.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::Map;
use crate::template::references::{Reference, ReferenceKind, visit_references};

rule! {
    /// A reference names an output that the nested template does not have.
    ///
    /// CloudFormation refuses such a template when it is deployed: `Outputs.NAME` gives an output of the nested stack
    /// ("Return values" of `AWS::CloudFormation::Stack` in the template reference). The outputs of a nested template are
    /// known if its file is in the folder of the template, and no macro changes them.
    ///
    /// ```yaml child.yaml
    /// Resources:
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    /// Outputs:
    ///   QueueArn:
    ///     Value: !GetAtt Orders.Arn
    /// ```
    /// ```yaml bad
    /// Resources:
    ///   Store:
    ///     Type: AWS::Serverless::Application
    ///     Properties:
    ///       Location: child.yaml
    /// Outputs:
    ///   Queue:
    ///     Value: !GetAtt Store.Outputs.QueueARN
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Store:
    ///     Type: AWS::Serverless::Application
    ///     Properties:
    ///       Location: child.yaml
    /// Outputs:
    ///   Queue:
    ///     Value: !GetAtt Store.Outputs.QueueArn
    /// ```
    "undefined-output" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if semantics.nested_stacks().iter().all(|it| it.nested.is_none()) {
        return;
    }
    visit_references(semantics.template, problems, |it, problems| check_reference(semantics, it, problems));
}

fn check_reference(semantics: &Semantics<'_>, reference: &Reference, problems: &mut Problems) {
    if !matches!(reference.kind, ReferenceKind::GetAtt | ReferenceKind::Sub) {
        return;
    }
    let stack = || semantics.nested_stacks().iter().find(|it| **it.id == *reference.target());
    let Some(attribute) = reference.attribute().filter(|it| it.split('.').next() == Some("Outputs")) else { return };
    let Some((nested, interface)) = stack().and_then(|it| Some((it.nested?, it.interface()?))) else { return };
    let Some(outputs) = &interface.outputs else { return };
    let finding = |message: String, name: &str| {
        Diagnostic::new(&CODE, semantics.attribute_span(reference, name), message).related(interface.outputs_at, {
            if outputs.is_empty() { "the nested template has none" } else { "its outputs" }
        })
    };
    let Some(name) = attribute.strip_prefix("Outputs.") else {
        let message = format!("`{}` does not name an output of `{}`", reference.name, nested.path);
        let first = outputs.keys().next().map(|it| format!(", as in `!GetAtt {}.{it}`", reference.name));
        let help = format!("add the name of an output after a dot{}", first.unwrap_or_default());
        problems.push(finding(message, attribute).help(help));
        return;
    };
    // A part that is worked out at deployment is empty, and loops have parts in braces.
    if outputs.contains_key(name) || name.contains('{') || name.split('.').any(str::is_empty) {
        return;
    }
    let finding = finding(format!("`{}` has no output `{name}`", nested.path), name);
    let is_exact = semantics.source.slice(finding.span) == name;
    problems.push(match nearest(name, outputs.keys().map(|it| &**it)) {
        Some(near) if is_exact => {
            let span = finding.span;
            finding.did_you_mean(span, name, near)
        }
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help(listed(outputs)),
    });
}

/// What can be written.
fn listed(outputs: &Map) -> String {
    /// Most names that are listed.
    const MOST: usize = 12;
    let names: Vec<String> = outputs.keys().take(MOST).map(|it| format!("`Outputs.{it}`")).collect();
    let more = if outputs.len() > MOST { ", …" } else { "" };
    match &*names {
        [] => "it has no outputs; add it under its `Outputs`".to_owned(),
        [one] => format!("write {one}, or add it under its `Outputs`"),
        [..] => format!("write one of {}{more}, or add it under its `Outputs`", names.join(", ")),
    }
}
