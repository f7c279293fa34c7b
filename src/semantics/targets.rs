//! The resources of a template that references lead to.
use super::branches::Branch;
use super::evaluator::Evaluator;
use crate::source::Span;
use crate::syntax::{Node, Text};
use crate::template::conditions::Side;
use crate::template::{intrinsics, parameters};

/// A resource of the template that a reference leads to.
#[derive(Clone, Debug)]
pub(crate) struct Target<'a> {
    pub id: &'a Text,
    /// Where the logical id is declared.
    pub id_span: Span,
    pub resource: &'a Node,
    /// The attribute that is taken; none for a `Ref`.
    pub attribute: Option<String>,
    /// Where the reference stands.
    pub at: Span,
    /// The sides of conditions under which the reference is taken and the resource created.
    pub sides: Vec<Side>,
}

impl<'a> Target<'a> {
    pub(crate) fn type_name(&self) -> &'a str {
        self.resource.get("Type").and_then(Node::text).map_or("", |it| &**it)
    }

    pub(crate) fn property(&self, name: &str) -> Option<&'a Node> {
        self.resource.at(&["Properties", name])
    }
}

impl<'a> Evaluator<'a> {
    /// The resource of this template that a `Ref` or `Fn::GetAtt` names, with its id.
    pub(crate) fn referenced(&self, node: &Node) -> Option<(&'a Text, &'a Node)> {
        let id = intrinsics::referenced_id(node)?;
        self.resources().entry(id).map(|(id, entry)| (id, &entry.value))
    }

    /// The type that a resource has in the document, with its id and where that is declared.
    pub(crate) fn deployed(&self, id: &str) -> Option<(&'a Text, Span, &'a str)> {
        let in_document = self.generated().and_then(|it| it.entry(id));
        let (id, entry) = in_document.or_else(|| self.resources().entry(id))?;
        Some((id, entry.key_span, entry.value.get("Type")?.text()?))
    }

    /// The resources of this template that a node can lead to: by `Ref`, `Fn::GetAtt`, or an `Fn::Sub` of nothing else.
    pub(crate) fn targets(&self, node: &Node, sides: &[Side]) -> Vec<Target<'a>> {
        self.branches(node, sides).into_iter().filter_map(|it| self.target(it)).collect()
    }

    fn target(&self, branch: Branch<'_>) -> Option<Target<'a>> {
        let (id, attribute) = named(branch.node)?;
        let (id, entry) = self.resources().entry(&id)?;
        let mut sides = branch.sides;
        sides.extend(self.sides_of(id));
        let target =
            Target { id, id_span: entry.key_span, resource: &entry.value, attribute, at: branch.node.span, sides };
        self.is_possible(&target.sides).then_some(target)
    }
}

/// The logical id and the attribute that an intrinsic function names.
pub(super) fn named(node: &Node) -> Option<(String, Option<String>)> {
    let split = |dotted: &str| match dotted.split_once('.') {
        Some((id, attribute)) => (id.to_owned(), Some(attribute.to_owned())),
        None => (dotted.to_owned(), None),
    };
    if let Some(id) = intrinsics::argument(node, "Ref") {
        // SAM lets `Function.Alias` and the like stand for what it generates.
        return Some(split(id.text()?));
    }
    if let Some(attribute) = intrinsics::argument(node, "Fn::GetAtt") {
        return match attribute.list() {
            Some([id, attribute]) => Some((id.text()?.to_string(), Some(attribute.text()?.to_string()))),
            Some(_) => None,
            None => Some(split(attribute.text()?)).filter(|(_, attribute)| attribute.is_some()),
        };
    }
    let text = intrinsics::argument(node, "Fn::Sub")?.text()?;
    match parameters::variables(text)[..] {
        [(0, end)] if end == text.len() => Some(split(&text[2..end - 1])),
        _ => None,
    }
}
