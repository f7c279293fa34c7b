//! What CloudFormation takes scalars for, and whether they fit.
use crate::facts::cloudformation::{Constraints, Types};
use crate::syntax::{Node, Number, Value};

/// A scalar as a number, also one that is written as a string.
pub(super) fn as_number(node: &Node) -> Option<f64> {
    match &node.value {
        Value::Number(Number::Integer(it)) => Some(*it as f64),
        Value::Number(Number::Float(it)) => Some(*it),
        Value::Number(Number::Big(it)) => it.parse().ok(),
        Value::Text(it) => it.trim().parse().ok().filter(|it: &f64| it.is_finite()),
        Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => None,
    }
}

/// Whether a value is of one of these types, after what CloudFormation converts: "10" is taken for 10, true for "true".
pub(super) fn is_of(types: Types, node: &Node) -> bool {
    if types.is_any() {
        return true;
    }
    match &node.value {
        Value::List(_) => types.has(Types::ARRAY),
        Value::Map(_) => types.has(Types::OBJECT),
        Value::Null => true,
        Value::Bool(_) => types.has(Types::BOOLEAN) || types.has(Types::STRING),
        Value::Number(_) => {
            let is_whole = as_number(node).is_some_and(|it| it.fract() == 0.0);
            types.has(Types::STRING) || types.has(Types::NUMBER) || (types.has(Types::INTEGER) && is_whole)
        }
        Value::Text(text) => {
            let number = || as_number(node);
            types.has(Types::STRING)
                || (types.has(Types::NUMBER) && number().is_some())
                || (types.has(Types::INTEGER) && number().is_some_and(|it| it.fract() == 0.0))
                || (types.has(Types::BOOLEAN) && ["true", "false"].iter().any(|it| it.eq_ignore_ascii_case(text)))
                // Documents can be given as the text of a JSON object.
                || (types.has(Types::OBJECT) && is_json_object(text))
        }
    }
}

fn is_json_object(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// The bound that a number breaks, as `(least, most)` of what is allowed; `None` when it fits.
pub(super) fn broken_range(constraints: &Constraints, number: f64) -> Option<(Option<String>, Option<String>)> {
    let bound = |text: Option<&'static str>| text.and_then(|it| it.parse::<f64>().ok());
    let fits = bound(constraints.minimum).is_none_or(|it| number >= it)
        && bound(constraints.maximum).is_none_or(|it| number <= it)
        && bound(constraints.exclusive_minimum).is_none_or(|it| number > it)
        && bound(constraints.exclusive_maximum).is_none_or(|it| number < it);
    let text = |it: Option<&'static str>| it.map(|it| it.strip_suffix(".0").unwrap_or(it).to_owned());
    (!fits).then(|| (text(constraints.minimum), text(constraints.maximum)))
}

/// The bounds that a count breaks; `None` when it fits.
pub(super) fn broken_count(
    (least, most): (Option<u64>, Option<u64>),
    certain: usize,
    possible: usize,
) -> Option<(Option<String>, Option<String>)> {
    let count = |it: usize| it as u64;
    let fits = least.is_none_or(|it| count(possible) >= it) && most.is_none_or(|it| count(certain) <= it);
    let text = |it: Option<u64>| it.map(|it| it.to_string());
    (!fits).then(|| (text(least), text(most)))
}
