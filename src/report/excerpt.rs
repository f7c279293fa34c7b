//! The few lines of a source that a report shows, made safe and short enough to print. Knows nothing of diagnostics.
use super::screen::{Room, shown_character};
use crate::safe_text::characters;
use crate::source::{Position, Source, Span};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// Lines around some spans, as they are printed: without control characters, and cut to a width.
///
/// Offsets count in [`Excerpt::text`], where each line ends in `\n` and a NUL separates lines that are not neighbours.
pub(super) struct Excerpt {
    pub text: String,
    lines: Vec<Line>,
    /// Where the spans are to be marked, in the order in which they were given.
    pub marks: Vec<Mark>,
}

/// The place of a span in an excerpt: at least one character, and never past its first line.
pub(super) struct Mark {
    pub range: Range<usize>,
    /// The start of the span in the source.
    pub position: Position,
    /// How many columns of the line stand before the middle of the mark.
    pub middle: usize,
}

/// Some neighbouring lines of an excerpt.
pub(super) struct Section {
    pub range: Range<usize>,
    /// Number of the first line, from 1.
    pub first_line: usize,
    pub line_count: usize,
}

struct Line {
    number: usize,
    range: Range<usize>,
}

impl Excerpt {
    /// Takes the line on which each span starts and the lines before and after it. The lines around the first span come
    /// first, whatever stands above them in the source; the others follow in the order of the source.
    ///
    /// A long line is cut around the first of the spans that starts on it.
    pub(super) fn new(source: &Source, spans: &[Span], room: Room) -> Self {
        let places: Vec<[Position; 2]> = spans.iter().map(|it| source.positions(*it)).collect();
        let mut numbers = BTreeSet::new();
        for [start, _] in &places {
            // The empty line after the last line break is worth showing only if it is the one spoken of.
            let next = source.line(start.line + 1).filter(|it| it.start < source.text().len());
            numbers.extend((start.line > 1).then(|| start.line - 1));
            numbers.insert(start.line);
            numbers.extend(next.map(|_| start.line + 1));
        }
        let numbers: Vec<usize> = numbers.into_iter().collect();
        let mut runs: Vec<&[usize]> = numbers.chunk_by(|one, next| one + 1 == *next).collect();
        runs.sort_by_key(|run| !places.first().is_some_and(|it| run.contains(&it[0].line)));
        let mut excerpt = Excerpt { text: String::new(), lines: Vec::new(), marks: Vec::new() };
        let mut fitted = Vec::new();
        for &number in runs.into_iter().flatten() {
            let line = source.line(number).expect("the line of a position, or one beside it that is there");
            let anchor = places.iter().find(|it| it[0].line == number).map_or(line.start, |it| it[0].offset);
            let line_text = &source.text()[line.clone()];
            let shown = FittedLine::new(line_text, anchor.saturating_sub(line.start), room);
            excerpt.add_line(number, &shown.text);
            fitted.push((line, shown));
        }
        for [position, end] in places {
            let index = excerpt.lines.iter().position(|it| it.number == position.line);
            let index = index.expect("the line on which each span starts was taken");
            let (line, shown) = &fitted[index];
            let within = |offset: usize| offset.clamp(line.start, line.end) - line.start;
            let end = match end.offset > line.end {
                true => source.text()[line.clone()].trim_end().len(),
                false => within(end.offset),
            };
            let base = excerpt.lines[index].range.start;
            let start = base + shown.offset_of(within(position.offset));
            let end = (base + shown.offset_of(end)).max(start + 1);
            let columns = |range: Range<usize>| excerpt.text.get(range).map_or(0, columns_of);
            let middle = columns(base..start) + columns(start..end) / 2;
            excerpt.marks.push(Mark { range: start..end, position, middle });
        }
        excerpt
    }

    fn add_line(&mut self, number: usize, text: &str) {
        if self.lines.last().is_some_and(|last| last.number + 1 != number) {
            self.text.push('\0');
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.text.push('\n');
        self.lines.push(Line { number, range: start..self.text.len() });
    }

    /// The lines that hold a range, with neighbours before and after it; `None` when not all in between are here.
    pub(super) fn section(&self, range: Range<usize>, before: usize, after: usize) -> Option<Section> {
        let first = self.lines.iter().position(|it| it.range.contains(&range.start))?;
        let last = first + self.lines[first..].iter().position(|it| range.end <= it.range.end)?;
        let together = |one: usize, other: usize| {
            let lines = &self.lines[one..=other];
            lines.windows(2).all(|it| it[0].number + 1 == it[1].number)
        };
        if !together(first, last) {
            return None;
        }
        let start = (first.saturating_sub(before)..=first).find(|it| together(*it, first))?;
        let end = (last..self.lines.len().min(last + after + 1)).rev().find(|it| together(last, *it))?;
        Some(Section {
            range: self.lines[start].range.start..self.lines[end].range.end,
            first_line: self.lines[start].number,
            line_count: end - start + 1,
        })
    }
}

/// A line as it is printed, and where its characters came to stand.
struct FittedLine {
    text: String,
    /// Offset of a character in the source's line, and in `text`.
    offsets: Vec<(usize, usize)>,
    /// Where the line ends in `text`, or is cut off.
    end: usize,
}

impl FittedLine {
    /// Cuts a line to the room there is, so that the character at `anchor` can be seen.
    fn new(line: &str, anchor: usize, room: Room) -> Self {
        let width = room.width.max(20);
        let before = &line[..anchor.min(line.len())];
        let back = |count: usize| before.char_indices().rev().nth(count).map(|(at, _)| at);
        // What is near the start of its line is shown with all that comes before it.
        let skipped = back(width * 2 / 3).and_then(|_| back(width / 3)).unwrap_or(0);
        let mut fitted = FittedLine { text: String::new(), offsets: Vec::new(), end: 0 };
        let mut column = 0;
        if skipped > 0 {
            fitted.text.push_str(room.ellipsis);
            column += room.ellipsis.chars().count();
        }
        for (at, character, must_be_escaped) in characters(&line[skipped..]) {
            // A byte-order mark is not part of what the user sees as the line.
            let is_mark = character == '\u{feff}' && skipped + at == 0;
            let shown = if is_mark { Cow::default() } else { shown_character(character, must_be_escaped, column) };
            let columns = columns_of(&shown);
            fitted.offsets.push((skipped + at, fitted.text.len()));
            if column + columns > width {
                fitted.end = fitted.text.len();
                fitted.text.push_str(room.ellipsis);
                return fitted;
            }
            fitted.text.push_str(&shown);
            column += columns;
        }
        fitted.end = fitted.text.len();
        fitted
    }

    /// Where the character at an offset of the source's line stands; the nearest end when it was cut off.
    fn offset_of(&self, offset: usize) -> usize {
        let index = self.offsets.partition_point(|(at, _)| *at < offset);
        self.offsets.get(index).map_or(self.end, |(_, shown)| *shown)
    }
}

/// The columns that a text takes, rather too many than too few.
fn columns_of(text: &str) -> usize {
    text.chars().map(|it| if it < '\u{1100}' { 1 } else { 2 }).sum()
}
