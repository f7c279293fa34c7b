//! A value as Python's `json.dumps` prints it: for hashes, and for JSON that stands in strings of the output.
use super::{Shown, Str, Value, float_text};
use std::fmt::Write;

/// How many spaces a nested value stands further right than what holds it, in [`indented_json`].
const INDENTATION: usize = 4;

/// As `json.dumps(value, separators=(",", ":"), sort_keys=True)`.
pub(crate) fn sorted_json(value: &impl Value) -> String {
    Layout { item_end: ",", key_end: ":", sorted: true, indented: false, ascii: true }.print(value)
}

/// As `json.dumps(value)`: with spaces after separators, in the order of each map.
pub(crate) fn spaced_json(value: &impl Value) -> String {
    Layout { item_end: ", ", key_end: ": ", sorted: false, indented: false, ascii: true }.print(value)
}

/// As `json.dumps(value, sort_keys=True, indent=4, separators=(",", ": "))`: each item on a line of its own.
pub(crate) fn indented_json(value: &impl Value) -> String {
    Layout { item_end: ",", key_end: ": ", sorted: true, indented: true, ascii: true }.print(value)
}

/// As `json.dumps(value, separators=(",", ":"), ensure_ascii=False)`: in the order of each map, with letters as they are.
pub(crate) fn compact_json(value: &impl Value) -> String {
    Layout { item_end: ",", key_end: ":", sorted: false, indented: false, ascii: false }.print(value)
}

struct Layout {
    item_end: &'static str,
    key_end: &'static str,
    /// Whether everything outside ASCII is escaped.
    ascii: bool,
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
            Shown::Str(text) => self.write_string(text.letters, out),
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
            self.write_string(key.letters, out);
            out.push_str(self.key_end);
            self.write(*value, depth + 1, out);
        }
        self.end_items(entries.is_empty(), depth, out);
        out.push('}');
    }

    fn write_string(&self, text: &str, out: &mut String) {
        if self.ascii { write_escaped(text, out) } else { write_unescaped(text, out) }
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
fn write_escaped(text: &str, out: &mut String) {
    write_quoted(text, out, |char, out| match char {
        ' '..='~' => out.push(char),
        _ => write_code(char, out),
    });
}

/// A string in quotes as JSON has it, with all letters but control characters as they are.
pub(crate) fn write_unescaped(text: &str, out: &mut String) {
    write_quoted(text, out, |char, out| match char {
        '\0'..='\u{1f}' => write_code(char, out),
        _ => out.push(char),
    });
}

fn write_code(char: char, out: &mut String) {
    for unit in char.encode_utf16(&mut [0; 2]) {
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// A string in quotes; `write_other` writes what has no short escape.
fn write_quoted(text: &str, out: &mut String, write_other: impl Fn(char, &mut String)) {
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
            _ => write_other(char, out),
        }
    }
    out.push('"');
}
