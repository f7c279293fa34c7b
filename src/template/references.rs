//! Who refers to whom: every `Ref`, `Fn::GetAtt` and `Fn::Sub` below a node, and the `DependsOn` of a resource.
use super::{Template, intrinsics, parameters};
use crate::diagnostic::Problems;
use crate::source::Span;
use crate::syntax::{Map, Node, Text, Value};
use std::borrow::Cow;

/// A name in the template that stands for something declared elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The whole name as written, such as `Table`, `Table.Arn` or `AWS::Region`.
    pub name: Text,
    pub kind: ReferenceKind,
    /// The logical id itself where it stands alone, else the value that holds it.
    pub span: Span,
    /// The text of that value, and the offset in it at which the name begins.
    pub text: Text,
    pub offset: usize,
    /// The attribute, where it stands apart from the logical id.
    pub attribute_span: Option<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReferenceKind {
    Ref,
    GetAtt,
    /// A variable in an `Fn::Sub`.
    Sub,
    DependsOn,
}

impl Reference {
    /// A reference by a name that is a value of its own, at `span`.
    pub(crate) fn new(name: &Text, kind: ReferenceKind, span: Span) -> Self {
        Self { name: name.clone(), kind, span, text: name.clone(), offset: 0, attribute_span: None }
    }

    /// The logical id or parameter: the name up to its first dot.
    pub(crate) fn target(&self) -> &str {
        self.name.split('.').next().unwrap_or(&self.name)
    }

    /// What follows the first dot of the name. Parts that are worked out at deployment are empty.
    pub(crate) fn attribute(&self) -> Option<&str> {
        self.name.split_once('.').map(|(_, attribute)| attribute)
    }
}

/// All references below `node`, in the order of the text.
pub(crate) fn references(node: &Node) -> Vec<Reference> {
    let mut found = Vec::new();
    node.walk(&mut |node| collect(node, &mut found));
    found
}

/// The references that `node` itself makes, not those below it.
pub(crate) fn own_references(node: &Node) -> Vec<Reference> {
    let mut found = Vec::new();
    collect(node, &mut found);
    found
}

/// Visits the references under `Globals`, in outputs and in resources. What is found in a resource is filed under it.
pub(crate) fn visit_references(
    template: &Template,
    problems: &mut Problems,
    mut visit: impl FnMut(&Reference, &mut Problems),
) {
    for section in ["Globals", "Outputs"] {
        let found = template.section(section).map(references).unwrap_or_default();
        found.iter().for_each(|it| visit(it, problems));
    }
    for (id, resource) in template.resources().iter() {
        problems.in_resource(id, |problems| references(resource).iter().for_each(|it| visit(it, problems)));
    }
}

/// The resources that a resource is told to wait for.
pub(crate) fn dependencies(resource: &Node) -> Vec<Reference> {
    let Some(awaited) = resource.get("DependsOn") else { return Vec::new() };
    let names = awaited.list().unwrap_or(std::slice::from_ref(awaited)).iter();
    let named = names.filter_map(|it| Some((it.text()?, it.span)));
    named.map(|(name, span)| Reference::new(name, ReferenceKind::DependsOn, span)).collect()
}

fn collect(node: &Node, found: &mut Vec<Reference>) {
    let Some(name) = intrinsics::name(node) else { return };
    let Some(argument) = intrinsics::argument(node, name) else { return };
    match &**name {
        "Ref" => {
            if let Some(target) = argument.text() {
                found.push(Reference::new(target, ReferenceKind::Ref, argument.span));
            }
        }
        "Fn::GetAtt" => {
            found.push(match &argument.value {
                Value::Text(dotted) => Reference::new(dotted, ReferenceKind::GetAtt, argument.span),
                Value::List(parts) => {
                    let Some((first, text)) = parts.first().and_then(|it| Some((it, it.text()?))) else { return };
                    // A part that is worked out at deployment leaves an empty attribute.
                    let names: Vec<&str> = parts.iter().map(|it| it.text().map_or("", |text| text)).collect();
                    let apart = parts.get(1).zip(parts.last());
                    let attribute = apart.map(|(second, last)| second.span.to(last.span));
                    let reference = Reference::new(text, ReferenceKind::GetAtt, first.span);
                    Reference { name: names.join(".").into(), attribute_span: attribute, ..reference }
                }
                _ => return,
            });
        }
        "Fn::Sub" => collect_variables(argument, found),
        _ => (),
    }
}

fn collect_variables(argument: &Node, found: &mut Vec<Reference>) {
    let (text, own): (_, Option<&Map>) = match argument.list() {
        Some(items) => (items.first(), items.get(1).and_then(Node::map)),
        None => (Some(argument), None),
    };
    let Some(text) = text else { return };
    let Some(written) = text.text() else { return };
    for (start, end) in parameters::variables(written) {
        let name = &written[start + 2..end - 1];
        if !own.is_some_and(|it| it.contains_key(name)) {
            let (name, kind) = (Text::from(Cow::Borrowed(name)), ReferenceKind::Sub);
            let (span, text) = (text.span, written.clone());
            found.push(Reference { name, kind, span, text, offset: start + 2, attribute_span: None });
        }
    }
}
