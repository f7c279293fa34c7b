//! Findings, to be looked up by what lies within the place that they blame.
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Findings in the order of their places.
pub struct Enclosing<'a> {
    /// Sorted by where they start, each with the last end of it and those before.
    found: Vec<(&'a Diagnostic, u32)>,
}

impl<'a> Enclosing<'a> {
    pub fn new(found: impl Iterator<Item = &'a Diagnostic>) -> Self {
        let mut found: Vec<_> = found.map(|it| (it, it.span.end)).collect();
        found.sort_by_key(|(it, _)| it.span.start);
        let mut last = 0;
        for (_, end) in &mut found {
            last = last.max(*end);
            *end = last;
        }
        Self { found }
    }

    /// The findings whose place contains `span`.
    pub fn around(&self, span: Span) -> impl Iterator<Item = &'a Diagnostic> {
        let after = self.found.partition_point(|(it, _)| it.span.start <= span.start);
        let reaching = self.found[..after].iter().rev().take_while(move |(_, last)| *last >= span.end);
        reaching.map(|(it, _)| *it).filter(move |it| it.span.contains(span))
    }
}
