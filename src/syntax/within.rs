//! From a part of a scalar's text to where that part is written: in quotes, with escapes, folded or indented.
use crate::source::{Source, Span};
use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

/// Where each part of a scalar's text is written.
///
/// It takes as long to make as the scalar to read, and is made only for what is reported.
#[derive(Debug)]
pub struct Within {
    /// The pieces of the text, in its order.
    pieces: Vec<Piece>,
    /// Offset at which the scalar's content begins, behind its quotation mark or header.
    start: usize,
    base: u32,
}

/// Some neighbouring bytes of a scalar's text, and the bytes that stand for them.
#[derive(Debug)]
struct Piece {
    kind: Kind,
    /// In the scalar's text.
    text: Range<usize>,
    /// In the file.
    written: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Written as it is, byte by byte.
    Plain,
    /// Written as an escape.
    Escape,
    /// A line break, and the white space around it.
    Break,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// Without quotes, on one line or several.
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// Literal or folded.
    Block,
}

impl Within {
    /// Looks at the scalar at `span`, which means `text`; `None` when what stands there is not seen to mean that, as for
    /// aliases, dates and generated values.
    pub fn new(source: &Source, span: Span, text: &str) -> Option<Self> {
        let range = source.range(span)?;
        let (style, content) = content(source.text().get(..range.end)?, range.start)?;
        let within = Self { pieces: Vec::new(), start: content.start, base: source.base() };
        let written = source.text().get(content.clone())?;
        let mut aligned = Aligned { style, written, from: content.start, text, at: 0, within };
        aligned.run().map(|()| aligned.within)
    }

    /// Where a part of the text is written, given by its bytes. What a line break folds away does not belong to it.
    pub fn span(&self, part: Range<usize>) -> Option<Span> {
        let start = self.start_of(part.start);
        let end = self.end_of(part.end);
        let range = match (start, end) {
            (Some(start), Some(end)) if start <= end => start..end,
            // Between two characters.
            (Some(at), _) | (None, Some(at)) if part.is_empty() => at..at,
            (None, None) if part == (0..0) => self.start..self.start,
            _ => return None,
        };
        Some(Span::new(range.start, range.end).shifted(self.base))
    }

    /// Where the character at an offset of the text begins.
    fn start_of(&self, offset: usize) -> Option<usize> {
        let piece = &self.pieces.get(self.pieces.partition_point(|it| it.text.end <= offset))?;
        Some(match piece.kind {
            Kind::Plain => piece.written.start + (offset - piece.text.start),
            Kind::Escape => piece.written.start,
            Kind::Break => piece.written.end,
        })
    }

    /// Where the character before an offset of the text ends.
    fn end_of(&self, offset: usize) -> Option<usize> {
        let piece = &self.pieces.get(self.pieces.partition_point(|it| it.text.end < offset))?;
        if offset <= piece.text.start {
            return None;
        }
        Some(match piece.kind {
            Kind::Plain => piece.written.start + (offset - piece.text.start),
            Kind::Escape => piece.written.end,
            Kind::Break => piece.written.start,
        })
    }

    fn add(&mut self, kind: Kind, text: Range<usize>, written: Range<usize>) {
        match self.pieces.last_mut() {
            Some(last)
                if (last.kind, kind) == (Kind::Plain, Kind::Plain)
                    && (last.text.end, last.written.end) == (text.start, written.start) =>
            {
                (last.text.end, last.written.end) = (text.end, written.end);
            }
            _ => self.pieces.push(Piece { kind, text, written }),
        }
    }
}

/// The style of the scalar that ends a text and begins at `start`, and the bytes of its content.
fn content(text: &str, mut start: usize) -> Option<(Style, Range<usize>)> {
    // A tag or an anchor comes first.
    while text[start..].starts_with(['!', '&']) {
        let rest = &text[start..];
        let property = rest.find(char::is_whitespace).unwrap_or(rest.len());
        start += property + (rest[property..].len() - rest[property..].trim_start().len());
    }
    let scalar = &text[start..];
    let end = start + scalar.len();
    let in_quotes = |quote: char| {
        let is_closed = scalar.len() > 1 && scalar.ends_with(quote);
        is_closed.then(|| start + 1..end - 1)
    };
    Some(match scalar.chars().next() {
        Some('"') => (Style::DoubleQuoted, in_quotes('"')?),
        Some('\'') => (Style::SingleQuoted, in_quotes('\'')?),
        Some('|' | '>') => {
            let header = scalar.find('\n').map_or(scalar.len(), |it| it + 1);
            (Style::Block, start + header..end)
        }
        Some('*') => return None,
        _ => (Style::Plain, start..end),
    })
}

/// A scalar's content and its text, gone through side by side.
struct Aligned<'a> {
    style: Style,
    /// What is left of the content.
    written: &'a str,
    /// Where that begins in the file.
    from: usize,
    text: &'a str,
    /// How much of the text has been found.
    at: usize,
    within: Within,
}

