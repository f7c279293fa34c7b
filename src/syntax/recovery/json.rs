//! Reading what is left of a text that is meant as JSON and is none.
//!
//! Where brackets do not tell what belongs together, lines do, as most JSON is written: what is in brackets is indented more
//! than the line on which they open.
use super::{Gap, Recovered};
use crate::diagnostic::Problems;
use crate::source::{Source, Span};
use crate::syntax::findings::Findings;
use crate::syntax::lines::WHITE_SPACE;
use crate::syntax::{DEEPEST_NESTING, Map, Node, Text, Value, json, parse_json};
use std::ops::Range;

/// Most gaps of a text: one with more is broken as a whole.
const MOST_GAPS: usize = 50;

/// Reads what is left; `None` where the text has too little of JSON.
pub(super) fn read(source: &Source) -> Option<Recovered> {
    let mut problems = Problems::default();
    let mut reader = Reader {
        findings: Findings::new(source, &mut problems),
        text: source.text(),
        at: 0,
        line: 0..0,
        has_lines: source.text().trim_matches(WHITE_SPACE).contains('\n'),
        gaps: Vec::new(),
        open: Vec::new(),
    };
    reader.skip_space();
    let tree = reader.value(0)?;
    let gaps = reader.gaps;
    (tree.map().is_some() && gaps.len() <= MOST_GAPS).then(|| Recovered { tree, gaps, found: problems.into_found() })
}

struct Reader<'b, 'a> {
    findings: Findings<'a>,
    text: &'b str,
    at: usize,
    /// The line that was looked at last.
    line: Range<usize>,
    has_lines: bool,
    gaps: Vec<Gap>,
    open: Vec<Bracket>,
}

/// A list or map whose end has not come yet.
#[derive(Clone, Copy)]
struct Bracket {
    start: usize,
    close: u8,
    /// The indentation of the line on which it opens.
    indent: usize,
    /// Whether what is in it is indented more.
    is_indented: bool,
}

