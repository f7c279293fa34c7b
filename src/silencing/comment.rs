//! Reads `# samc: allow rule, rule` from the comments of a file. The tree has no comments, so they are looked for in
//! the text, outside of its values.
use super::{Allowance, Scope};
use crate::rules::{self, unused_allow};
use crate::source::{Places, Source};
use crate::syntax::{Node, Value};
use std::collections::HashMap;

pub(super) const PREFIX: &str = "samc:";
pub(super) const WORD: &str = "allow";
/// What stands between the names and the reason.
const REASON: &str = " -- ";

/// Reads the comments of a file, which says `trees`.
pub(super) fn read<'n>(source: &Source, trees: impl Iterator<Item = &'n Node>, allowances: &mut Vec<Allowance>) {
    for Comment { line, place, start, names } in comments(source, trees) {
        for (within, rule) in rules_in(names) {
            // What the comment itself is warned of stands on its own line.
            let place = if rule == unused_allow::CODE.name { line } else { place };
            let at = start + within;
            let span = source.span(at..at + rule.len());
            allowances.push(Allowance {
                rule: rule.to_owned(),
                span,
                scope: Scope::Line { line: place, base: source.base() },
            });
        }
    }
}

/// The rules that a comment names, each with its place: words with commas or spaces between them, up to the reason. That
/// follows ` -- `, or begins with a word behind a name that is no rule's.
fn rules_in(names: &str) -> Vec<(usize, &str)> {
    let names = names.split_once(REASON).map_or(names, |(names, _)| names);
    let is_rule = |name: &str| rules::code(name).is_some();
    let mut found = Vec::new();
    let (mut from, mut is_reason) = (0, false);
    for item in names.split(',') {
        let mut is_first = true;
        for (at, word) in words(item) {
            let name = word.trim_end_matches([':', ';', '.']);
            // A first word is a name, even if it is misspelt; in a reason it may be anything.
            if is_rule(name) || (is_first && !is_reason) {
                found.push((from + at, name));
            } else {
                is_reason = true;
            }
            is_first = false;
            if is_reason || name != word {
                is_reason = true;
                break;
            }
        }
        from += item.len() + 1;
    }
    found.retain(|(_, name)| !name.is_empty());
    found
}

/// The words of a text with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    text.split(char::is_whitespace).filter_map(move |word| {
        let at = from;
        from += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
        (!word.is_empty()).then_some((at, word))
    })
}

/// Where the names begin that comments allow, by the lines that they allow them on.
pub(super) fn names_by_line(source: &Source, tree: &Node) -> HashMap<usize, usize> {
    comments(source, std::iter::once(tree)).into_iter().map(|it| (it.place, it.start)).collect()
}

/// A comment that allows something.
struct Comment<'s> {
    /// The number of its line.
    line: usize,
    /// The number of the line that it applies to.
    place: usize,
    /// Where the names begin.
    start: usize,
    names: &'s str,
}

fn comments<'s, 'n>(source: &'s Source, trees: impl Iterator<Item = &'n Node>) -> Vec<Comment<'s>> {
    let mut comments = Vec::new();
    if !source.text().contains(PREFIX) {
        return comments;
    }
    let scalars = Scalars::of(source, trees);
    let next_lines = next_lines(source);
    let mut line = 0;
    while let Some(range) = source.line(line + 1) {
        line += 1;
        let text = &source.text()[range.clone()];
        let Some((at, names)) = allowed_names(text) else { continue };
        if scalars.contain(range.start + at, line, source) {
            continue;
        }
        let stands_alone = text[..at].trim().is_empty();
        let place = if stands_alone { next_lines[line] } else { line };
        comments.push(Comment { line, place, start: range.start + text.len() - names.len(), names });
    }
    comments
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

/// For each line, at its number, the next one with more than a comment in it; the one behind it where there is none.
fn next_lines(source: &Source) -> Vec<usize> {
    let count = source.line_count();
    let mut next_lines: Vec<usize> = (1..count + 2).collect();
    let mut next = None;
    for number in (1..=count).rev() {
        if let Some(next) = next {
            next_lines[number] = next;
        }
        let line = source.line(number).map_or("", |it| source.text()[it].trim_start());
        if !(line.is_empty() || line.starts_with('#')) {
            next = Some(number);
        }
    }
    next_lines
}

/// Where texts stand: what looks like a comment in them is none.
struct Scalars(Places);

impl Scalars {
    fn of<'n>(source: &Source, trees: impl Iterator<Item = &'n Node>) -> Self {
        let mut spans = Vec::new();
        let mut add = |node: &Node| match &node.value {
            Value::Text(_) if source.slice(node.span).contains('#') => spans.push(node.span),
            Value::Map(map) => spans.extend(map.entries().map(|(_, it)| it.key_span)),
            _ => (),
        };
        trees.for_each(|it| it.walk(&mut add));
        Self(Places::new(spans.into_iter()))
    }

    fn contain(&self, offset: usize, line: usize, source: &Source) -> bool {
        let at = source.span(offset..offset + 1);
        self.0.spans_around(at).any(|span| {
            let is_block = source.slice(span).starts_with(['|', '>']);
            // What follows the mark of a block on its line is a comment.
            !(is_block && source.start_of(span).line == line)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{allowed_names, rules_in};

    #[test]
    fn a_reason_follows_the_rules() {
        let (one, two) = ("unused-parameter", "null-value");
        for (names, expected) in [
            ("unused-parameter", &[one][..]),
            ("unused-parameter, null-value", &[one, two]),
            ("unused-parameter null-value", &[one, two]),
            ("unused-parameter -- the pipeline, and null-value", &[one]),
            ("unused-parameter because of x, y and z", &[one]),
            ("unused-parameter because of x, null-value too", &[one, two]),
            ("unused-parameter: needed, as it is", &[one]),
            // A name that is misspelt is not a reason.
            ("unused-paramter, null-value", &["unused-paramter", two]),
        ] {
            let found: Vec<&str> = rules_in(names).into_iter().map(|(at, it)| &names[at..at + it.len()]).collect();
            assert_eq!(found, expected, "{names}");
        }
    }

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
