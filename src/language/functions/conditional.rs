//! `Fn::If`.
use super::super::conditions;
use super::super::resolver::{Resolver, is_no_value};
use super::{Resolved, arguments, called, invalid, what};
use crate::syntax::{Node, Value};

const FORM: &str = "!If [Condition, ValueIfTrue, ValueIfFalse]";

/// The side that is taken; both, where that is not known.
pub(super) fn if_else(resolver: &mut Resolver<'_>, call: &Node, argument: &Node) -> Resolved {
    let [condition, then, otherwise] = arguments(resolver, argument, 3..=3, FORM)? else { return Ok(call.clone()) };
    let Some(name) = condition.text() else {
        let message = format!("the condition of `Fn::If` is {}; it must be a string", what(condition));
        return Err(invalid(resolver, condition.span, message, FORM));
    };
    match conditions::named(resolver, name, condition.span)? {
        Some(true) => side(resolver, then),
        Some(false) => side(resolver, otherwise),
        None => {
            let sides = (side(resolver, then), side(resolver, otherwise));
            let sides = vec![condition.clone(), sides.0?, sides.1?];
            Ok(called(call, Node::new(argument.span, Value::List(sides))))
        }
    }
}

/// A side that removes something stays to be seen.
fn side(resolver: &mut Resolver<'_>, node: &Node) -> Resolved {
    if is_no_value(node) { Ok(node.clone()) } else { resolver.resolve(node) }
}
