//! The lines of a text that could not be read, for explanations. Knows how YAML looks, not what it means.
use crate::source::{Source, Span};

/// White space between values. What else Rust would trim, such as U+0085 and U+2028, is text to the parser.
pub(super) const WHITE_SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// A text, by its lines.
#[derive(Clone, Copy)]
pub(super) struct Lines<'a> {
    pub(super) source: &'a Source,
}

/// A line, by the offsets of its first byte and of its end.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        Self { source }
    }

    pub(super) fn text(self) -> &'a str {
        self.source.text()
    }

    /// The line around an offset.
    pub(super) fn at(self, at: usize) -> Line {
        let text = self.text();
        let at = at.min(text.len());
        let start = text[..at].rfind('\n').map_or(0, |it| it + 1);
        let end = text[at..].find('\n').map_or(text.len(), |it| at + it);
        Line { start, end }
    }

    /// The number of a line, counted from 1.
    pub(super) fn number(self, line: Line) -> usize {
        self.source.position(line.start).line
    }

    /// The first line that says something.
    pub(super) fn first(self) -> Option<Line> {
        let mut line = self.at(0);
        while !self.says_something(line) {
            if line.end >= self.text().len() {
                return None;
            }
            line = self.at(line.end + 1);
        }
        Some(line)
    }

    /// The nearest line above that says something.
    pub(super) fn above(self, mut line: Line) -> Option<Line> {
        loop {
            line = self.at(line.start.checked_sub(1)?);
            if self.says_something(line) {
                return Some(line);
            }
        }
    }

    pub(super) fn indent(self, line: Line) -> usize {
        self.content(line).len() - self.content(line).trim_start_matches(' ').len()
    }

    /// Whether nothing but spaces stands before an offset in its line.
    pub(super) fn is_first_in_line(self, at: usize) -> bool {
        self.text()[self.at(at).start..at].trim_matches(WHITE_SPACE).is_empty()
    }

    /// The part of the text without the white space around it.
    pub(super) fn trimmed(self, start: usize, end: usize) -> Span {
        let part = &self.text()[start..end];
        let start = start + part.len() - part.trim_start_matches(WHITE_SPACE).len();
        Span::new(start, start + part.trim_matches(WHITE_SPACE).len())
    }

    /// What stands in a line from an offset on, without a comment.
    pub(super) fn rest_of_line(self, at: usize) -> Span {
        let line = self.at(at);
        let rest = &self.text()[at.min(line.end)..line.end];
        let end = rest.find(" #").map_or(line.end, |it| at + it);
        self.trimmed(at.min(end), end)
    }

    /// `value` without a tag at its beginning.
    pub(super) fn behind_tag(self, value: Span) -> Span {
        let written = self.source.slice(value);
        match written.find(' ') {
            Some(space) if written.starts_with('!') => self.trimmed(value.start as usize + space, value.end as usize),
            _ => value,
        }
    }

    pub(super) fn character(self, at: usize) -> Span {
        super::refusal::character_at(self.source, at)
    }

    /// From an offset to the next white space or comma.
    pub(super) fn word(self, at: usize) -> Span {
        let rest = &self.text()[at..];
        let length = rest.find(|it: char| WHITE_SPACE.contains(&it) || it == ',').unwrap_or(rest.len());
        Span::new(at, at + length)
    }

    /// The key whose colon stands at an offset; the character there when it is no colon.
    pub(super) fn word_before_colon(self, at: usize) -> Span {
        let before = self.text()[..at].trim_end_matches(WHITE_SPACE);
        if !self.text()[at..].starts_with(':') || before.is_empty() {
            return self.character(at);
        }
        let start = match before.chars().next_back() {
            Some(quote @ ('"' | '\'')) => before[..before.len() - 1].rfind(quote),
            _ => before.rfind(|it: char| WHITE_SPACE.contains(&it) || "[]{},:".contains(it)).map(|it| it + 1),
        };
        let start = start.filter(|it| before.is_char_boundary(*it)).unwrap_or(before.len());
        Span::new(start, before.len())
    }

    /// The key of a line, if it is one with a colon; else nothing.
    pub(super) fn key(self, line: Line) -> &'a str {
        let content = self.content(line).trim_start_matches(WHITE_SPACE).trim_start_matches("- ");
        let key = content
            .split_once(": ")
            .map(|(key, _)| key)
            .or_else(|| content.trim_end_matches(WHITE_SPACE).strip_suffix(':'));
        key.map_or("", |it| it.trim_matches(WHITE_SPACE))
    }

    /// Whether a line is `key: value` as in a block.
    pub(super) fn is_block_key(self, line: Line) -> bool {
        let key = self.key(line);
        !key.is_empty() && key.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_' || it == b'-')
    }

    /// The colon in `Key:value`.
    pub(super) fn colon_without_space(self, line: Line) -> Option<Span> {
        let content = self.content(line);
        let trimmed = content.trim_start_matches(WHITE_SPACE).trim_start_matches("- ");
        let key = trimmed.bytes().take_while(|it| it.is_ascii_alphanumeric() || *it == b'_').count();
        let behind = trimmed[key..].strip_prefix(':')?;
        let means_something_else = behind.starts_with([':', '/']) || behind.contains(": ") || behind.ends_with(':');
        if key == 0 || behind.starts_with(WHITE_SPACE) || behind.is_empty() || means_something_else {
            return None;
        }
        let colon = line.start + content.len() - trimmed.len() + key;
        Some(Span::new(colon, colon + 1))
    }

    /// The nearest quote before an offset that could open a string.
    pub(super) fn quote_before(self, at: usize) -> Option<(usize, char)> {
        let text = self.text();
        let opens = |start: usize| {
            start == 0 || text[..start].ends_with(|it: char| WHITE_SPACE.contains(&it) || "[{,:".contains(it))
        };
        let from = (at + 1).min(text.len());
        let from = (0..=from).rev().find(|it| text.is_char_boundary(*it))?;
        let start = text[..from].rmatch_indices(['"', '\'']).find(|(start, _)| opens(*start))?;
        Some((start.0, start.1.chars().next()?))
    }

    /// The first quote between two offsets, of which the first is behind a value, if it is not closed on its line.
    pub(super) fn open_quote(self, from: usize, to: usize) -> Option<(usize, char)> {
        let text = self.text();
        let mut in_comment = false;
        let mut quote = None;
        for (at, byte) in text.as_bytes().get(from..to.min(text.len()))?.iter().enumerate() {
            let at = from + at;
            match byte {
                b'\n' => in_comment = false,
                b'#' if at == 0 || text.as_bytes()[at - 1].is_ascii_whitespace() => in_comment = true,
                b'"' | b'\'' if !in_comment => {
                    quote = Some((at, char::from(*byte)));
                    break;
                }
                _ => (),
            }
        }
        let (at, quote) = quote?;
        let is_closed = self.closing_quote(at, quote).is_some_and(|end| end <= self.at(at).end);
        (!is_closed).then_some((at, quote))
    }

    /// The offset behind the quote that closes the string which begins at `start`.
    pub(super) fn closing_quote(self, start: usize, quote: char) -> Option<usize> {
        let mut rest = self.text()[start + 1..].char_indices().peekable();
        while let Some((at, character)) = rest.next() {
            match character {
                '\\' if quote == '"' => {
                    rest.next();
                }
                '\'' if quote == '\'' && rest.peek().is_some_and(|it| it.1 == '\'') => {
                    rest.next();
                }
                _ if character == quote => return Some(start + 1 + at + 1),
                _ => (),
            }
        }
        None
    }

    /// Whether a value can end at an offset.
    pub(super) fn is_end_of_value(self, at: usize) -> bool {
        let rest = &self.text()[at..];
        let line = rest.lines().next().unwrap_or_default().trim_start_matches(WHITE_SPACE);
        line.is_empty() || line.starts_with(['#', ',', ']', '}'])
    }

    fn content(self, line: Line) -> &'a str {
        &self.text()[line.start..line.end]
    }

    fn says_something(self, line: Line) -> bool {
        let content = self.content(line).trim_matches(WHITE_SPACE);
        !content.is_empty() && !content.starts_with('#') && !content.starts_with("---") && !content.starts_with('%')
    }
}
