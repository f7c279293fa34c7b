//! Template files as text: byte spans, and lines and columns as people count them. Knows nothing of YAML or SAM.

/// A byte range in the text of a template.
///
/// Generated values carry the span of the construct that caused them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The range from byte `start` up to, not including, byte `end`.
    ///
    /// Templates are limited to less than 4 GiB by [`crate::syntax::LARGEST_TEMPLATE`], so offsets fit.
    pub fn new(start: usize, end: usize) -> Self {
        let fit = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: fit(start), end: fit(end) }
    }

    /// Whether `other` lies within this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A place in a text, counted from 1: columns in Unicode characters, the offset in bytes from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// In bytes, from 0.
    pub offset: usize,
}

/// A template's text with its name, and an index of its lines.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: String,
    /// Offset of the first byte of each line.
    line_starts: Vec<usize>,
}

impl Source {
    /// Takes the text of a template; `name` is what diagnostics call it, usually its path.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { name: name.into(), text, line_starts }
    }

    /// What diagnostics call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text under a span; empty when the span does not lie in this text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Line and column of a byte offset; an offset past the end stands for the end.
    pub fn position(&self, offset: u32) -> Position {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self.line_starts[line - 1];
        Position { line, column: self.text[start..offset].chars().count() + 1, offset }
    }

    /// Number of lines; a text that ends in a newline has an empty last line.
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// The byte range of a line (counted from 1) without its line break; `None` past the end.
    pub fn line(&self, number: usize) -> Option<Span> {
        let start = *self.line_starts.get(number.checked_sub(1)?)?;
        let end = self.line_starts.get(number).map_or(self.text.len(), |next| next - 1);
        let end = if self.text[start..end].ends_with('\r') { end - 1 } else { end };
        Some(Span::new(start, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_offsets_bytes() {
        let source = Source::new("t.yaml", "a: ä\r\nb: c\n");
        assert_eq!(source.position(5), Position { line: 1, column: 5, offset: 5 });
        assert_eq!(source.position(7), Position { line: 2, column: 1, offset: 7 });
        assert_eq!(source.line(1).map(|it| source.slice(it)), Some("a: ä"));
        assert_eq!(source.line(3).map(|it| source.slice(it)), Some(""));
        assert_eq!(source.line(4), None);
    }
}
