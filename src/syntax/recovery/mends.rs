//! What may be done about a text that stops being YAML, so that the rest of it can be read. Knows how YAML looks, not what
//! it means.
use crate::source::Source;
use crate::syntax::lines::{Line, Lines};
use crate::syntax::yaml::Stop;
use std::ops::Range;

/// Edits after which a text may be read further.
#[derive(Clone, Debug, Default)]
pub(super) struct Mend {
    pub edits: Vec<(Range<usize>, String)>,
    /// How many line breaks go with them.
    pub dropped: usize,
    /// What the edits are about: nothing is known of these lines.
    pub lines: Range<usize>,
    /// Whether lines got another indentation, so that it is not known what they belong to.
    pub moves: bool,
}

/// Most lines that are looked at above a place, so that the search takes no longer than the text is worth.
const MOST_ABOVE: usize = 2000;

/// Most other indentations that are tried for a line.
const MOST_INDENTS: usize = 4;

/// What may be done, what keeps most of the text first.
pub(super) fn mends(source: &Source, stop: &Stop) -> Vec<Mend> {
    let text = source.text();
    let site = Site { lines: Lines::new(source), stop };
    let mut found = Vec::new();
    let tab = source.range(stop.problem.span).filter(|it| text[it.clone()].starts_with('\t'));
    tab.into_iter().for_each(|it| site.indent_like_others(site.lines.at(it.start), &mut found));
    if let Some(fix) = &stop.problem.fix {
        let edits = fix.edits.iter().filter_map(|it| Some((source.range(it.span)?, it.replacement.clone())));
        let edits: Vec<_> = edits.collect();
        let start = edits.iter().map(|it| it.0.start).min().unwrap_or(stop.at);
        found.push(Mend { edits, lines: site.whole_line(start), ..Mend::default() });
    }
    let quote = site.lines.open_quote(stop.read, stop.at + 1).map(|(at, _)| at);
    quote.into_iter().for_each(|it| site.close_quote(it, &mut found));
    site.close_brackets(&mut found);
    let blamed = source.range(stop.problem.span).map_or(stop.at, |it| it.start).min(text.len());
    let places = [Some(blamed), Some(site.unread()), quote, Some(stop.at.min(text.len()))];
    let mut seen: Vec<usize> = Vec::new();
    for line in places.into_iter().flatten().map(|it| site.lines.at(it)) {
        if !seen.contains(&line.start) {
            seen.push(line.start);
            site.mend_line(line, &mut found);
        }
    }
    let line = site.lines.at(blamed);
    if let Some(outer) = site.above(line).find(|it| site.lines.indent(*it) < site.lines.indent(line)) {
        if !site.is_section(outer) {
            found.push(site.drop(outer.start..line.end));
            found.push(site.indent_like(outer, line));
        }
        found.push(site.drop_block(outer));
        // What stands between may have lost the line that it belongs to.
        found.push(site.drop(outer.end..line.start.saturating_sub(1).max(outer.end)));
    }
    found.push(site.drop(line.start..text.len()));
    for mend in &mut found {
        mend.dropped = mend.edits.iter().map(|(range, _)| text[range.clone()].matches('\n').count()).sum();
    }
    // The fewer lines are lost the better.
    found.sort_by_key(|it| it.dropped);
    found
}

/// A place where the reading stopped.
struct Site<'a> {
    lines: Lines<'a>,
    stop: &'a Stop,
}

