//! Values in definitions: which are known, and which are worked out at deployment or while the state machine runs.
use crate::syntax::Node;
use crate::template::intrinsics;

/// Whether a value stands for something that is put in before or at deployment: an intrinsic function, a text with a
/// substitution or a dynamic reference, or a map with an included part.
pub(crate) fn is_unknown(node: &Node) -> bool {
    if let Some(text) = node.text() {
        return text.contains("${") || text.contains("{{resolve:");
    }
    intrinsics::is_intrinsic(node) || node.map().is_some_and(|it| it.keys().any(|key| is_unknown_key(key)))
}

/// Whether a key stands for others: a loop, an included part, or a substitution.
pub(crate) fn is_unknown_key(key: &str) -> bool {
    key.starts_with("Fn::") || key.contains("${")
}

/// A text that is known as a whole.
pub(crate) fn literal(node: &Node) -> Option<&str> {
    node.text().filter(|_| !is_unknown(node)).map(|it| &**it)
}

/// Whether a text is a JSONata expression: `{% … %}`.
pub(crate) fn is_expression(text: &str) -> bool {
    text.starts_with("{%") && text.ends_with("%}")
}

/// The JSONata expression that a value is.
pub(crate) fn expression(node: &Node) -> Option<&str> {
    node.text().map(|it| &**it).filter(|it| is_expression(it))
}
