//! `Fn::Length`.
use super::super::resolver::Resolver;
use super::super::values::is_open;
use super::{Resolved, called, invalid_since, what};
use crate::syntax::{IntoNode, Node};
use crate::template::intrinsics;

const FORM: &str = "Fn::Length: [Value, Value]";

/// How many items a list has.
pub(super) fn length(resolver: &mut Resolver<'_>, call: &Node, argument: &Node) -> Resolved {
    let changes = resolver.changes();
    let parameter = intrinsics::argument(argument, "Ref").and_then(Node::text);
    if let Some(name) = parameter.filter(|it| resolver.values.parameter(it).is_some() && !resolver.values.is_list(it)) {
        let message = format!("`Fn::Length` counts the items of parameter `{name}`, which is not a list");
        return Err(invalid_since(resolver, changes, argument.span, message, FORM));
    }
    let list = resolver.resolve(argument)?;
    if is_open(&list) {
        if resolver.values.waits_for_resource(&list) {
            let message = "the length of this list is not known before the deployment".to_owned();
            return Err(invalid_since(resolver, changes, argument.span, message, FORM));
        }
        return Ok(called(call, list));
    }
    match list.list() {
        Some(items) => Ok(i64::try_from(items.len()).unwrap_or(i64::MAX).into_node(call.span)),
        None => {
            let message = format!("`Fn::Length` counts the items of {}; it must be a list", what(&list));
            Err(invalid_since(resolver, changes, argument.span, message, FORM))
        }
    }
}
