//! Reads `# samc: allow rule, rule` from the comments of a file. The tree has no comments, so they are looked for in
//! the text, outside of its values.
use super::{Allowance, Scope};
use crate::rules::unused_allow;
use crate::source::{Source, Span};
use crate::syntax::{Node, Value};
use std::ops::Range;

const PREFIX: &str = "samc:";
const WORD: &str = "allow";

/// Reads the comments of a file, which says `trees`.
pub(super) fn read<'n>(source: &Source, trees: impl Iterator<Item = &'n Node>, allowances: &mut Vec<Allowance>) {
    if !source.text().contains(PREFIX) {
        return;
    }
    let scalars = Scalars::of(source, trees);
    let mut number = 0;
    while let Some(line) = source.line(number + 1) {
        number += 1;
        let text = &source.text()[line.clone()];
        let Some((at, names)) = allowed_names(text) else { continue };
        let start = line.start;
        if scalars.contain(start + at, number, source) {
            continue;
        }
        let stands_alone = text[..at].trim().is_empty();
        let place = if stands_alone { next_line(source, number) } else { number };
        for name in names.split(',') {
            let rule = name.trim();
            // Text after the name is the reason.
            let rule = rule.split_whitespace().next().unwrap_or(rule);
            if !rule.is_empty() {
                // What the comment itself is warned of stands on its own line.
                let place = if rule == unused_allow::CODE.name { number } else { place };
                let from = start + (rule.as_ptr() as usize - text.as_ptr() as usize);
                let span = source.span(from..from + rule.len());
                allowances.push(Allowance {
                    rule: rule.to_owned(),
                    span,
                    scope: Scope::Line { line: place, base: source.base() },
                });
            }
        }
    }
}

/// Where the comment of a line begins, and the names in it, if it is one that allows something.
fn allowed_names(line: &str) -> Option<(usize, &str)> {
    line.match_indices('#').find_map(|(at, _)| {
        let begins_comment = line[..at].chars().next_back().is_none_or(char::is_whitespace);
        let rest = line[at + 1..].trim_start().strip_prefix(PREFIX)?.trim_start().strip_prefix(WORD)?;
        (begins_comment && rest.starts_with([' ', '\t', ':']))
            .then_some((at, rest.trim_start_matches([' ', '\t', ':'])))
    })
}

/// The next line with more than a comment in it.
fn next_line(source: &Source, number: usize) -> usize {
    let lines = (number + 1..).map_while(|it| Some((it, source.line(it)?)));
    let is_content = |line: Range<usize>| {
        let text = source.text()[line].trim_start();
        !text.is_empty() && !text.starts_with('#')
    };
    lines.into_iter().find(|(_, line)| is_content(line.clone())).map_or(number + 1, |(number, _)| number)
}

/// Where texts stand: what looks like a comment in them is none.
struct Scalars {
    spans: Vec<Span>,
}

impl Scalars {
    fn of<'n>(source: &Source, trees: impl Iterator<Item = &'n Node>) -> Self {
        let mut spans = Vec::new();
        let mut add = |node: &Node| match &node.value {
            Value::Text(_) if source.slice(node.span).contains('#') => spans.push(node.span),
            Value::Map(map) => spans.extend(map.entries().map(|(_, it)| it.key_span)),
            _ => (),
        };
        trees.for_each(|it| it.walk(&mut add));
        spans.sort();
        Self { spans }
    }

    fn contain(&self, offset: usize, line: usize, source: &Source) -> bool {
        let at = source.span(offset..offset + 1);
        self.spans.iter().any(|span| {
            let is_block = source.slice(*span).starts_with(['|', '>']);
            // What follows the mark of a block on its line is a comment.
            span.contains(at) && !(is_block && source.start_of(*span).line == line)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::allowed_names;

    #[test]
    fn comments_that_allow() {
        for (line, expected) in [
            ("# samc: allow a-b", Some((0, "a-b"))),
            ("  X: 1 #samc:allow a-b, c", Some((7, "a-b, c"))),
            ("X: a#b # samc: allow: a-b", Some((7, "a-b"))),
            ("X: 1# samc: allow a-b", None),
            ("# samc: allowance", None),
            ("# samc is a compiler", None),
        ] {
            assert_eq!(allowed_names(line), expected, "{line}");
        }
    }
}
