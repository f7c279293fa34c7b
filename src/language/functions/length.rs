//! `Fn::Length`.
use super::super::resolver::Resolver;
use super::{Resolved, called, invalid_since, is_open, what};
use crate::syntax::{IntoNode, Node};

const FORM: &str = "Fn::Length: [Value, Value]";

/// How many items a list has.
pub(super) fn length(resolver: &mut Resolver<'_>, call: &Node, argument: &Node) -> Resolved {
    let changes = resolver.changes();
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
