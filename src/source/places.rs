//! Places in texts, to be looked up by what they lie in and by what lies in them.
use super::Span;

/// Places, each known by its position among those that it was made of.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Sorted by where they start.
    places: Vec<(Span, usize)>,
    /// A tree over them: the last end in each half, its halves and so on. The halves of the part at `n` are at `2n` and
    /// `2n + 1`; the places themselves are the last ones.
    ends: Vec<u32>,
}

impl Places {
    pub(crate) fn new(spans: impl Iterator<Item = Span>) -> Self {
        let mut places: Vec<_> = spans.enumerate().map(|(index, span)| (span, index)).collect();
        places.sort_by_key(|(span, _)| span.start);
        let width = places.len().next_power_of_two();
        let mut ends = vec![0; 2 * width];
        for (end, (span, _)) in ends[width..].iter_mut().zip(&places) {
            *end = span.end;
        }
        for part in (1..width).rev() {
            ends[part] = ends[2 * part].max(ends[2 * part + 1]);
        }
        Self { places, ends }
    }

    /// The places that contain `span`, those that start last first.
    pub(crate) fn around(&self, span: Span) -> impl Iterator<Item = usize> {
        self.entries_around(span).map(|(_, index)| *index)
    }

    /// The spans of the same.
    pub(crate) fn spans_around(&self, span: Span) -> impl Iterator<Item = Span> {
        self.entries_around(span).map(|(it, _)| *it)
    }

    fn entries_around(&self, span: Span) -> impl Iterator<Item = &(Span, usize)> {
        let after = self.places.partition_point(|(it, _)| it.start <= span.start);
        let width = self.ends.len() / 2;
        // Parts that are still to be looked at, each with its first place and how many it has.
        let mut open = if self.places.is_empty() { Vec::new() } else { vec![(1, 0, width)] };
        std::iter::from_fn(move || {
            while let Some((part, first, count)) = open.pop() {
                if first >= after || self.ends[part] < span.end {
                    continue;
                }
                if count == 1 {
                    return Some(first);
                }
                let half = count / 2;
                open.push((2 * part, first, half));
                open.push((2 * part + 1, first + half, half));
            }
            None
        })
        .map(|it| &self.places[it])
        .filter(move |(it, _)| it.contains(span))
    }

    /// The places that lie within `span`.
    pub(crate) fn within(&self, span: Span) -> impl Iterator<Item = usize> {
        let first = self.places.partition_point(|(it, _)| it.start < span.start);
        let starting = self.places[first..].iter().take_while(move |(it, _)| it.start <= span.end);
        starting.filter(move |(it, _)| span.contains(*it)).map(|(_, index)| *index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_from_without_and_from_within() {
        let spans = [(4, 9), (0, 20), (6, 7), (9, 12), (4, 4)].map(|(start, end)| Span::new(start, end));
        let places = Places::new(spans.into_iter());
        let sorted = |found: &mut dyn Iterator<Item = usize>| {
            let mut found: Vec<usize> = found.collect();
            found.sort_unstable();
            found
        };
        assert_eq!(sorted(&mut places.around(Span::new(6, 7))), [0, 1, 2]);
        assert_eq!(sorted(&mut places.around(Span::new(9, 9))), [0, 1, 3]);
        assert_eq!(sorted(&mut places.within(Span::new(4, 9))), [0, 2, 4]);
        assert_eq!(sorted(&mut places.within(Span::new(0, 20))), [0, 1, 2, 3, 4]);
        assert_eq!(sorted(&mut places.within(Span::new(13, 19))), [0; 0]);
    }
}
