//! One file: its text, its name, and an index of its lines.
use super::Span;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A place in a text, counted from 1: columns in Unicode characters, the offset in bytes of this text from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// In bytes, from 0.
    pub offset: usize,
}

/// A file's text with its name, and an index of its lines.
///
/// Its spans begin at 0, unless it was added to [`super::Sources`] behind other files.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    /// Its path, where the name is not quite that.
    path: Option<Box<[u8]>>,
    /// Where its spans begin.
    base: u32,
    /// Shared, since texts are large.
    content: Arc<Content>,
}

#[derive(Debug)]
struct Content {
    text: String,
    /// Made when a line is asked for: a template in which nothing is wrong is expanded without.
    index: OnceLock<Index>,
}

#[derive(Debug)]
struct Index {
    /// Offset in the text of the first byte of each line.
    line_starts: Vec<usize>,
    /// How many characters begin before each [`STRETCH`] of the text, which keeps columns in long lines cheap. Empty where
    /// each byte is a character.
    characters: Vec<usize>,
}

/// In bytes.
const STRETCH: usize = 1024;

impl Source {
    /// Takes the text of a file; `name` is what diagnostics call it, usually its path.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let content = Arc::new(Content { text: text.into(), index: OnceLock::new() });
        Self { name: name.into(), path: None, base: 0, content }
    }

    /// The same file with another text, whose spans begin at 0.
    #[must_use]
    pub fn with_text(&self, text: impl Into<String>) -> Self {
        Self { path: self.path.clone(), ..Self::new(self.name.clone(), text) }
    }

    fn index(&self) -> &Index {
        self.content.index.get_or_init(|| Index::of(&self.content.text))
    }

    /// What diagnostics call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// This file with a path that is not Unicode, so that its name only resembles it.
    #[must_use]
    pub fn at_path(self, path: &[u8]) -> Self {
        Self { path: Some(path.into()), ..self }
    }

    /// The bytes of its path; those of its name where it was not given another path.
    pub fn path(&self) -> &[u8] {
        self.path.as_deref().unwrap_or(self.name.as_bytes())
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.content.text
    }

    /// The offset at which the spans of this file begin.
    pub fn base(&self) -> u32 {
        self.base
    }

    /// This file with spans that begin at another offset.
    #[must_use]
    pub fn rebased(self, base: u32) -> Self {
        Self { base, ..self }
    }

    /// The span of a byte range of the text.
    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(range.start, range.end).shifted(self.base)
    }

    /// Whether a span lies in this file.
    pub fn contains(&self, span: Span) -> bool {
        self.span(0..self.content.text.len()).contains(span) && span.start <= span.end
    }

    /// The byte range of the text that a span stands for; `None` when it does not lie in this file.
    pub fn range(&self, span: Span) -> Option<Range<usize>> {
        self.contains(span).then(|| (span.start - self.base) as usize..(span.end - self.base) as usize)
    }

    /// The text under a span; empty when the span does not lie in this file.
    pub fn slice(&self, span: Span) -> &str {
        self.range(span).and_then(|it| self.content.text.get(it)).unwrap_or("")
    }

    /// Where a span starts and ends; a span that does not lie in this file stands for its start.
    pub fn positions(&self, span: Span) -> [Position; 2] {
        let range = self.range(span).unwrap_or_default();
        [range.start, range.end].map(|it| self.position(it))
    }

    /// The place where a span starts; see [`Source::positions`].
    pub fn start_of(&self, span: Span) -> Position {
        self.position(self.range(span).map_or(0, |it| it.start))
    }

    /// Line and column of a byte offset in the text; an offset past the end stands for the end.
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.content.text.len());
        while !self.content.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_number(offset);
        let start = self.index().line_starts[line - 1];
        Position { line, column: self.characters_before(offset) - self.characters_before(start) + 1, offset }
    }

    /// How many characters begin before an offset.
    fn characters_before(&self, offset: usize) -> usize {
        let stretch = offset / STRETCH;
        match self.index().characters.get(stretch) {
            Some(before) => before + beginning(&self.content.text.as_bytes()[stretch * STRETCH..offset]),
            None => offset,
        }
    }

    /// Number of the line, counted from 1, that a byte offset in the text lies in.
    pub fn line_number(&self, offset: usize) -> usize {
        self.index().line_starts.partition_point(|start| *start <= offset)
    }

    /// Number of lines; a text that ends in a newline has an empty last line.
    pub fn line_count(&self) -> usize {
        self.index().line_starts.len()
    }

    /// The byte range in the text of a line (counted from 1) without its line break; `None` past the end.
    pub fn line(&self, number: usize) -> Option<Range<usize>> {
        let start = *self.index().line_starts.get(number.checked_sub(1)?)?;
        let end = self.index().line_starts.get(number).map_or(self.content.text.len(), |next| next - 1);
        let end = if self.content.text[start..end].ends_with('\r') { end - 1 } else { end };
        Some(start..end)
    }
}

impl Index {
    fn of(text: &str) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let characters = if text.is_ascii() { Vec::new() } else { characters_before_stretches(text) };
        Self { line_starts, characters }
    }
}

fn characters_before_stretches(text: &str) -> Vec<usize> {
    let mut count = 0;
    let before = |stretch: &[u8]| {
        let before = count;
        count += beginning(stretch);
        before
    };
    // An empty one behind the others, for the end of the text.
    text.as_bytes().chunks(STRETCH).chain([&[][..]]).map(before).collect()
}

/// How many characters begin in a part of a text in UTF-8.
fn beginning(bytes: &[u8]) -> usize {
    bytes.iter().filter(|it| **it & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_long_lines_count_characters() {
        for text in ["é".repeat(5 * STRETCH), "a".repeat(2 * STRETCH), "abcdefé\n".repeat(STRETCH)] {
            let source = Source::new("t.yaml", text.clone());
            for offset in [0, 1, 1023, 1024, 1025, 2047, 2048, text.len() - 2, text.len()] {
                let offset = (0..=offset).rev().find(|it| text.is_char_boundary(*it)).expect("the start is one");
                let line = &text[text[..offset].rfind('\n').map_or(0, |it| it + 1)..offset];
                assert_eq!(source.position(offset).column, line.chars().count() + 1, "{offset}");
            }
        }
    }

    #[test]
    fn columns_count_characters_and_offsets_bytes() {
        let source = Source::new("t.yaml", "a: ä\r\nb: c\n");
        assert_eq!(source.position(5), Position { line: 1, column: 5, offset: 5 });
        assert_eq!(source.position(7), Position { line: 2, column: 1, offset: 7 });
        let line = |number| source.line(number).map(|it| &source.text()[it]);
        assert_eq!(line(1), Some("a: ä"));
        assert_eq!(line(3), Some(""));
        assert_eq!(line(4), None);
    }

    #[test]
    fn what_lies_elsewhere_stands_for_the_start() {
        let source = Source::new("t.yaml", "a: 1\nb: 2\n").rebased(100);
        let span = Span::new(105, 106);
        assert_eq!((source.slice(span), source.start_of(span).line), ("b", 2));
        assert_eq!(source.span(5..6), span);
        for elsewhere in [Span::NOWHERE, Span::new(5, 6), Span::new(99, 101), Span::new(110, 111)] {
            assert_eq!(source.range(elsewhere), None);
            assert_eq!(source.positions(elsewhere).map(|it| (it.line, it.column)), [(1, 1), (1, 1)]);
        }
    }
}