impl Reader<'_, '_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches(WHITE_SPACE).len();
    }

    /// The line around an offset.
    fn line(&mut self, at: usize) -> Range<usize> {
        if !self.line.contains(&at) {
            let start = self.text[..at].rfind('\n').map_or(0, |it| it + 1);
            let end = self.text[at..].find('\n').map_or(self.text.len(), |it| at + it);
            self.line = start..end;
        }
        self.line.clone()
    }

    fn line_end(&mut self, at: usize) -> usize {
        self.line(at).end
    }

    fn indent(&mut self, at: usize) -> usize {
        let line = &self.text[self.line(at)];
        line.len() - line.trim_start_matches([' ', '\t']).len()
    }

    /// The column of what stands here, if it is the first of its line.
    fn column(&mut self) -> Option<usize> {
        let start = self.line(self.at).start;
        self.text[start..self.at].trim_start_matches(WHITE_SPACE).is_empty().then(|| self.at - start)
    }

    /// Nothing is known of the lines from one place to another.
    fn gap(&mut self, start: usize, end: usize) {
        let (start, end) = (self.line(start).start, self.line_end(end));
        // A text on one line has no indentation to go by.
        let indent = self.has_lines.then(|| self.indent(start));
        self.gaps.push(Gap { span: Span::new(start, end), indent, moves: false });
    }

    /// Passes over the line and what is indented more, with the bracket that closes it.
    fn skip_block(&mut self) {
        let indent = self.indent(self.at);
        self.skip_below(indent);
    }

    /// The same of a block that belongs to a line with this indentation.
    fn skip_below(&mut self, indent: usize) {
        let start = self.at;
        let mut end = self.line_end(start);
        let mut is_deeper = self.indent(start) > indent;
        while end < self.text.len() {
            let next_end = self.text[end + 1..].find('\n').map_or(self.text.len(), |it| end + 1 + it);
            let line = &self.text[end + 1..next_end];
            let content = line.trim_start_matches([' ', '\t']);
            let depth = line.len() - content.len();
            let is_blank = content.trim_matches(WHITE_SPACE).is_empty();
            let closes = is_deeper && depth == indent && content.starts_with(['}', ']']);
            if !is_blank && depth <= indent && !closes {
                break;
            }
            is_deeper |= !is_blank;
            end = next_end;
            if closes {
                break;
            }
        }
        self.gap(start, end);
        self.at = end;
    }

    /// Whether what stands here is no part of the innermost brackets, by its indentation.
    fn is_outside(&mut self) -> bool {
        let Some(column) = self.column() else { return false };
        let Some(bracket) = self.open.last_mut() else { return false };
        if !bracket.is_indented {
            bracket.is_indented = column > bracket.indent;
            return false;
        }
        let (indent, close) = (bracket.indent, bracket.close);
        column < indent || column == indent && self.peek() != Some(close)
    }

    /// Whether the innermost brackets end here. Their end is passed over if it is there.
    fn ends(&mut self) -> bool {
        self.skip_space();
        let Some(bracket) = self.open.last().copied() else { return true };
        let Some(byte) = self.peek() else {
            self.gap(bracket.start, bracket.start);
            return true;
        };
        if self.is_outside() {
            self.gap(bracket.start, bracket.start);
            return true;
        }
        let is_surplus = bracket.is_indented && self.column().is_some_and(|it| it > bracket.indent);
        if byte == bracket.close && !is_surplus {
            self.at += 1;
            return true;
        }
        if matches!(byte, b'}' | b']') {
            self.gap(self.at, self.at);
            if !is_surplus && self.open.iter().any(|it| it.close == byte) {
                return true;
            }
            self.at += 1;
            self.skip_space();
            self.at += usize::from(self.peek() == Some(b','));
            return self.ends();
        }
        false
    }

    /// `None` when it is nested too deeply, or there are too many gaps.
    fn value(&mut self, depth: usize) -> Option<Node> {
        if depth > DEEPEST_NESTING || self.gaps.len() > MOST_GAPS {
            return None;
        }
        let start = self.at;
        let value = match self.peek() {
            Some(b'{') => self.map(depth)?,
            Some(b'[') => self.list(depth)?,
            Some(b'"') => Value::Text(self.string(false)),
            _ => self.word(),
        };
        Some(Node::new(Span::new(start, self.at.max(start)), value))
    }

    fn begin(&mut self, close: u8) {
        let indent = self.indent(self.at);
        self.open.push(Bracket { start: self.at, close, indent, is_indented: false });
        self.at += 1;
    }

    fn list(&mut self, depth: usize) -> Option<Value> {
        self.begin(b']');
        let mut items = Vec::new();
        while !self.ends() {
            let from = self.at;
            items.push(self.value(depth + 1)?);
            self.comma(from);
        }
        self.open.pop();
        Some(Value::List(items))
    }

    fn map(&mut self, depth: usize) -> Option<Value> {
        self.begin(b'}');
        let mut map = Map::new();
        while !self.ends() {
            let from = self.at;
            if self.peek() != Some(b'"') {
                self.skip_block();
                continue;
            }
            let indent = self.indent(from);
            let key = self.string(true);
            let key_span = Span::new(from, self.at);
            let end = self.line_end(self.at);
            self.skip_space();
            let is_on_line = self.at < end;
            let has_colon = self.peek() == Some(b':');
            if has_colon {
                self.at += 1;
                self.skip_space();
            }
            let is_on_line = is_on_line && self.at < end;
            let is_scalar = self.peek() == Some(b'"') || has_colon && self.is_word();
            let begins_value = matches!(self.peek(), Some(b'{' | b'[')) || is_scalar && (is_on_line || !self.has_lines);
            let is_below = self.column().is_some_and(|it| it <= indent) && !matches!(self.peek(), Some(b'{' | b'['));
            if begins_value && (has_colon || is_on_line) && !is_below {
                if !has_colon {
                    self.gap(from, from);
                }
                let value = self.value(depth + 1)?;
                self.findings.insert(&mut map, key, key_span, value);
            } else {
                self.gap(from, from);
                self.findings.insert(&mut map, key, key_span, Node::null(key_span));
                if !is_below && self.peek().is_some_and(|it| !matches!(it, b',' | b'}' | b']')) {
                    self.skip_below(indent);
                }
            }
            self.comma(from);
        }
        self.open.pop();
        Some(Value::Map(map))
    }

    /// Passes over the comma behind a value; notes that there is none.
    fn comma(&mut self, from: usize) {
        let end = self.at;
        self.skip_space();
        if self.peek() == Some(b',') {
            let comma = self.at;
            self.at += 1;
            self.skip_space();
            if matches!(self.peek(), Some(b'}' | b']')) {
                self.gap(comma, comma);
            }
        } else if !matches!(self.peek(), Some(b'}' | b']') | None) {
            self.gap(end, end);
            if self.column().is_none() && self.peek() != Some(b'"') || self.at == from {
                self.skip_block();
            }
        }
    }

    fn is_word(&self) -> bool {
        self.peek().is_some_and(|it| it.is_ascii_alphanumeric() || it == b'-')
    }

    /// A string up to its quote, or to the end of the line; a key at most to the colon.
    fn string(&mut self, is_key: bool) -> Text {
        let start = self.at;
        let end = self.line_end(start);
        let line = &self.text[start..end];
        let mut is_escaped = false;
        let close = line.bytes().enumerate().skip(1).find(|(_, it)| {
            let closes = *it == b'"' && !is_escaped;
            is_escaped = *it == b'\\' && !is_escaped;
            closes
        });
        let written = match close {
            Some((close, _)) => &line[..=close],
            None if is_key && line.contains(':') => line.split(':').next().unwrap_or(line),
            None => line.trim_end_matches([' ', '\t', '\r', ',']),
        };
        self.at = start + written.len().max(1);
        let inner = &written[1..written.len() - usize::from(close.is_some())];
        let read = if inner.contains('\\') { parse_json(written).and_then(|it| it.text().cloned()) } else { None };
        if close.is_none() || inner.contains('\\') && read.is_none() {
            self.gap(start, start);
        }
        read.unwrap_or_else(|| inner.to_owned().into())
    }

    /// A number, `true`, `false` or `null`; else nothing, and it is not known what is meant.
    fn word(&mut self) -> Value {
        let start = self.at;
        let end = self.line_end(start);
        let rest = &self.text[start..end];
        let length = rest.find([',', '}', ']', '{', '[', '"', ' ', '\t', '\r']).unwrap_or(rest.len());
        self.at = start + length;
        let span = Span::new(start, self.at);
        match &rest[..length] {
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            digits if parse_json(digits).is_some() => json::number(digits, span, &mut self.findings),
            _ => {
                self.gap(start, start);
                Value::Null
            }
        }
    }
}
