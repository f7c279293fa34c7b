//! Values of a document as JSON, and short enough to be read beside others.
use crate::report::screen::cut;
use crate::syntax::{Node, Number, Value};
use crate::template::intrinsics;
use serde_json::{Value as Json, json};

/// A value as JSON. Integers beyond 64 bits become strings of their digits.
pub(super) fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(it) => json!(it),
        Value::Number(Number::Integer(it)) => json!(it),
        Value::Number(Number::Float(it)) => json!(it),
        Value::Number(Number::Big(digits)) => json!(digits),
        Value::Text(it) => json!(&**it),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Map(map) => Json::Object(map.iter().map(|(key, it)| (key.to_string(), json(it))).collect()),
    }
}

/// A value on one line, as one would write it in YAML, cut after so many characters.
pub(super) fn shown(node: &Node, room: usize) -> String {
    let mut text = String::new();
    write(node, room, &mut text);
    cut(&text, room)
}

fn write(node: &Node, room: usize, out: &mut String) {
    // What will be cut off need not be written.
    if out.len() > room * 4 {
        return;
    }
    if let Some((name, argument)) = call(node) {
        out.push('!');
        out.push_str(name);
        out.push(' ');
        return match id(name, argument) {
            Some(id) => out.push_str(&id),
            None => write(argument, room, out),
        };
    }
    match &node.value {
        Value::Text(it) => out.push_str(&json!(&**it).to_string()),
        Value::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                write(item, room, out);
            }
            out.push(']');
        }
        Value::Map(map) => {
            out.push('{');
            for (at, (key, item)) in map.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                out.push_str(key);
                out.push_str(": ");
                write(item, room, out);
            }
            out.push('}');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => out.push_str(&format!("{node:?}")),
    }
}

/// The name of the tag and the argument, where a value is a call of an intrinsic function.
fn call(node: &Node) -> Option<(&str, &Node)> {
    let name = intrinsics::name(node)?;
    Some((name.strip_prefix("Fn::").unwrap_or(name), intrinsics::argument(node, name)?))
}

/// What `!Ref`, `!GetAtt` and `!Condition` name, without quotes.
fn id(name: &str, argument: &Node) -> Option<String> {
    match (name, argument.text(), argument.list()) {
        ("Ref" | "GetAtt" | "Condition", Some(id), _) => Some(id.to_string()),
        ("GetAtt", _, Some(parts)) => {
            let parts: Option<Vec<&str>> = parts.iter().map(|it| it.text().map(|it| &**it)).collect();
            Some(parts?.join("."))
        }
        _ => None,
    }
}
