//! A text with edits, and where what stands in it stood before. Knows nothing of YAML.
use std::collections::BTreeMap;
use std::ops::Range;

/// The edits of a text, none of which touches another.
#[derive(Clone, Debug, Default)]
pub(super) struct Edits {
    /// By where they begin: where they end, and what stands there instead.
    edits: BTreeMap<usize, (usize, String)>,
}

impl Edits {
    /// Adds an edit, in the place of those that it touches.
    pub(super) fn add(&mut self, mut range: Range<usize>, replacement: &str) {
        let touching = |(start, (end, _)): (&usize, &(usize, String))| {
            (*start < range.end && range.start < *end || *start == range.start).then_some((*start, *end))
        };
        let touched: Vec<_> = self.edits.iter().filter_map(touching).collect();
        for (start, end) in touched {
            self.edits.remove(&start);
            range = range.start.min(start)..range.end.max(end);
        }
        self.edits.insert(range.start, (range.end, replacement.to_owned()));
    }

    /// The edited text, and where its parts stood.
    pub(super) fn apply(&self, text: &str) -> (String, Offsets) {
        let mut edited = String::with_capacity(text.len());
        let mut pieces = vec![Piece { edited: 0, original: 0, is_new: false }];
        let mut from = 0;
        for (start, (end, replacement)) in &self.edits {
            edited.push_str(&text[from..*start]);
            pieces.push(Piece { edited: edited.len(), original: *start, is_new: true });
            edited.push_str(replacement);
            pieces.push(Piece { edited: edited.len(), original: *end, is_new: false });
            from = *end;
        }
        edited.push_str(&text[from..]);
        (edited, Offsets { pieces })
    }
}

/// Where the parts of an edited text stood.
#[derive(Debug)]
pub(super) struct Offsets {
    pieces: Vec<Piece>,
}

/// A part of an edited text, by where it begins.
#[derive(Debug)]
struct Piece {
    edited: usize,
    original: usize,
    is_new: bool,
}

impl Offsets {
    /// Where what stands at an offset of the edited text stood; what is new stands where it was put in.
    pub(super) fn original(&self, at: usize) -> usize {
        let last = self.pieces.partition_point(|it| it.edited <= at).saturating_sub(1);
        let piece = &self.pieces[last];
        if piece.is_new { piece.original } else { piece.original + (at - piece.edited) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_edited_keeps_its_place() {
        let mut edits = Edits::default();
        edits.add(5..7, "");
        edits.add(2..2, ": ");
        let (text, offsets) = edits.apply("abcdefghi");
        assert_eq!(text, "ab: cdehi");
        let places: Vec<usize> = (0..=text.len()).map(|it| offsets.original(it)).collect();
        assert_eq!(places, [0, 1, 2, 2, 2, 3, 4, 7, 8, 9]);
        edits.add(0..6, "x");
        assert_eq!(edits.apply("abcdefghi").0, "xhi");
    }
}
