//! Logical ids that hold a hash of what they stand for.
//!
//! CloudFormation replaces a resource whose logical id changes. The reference makes use of that: a version of a
//! function, a layer or the deployment of an API gets a new id when its contents change.
use super::python2_text::float;
use crate::syntax::{Map, Node, Number, Value};
use sha1::{Digest, Sha1};
use std::fmt::Write;

/// How many hexadecimal digits of a hash stand in a logical id.
pub const HASH_LENGTH: usize = 10;

/// `prefix` and the hash of a text; the prefix alone when the text is empty.
pub fn hashed(prefix: &str, text: &str) -> String {
    if text.is_empty() { prefix.to_owned() } else { format!("{prefix}{}", &sha1(text)[..HASH_LENGTH]) }
}

/// `prefix` and the hash of a value; the prefix alone for what Python takes for false.
///
/// A string is hashed as it is, anything else as compact JSON with sorted keys.
pub fn hashed_value(prefix: &str, value: &Node) -> String {
    match &value.value {
        _ if !value.is_truthy() => prefix.to_owned(),
        Value::Text(text) => hashed(prefix, text),
        _ => hashed(prefix, &sorted_json(value)),
    }
}

/// The SHA-1 of a text as 40 hexadecimal digits.
pub fn sha1(text: &str) -> String {
    Sha1::digest(text.as_bytes()).iter().fold(String::with_capacity(40), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// A value as Python's `json.dumps(value, separators=(",", ":"), sort_keys=True)` prints it.
pub fn sorted_json(value: &Node) -> String {
    let mut text = String::new();
    write_json(value, [",", ":"], true, &mut text);
    text
}

/// A value as Python's `json.dumps(value)` prints it: with spaces after separators, in the order of each map.
pub fn spaced_json(value: &Node) -> String {
    let mut text = String::new();
    write_json(value, [", ", ": "], false, &mut text);
    text
}

fn write_json(node: &Node, separators: [&str; 2], sorted: bool, out: &mut String) {
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Bool(it) => out.push_str(if *it { "true" } else { "false" }),
        Value::Number(Number::Integer(it)) => {
            let _ = write!(out, "{it}");
        }
        Value::Number(Number::Big(digits)) => out.push_str(digits),
        Value::Number(Number::Float(it)) => match it {
            it if it.is_nan() => out.push_str("NaN"),
            it if it.is_infinite() => out.push_str(if *it > 0.0 { "Infinity" } else { "-Infinity" }),
            it => out.push_str(&float(*it)),
        },
        Value::Text(text) => write_string(text, out),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { separators[0] } else { "" });
                write_json(item, separators, sorted, out);
            }
            out.push(']');
        }
        Value::Map(map) => write_map(map, separators, sorted, out),
    }
}

fn write_map(map: &Map, separators: [&str; 2], sorted: bool, out: &mut String) {
    let mut entries: Vec<_> = map.iter().collect();
    if sorted {
        entries.sort_by(|one, two| one.0.cmp(two.0));
    }
    out.push('{');
    for (index, (key, value)) in entries.into_iter().enumerate() {
        out.push_str(if index > 0 { separators[0] } else { "" });
        write_string(key, out);
        out.push_str(separators[1]);
        write_json(value, separators, sorted, out);
    }
    out.push('}');
}

/// A string as Python writes it into JSON: everything outside ASCII is escaped.
fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ' '..='~' => out.push(char),
            _ => {
                for unit in char.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node;
    use crate::source::Span;

    /// Recorded from Python 3.11 and the reference translator 1.115.0.
    #[test]
    fn values_hash_as_in_the_reference() {
        let at = Span::default();
        let value = node!(at, {"b": ["ä\u{1F600}\n\"", 1, true], "a": {}});
        assert_eq!(sorted_json(&value), r#"{"a":{},"b":["\u00e4\ud83d\ude00\n\"",1,true]}"#);
        assert_eq!(spaced_json(&value), r#"{"b": ["\u00e4\ud83d\ude00\n\"", 1, true], "a": {}}"#);
        assert_eq!(hashed_value("X", &value), "X50faa88374");
        assert_eq!(hashed_value("X", &node!(at, {})), "X");
        assert_eq!(hashed("X", "abc"), "Xa9993e3647");
    }
}
