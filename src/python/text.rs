//! A value as the reference prints it before hashing: strings that Python 2.7 held as `unicode` as that printed them
//! (`{u'paths': …}`), all others as Python 3 prints them, since the reference runs on that.
use super::{Shown, Str, Value, float_text};
use std::fmt::Write;

/// What Python's `str(value)` gives.
pub(crate) fn print(value: &impl Value) -> String {
    match value.shown() {
        Shown::Str(text) => text.letters.to_owned(),
        _ => {
            let mut out = String::new();
            write_value(value, &mut out);
            out
        }
    }
}

fn write_value(value: &impl Value, out: &mut String) {
    match value.shown() {
        Shown::None => out.push_str("None"),
        Shown::Bool(it) => out.push_str(if it { "True" } else { "False" }),
        Shown::Integer(it) => {
            let _ = write!(out, "{it}");
        }
        // A Python 2 `long`.
        Shown::BigInteger(digits) => {
            let suffix = if digits.starts_with('-') { "" } else { "L" };
            let _ = write!(out, "{digits}{suffix}");
        }
        Shown::Float(it) => out.push_str(&float_text(it)),
        Shown::Str(text) => write_str(text, out),
        Shown::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                write_value(item, out);
            }
            out.push(']');
        }
        Shown::Dictionary(entries) => {
            out.push('{');
            for (index, (key, value)) in entries.enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                write_str(key, out);
                out.push_str(": ");
                write_value(value, out);
            }
            out.push('}');
        }
    }
}

fn write_str(Str { letters, is_unicode }: Str<'_>, out: &mut String) {
    if is_unicode {
        out.push('u');
    }
    // As most texts are, which then print as they are.
    if letters.bytes().all(|it| matches!(it, b' '..=b'~') && !matches!(it, b'\'' | b'\\')) {
        out.push('\'');
        out.push_str(letters);
        out.push('\'');
    } else if is_unicode {
        // The reference escapes twice and undoes one of the two; quotes go through it differently from the rest.
        out.push_str(&quoted(&ascii_escaped(letters)).replace("\\\\", "\\"));
    } else {
        out.push_str(&quoted(letters));
    }
}

/// Python's codec `unicode_escape`.
fn ascii_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match (escape(char), char) {
            (Some(escape), _) => out.push_str(escape),
            (None, ' '..='~') => out.push(char),
            (None, _) => write_code_point(char, &mut out),
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
        match escape(char) {
            Some(escape) => out.push_str(escape),
            None if char == quote => {
                out.push('\\');
                out.push(char);
            }
            None if is_printable(char) => out.push(char),
            None => write_code_point(char, &mut out),
        }
    }
    out.push(quote);
    out
}

/// The short escape of a character that Python always writes as one.
fn escape(char: char) -> Option<&'static str> {
    match char {
        '\\' => Some("\\\\"),
        '\n' => Some("\\n"),
        '\r' => Some("\\r"),
        '\t' => Some("\\t"),
        _ => None,
    }
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
