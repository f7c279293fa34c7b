//! References as texts, so that all spellings of one are the same.
use crate::syntax::Node;
use crate::template::intrinsics;

/// The text of a reference, as in an `Fn::Sub`.
pub(super) fn reference(node: &Node) -> Option<String> {
    let name = intrinsics::name(node)?;
    let argument = intrinsics::argument(node, name)?;
    match &**name {
        "Ref" => argument.text().map(|it| format!("${{{it}}}")),
        "Fn::GetAtt" => match (argument.text(), argument.list()) {
            (Some(dotted), _) => Some(format!("${{{dotted}}}")),
            (_, Some(parts)) => {
                let parts: Option<Vec<&str>> = parts.iter().map(|it| it.text().map(|it| &**it)).collect();
                Some(format!("${{{}}}", parts?.join(".")))
            }
            _ => None,
        },
        "Fn::Sub" => argument.text().map(|it| it.to_string()),
        _ => None,
    }
}