impl Aligned<'_> {
    /// `None` when the content does not mean the text.
    fn run(&mut self) -> Option<()> {
        // In a block, all lines are indented, the first one too.
        if self.style == Style::Block {
            self.white_space()?;
        }
        while let Some(first) = self.written.chars().next() {
            match first {
                ' ' | '\t' | '\r' | '\n' => self.white_space()?,
                '\\' if self.style == Style::DoubleQuoted => self.escape()?,
                '\'' if self.style == Style::SingleQuoted => self.found(Kind::Escape, "'", "''".len())?,
                // What follows a block is not part of it: comments.
                _ if self.is_block_done() => break,
                first => self.found(Kind::Plain, first.encode_utf8(&mut [0; 4]), first.len_utf8())?,
            }
        }
        (self.at == self.text.len() || self.is_block_done()).then_some(())
    }

    /// Whether nothing is left of the text of a block but white space, which is not part of its span.
    fn is_block_done(&self) -> bool {
        let rest = &self.text[self.at..];
        self.style == Style::Block && blank(rest).0 == rest.len()
    }

    /// Goes on behind the next `length` bytes of the content, which stand for `meaning`.
    fn found(&mut self, kind: Kind, meaning: &str, length: usize) -> Option<()> {
        if !self.text[self.at..].starts_with(meaning) || length > self.written.len() {
            return None;
        }
        let (at, from) = (self.at, self.from);
        self.at += meaning.len();
        self.from += length;
        self.written = self.written.get(length..)?;
        if !meaning.is_empty() {
            self.within.add(kind, at..self.at, from..self.from);
        }
        Some(())
    }

    /// White space: as it is within a line; around a line break, what is left of it.
    fn white_space(&mut self) -> Option<()> {
        let (length, breaks) = blank(self.written);
        let begins_block = self.style == Style::Block && self.within.pieces.is_empty();
        if breaks == 0 && !begins_block {
            return self.found(Kind::Plain, &self.written[..length], length);
        }
        let meaning = match self.style {
            // How much remains depends on the indentation; the next line goes on with what is not white space.
            Style::Block => {
                let rest = &self.text[self.at..];
                rest[..blank(rest).0].to_owned()
            }
            Style::Plain | Style::SingleQuoted | Style::DoubleQuoted if breaks == 1 => " ".to_owned(),
            Style::Plain | Style::SingleQuoted | Style::DoubleQuoted => "\n".repeat(breaks - 1),
        };
        self.found(Kind::Break, &meaning, length)
    }

    /// An escape of a double-quoted scalar, in YAML or JSON.
    fn escape(&mut self) -> Option<()> {
        let mut rest = self.written.char_indices().peekable();
        rest.next();
        let (_, name) = rest.next()?;
        let meaning = match name {
            '\n' | '\r' => {
                // The line goes on where the next one begins; empty lines between remain.
                let (length, breaks) = blank(&self.written[1..]);
                return self.found(Kind::Break, &"\n".repeat(breaks - 1), 1 + length);
            }
            '0' => '\0',
            'a' => '\x07',
            'b' => '\x08',
            't' | '\t' => '\t',
            'n' => '\n',
            'v' => '\x0B',
            'f' => '\x0C',
            'r' => '\r',
            'e' => '\x1B',
            ' ' | '"' | '/' | '\\' => name,
            'N' => '\u{85}',
            '_' => '\u{A0}',
            'L' => '\u{2028}',
            'P' => '\u{2029}',
            'x' => char::from_u32(hexadecimal(&mut rest, 2)?)?,
            'u' => match hexadecimal(&mut rest, 4)? {
                // JSON writes what does not fit into four digits as a pair.
                high @ 0xD800..=0xDBFF => {
                    (rest.next()?.1 == '\\' && rest.next()?.1 == 'u').then_some(())?;
                    char::decode_utf16([high as u16, hexadecimal(&mut rest, 4)? as u16]).next()?.ok()?
                }
                other => char::from_u32(other)?,
            },
            'U' => char::from_u32(hexadecimal(&mut rest, 8)?)?,
            _ => return None,
        };
        let length = rest.peek().map_or(self.written.len(), |(at, _)| *at);
        self.found(Kind::Escape, meaning.encode_utf8(&mut [0; 4]), length)
    }
}

/// How many bytes of white space a text begins with, and how many line breaks are among them.
fn blank(text: &str) -> (usize, usize) {
    let length = text.len() - text.trim_start_matches([' ', '\t', '\r', '\n']).len();
    let blank = &text[..length];
    (length, blank.matches('\n').count() + blank.matches('\r').count() - blank.matches("\r\n").count())
}

