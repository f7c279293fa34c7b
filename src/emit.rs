//! Documents as text: JSON indented by two, as Python prints it, and YAML. Knows nothing of what a document means.
use crate::diagnostic::{Diagnostic, codes};
use crate::safe_text::{self, characters, is_safe};
use crate::syntax::{Node, Number, Value};
use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::ser::Formatter;
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes a value as JSON, laid out as Python's `json.dumps(value, indent=2)`, with a line break at the end.
///
/// What a terminal or a build server would obey is escaped. JSON has no word for infinity and "not a number". A document
/// that needs one is refused rather than changed.
pub fn json(node: &Node) -> Result<String, Box<Diagnostic>> {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Layout::default());
    let written = Written { node, lacks: json_lacks, spelling: |it| Cow::Borrowed(it) }.serialize(&mut serializer);
    let help = "write a finite number, put it in quotes, or write YAML with `--format yaml`";
    written.map_err(|_| refused_number(node, json_lacks, help))?;
    bytes.push(b'\n');
    Ok(safe_text::json(String::from_utf8(bytes).expect("JSON is written as UTF-8")))
}

/// Writes a value as YAML that YAML 1.1 and 1.2 readers read alike, with a line break at the end.
///
/// What a terminal or a build server would obey is escaped. The crate that does it cannot write integers beyond 128 bits.
/// A document that needs one is refused.
pub fn yaml(node: &Node) -> Result<String, Box<Diagnostic>> {
    // Literal blocks lose what PyYAML cannot read in them (tabs, odd line breaks); quoted strings lose nothing.
    let options = serde_saphyr::ser_options! { prefer_block_scalars: false };
    let written = Written { node, lacks: yaml_lacks, spelling: marked };
    let written = serde_saphyr::to_string_with_options(&written, options);
    let help = "put it in quotes, or write JSON with `--format json`";
    let mut text = written.map_err(|_| refused_number(node, yaml_lacks, help))?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(if text.contains(WRITTEN_MARK) { unmarked(&text) } else { text })
}

/// What stands around the number of a character that YAML is to escape, in a text and in the YAML of it. The crate knows
/// few such characters; this one makes it quote the text, and is written so.
const MARK: char = '\u{fffe}';
const WRITTEN_MARK: &str = "\\uFFFE";

/// A text with the numbers of the characters that are to be escaped in their places, if there are any.
fn marked(text: &str) -> Cow<'_, str> {
    // What only looks like a mark is not to become one.
    let has_likeness = text.contains(WRITTEN_MARK);
    if !has_likeness && is_safe(text) {
        return Cow::Borrowed(text);
    }
    // The others the crate escapes itself.
    let is_escaped = |it: char| it.is_control() || matches!(it, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{ffff}');
    let is_marked = |it: char, must: bool| (must && !is_escaped(it)) || (has_likeness && it == '\\');
    if !characters(text).any(|(_, it, must)| is_marked(it, must)) {
        return Cow::Borrowed(text);
    }
    let mut marked = String::new();
    for (_, it, must) in characters(text) {
        match is_marked(it, must) {
            true => marked.push_str(&format!("{MARK}{:08X}{MARK}", u32::from(it))),
            false => marked.push(it),
        }
    }
    Cow::Owned(marked)
}

/// YAML with escapes in the places of marks.
fn unmarked(yaml: &str) -> String {
    let mut parts = yaml.split(WRITTEN_MARK);
    let mut text = parts.next().unwrap_or_default().to_owned();
    while let (Some(number), Some(rest)) = (parts.next(), parts.next()) {
        let number = u32::from_str_radix(number, 16).expect("marks come in pairs, with a number between them");
        match number {
            0..=0xFF => text.push_str(&format!("\\x{number:02X}")),
            0x100..=0xFFFF => text.push_str(&format!("\\u{number:04X}")),
            _ => text.push_str(&format!("\\U{number:08X}")),
        }
        text.push_str(rest);
    }
    text
}

/// What there is to say of a number that a format has no word for.
type Lacks = fn(&Number) -> Option<String>;

fn json_lacks(number: &Number) -> Option<String> {
    match number {
        Number::Float(it) if !it.is_finite() => Some(format!("JSON cannot represent the number `{it}`")),
        Number::Float(_) | Number::Integer(_) | Number::Big(_) => None,
    }
}

fn yaml_lacks(number: &Number) -> Option<String> {
    match number {
        Number::Big(digits) if within_128_bits(digits).is_none() => {
            Some("this number is too long to be written as YAML".to_owned())
        }
        Number::Big(_) | Number::Integer(_) | Number::Float(_) => None,
    }
}

