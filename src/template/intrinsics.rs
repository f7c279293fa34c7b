//! Intrinsic functions: recognizing them, taking them apart and writing them.
use crate::node;
use crate::source::Span;
use crate::syntax::{IntoNode, Node, Text};

/// A map with one key, whatever the key: what the reference takes for an intrinsic where it checks types.
pub(crate) fn is_single_key_map(node: &Node) -> bool {
    node.map().is_some_and(|it| it.len() == 1)
}

/// A map whose only key is `Ref`, `Condition` or begins with `Fn::`.
pub(crate) fn is_intrinsic(node: &Node) -> bool {
    name(node).is_some()
}

/// The name of the intrinsic function that this node calls.
pub(crate) fn name(node: &Node) -> Option<&Text> {
    let (key, _) = node.map()?.only()?;
    (*key == "Ref" || *key == "Condition" || key.starts_with("Fn::")).then_some(key)
}

/// Whether this node calls a function, where a key `Condition` is data.
pub(crate) fn is_call(node: &Node) -> bool {
    name(node).is_some_and(|it| **it != *"Condition")
}

/// The argument of the intrinsic function `name`, if this node calls it.
pub(crate) fn argument<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    let (key, argument) = node.map()?.only()?;
    (*key == name).then_some(argument)
}

pub(crate) fn is_if(node: &Node) -> bool {
    argument(node, "Fn::If").is_some()
}

/// `{"Ref": "AWS::NoValue"}`.
pub(crate) fn is_no_value(node: &Node) -> bool {
    argument(node, "Ref").is_some_and(|it| it.is_text("AWS::NoValue"))
}

/// Condition, then and else of an `Fn::If` with three arguments.
pub(crate) fn if_branches(node: &Node) -> Option<[&Node; 3]> {
    match argument(node, "Fn::If")?.list()? {
        [condition, then, otherwise] => Some([condition, then, otherwise]),
        _ => None,
    }
}

/// The logical id that a `Ref` or an `Fn::GetAtt` with two parts names.
pub(crate) fn referenced_id(node: &Node) -> Option<&str> {
    if !is_intrinsic(node) {
        return None;
    }
    let map = node.map()?;
    if let Some(id) = map.get("Ref").and_then(Node::text) {
        return Some(id);
    }
    let attribute = map.get("Fn::GetAtt")?;
    match (attribute.list(), attribute.text()) {
        (Some([id, _]), _) => id.text().map(|it| &**it),
        (None, Some(dotted)) => dotted.split_once('.').filter(|(_, rest)| !rest.contains('.')).map(|(id, _)| id),
        _ => None,
    }
}

/// `{"Ref": id}`.
pub(crate) fn reference(span: Span, id: impl IntoNode) -> Node {
    node!(span, {"Ref": id})
}

/// `{"Fn::GetAtt": [id, attribute]}`.
pub(crate) fn get_att(span: Span, id: impl IntoNode, attribute: &'static str) -> Node {
    node!(span, {"Fn::GetAtt": [id, attribute]})
}

/// `{"Fn::If": [condition, then, otherwise]}`.
pub(crate) fn if_else(span: Span, condition: impl IntoNode, then: impl IntoNode, otherwise: impl IntoNode) -> Node {
    node!(span, {"Fn::If": [condition, then, otherwise]})
}

/// `{"Fn::If": [condition, then, {"Ref": "AWS::NoValue"}]}`.
pub(crate) fn if_only(span: Span, condition: impl IntoNode, then: impl IntoNode) -> Node {
    node!(span, {"Fn::If": [condition, then, {"Ref": "AWS::NoValue"}]})
}