/// The number that the next `count` digits are.
fn hexadecimal(digits: &mut Peekable<CharIndices<'_>>, count: usize) -> Option<u32> {
    (0..count).try_fold(0, |number, _| Some(number << 4 | digits.next()?.1.to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Problems;
    use crate::syntax::{Node, parse};

    /// What is written for each place of `part` in the scalar under `a`, with its line and column.
    fn written(yaml: &str, part: &str) -> Vec<(String, usize, usize)> {
        let source = Source::new("t", yaml).rebased(7);
        let tree = parse(&source, &mut Problems::default()).expect("the tests parse");
        let scalar = tree.get("a").expect("the tests have a scalar");
        let scalar = scalar.get("Fn::Sub").unwrap_or(scalar);
        let text = scalar.text().expect("a text");
        let Some(within) = Within::new(&source, scalar.span, text) else { return Vec::new() };
        let found = text.match_indices(part).map(|(at, _)| {
            let span = within.span(at..at + part.len()).expect("a place");
            let start = source.start_of(span);
            (source.slice(span).to_owned(), start.line, start.column)
        });
        found.collect()
    }

    fn places(yaml: &str, part: &str) -> Vec<(usize, usize)> {
        let found = written(yaml, part);
        assert!(found.iter().all(|it| it.0 == part), "{yaml:?}: {found:?}");
        found.into_iter().map(|it| (it.1, it.2)).collect()
    }

    #[test]
    fn each_style_shows_where_its_parts_stand() {
        for (yaml, expected) in [
            ("a: ${X} ä ${X}\n", vec![(1, 6), (1, 13)]),
            ("a: ${X} and\n   ${X}\n\n  ${X} # X\n", vec![(1, 6), (2, 6), (4, 5)]),
            ("a: !Sub '${X} it''s ${X}'\n", vec![(1, 12), (1, 23)]),
            ("a: !Sub &b\n  '${X}\n\n\n   it''s\n ${X}'\n", vec![(2, 6), (6, 4)]),
            ("a: !!str \"${X}\"\n", vec![(1, 13)]),
            ("a: \"${X} \\u00e4\\x20 \\\\ \\\"${X}\\n \\t${X}\"\n", vec![(1, 7), (1, 28), (1, 37)]),
            ("a: \"${X} \\\n    \\ ${X}\\\n\n  ${X}  \n  ${X}\"\n", vec![(1, 7), (2, 9), (4, 5), (5, 5)]),
            ("a: |\n  ${X}\n\n    ${X} ${X}\n# X\nb: 1\n", vec![(2, 5), (4, 7), (4, 12)]),
            ("a: !Sub |2- # X\n    ${X}\n   ${X}\n", vec![(2, 7), (3, 6)]),
            ("a: >+\n\n  ${X}\n  ${X}\n\n   ${X}\n\n\n", vec![(3, 5), (4, 5), (6, 6)]),
            ("a: >-\r\n  ${X}\r\n  ${X}\r\n", vec![(2, 5), (3, 5)]),
            ("{\"a\": \"${X}\\ud83d\\ude00\\/ ${X}\"}", vec![(1, 10), (1, 29)]),
            ("{\"a\": \"\\n${X}\", \"b\": \"X\"}", vec![(1, 12)]),
        ] {
            assert_eq!(places(yaml, "X"), expected, "{yaml:?}");
        }
    }

    #[test]
    fn what_is_written_otherwise_is_shown_as_it_is_written() {
        assert_eq!(written("a: \"b\\u0058c\"\n", "X"), [("\\u0058".to_owned(), 1, 6)]);
        assert_eq!(written("a: 'it''s'\n", "t's"), [("t''s".to_owned(), 1, 6)]);
        assert_eq!(written("a: >\n  b\n  c\n", "b c"), [("b\n  c".to_owned(), 2, 3)]);
        // A line break is folded away, with what is around it.
        assert_eq!(written("a: b  \n   c\n", "b "), [("b".to_owned(), 1, 4)]);
        assert_eq!(written("a: b  \n   c\n", " c"), [("c".to_owned(), 2, 4)]);
    }

    #[test]
    fn what_does_not_stand_there_has_no_place() {
        for yaml in ["b: &b X\na: *b\n", "a: 2024-01-01T00:00:00Z\n", "a: !!str 1\n"] {
            assert_eq!(written(yaml, "Y"), [], "{yaml:?}");
        }
        let source = Source::new("t", "a: b");
        let place = |span, text: &str| Within::new(&source, span, text).is_some();
        assert!(place(Span::new(3, 4), "b"));
        assert!(!place(Span::new(3, 4), "c") && !place(Span::new(3, 4), "bc") && !place(Span::new(2, 4), "b"));
        assert!(!place(Span::NOWHERE, "") && !place(Span::new(3, 9), "b"));
    }

    #[test]
    fn the_ends_of_a_text_have_places() {
        let source = Source::new("t", "a: ''\nb: 'c '");
        let tree: Node = parse(&source, &mut Problems::default()).expect("a map");
        let span = |key: &str, part| {
            let scalar = tree.get(key).expect("a scalar");
            Within::new(&source, scalar.span, scalar.text()?)?.span(part)
        };
        assert_eq!(span("a", 0..0), Some(Span::new(4, 4)));
        assert_eq!(span("b", 0..0), Some(Span::new(10, 10)));
        assert_eq!(span("b", 2..2), Some(Span::new(12, 12)));
        assert_eq!(span("b", 0..2), Some(Span::new(10, 12)));
        assert_eq!(span("b", 0..3), None);
    }
}
