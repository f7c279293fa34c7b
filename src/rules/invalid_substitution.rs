//! Finds variables that `Fn::Sub` cannot replace.
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::rule;
use crate::semantics::Semantics;
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::functions::is_list_type;
use crate::template::places::walk;
use crate::template::references::{ReferenceKind, references};
use crate::template::substitution::{Variable, variables};
use crate::template::{intrinsics, transforms};
use std::collections::HashSet;

rule! {
    INVALID_SUBSTITUTION check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    walk(semantics.template, problems, &mut |place, node, problems| {
        let Some(argument) = intrinsics::argument(node, "Fn::Sub") else { return };
        // A loop replaces its own variable, whatever its name.
        if place.path.iter().any(|it| it.starts_with("Fn::ForEach") || **it == *"Fn::Transform") {
            return;
        }
        let (text, own) = match argument.list() {
            Some(items) => (items.first(), items.get(1).and_then(Node::map)),
            None => (Some(argument), None),
        };
        let Some((text, written)) = text.and_then(|it| Some((it, it.text()?))) else { return };
        let texts = Texts { semantics, span: text.span, written, own };
        for variable in variables(written) {
            if let Some(finding) = texts.check(&variable) {
                problems.push(finding.if_accepted(text.span));
            }
        }
    });
    check_lists(semantics, problems);
}

/// Variables that stand for lists. SAM puts texts in the place of some, so that the document is looked through.
fn check_lists(semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some(generated) = semantics.generated() else { return };
    let mut told = HashSet::new();
    for (id, resource) in generated.iter() {
        let owner = semantics.owner_of(id).unwrap_or(id);
        problems.in_resource(owner, |problems| check_lists_in(resource, semantics, &mut told, problems));
    }
    if let Some(outputs) = semantics.expanded.document.get("Outputs") {
        check_lists_in(outputs, semantics, &mut told, problems);
    }
}

fn check_lists_in(node: &Node, semantics: &Semantics<'_>, told: &mut HashSet<Span>, problems: &mut Problems) {
    let is_list = |name: &str| semantics.template.parameter_type(name).is_some_and(is_list_type);
    for reference in references(node).iter().filter(|it| it.kind == ReferenceKind::Sub && is_list(&it.name)) {
        let span = semantics.name_span(reference);
        if told.insert(span) {
            let name = &reference.name;
            let message = format!("`{name}` is a list, which `Fn::Sub` cannot put into a text");
            let help = format!(
                "join it: `Fn::Sub` with a variable of its own, such as `{{Joined: !Join [',', !Ref {name}]}}`"
            );
            problems.push(Diagnostic::new(&codes::INVALID_SUBSTITUTION, span, message).help(help));
        }
    }
}

/// The text of an `Fn::Sub`, with the variables that it gets.
struct Texts<'c, 'a> {
    semantics: &'c Semantics<'a>,
    span: Span,
    written: &'c Text,
    own: Option<&'a Map>,
}

impl Texts<'_, '_> {
    fn check(&self, variable: &Variable<'_>) -> Option<Diagnostic> {
        let name = variable.name;
        let finding = |message: String| {
            let exact = self.semantics.part_span(self.span, self.written, variable.range.clone());
            Diagnostic::new(&codes::INVALID_SUBSTITUTION, exact.unwrap_or(self.span), message)
        };
        if !variable.is_closed {
            let shown: String = name.chars().take_while(|it| !it.is_whitespace()).take(20).collect();
            let finding = finding(format!("`${{{shown}` is not closed"));
            return Some(finding.help("write `}` behind the name, or `${!` for the text itself"));
        }
        // What is a name of the template is found to be there or not elsewhere, and spaces around it are passed over.
        let is_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '.' | ':');
        let trimmed = name.trim();
        if self.own.is_some_and(|it| it.contains_key(trimmed)) {
            return None;
        }
        if trimmed.is_empty() || !trimmed.chars().all(is_name) {
            let message = format!("`${{{name}}}` is not a variable that `Fn::Sub` can replace");
            let help =
                format!("names have letters, digits, `_`, `.` and `:`; write `${{!{name}}}` for the text itself");
            return Some(finding(message).help(help));
        }
        let is_plain =
            trimmed.chars().all(|it| it.is_ascii_alphanumeric() || it == '.') || trimmed.starts_with("AWS::");
        if is_plain {
            return None;
        }
        let message = format!("`${{{name}}}` is not a resource, a parameter, or a pseudo parameter");
        Some(finding(message).help(format!("write `${{!{name}}}` if the text itself is meant")))
    }
}
