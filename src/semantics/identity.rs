//! What references give that lead to resources: a name, a URL, or an ARN.
use super::evaluator::Evaluator;
use super::targets::named;
use crate::facts::cloudformation::{self, ResourceType};
use crate::node;
use crate::source::Span;
use crate::syntax::{Node, Text};
use crate::template::{intrinsics, parameters};

/// The attribute that many types have.
const ARN: &str = "Arn";

/// What a `Ref` or an `Fn::GetAtt` gives of a resource of the document.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub id: Text,
    /// Where the logical id is declared.
    pub id_span: Span,
    pub facts: ResourceType,
    /// The attribute that is taken; none for a `Ref`.
    pub attribute: Option<String>,
}

impl Identity {
    /// Whether the attribute that is taken exists; what does not gives nothing.
    pub(crate) fn exists(&self) -> bool {
        self.attribute.as_deref().is_none_or(|it| self.facts.attribute(it).is_some())
    }

    /// Whether the reference gives an ARN; `None` when that is not known.
    pub(crate) fn gives_arn(&self) -> Option<bool> {
        let name = self.attribute.as_deref().unwrap_or(self.facts.reference);
        let last = name.rsplit('.').next().unwrap_or(name);
        if last.is_empty() {
            return None;
        }
        if is_arn(last) {
            return Some(true);
        }
        // What is identified by an ARN has no other attribute for it.
        self.arn_attribute().map(|_| false)
    }

    /// The attribute that is the ARN of the resource.
    pub(crate) fn arn_attribute(&self) -> Option<&'static str> {
        let own = self.facts.name.rsplit("::").next().unwrap_or_default();
        let names = || self.facts.attributes.names().filter(|it| !it.contains('.'));
        let is_own =
            |it: &&str| *it == ARN || it.strip_suffix(ARN).is_some_and(|it| own.ends_with(it) && !it.is_empty());
        names().find(|it| *it == ARN).or_else(|| names().find(is_own))
    }

    /// Whether a `Ref` to the resource gives an ARN.
    pub(crate) fn is_arn_by_reference(&self) -> bool {
        is_arn(self.facts.reference)
    }

    /// What the reference is, in the user's words: "a `Ref` to `Queue`" or "`Queue.Arn`".
    pub(crate) fn describe(&self) -> String {
        match &self.attribute {
            None => format!("a `Ref` to `{}`", self.id),
            Some(attribute) => format!("`{}.{attribute}`", self.id),
        }
    }

    /// What the reference gives, in words, where it is known to give no ARN.
    pub(crate) fn given(&self) -> &'static str {
        in_words(self.attribute.as_deref().unwrap_or(self.facts.reference))
    }
}

/// What a property or attribute of a resource is that is no ARN, in words.
pub(crate) fn in_words(name: &str) -> &'static str {
    let name = name.to_lowercase();
    let words = [("name", "its name"), ("id", "its id"), ("url", "its URL"), ("identifier", "its identifier")];
    words.iter().find(|(end, _)| name.ends_with(end)).map_or("its name or id", |(_, words)| words)
}

impl Evaluator<'_> {
    /// What a `Ref`, an `Fn::GetAtt`, or an `Fn::Sub` of nothing else gives that leads to a resource.
    pub(crate) fn identity(&self, node: &Node) -> Option<Identity> {
        let (id, attribute) = named(node)?;
        // SAM lets `Function.Alias` and the like stand for what it generates.
        if attribute.is_some() && intrinsics::argument(node, "Ref").is_some() {
            return None;
        }
        let (id, id_span, type_name) = self.deployed(&id)?;
        Some(Identity { id: id.clone(), id_span, facts: cloudformation::find(type_name)?, attribute })
    }

    /// What the text begins with that a node makes: the reference itself, or the first one of an `Fn::Sub` or `Fn::Join`
    /// that begins with it. With it, whether it is all of the text.
    pub(crate) fn leading_identity(&self, node: &Node) -> Option<(Identity, bool)> {
        if let Some(items) = intrinsics::argument(node, "Fn::Join").and_then(|it| it.list()?.get(1)?.list()) {
            return Some((self.identity(items.first()?)?, items.len() == 1));
        }
        let Some(argument) = intrinsics::argument(node, "Fn::Sub") else { return Some((self.identity(node)?, true)) };
        let (text, own) = match argument.list() {
            Some(parts) => (parts.first()?, parts.get(1).and_then(Node::map)),
            None => (argument, None),
        };
        let text = text.text()?;
        let (start, end) = *parameters::variables(text).first()?;
        let name = text[start + 2..end - 1].to_owned();
        if start != 0 {
            return None;
        }
        let reference = match own.and_then(|it| it.get(&name)) {
            Some(value) => value.clone(),
            None if name.contains('.') => node!(node.span, {"Fn::GetAtt": name}),
            None => node!(node.span, {"Ref": name}),
        };
        Some((self.identity(&reference)?, end == text.len()))
    }
}

/// Whether what has this name is an ARN.
pub(crate) fn is_arn(name: &str) -> bool {
    name.ends_with("Arn") || name.ends_with("ARN")
}
