//! A value as the reference prints it before hashing: as Python 2.7 printed its dictionaries and strings.
//!
//! Python 2 maps print as a Python 2.7 `dict` with `unicode` strings (`{u'paths': …}`), other maps and strings as
//! Python 3 prints them, since the reference runs on that.
use crate::syntax::{Map, Node, Number, Text, Value};
use std::fmt::Write;

pub use crate::syntax::python_float as float;

/// What Python's `str(value)` gives.
pub fn print(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => text.to_string(),
        _ => {
            let mut out = String::new();
            write_value(node, &mut out);
            out
        }
    }
}

fn write_value(node: &Node, out: &mut String) {
    match &node.value {
        Value::Null => out.push_str("None"),
        Value::Bool(it) => out.push_str(if *it { "True" } else { "False" }),
        Value::Number(Number::Integer(it)) => {
            let _ = write!(out, "{it}");
        }
        // A Python 2 `long`.
        Value::Number(Number::Big(digits)) => {
            let suffix = if digits.starts_with('-') { "" } else { "L" };
            let _ = write!(out, "{digits}{suffix}");
        }
        Value::Number(Number::Float(it)) => out.push_str(&float(*it)),
        Value::Text(text) => write_text(text, out),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                write_value(item, out);
            }
            out.push(']');
        }
        Value::Map(map) => write_map(map, out),
    }
}

fn write_map(map: &Map, out: &mut String) {
    out.push('{');
    for (index, (key, value)) in map.iter().enumerate() {
        out.push_str(if index > 0 { ", " } else { "" });
        write_text(key, out);
        out.push_str(": ");
        write_value(value, out);
    }
    out.push('}');
}

fn write_text(text: &Text, out: &mut String) {
    if text.is_unicode() {
        out.push('u');
    }
    // As most texts are, which then print as they are.
    if text.bytes().all(|it| matches!(it, b' '..=b'~') && !matches!(it, b'\'' | b'\\')) {
        out.push('\'');
        out.push_str(text);
        out.push('\'');
    } else if text.is_unicode() {
        // The reference escapes twice and undoes one of the two; quotes go through it differently from the rest.
        out.push_str(&quoted(&ascii_escaped(text)).replace("\\\\", "\\"));
    } else {
        out.push_str(&quoted(text));
    }
}

/// Python's codec `unicode_escape`.
fn ascii_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(char),
            _ => write_code_point(char, &mut out),
        }
    }
    out
}

/// Python 3's `repr` of a string.
fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for char in text.chars() {
        match char {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if char == quote => {
                out.push('\\');
                out.push(char);
            }
            _ if is_printable(char) => out.push(char),
            _ => write_code_point(char, &mut out),
        }
    }
    out.push(quote);
    out
}

fn write_code_point(char: char, out: &mut String) {
    let code = u32::from(char);
    let _ = match code {
        0..=0xff => write!(out, "\\x{code:02x}"),
        0x100..=0xffff => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

/// Whether Python prints a character as it is: it is no control character, and no space but the common one.
fn is_printable(char: char) -> bool {
    if char.is_ascii() {
        return !char.is_ascii_control();
    }
    let invisible = matches!(u32::from(char),
        0xad | 0x600..=0x605 | 0x61c | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f
        | 0xe000..=0xf8ff | 0xfeff | 0xfff0..=0xfffb | 0xffff | 0xe0000..=0x10ffff);
    !(char.is_control() || char.is_whitespace() || invisible)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node;
    use crate::source::Span;
    use crate::syntax::IntoNode;

    fn unicode(text: &'static str) -> Text {
        Text::from(text).into_unicode()
    }

    /// Recorded from the Python 2.7 emulation of the reference translator 1.115.0.
    #[test]
    fn strings_print_as_in_python2() {
        let at = Span::NOWHERE;
        for (text, printed) in [
            (unicode("a"), "[u'a']"),
            (unicode("it's"), "[u\"it's\"]"),
            (unicode("it's \"x\""), "[u'it\\'s \"x\"']"),
            (unicode("ä€\u{1F600}\n\\"), "[u'\\xe4\\u20ac\\U0001f600\\n\\\\']"),
            (Text::from("ä€\n\\"), "['ä€\\n\\\\']"),
        ] {
            assert_eq!(print(&node!(at, [text])), printed);
        }
    }

    #[test]
    fn maps_print_in_their_own_order() {
        let at = Span::NOWHERE;
        let plain = node!(at, {"type": "x", "httpMethod": [true, 1, ("y".into_node(at))]});
        assert_eq!(print(&plain), "{'type': 'x', 'httpMethod': [True, 1, 'y']}");
        let mut map = Map::python2();
        for key in ["type", "httpMethod", "uri"] {
            map.insert(unicode(key), Node::null(at));
        }
        assert_eq!(print(&map.into_node(at)), "{u'httpMethod': None, u'type': None, u'uri': None}");
    }
}
