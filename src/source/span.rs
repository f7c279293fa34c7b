//! Spans: where something stands in the files of a run.

/// A byte range in the files of a run, each of which has its own part of one 32-bit space (see [`super::Sources`]).
///
/// The first file, which is the template, begins at 0. Generated values carry the span of the construct that caused
/// them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The place of what stands in no file, such as a value from the command line.
    ///
    /// Reports show it at the start of the template.
    pub const NOWHERE: Span = Span { start: u32::MAX, end: u32::MAX };

    /// The range from byte `start` up to, not including, byte `end`.
    ///
    /// Files are limited to less than 4 GiB by [`crate::syntax::LARGEST_TEMPLATE`], so offsets fit.
    pub fn new(start: usize, end: usize) -> Self {
        let fit = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: fit(start), end: fit(end) }
    }

    /// Whether `other` lies within this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// From the start of this span to the end of `last`; nowhere when one of them is.
    #[must_use]
    pub fn to(self, last: Span) -> Span {
        match (self, last) {
            (Self::NOWHERE, _) | (_, Self::NOWHERE) => Self::NOWHERE,
            _ => Span { start: self.start, end: last.end },
        }
    }

    /// This span, `by` bytes further back; nowhere stays nowhere.
    #[must_use]
    pub fn shifted(self, by: u32) -> Span {
        match self {
            Self::NOWHERE => self,
            Span { start, end } => Span { start: start.saturating_add(by), end: end.saturating_add(by) },
        }
    }
}