/// Blames the first number that the format has no word for: all else can be written.
fn refused_number(node: &Node, lacks: Lacks, help: &str) -> Box<Diagnostic> {
    let mut refused = None;
    node.walk(&mut |node| {
        if let (None, Value::Number(number)) = (&refused, &node.value) {
            refused =
                lacks(number).map(|message| Diagnostic::new(&codes::UNWRITABLE_NUMBER, node.span, message).help(help));
        }
    });
    Box::new(refused.expect("every other value has its word"))
}

/// An integer beyond 64 bits that fits the widest integers of Rust.
enum Wide {
    Signed(i128),
    Unsigned(u128),
}

fn within_128_bits(digits: &str) -> Option<Wide> {
    let signed = digits.parse().map(Wide::Signed);
    signed.or_else(|_| digits.parse().map(Wide::Unsigned)).ok()
}

/// A node in the eyes of serde; it cannot be written where the format `lacks` a word.
struct Written<'a> {
    node: &'a Node,
    lacks: Lacks,
    /// How the format is given a text.
    spelling: Spelling,
}

type Spelling = fn(&str) -> Cow<'_, str>;

impl<'a> Written<'a> {
    fn below(&self, node: &'a Node) -> Self {
        Self { node, ..*self }
    }
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.node.value {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(it) => serializer.serialize_bool(*it),
            Value::Number(number) => {
                if let Some(complaint) = (self.lacks)(number) {
                    return Err(S::Error::custom(complaint));
                }
                match number {
                    Number::Integer(it) => serializer.serialize_i64(*it),
                    Number::Float(it) => serializer.serialize_f64(*it),
                    Number::Big(digits) => match within_128_bits(digits) {
                        Some(Wide::Signed(it)) => serializer.serialize_i128(it),
                        Some(Wide::Unsigned(it)) => serializer.serialize_u128(it),
                        None => verbatim(digits)?.serialize(serializer),
                    },
                }
            }
            Value::Text(it) => serializer.serialize_str(&(self.spelling)(it)),
            Value::List(items) => serializer.collect_seq(items.iter().map(|it| self.below(it))),
            Value::Map(map) => {
                let mut entries = serializer.serialize_map(Some(map.len()))?;
                for (key, value) in map.iter() {
                    entries.serialize_entry(&*(self.spelling)(key), &self.below(value))?;
                }
                entries.end()
            }
        }
    }
}

/// Lays JSON out on lines as `serde_json` would, but indents a line at one go: a document has ten times as many spaces as
/// words.
#[derive(Default)]
struct Layout {
    depth: usize,
    /// Whether the list or map that ends next has something in it.
    is_filled: bool,
}

impl Layout {
    fn begin<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: u8) -> io::Result<()> {
        self.depth += 1;
        self.is_filled = false;
        writer.write_all(&[bracket])
    }

    fn end<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: u8) -> io::Result<()> {
        self.depth -= 1;
        if self.is_filled {
            self.begin_line(writer)?;
        }
        self.is_filled = true;
        writer.write_all(&[bracket])
    }

    fn begin_item<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.is_filled = true;
        if !first {
            writer.write_all(b",")?;
        }
        self.begin_line(writer)
    }

    fn begin_line<W: Write + ?Sized>(&self, writer: &mut W) -> io::Result<()> {
        const LINE: &[u8; 65] = b"\n                                                                ";
        let mut spaces = self.depth * 2;
        writer.write_all(&LINE[..1 + spaces.min(64)])?;
        while spaces > 64 {
            spaces -= 64;
            writer.write_all(&LINE[1..1 + spaces.min(64)])?;
        }
        Ok(())
    }
}

