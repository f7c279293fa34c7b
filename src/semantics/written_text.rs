//! Texts that stand in a template in one piece or in several, and where their parts are written.
use crate::source::{Sources, Span};
use crate::syntax::{Node, Text, Within};
use crate::template::intrinsics;
use std::ops::Range;

/// What stands in a text for a piece that is known only at deployment.
const UNKNOWN: &str = "${Unknown}";

/// Most bytes that a delimiter may come to between pieces: no text that is longer is a definition or a document.
pub(super) const MOST_BETWEEN: usize = 1024 * 1024;

/// A text, whose unknown pieces are `${…}`.
#[derive(Debug, Default)]
pub(crate) struct WrittenText {
    pub text: String,
    pieces: Vec<Piece>,
}

/// A part of the text that stands in one place.
#[derive(Debug)]
struct Piece {
    /// In the text.
    range: Range<usize>,
    /// The whole of what is written there.
    span: Span,
    within: Option<Within>,
}

impl WrittenText {
    /// The text that a node is: in one piece, in an `Fn::Sub`, or in the pieces of an `Fn::Join`. `None` where it is not
    /// known in the template.
    pub(crate) fn of(node: &Node, sources: &Sources) -> Option<Self> {
        let mut written = Self::default();
        if let Some((text, span)) = piece(node) {
            written.add(text, span, sources);
            return Some(written);
        }
        let [delimiter, pieces] = intrinsics::argument(node, "Fn::Join")?.list()? else { return None };
        let (delimiter, pieces) = (delimiter.text()?, pieces.list()?);
        if delimiter.len().saturating_mul(pieces.len()) > MOST_BETWEEN {
            return None;
        }
        for (index, item) in pieces.iter().enumerate() {
            if index > 0 {
                written.text.push_str(delimiter);
            }
            match piece(item) {
                Some((text, span)) => written.add(text, span, sources),
                None => {
                    let start = written.text.len();
                    written.text.push_str(UNKNOWN);
                    written.pieces.push(Piece { range: start..written.text.len(), span: item.span, within: None });
                }
            }
        }
        Some(written)
    }

    fn add(&mut self, text: &Text, span: Span, sources: &Sources) {
        let start = self.text.len();
        self.text.push_str(text);
        let within = Within::new(sources.of(span), span, text);
        self.pieces.push(Piece { range: start..self.text.len(), span, within });
    }

    /// Where a part of the text is written, as narrow as is known.
    pub(crate) fn span(&self, part: Range<usize>) -> Span {
        let first = self.span_of(part.start, part.end);
        let last = if part.end > part.start { self.span_of(part.end - 1, part.end) } else { first };
        if first.start <= last.end { Span { start: first.start, end: last.end } } else { first }
    }

    /// Where the part between two offsets is written, as far as it stands in the piece that it begins in.
    fn span_of(&self, start: usize, end: usize) -> Span {
        let at = self.pieces.partition_point(|it| it.range.end <= start);
        let Some(piece) = self.pieces.get(at).or(self.pieces.last()) else { return Span::NOWHERE };
        let (from, length) = (piece.range.start, piece.range.len());
        let part = start.saturating_sub(from).min(length)..end.saturating_sub(from).min(length);
        piece.within.as_ref().and_then(|it| it.span(part)).unwrap_or(piece.span)
    }
}

/// A text that stands in one piece, perhaps in an `Fn::Sub`.
fn piece(node: &Node) -> Option<(&Text, Span)> {
    let argument = intrinsics::argument(node, "Fn::Sub").unwrap_or(node);
    let argument = match argument.list() {
        Some(items) if intrinsics::is_intrinsic(node) => items.first()?,
        _ => argument,
    };
    Some((argument.text()?, argument.span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Problems;
    use crate::source::Source;
    use crate::syntax::parse;

    #[test]
    fn parts_of_joined_texts_have_their_places() {
        let template = "a: !Join ['', ['{\"B\":', !Ref C, !Sub ',\"D\": \"${E}\"', \"}\"]]\n";
        let sources = Sources::new(Source::new("t.yaml", template));
        let tree = parse(sources.template(), &mut Problems::default()).expect("the test parses");
        let written = WrittenText::of(tree.get("a").expect("a"), &sources).expect("it is a text");
        assert_eq!(written.text, r#"{"B":${Unknown},"D": "${E}"}"#);
        let place = |part: &str| {
            let at = written.text.find(part).expect("a part of it");
            sources.template().slice(written.span(at..at + part.len()))
        };
        assert_eq!(
            [place("\"B\""), place("${Unknown}"), place("\"D\""), place("${E}")],
            ["\"B\"", "!Ref C", "\"D\"", "${E}"]
        );
        assert!(place(r#"{"B":${Unknown},"D": "${E}"}"#).starts_with("{\"B\":', !Ref C"));
    }
}