impl Site<'_> {
    fn text(&self) -> &str {
        self.lines.text()
    }

    fn whole_line(&self, at: usize) -> Range<usize> {
        let line = self.lines.at(at);
        line.start..line.end
    }

    /// The lines above that say something, from here up.
    fn above(&self, line: Line) -> impl Iterator<Item = Line> {
        let mut line = Some(line);
        std::iter::from_fn(move || {
            line = line.and_then(|it| self.lines.above(it));
            line
        })
        .take(MOST_ABOVE)
    }

    /// The lines below, from here down.
    fn below(&self, line: Line) -> impl Iterator<Item = Line> {
        let mut end = line.end;
        std::iter::from_fn(move || {
            let next = (end < self.text().len()).then(|| self.lines.at(end + 1))?;
            end = next.end;
            Some(next)
        })
    }

    fn is_blank(&self, line: Line) -> bool {
        let content = self.lines.trimmed(line.start, line.end);
        content.start == content.end || self.text()[content.start as usize..].starts_with('#')
    }

    /// The end of the last line that is indented more than this one and stands below it.
    fn block_end(&self, line: Line) -> usize {
        let indent = self.meant_indent(line);
        let mut end = line.end;
        for below in self.below(line).filter(|it| !self.is_blank(*it)) {
            if self.lines.indent(below) <= indent {
                break;
            }
            end = below.end;
        }
        end
    }

    /// How far a line is indented, or, where no line above is indented as far that it may belong to, the next of them that is
    /// further in: what is indented like that is not below it.
    fn meant_indent(&self, line: Line) -> usize {
        let indent = self.lines.indent(line);
        self.outer_indents(line).into_iter().filter(|it| *it >= indent).min().unwrap_or(indent)
    }

    /// How far the lines above are indented that a line may belong to or stand beside, the nearest first.
    fn outer_indents(&self, line: Line) -> Vec<usize> {
        let mut indents: Vec<usize> = Vec::new();
        for above in self.above(line) {
            let of_above = self.lines.indent(above);
            if indents.last().is_none_or(|it| of_above < *it) {
                indents.push(of_above);
            }
            if of_above == 0 {
                break;
            }
        }
        indents
    }

    /// Where what was not read begins.
    fn unread(&self) -> usize {
        let rest = self.text().get(self.stop.read..).unwrap_or_default();
        self.stop.read + rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n', ':', ',']).len()
    }

    /// Gives a line that is indented by tabs the indentation of a line beside it.
    fn indent_like_others(&self, line: Line, found: &mut Vec<Mend>) {
        let start = self.text()[line.start..line.end].trim_start_matches([' ', '\t']);
        let start = line.end - start.len();
        let below = self.below(line).find(|it| !self.is_blank(*it));
        for other in self.lines.above(line).into_iter().chain(below) {
            let edits = vec![(line.start..start, " ".repeat(self.lines.indent(other)))];
            found.push(Mend { edits, lines: line.start..line.end, ..Mend::default() });
        }
    }

    /// Where brackets open that are not closed, the outermost first. Of what may be a key, the parser says so only when it
    /// has come to its end.
    fn brackets(&self) -> Vec<usize> {
        let unread = self.unread().min(self.text().len());
        let mut brackets: Vec<usize> = self.stop.brackets.iter().copied().filter(|it| *it < unread).collect();
        let line = self.lines.at(unread);
        let mut quote = None;
        for (at, byte) in self.text()[unread..line.end].bytes().enumerate() {
            match (quote, byte) {
                (Some(open), _) if open == byte => quote = None,
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'[' | b'{') => brackets.push(unread + at),
                (None, b']' | b'}') if brackets.last().is_some_and(|it| *it >= unread) => drop(brackets.pop()),
                _ => (),
            }
        }
        if brackets.is_empty() { self.stop.brackets.clone() } else { brackets }
    }

    fn close_quote(&self, at: usize, found: &mut Vec<Mend>) {
        let line = self.lines.at(at);
        let content = self.lines.trimmed(at, line.end);
        let written = &self.text()[at..content.end as usize];
        let before_brackets = written.trim_end_matches([']', '}', ',', ' ']).len();
        let end = if self.stop.brackets.is_empty() { written.len() } else { before_brackets.max(1) };
        if self.lines.is_first_in_line(at) && !written.contains(':') && self.block_end(line) > line.end {
            let at = at + written.len();
            let edits = vec![(at..at, format!("{}:", &written[..1]))];
            found.push(Mend { edits, lines: line.start..line.end, ..Mend::default() });
        }
        // It may be a key.
        for end in [written.strip_suffix(':').map(str::len), Some(end), written.find(": ")].into_iter().flatten() {
            let edits = vec![(at + end..at + end, written[..1].to_owned())];
            found.push(Mend { edits, lines: line.start..line.end, ..Mend::default() });
        }
    }

    /// Closes the brackets where the lines end that can belong to them, or on the line where they open.
    fn close_brackets(&self, found: &mut Vec<Mend>) {
        let brackets = self.brackets();
        let Some(outermost) = brackets.first() else { return };
        let opening = self.lines.at(*outermost);
        let end_of = |line: Line| {
            let content = self.lines.trimmed(line.start, line.end);
            self.lines.rest_of_line(content.start as usize).end as usize
        };
        let indent = self.lines.indent(opening);
        let mut last = opening;
        for below in self.below(opening).filter(|it| !self.is_blank(*it)) {
            if self.lines.indent(below) <= indent {
                break;
            }
            last = below;
        }
        let close = |at: usize| -> String {
            let open = brackets.iter().rev().filter(|it| **it < at);
            open.map(|it| if self.text()[*it..].starts_with('{') { '}' } else { ']' }).collect()
        };
        for line in [last, opening] {
            let at = end_of(line);
            found.push(Mend { edits: vec![(at..at, close(at))], lines: opening.start..line.end, ..Mend::default() });
        }
        if last.start > opening.start {
            let at = end_of(opening);
            let edits = vec![(at..last.end, close(at))];
            found.push(Mend { edits, lines: opening.start..last.end, ..Mend::default() });
        }
    }

    fn mend_line(&self, line: Line, found: &mut Vec<Mend>) {
        if self.is_blank(line) {
            found.push(self.drop(line.start..line.end));
            return;
        }
        let block_end = self.block_end(line);
        if block_end > line.end {
            self.indent_otherwise(line, found);
        }
        let content = self.lines.trimmed(line.start, line.end);
        let content = self.lines.rest_of_line(content.start as usize);
        let (start, end) = (content.start as usize, content.end as usize);
        let written = &self.text()[start..end];
        let bare = written.trim_start_matches("- ");
        let start_of_key = end - bare.len();
        let key =
            bare.len() - bare.trim_start_matches(|it: char| it.is_ascii_alphanumeric() || "_-".contains(it)).len();
        let behind = &bare[key..];
        let lines = line.start..line.end;
        // What stands below it is the value of the key above.
        let is_between = self.lines.above(line).is_some_and(|it| {
            self.lines.indent(it) >= self.lines.indent(line) && self.text()[..it.end].trim_end().ends_with(':')
        });
        if is_between {
            found.push(self.drop(lines.clone()));
        }
        if key > 0 && (behind.is_empty() || behind.starts_with(' ') && !behind.starts_with(" :")) {
            let at = start_of_key + key;
            found.push(Mend { edits: vec![(at..at, ":".to_owned())], lines: lines.clone(), ..Mend::default() });
        }
        if let Some(colon) = written.find(": ") {
            found.push(Mend {
                edits: vec![(start + colon + 1..end, String::new())],
                lines: lines.clone(),
                ..Mend::default()
            });
        } else if let Some(dash) = written.find("- ").filter(|it| *it == 0) {
            found.push(Mend {
                edits: vec![(start + dash + 1..end, String::new())],
                lines: lines.clone(),
                ..Mend::default()
            });
        }
        found.push(self.drop(lines));
        if block_end > line.end {
            found.push(self.drop(line.start..block_end));
        } else {
            self.indent_otherwise(line, found);
        }
        // The line above may be the one that stands in the wrong place.
        let above = self.lines.above(line).filter(|it| !self.is_section(*it));
        found.extend(above.map(|it| self.drop(it.start..it.end)));
    }

    /// Gives a line the indentation of lines above that it may belong to.
    fn indent_otherwise(&self, line: Line, found: &mut Vec<Mend>) {
        let indent = self.lines.indent(line);
        let mut indents = self.outer_indents(line);
        let Some(first) = indents.first().copied() else { return };
        if indents.contains(&indent) {
            return;
        }
        indents.sort_by_key(|it| (it.abs_diff(indent), *it != first));
        for other in indents.into_iter().take(MOST_INDENTS) {
            let edits = vec![(line.start..line.start + indent, " ".repeat(other))];
            found.push(Mend { edits, lines: line.start..self.block_end(line), moves: true, ..Mend::default() });
        }
    }

    /// Whether a line begins a section: without it, the entries would go to the section above.
    fn is_section(&self, line: Line) -> bool {
        self.lines.indent(line) == 0 && self.text()[..line.end].trim_end().ends_with(':')
    }

    /// Gives a line the indentation of one below.
    fn indent_like(&self, line: Line, other: Line) -> Mend {
        let indent = self.lines.indent(line);
        let edits = vec![(line.start..line.start + indent, " ".repeat(self.lines.indent(other)))];
        Mend { edits, lines: line.start..line.end, moves: true, ..Mend::default() }
    }

    fn drop_block(&self, line: Line) -> Mend {
        self.drop(line.start..self.block_end(line))
    }

    fn drop(&self, part: Range<usize>) -> Mend {
        let start = part.start;
        let blank = self.text()[part.clone()].len() - self.text()[part.clone()].trim_start_matches(' ').len();
        let edits = vec![((start + blank).min(part.end)..part.end, String::new())];
        Mend { edits, lines: part, ..Mend::default() }
    }
}
