//! Values that are made to fit, where the reference does not refuse a number for a string or the other way round.
//!
//! Its rules for the properties of capacity providers are those of pydantic 1: a map stays a map; else the value is
//! converted as Python's `str`, `int` and `float` would.
use crate::diagnostic::{Diagnostic, Problems};
use crate::syntax::{IntoNode, Map, Node, Number, Value};

/// A string or a map; numbers and booleans become strings. Anything else is reported.
pub fn text_or_map(name: &str, value: &Node, problems: &mut Problems) -> Option<Node> {
    let text = match &value.value {
        Value::Text(text) if !text.is_empty() => return Some(value.clone()),
        Value::Bool(it) => Some(if *it { "True" } else { "False" }.to_owned()),
        Value::Number(number) => Some(python_text(number)),
        Value::Null | Value::Text(_) | Value::List(_) | Value::Map(_) => None,
    };
    match text {
        Some(text) => Some(text.into_node(value.span)),
        None => map(name, value, "a string", problems),
    }
}

/// An integer or a map; other numbers lose their fraction, and strings are read. Anything else is reported.
pub fn integer_or_map(name: &str, value: &Node, problems: &mut Problems) -> Option<Node> {
    match integer(&value.value) {
        Some(integer) => Some(Node::new(value.span, Value::Number(integer))),
        None => map(name, value, "an integer", problems),
    }
}

/// A number or a map. What can be an integer becomes one: `2.5` becomes `2`, but `"2.5"` stays a fraction.
pub fn number_or_map(name: &str, value: &Node, problems: &mut Problems) -> Option<Node> {
    let number = integer(&value.value).or_else(|| match &value.value {
        Value::Number(Number::Float(it)) => Some(Number::Float(*it)),
        Value::Text(text) => without_underscores(text)?.parse().ok().map(Number::Float),
        _ => None,
    });
    match number {
        Some(number) => Some(Node::new(value.span, Value::Number(number))),
        None => map(name, value, "a number", problems),
    }
}

fn integer(value: &Value) -> Option<Number> {
    match value {
        Value::Bool(it) => Some(Number::Integer(i64::from(*it))),
        Value::Number(Number::Float(it)) if it.trunc().abs() < 9e15 => Some(Number::Integer(it.trunc() as i64)),
        Value::Number(Number::Float(_)) => None,
        Value::Number(number) => Some(number.clone()),
        Value::Text(text) => without_underscores(text)?.parse().ok().map(Number::Integer),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

/// A number as written, without the underscores that Python allows between digits. `None` when one stands elsewhere.
fn without_underscores(text: &str) -> Option<String> {
    let text = text.trim();
    let is_digit = |at: Option<usize>| at.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_digit);
    let between = |(at, _): (usize, &str)| is_digit(at.checked_sub(1)) && is_digit(Some(at + 1));
    text.match_indices('_').all(between).then(|| text.replace('_', ""))
}

/// A map as it is; what is empty counts as an empty map.
fn map(name: &str, value: &Node, otherwise: &str, problems: &mut Problems) -> Option<Node> {
    match &value.value {
        Value::Map(_) => return Some(value.clone()),
        Value::Text(text) if text.is_empty() => return Some(Map::new().into_node(value.span)),
        Value::List(items) if items.is_empty() => return Some(Map::new().into_node(value.span)),
        _ => (),
    }
    let message = format!("`{name}` is {}; it has to be {otherwise}", value.kind_name());
    problems.push(Diagnostic::error("wrong-type", value.span, message));
    None
}

fn python_text(number: &Number) -> String {
    match number {
        Number::Integer(it) => it.to_string(),
        Number::Big(digits) => digits.to_string(),
        Number::Float(it) => format!("{it:?}"),
    }
}
