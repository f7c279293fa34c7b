//! Texts that are used several times, by their numbers: what `build.rs` packed as a dictionary. Knows nothing of what they
//! say.
use super::packed;

/// Texts by their lengths, and those of a length sorted, so that neither lengths nor places are written anywhere.
#[derive(Clone, Copy)]
pub(super) struct Dictionary {
    /// Of each length and the one after the last, the first number and where its text begins, in four bytes each.
    lengths: &'static [u8],
    /// The length of each 64th text.
    hints: &'static [u8],
    texts: &'static str,
}

const LENGTHS: usize = 256;
const HINT: usize = 64;

/// A text that is looked for, with the numbers of all that are as long.
#[derive(Clone, Copy)]
pub(super) struct Sought<'t> {
    pub text: &'t [u8],
    first: usize,
    count: usize,
    alike: &'static [u8],
}

impl Dictionary {
    pub(super) const fn new(lengths: &'static [u8], texts: &'static str) -> Self {
        let (lengths, hints) = lengths.split_at((LENGTHS + 1) * 8);
        Self { lengths, hints, texts }
    }

    /// The text with a number.
    pub(super) fn text(&self, number: usize) -> &'static str {
        let mut length = usize::from(self.hints[number / HINT]);
        while self.first(length + 1) <= number {
            length += 1;
        }
        let start = self.start(length) + (number - self.first(length)) * length;
        &self.texts[start..start + length]
    }

    /// Prepares to look for a text among numbers.
    pub(super) fn sought<'t>(&self, text: &'t str) -> Sought<'t> {
        let text = text.as_bytes();
        if text.len() >= LENGTHS {
            return Sought { text, first: 0, count: 0, alike: &[] };
        }
        let first = self.first(text.len());
        let alike = &self.texts.as_bytes()[self.start(text.len())..];
        Sought { text, first, count: self.first(text.len() + 1) - first, alike }
    }

    #[inline]
    fn first(&self, length: usize) -> usize {
        packed::fixed(self.lengths, length * 8)
    }

    #[inline]
    fn start(&self, length: usize) -> usize {
        packed::fixed(self.lengths, length * 8 + 4)
    }
}

impl Sought<'_> {
    /// Whether it is the text with a number.
    #[inline]
    pub(super) fn is(&self, number: usize) -> bool {
        let at = number.wrapping_sub(self.first);
        let length = self.text.len();
        at < self.count && &self.alike[at * length..][..length] == self.text
    }
}
