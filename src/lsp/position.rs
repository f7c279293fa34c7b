//! Places as the protocol has them: lines from 0, and characters of UTF-16 or bytes in a line.
use crate::source::{Source, Span};
use serde_json::{Value, json};

/// What a character is for the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16,
}

impl Encoding {
    /// UTF-8 where the client offers it, since it costs least.
    pub(super) fn chosen(parameters: &Value) -> Self {
        let offered = parameters.pointer("/capabilities/general/positionEncodings").and_then(Value::as_array);
        match offered.is_some_and(|it| it.iter().any(|it| it == "utf-8")) {
            true => Self::Utf8,
            false => Self::Utf16,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
        }
    }

    /// How many characters a text has.
    fn length(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.encode_utf16().count(),
        }
    }

    /// The byte at which a character of a line begins; its end where there are not so many.
    fn byte(self, line: &str, character: usize) -> usize {
        let mut count = 0;
        for (at, char) in line.char_indices() {
            if count >= character {
                return at;
            }
            count += match self {
                Self::Utf8 => char.len_utf8(),
                Self::Utf16 => char.len_utf16(),
            };
        }
        line.len()
    }

    /// The byte offset of a place; the nearest where it is outside of the text. `None` where it is no place.
    pub(super) fn offset(self, source: &Source, position: &Value) -> Option<usize> {
        let line = usize::try_from(position.get("line")?.as_u64()?).ok()?;
        let character = usize::try_from(position.get("character")?.as_u64()?).ok()?;
        Some(match source.line(line.saturating_add(1)) {
            Some(range) => range.start + self.byte(&source.text()[range], character),
            None => source.text().len(),
        })
    }

    /// The byte offsets of a range.
    pub(super) fn offsets(self, source: &Source, range: &Value) -> Option<std::ops::Range<usize>> {
        let start = self.offset(source, range.get("start")?)?;
        let end = self.offset(source, range.get("end")?)?;
        Some(start.min(end)..end.max(start))
    }

    pub(super) fn position(self, source: &Source, offset: usize) -> Value {
        let position = source.position(offset);
        let start = source.line(position.line).map_or(0, |it| it.start);
        let before = source.text().get(start..position.offset).unwrap_or("");
        json!({"line": position.line - 1, "character": self.length(before)})
    }

    /// The range of a span; an empty one at the start of the file where it does not lie in it.
    pub(super) fn range(self, source: &Source, span: Span) -> Value {
        let range = source.range(span).unwrap_or_default();
        json!({"start": self.position(source, range.start), "end": self.position(source, range.end)})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_as_the_client_counts_them() {
        let source = Source::new("t", "ab\nü€😀x\r\n");
        let place = |line: u64, character: u64| json!({"line": line, "character": character});
        for (encoding, character, offset) in
            [(Encoding::Utf16, 4, 12), (Encoding::Utf8, 9, 12), (Encoding::Utf16, 99, 13), (Encoding::Utf8, 0, 3)]
        {
            assert_eq!(encoding.offset(&source, &place(1, character)), Some(offset), "{character}");
        }
        assert_eq!(Encoding::Utf16.position(&source, 12), place(1, 4));
        assert_eq!(Encoding::Utf16.offset(&source, &place(99, 0)), Some(source.text().len()));
        assert_eq!(Encoding::Utf16.offset(&source, &json!({"line": -1})), None);
    }
}
