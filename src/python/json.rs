//! A value as Python's `json.dumps` prints it: for hashes, and for JSON that stands in strings of the output.
use super::{Shown, Str, Value, float_text};
use std::fmt::Write;

/// How many spaces a nested value stands further right than what holds it, in [`indented_json`].
const INDENTATION: usize = 4;

/// As `json.dumps(value, separators=(",", ":"), sort_keys=True)`.
pub(crate) fn sorted_json(value: &impl Value) -> String {
    Layout { item_end: ",", key_end: ":", sorted: true, indented: false }.print(value)
}

/// As `json.dumps(value)`: with spaces after separators, in the order of each map.
pub(crate) fn spaced_json(value: &impl Value) -> String {
    Layout { item_end: ", ", key_end: ": ", sorted: false, indented: false }.print(value)
}

/// As `json.dumps(value, sort_keys=True, indent=4, separators=(",", ": "))`: each item on a line of its own.
pub(crate) fn indented_json(value: &impl Value) -> String {
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
    fn print(&self, value: &impl Value) -> String {
        let mut text = String::new();
        self.write(value, 0, &mut text);
        text
    }

    fn write(&self, value: &impl Value, depth: usize, out: &mut String) {
        match value.shown() {
            Shown::None => out.push_str("null"),
            Shown::Bool(it) => out.push_str(if it { "true" } else { "false" }),
            Shown::Integer(it) => {
                let _ = write!(out, "{it}");
            }
            Shown::BigInteger(digits) => out.push_str(digits),
            Shown::Float(it) => write_float(it, out),
            Shown::Str(text) => write_string(text.letters, out),
            Shown::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.begin_item(index, depth, out);
                    self.write(item, depth + 1, out);
                }
                self.end_items(items.is_empty(), depth, out);
                out.push(']');
            }
            Shown::Dictionary(entries) => self.write_object(entries.collect(), depth, out),
        }
    }

    fn write_object<V: Value>(&self, mut entries: Vec<(Str<'_>, &V)>, depth: usize, out: &mut String) {
        if self.sorted {
            entries.sort_by_key(|(key, _)| key.letters);
        }
        out.push('{');
        for (index, (key, value)) in entries.iter().enumerate() {
            self.begin_item(index, depth, out);
            write_string(key.letters, out);
            out.push_str(self.key_end);
            self.write(*value, depth + 1, out);
        }
        self.end_items(entries.is_empty(), depth, out);
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

fn write_float(value: f64, out: &mut String) {
    match value {
        it if it.is_nan() => out.push_str("NaN"),
        it if it.is_infinite() => out.push_str(if it > 0.0 { "Infinity" } else { "-Infinity" }),
        it => out.push_str(&float_text(it)),
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
