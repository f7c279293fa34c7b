//! Tabs, which PyYAML takes only in quoted strings, block scalars and comments. Knows nothing of events.
use super::lines::WHITE_SPACE;
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use std::ops::Range;

/// The tabs of a text, and where they may stand.
pub(super) struct Tabs<'a> {
    text: &'a str,
    any: bool,
    allowed: Vec<Range<usize>>,
}

impl<'a> Tabs<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, any: text.contains('\t'), allowed: Vec::new() }
    }

    pub(super) fn any(&self) -> bool {
        self.any
    }

    /// Tabs may stand in this part of the text.
    pub(super) fn allow(&mut self, part: Range<usize>) {
        self.allowed.push(part);
    }

    /// The first tab at a place that is not allowed.
    pub(super) fn first(&mut self) -> Option<Diagnostic> {
        self.misplaced(|_| true)
    }

    /// The tab that is to blame when the text cannot be read any further than `at`.
    pub(super) fn before(&mut self, at: usize) -> Option<Diagnostic> {
        let text = self.text;
        let line_end = |from: usize| text[from..].find('\n').map_or(text.len(), |it| from + it);
        let at = (0..=at.min(text.len())).rev().find(|it| text.is_char_boundary(*it))?;
        let next_line_end = line_end((line_end(at) + 1).min(text.len()));
        self.misplaced(|tab| {
            let line_start = text[..tab].rfind('\n').map_or(0, |it| it + 1);
            let indents = text[line_start..tab].trim_start_matches([' ', '\t']).is_empty();
            let adjacent = tab >= at && text[at..tab].trim_matches(WHITE_SPACE).is_empty() || tab + 1 == at;
            tab < next_line_end && indents || adjacent
        })
    }

    fn misplaced(&mut self, counts: impl Fn(usize) -> bool) -> Option<Diagnostic> {
        if !self.any {
            return None;
        }
        self.allowed.sort_by_key(|it| it.start);
        let is_allowed = |tab: usize| {
            let later = self.allowed.partition_point(|it| it.start <= tab);
            later.checked_sub(1).is_some_and(|it| self.allowed[it].contains(&tab))
        };
        let (tab, _) = self.text.match_indices('\t').find(|(tab, _)| !is_allowed(*tab) && counts(*tab))?;
        let length = self.text[tab..].bytes().take_while(|it| *it == b'\t').count();
        let span = Span::new(tab, tab + length);
        let line_start = self.text[..tab].rfind('\n').map_or(0, |it| it + 1);
        let (message, spaces) = if self.text[line_start..tab].trim_matches(WHITE_SPACE).is_empty() {
            ("a tab cannot indent a line in YAML", "  ".repeat(length))
        } else {
            ("a tab cannot stand between values in YAML", " ".to_owned())
        };
        Some(
            Diagnostic::new(&codes::SYNTAX_ERROR, span, message)
                .help("write spaces instead of the tab")
                .fix(span, spaces),
        )
    }
}
