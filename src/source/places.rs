//! Places in texts, to be looked up by what they lie in and by what lies in them.
use super::Span;

/// Places, each known by its position among those that it was made of.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Sorted by where they start, each with the last end of it and those before.
    places: Vec<(Span, usize, u32)>,
}

impl Places {
    pub(crate) fn new(spans: impl Iterator<Item = Span>) -> Self {
        let mut places: Vec<_> = spans.enumerate().map(|(index, span)| (span, index, span.end)).collect();
        places.sort_by_key(|(span, ..)| span.start);
        let mut last = 0;
        for (.., end) in &mut places {
            last = last.max(*end);
            *end = last;
        }
        Self { places }
    }

    /// The places that contain `span`.
    pub(crate) fn around(&self, span: Span) -> impl Iterator<Item = usize> {
        let after = self.places.partition_point(|(it, ..)| it.start <= span.start);
        let reaching = self.places[..after].iter().rev().take_while(move |(.., last)| *last >= span.end);
        reaching.filter(move |(it, ..)| it.contains(span)).map(|(_, index, _)| *index)
    }

    /// The places that lie within `span`.
    pub(crate) fn within(&self, span: Span) -> impl Iterator<Item = usize> {
        let first = self.places.partition_point(|(it, ..)| it.start < span.start);
        let starting = self.places[first..].iter().take_while(move |(it, ..)| it.start <= span.end);
        starting.filter(move |(it, ..)| span.contains(*it)).map(|(_, index, _)| *index)
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
