//! A value as Python's `json.dumps` prints it: for hashes, and for JSON that stands in strings of the output.
use super::python2_text::float;
use crate::syntax::{Map, Node, Number, Value};
use std::fmt::Write;

/// How many spaces a nested value stands further right than what holds it, in [`indented_json`].
const INDENTATION: usize = 4;

/// As `json.dumps(value, separators=(",", ":"), sort_keys=True)`.
pub fn sorted_json(value: &Node) -> String {
    Layout { item_end: ",", key_end: ":", sorted: true, indented: false }.print(value)
}

/// As `json.dumps(value)`: with spaces after separators, in the order of each map.
pub fn spaced_json(value: &Node) -> String {
    Layout { item_end: ", ", key_end: ": ", sorted: false, indented: false }.print(value)
}

/// As `json.dumps(value, sort_keys=True, indent=4, separators=(",", ": "))`: each item on a line of its own.
pub fn indented_json(value: &Node) -> String {
    Layout { item_end: ",", key_end: ": ", sorted: true, indented: true }.print(value)
}

struct Layout {
    item_end: &'static str,
    key_end: &'static str,
    /// Whether maps list their keys sorted by code points.
    sorted: bool,
    indented: bool,
}

impl Layout {
    fn print(&self, value: &Node) -> String {
        let mut text = String::new();
        self.write(value, 0, &mut text);
        text
    }

    fn write(&self, node: &Node, depth: usize, out: &mut String) {
        match &node.value {
            Value::Null => out.push_str("null"),
            Value::Bool(it) => out.push_str(if *it { "true" } else { "false" }),
            Value::Number(number) => write_number(number, out),
            Value::Text(text) => write_string(text, out),
            Value::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.begin_item(index, depth, out);
                    self.write(item, depth + 1, out);
                }
                self.end_items(items.is_empty(), depth, out);
                out.push(']');
            }
            Value::Map(map) => self.write_map(map, depth, out),
        }
    }

    fn write_map(&self, map: &Map, depth: usize, out: &mut String) {
        let mut entries: Vec<_> = map.iter().collect();
        if self.sorted {
            entries.sort_by(|one, two| one.0.cmp(two.0));
        }
        out.push('{');
        for (index, (key, value)) in entries.into_iter().enumerate() {
            self.begin_item(index, depth, out);
            write_string(key, out);
            out.push_str(self.key_end);
            self.write(value, depth + 1, out);
        }
        self.end_items(map.is_empty(), depth, out);
        out.push('}');
    }

    fn begin_item(&self, index: usize, depth: usize, out: &mut String) {
        if index > 0 {
            out.push_str(self.item_end);
        }
        if self.indented {
            begin_line(depth + 1, out);
        }
    }

    fn end_items(&self, empty: bool, depth: usize, out: &mut String) {
        if self.indented && !empty {
            begin_line(depth, out);
        }
    }
}

fn begin_line(depth: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', depth * INDENTATION));
}

fn write_number(number: &Number, out: &mut String) {
    match number {
        Number::Integer(it) => {
            let _ = write!(out, "{it}");
        }
        Number::Big(digits) => out.push_str(digits),
        Number::Float(it) => match it {
            it if it.is_nan() => out.push_str("NaN"),
            it if it.is_infinite() => out.push_str(if *it > 0.0 { "Infinity" } else { "-Infinity" }),
            it => out.push_str(&float(*it)),
        },
    }
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

    /// Recorded from Python 3.11.
    #[test]
    fn values_print_as_in_python() {
        let at = Span::NOWHERE;
        let value = node!(at, {"b": ["ä\u{1F600}\n\"", 1, true], "a": {}});
        assert_eq!(sorted_json(&value), r#"{"a":{},"b":["\u00e4\ud83d\ude00\n\"",1,true]}"#);
        assert_eq!(spaced_json(&value), r#"{"b": ["\u00e4\ud83d\ude00\n\"", 1, true], "a": {}}"#);
        let value = node!(at, {"b": [{"x": "y"}, []], "a": {}});
        let lines = [
            "{",
            "    \"a\": {},",
            "    \"b\": [",
            "        {",
            "            \"x\": \"y\"",
            "        },",
            "        []",
        ];
        assert_eq!(indented_json(&value), format!("{}\n    ]\n}}", lines.join("\n")));
    }
}
