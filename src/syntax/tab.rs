//! Tabs, which PyYAML takes only in quoted strings, block scalars and comments. Knows nothing of events.
use super::lines::WHITE_SPACE;
use crate::diagnostic::{Diagnostic, Fix, codes};
use crate::source::Span;
use std::ops::Range;

/// How many spaces are written for a tab.
const WIDTH: usize = 2;
/// Most lines that are looked at above a tab.
const MOST_ABOVE: usize = 2000;

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
        if !self.text[line_start..tab].trim_matches(WHITE_SPACE).is_empty() {
            let message = "a tab cannot stand between values in YAML";
            let finding = Diagnostic::new(&codes::SYNTAX_ERROR, span, message);
            return Some(finding.help("write spaces instead of the tab").fix(span, " "));
        }
        let message = "a tab cannot indent a line in YAML";
        let mut finding = Diagnostic::new(&codes::SYNTAX_ERROR, span, message).help("write spaces instead of the tab");
        finding.fix = self.indented_by_spaces(line_start);
        Some(finding)
    }

    /// The line and those below that tabs indent too with spaces instead, where it is clear how far they are to be
    /// indented.
    fn indented_by_spaces(&self, line_start: usize) -> Option<Fix> {
        let depth = self.depth_below(line_start)?;
        let first = indentation(self.text[line_start..].lines().next()?);
        let mut fix: Option<Fix> = None;
        let mut start = line_start;
        for line in self.text[line_start..].split_inclusive('\n') {
            let written = indentation(line);
            let at = Span::new(start, start + written.len());
            start += line.len();
            if !says_something(line) {
                continue;
            }
            let Some(deeper) = written.strip_prefix(first) else { break };
            let deeper: usize = deeper.bytes().map(|it| if it == b'\t' { WIDTH } else { 1 }).sum();
            let edit = Fix::new("write spaces instead of the tabs", at, " ".repeat(depth + deeper));
            match &mut fix {
                Some(fix) => fix.edits.extend(edit.edits),
                None => fix = Some(edit),
            }
        }
        fix
    }

    /// How far a line is to be indented that tabs indent: further than the key above where that has no value yet, or else
    /// like the only line above that it may stand beside.
    fn depth_below(&self, line_start: usize) -> Option<usize> {
        let mut above = self.text[..line_start].lines().rev().filter(|it| says_something(it)).take(MOST_ABOVE);
        let nearest = above.next().filter(|it| !indentation(it).contains('\t'))?;
        let depth = indentation(nearest).len();
        if nearest.split(" #").next()?.trim_end().ends_with(':') {
            // What stands behind the `- ` of an item is as far in as it begins.
            return Some(depth + nearest[depth..].bytes().take_while(|it| matches!(it, b'-' | b' ')).count() + WIDTH);
        }
        let outer = above.map(|it| indentation(it).len()).find(|it| *it < depth);
        (depth > 0 && outer == Some(0)).then_some(depth)
    }
}

/// The spaces and tabs before what a line says.
fn indentation(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

fn says_something(line: &str) -> bool {
    let content = line.trim_matches(WHITE_SPACE);
    !content.is_empty() && !content.starts_with('#')
}