impl Formatter for Layout {
    fn begin_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b'[')
    }

    fn end_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b']')
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.begin_item(writer, first)
    }

    fn begin_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b'{')
    }

    fn end_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b'}')
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.begin_item(writer, first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

/// Digits that only the JSON writer understands: it copies them.
fn verbatim<E: Error>(digits: &str) -> Result<Box<serde_json::value::RawValue>, E> {
    serde_json::value::RawValue::from_string(digits.to_owned()).map_err(E::custom)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Problems;
    use crate::node;
    use crate::source::Span;
    use crate::syntax::Map;

    fn number(number: Number) -> Node {
        Node::new(Span::new(3, 7), Value::Number(number))
    }

    #[test]
    fn json_is_laid_out_as_python_does() {
        let at = Span::NOWHERE;
        let document =
            node!(at, {"a": [(1_i64), {"b": (true)}], "c": {}, "d": [], "e": "ä\"\n\u{7f}", "f": (Node::null(at))});
        let expected = "{\n  \"a\": [\n    1,\n    {\n      \"b\": true\n    }\n  ],\n  \"c\": {},\n  \"d\": [],\n  \"e\": \"ä\\\"\\n\\u007f\",\n  \"f\": null\n}\n";
        assert_eq!(json(&document).unwrap(), expected);
    }

    #[test]
    fn numbers_survive() {
        let long = "-123456789012345678901234567890123456789012345678901234567890";
        let numbers = [
            (Number::Integer(i64::MIN), "-9223372036854775808\n"),
            (Number::Big("18446744073709551616".into()), "18446744073709551616\n"),
            (Number::Float(0.1), "0.1\n"),
            (Number::Float(3.0), "3.0\n"),
            (Number::Float(-0.0), "-0.0\n"),
            (Number::Float(5e-324), "5e-324\n"),
        ];
        for (value, text) in numbers {
            assert_eq!(json(&number(value)).unwrap(), text);
        }
        assert_eq!(json(&number(Number::Big(long.into()))).unwrap(), format!("{long}\n"));
        assert_eq!(yaml(&number(Number::Float(1e22))).unwrap(), "1.0e+22\n");
        assert_eq!(yaml(&number(Number::Float(f64::INFINITY))).unwrap(), ".inf\n");
    }

    #[test]
    fn what_a_format_cannot_say_is_refused_where_it_stands() {
        let document = node!(Span::NOWHERE, {"a": [(number(Number::Float(f64::NAN)))]});
        assert_eq!(json(&document).unwrap_err().span, Span::new(3, 7));
        let document = node!(Span::NOWHERE, {"a": [(number(Number::Big("9".repeat(50).into())))]});
        assert_eq!(yaml(&document).unwrap_err().span, Span::new(3, 7));
    }

    #[test]
    fn yaml_quotes_what_would_be_read_as_something_else() {
        let at = Span::NOWHERE;
        let texts = [
            "yes",
            "on",
            "012",
            "1e3",
            "1:30",
            "2012-10-17",
            "0x1F",
            "~",
            "",
            "- a",
            "a: b",
            "a #b",
            "=",
            "<<",
            "a\tb\n",
        ];
        let list = Node::new(at, Value::List(texts.iter().map(|it| node!(at, *it)).collect()));
        let written = yaml(&list).unwrap();
        for (text, line) in texts.iter().zip(written.lines()) {
            assert!(line.starts_with("- \"") || line.starts_with("- '"), "{text:?} was written as {line}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_escaped_and_keeps_its_value() {
        let texts = [
            "\u{1b}[31m\u{9b}\u{85}",
            "a\u{202e}b",
            "::error::a",
            "##[error]a\n ::b",
            "\u{e0041}\u{fffe}\\uFFFE0000005b\\uFFFE",
            "\\uFFFE",
            "a\\\u{fffe}",
            "\u{ffff}\u{fe0f}",
        ];
        let mut map = Map::new();
        texts.iter().for_each(|it| drop(map.insert(*it, node!(Span::NOWHERE, *it))));
        let document = Node::new(Span::NOWHERE, Value::Map(map));
        for written in [json(&document).unwrap(), yaml(&document).unwrap()] {
            assert!(is_safe(&written), "{written}");
            assert_eq!(safe_text::page(written.clone()), written);
            let read =
                crate::syntax::parse(&crate::source::Source::new("t", written.clone()), &mut Problems::default());
            let read = read.expect(&written);
            let read =
                read.map().expect("a map").iter().map(|(key, it)| (key.to_string(), it.text().unwrap().to_string()));
            let expected = texts.map(|it| (it.to_owned(), it.to_owned()));
            assert_eq!(read.collect::<Vec<_>>(), expected, "{written}");
        }
    }

    #[test]
    fn maps_are_written_in_their_own_order() {
        let mut map = Map::python2();
        for key in ["zebra", "ant", "Ref"] {
            map.insert(key, Node::null(Span::NOWHERE));
        }
        let expected: Vec<String> = map.keys().map(ToString::to_string).collect();
        let written = json(&Node::new(Span::NOWHERE, Value::Map(map))).unwrap();
        let keys: Vec<&str> = written.lines().filter_map(|it| it.trim().split('"').nth(1)).collect();
        assert_eq!(keys, expected);
    }
}
