//! Writes allowances for what was found: comments at its lines, and `Metadata` where there can be no comments. Layout and
//! comments stay as they are.
use super::comment;
use crate::diagnostic::{Diagnostic, Edit, Problems, codes};
use crate::fix::{Effort, with_edits};
use crate::rules::unused_allow;
use crate::source::{Places, Source, Span};
use crate::syntax::{self, Node, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A template in which findings are allowed, and what is still found in it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WithAllowances {
    /// The text with the allowances.
    pub source: Source,
    /// What could not be allowed.
    pub problems: Vec<Diagnostic>,
    /// How many findings are allowed now.
    pub allowed: usize,
}

/// Allows each of `problems`, which `check` has found in `source`, at its line or in its resource.
///
/// The result is checked again. An allowance after which the template would say something else, or more is found in it than
/// before, is left out. What cannot be read cannot be allowed, and an allowance without effect is not worth another one.
pub fn allow(source: Source, problems: Vec<Diagnostic>, check: &dyn Fn(&Source) -> Vec<Diagnostic>) -> WithAllowances {
    let before = problems.len();
    let mut attempt = Attempt { source, problems, check, effort: Effort::default() };
    let is_readable = |problems: &[Diagnostic]| problems.iter().all(|it| *it.code != codes::SYNTAX_ERROR);
    if is_readable(&attempt.problems) && attempt.source.base() == 0 {
        let comments = comments(&attempt.source, &attempt.problems);
        attempt.make(&comments, false);
        let metadata = metadata(&attempt.source, &attempt.problems);
        attempt.make(&metadata, true);
    }
    let allowed = before.saturating_sub(attempt.problems.len());
    WithAllowances { source: attempt.source, problems: attempt.problems, allowed }
}

/// An allowance that may be written.
struct Allowance {
    edit: Edit,
    /// How many findings it allows.
    findings: usize,
}

/// A text that allowances are tried on.
struct Attempt<'a> {
    source: Source,
    problems: Vec<Diagnostic>,
    check: &'a dyn Fn(&Source) -> Vec<Diagnostic>,
    effort: Effort,
}

impl Attempt<'_> {
    /// Writes allowances, which are in the order of the text: all of them, or those that have no other effect.
    fn make(&mut self, allowances: &[Allowance], is_metadata: bool) {
        if allowances.is_empty() || self.effort.is_spent() {
            return;
        }
        let source = self.source.with_text(with_edits(&self.source, allowances.iter().map(|it| &it.edit)));
        self.effort.add(source.text().len());
        if is_metadata || means_the_same(&self.source, &source) {
            let problems = (self.check)(&source);
            let findings: usize = allowances.iter().map(|it| it.findings).sum();
            if problems.len() + findings <= self.problems.len() && are_among(&problems, &self.problems) {
                (self.source, self.problems) = (source, problems);
                return;
            }
        }
        if allowances.len() > 1 {
            // From the end, so that no edit moves the next.
            let (first, last) = allowances.split_at(allowances.len() / 2);
            self.make(last, is_metadata);
            self.make(first, is_metadata);
        }
    }
}

/// Whether two texts are the same to YAML.
fn means_the_same(one: &Source, other: &Source) -> bool {
    let [one, other] = [one, other].map(|it| syntax::parse(it, &mut Problems::default()));
    one.is_some() && one == other
}

/// Whether all that was found is among what was found before, whatever its place.
fn are_among(after: &[Diagnostic], before: &[Diagnostic]) -> bool {
    let mut left: HashMap<_, usize> = HashMap::new();
    let kind = |it: &Diagnostic| (it.code.name, it.subject.resource.clone(), it.message.clone());
    before.iter().for_each(|it| *left.entry(kind(it)).or_default() += 1);
    after
        .iter()
        .all(|it| left.get_mut(&kind(it)).is_some_and(|count| std::mem::replace(count, count.saturating_sub(1)) > 0))
}

fn can_be_allowed(problem: &Diagnostic) -> bool {
    *problem.code != unused_allow::CODE && *problem.code != codes::SYNTAX_ERROR
}

/// Comments for findings in the template, one for each line.
fn comments(source: &Source, problems: &[Diagnostic]) -> Vec<Allowance> {
    let Some(tree) = syntax::parse(source, &mut Problems::default()) else { return Vec::new() };
    if is_json(source, &tree) {
        return Vec::new();
    }
    let mut lines: BTreeMap<usize, Vec<&Diagnostic>> = BTreeMap::new();
    for problem in problems.iter().filter(|it| can_be_allowed(it) && source.contains(it.span)) {
        lines.entry(source.start_of(problem.span).line).or_default().push(problem);
    }
    let texts = LongTexts::of(source, &tree);
    let existing = comment::names_by_line(source, &tree);
    let allowance = |(line, found): (usize, Vec<&Diagnostic>)| {
        let names: BTreeSet<&str> = found.iter().map(|it| it.code.name).collect();
        let edit = comment_at(line, &names, source, &texts, &existing)?;
        Some(Allowance { edit, findings: found.len() })
    };
    let mut allowances: Vec<Allowance> = lines.into_iter().filter_map(allowance).collect();
    allowances.sort_by_key(|it| it.edit.span.start);
    allowances
}

/// The edit that allows rules on a line: in a comment that allows something there, behind the line, or above it.
fn comment_at(
    line: usize,
    names: &BTreeSet<&str>,
    source: &Source,
    texts: &LongTexts,
    existing: &HashMap<usize, usize>,
) -> Option<Edit> {
    let names = joined(names);
    if let Some(at) = existing.get(&line) {
        return Some(inserted(source, *at, format!("{names}, ")));
    }
    let range = source.line(line)?;
    let text = &source.text()[range.clone()];
    if !texts.go_on_after(line, source) {
        let end = range.start + text.trim_end_matches([' ', '\t']).len();
        return Some(inserted(source, end, format!("  # {} {} {names}", comment::PREFIX, comment::WORD)));
    }
    let indent = &text[..text.len() - text.trim_start_matches(' ').len()];
    let comment = format!("{indent}# {} {} {names}{}", comment::PREFIX, comment::WORD, line_break(source));
    (!texts.go_on_at(range.start, source)).then(|| inserted(source, range.start, comment))
}

/// Texts over several lines, in which nothing is a comment.
struct LongTexts(Places);

impl LongTexts {
    fn of(source: &Source, tree: &Node) -> Self {
        let mut spans = Vec::new();
        let mut add = |node: &Node| {
            if matches!(node.value, Value::Text(_)) && source.slice(node.span).contains('\n') {
                spans.push(node.span);
            }
        };
        tree.walk(&mut add);
        Self(Places::new(spans.into_iter()))
    }

    /// Whether the end of a line is not the end of what stands there. What follows the mark of a block on its line may be a
    /// comment; the lines of the block are text to their ends.
    fn go_on_after(&self, line: usize, source: &Source) -> bool {
        let Some(range) = source.line(line) else { return true };
        let is_block = |it: Span| source.slice(it).starts_with(['|', '>']);
        let around = |span: Span| self.0.spans_around(span);
        let begins_here = |it: Span| source.start_of(it).line == line;
        around(source.span(range.end..range.end + 1)).any(|it| !(is_block(it) && begins_here(it)))
            || around(source.span(range.start..range.start)).any(|it| is_block(it) && !begins_here(it))
    }

    /// Whether the start of a line is not the start of what stands there.
    fn go_on_at(&self, start: usize, source: &Source) -> bool {
        let at = source.span(start..start);
        self.0.spans_around(at).any(|it| it.start < at.start)
    }
}

/// `Metadata` for what is found in resources, one for each.
fn metadata(source: &Source, problems: &[Diagnostic]) -> Vec<Allowance> {
    let Some(tree) = syntax::parse(source, &mut Problems::default()) else { return Vec::new() };
    let quotes = is_json(source, &tree);
    let mut resources: HashMap<&str, Vec<&Diagnostic>> = HashMap::new();
    for problem in problems.iter().filter(|it| can_be_allowed(it)) {
        if let Some(resource) = &problem.subject.resource {
            resources.entry(resource).or_default().push(problem);
        }
    }
    let allowance = |(id, found): (&str, Vec<&Diagnostic>)| {
        let names: BTreeSet<&str> = found.iter().map(|it| it.code.name).collect();
        let edit = metadata_of(tree.at(&["Resources", id])?, &names, source, quotes)?;
        Some(Allowance { edit, findings: found.len() })
    };
    let mut allowances: Vec<Allowance> = resources.into_iter().filter_map(allowance).collect();
    allowances.sort_by_key(|it| it.edit.span.start);
    allowances
}

/// The edit that allows rules in a resource: what is missing of `Metadata: {samc: {allow: [rule]}}`.
fn metadata_of(resource: &Node, names: &BTreeSet<&str>, source: &Source, quotes: bool) -> Option<Edit> {
    let word = |it: &str| if quotes { format!("\"{it}\"") } else { it.to_owned() };
    let names: Vec<String> = names.iter().map(|it| word(it)).collect();
    if let Some(list) = resource.at(&["Metadata", "samc", "allow"])
        && let Some(first) = list.list().and_then(<[Node]>::first)
    {
        return Some(insertion(source, list, first.span, &names));
    }
    let list = format!("[{}]", names.join(", "));
    let keys = ["Metadata", "samc", "allow"];
    let mut owner = resource;
    for (depth, key) in keys.iter().enumerate() {
        if let Some(node) = owner.map()?.get(key) {
            owner = node;
            continue;
        }
        let value = keys[depth + 1..].iter().rev().fold(list, |it, key| format!("{{{}: {it}}}", word(key)));
        let entry = format!("{}: {value}", word(key));
        return at_second(owner).map_or_else(
            || {
                let is_empty_flow = source.slice(owner.span) == "{}";
                is_empty_flow.then(|| inserted(source, owner.span.start as usize + 1, entry.clone()))
            },
            |place| Some(insertion(source, owner, place, std::slice::from_ref(&entry))),
        );
    }
    None
}

/// Where a map's second entry begins, so that `Type` stays the first one; that of the only one else.
fn at_second(map: &Node) -> Option<Span> {
    let mut keys: Vec<Span> = map.map()?.entries().map(|(_, it)| it.key_span).collect();
    // What is merged into it stands elsewhere.
    keys.retain(|it| map.span.contains(*it));
    keys.sort_unstable();
    keys.get(1).or(keys.first()).copied()
}

/// Inserts entries or items before one that stands at a place in `owner`: on lines of their own, if that begins its line.
fn insertion(source: &Source, owner: &Node, before: Span, entries: &[String]) -> Edit {
    let at = before.start as usize;
    let start = source.line(source.line_number(at)).map_or(at, |it| it.start);
    let beside = &source.text()[start..at];
    let is_flow = source.slice(owner.span).starts_with(['{', '[']);
    let separator = if is_flow { "," } else { "" };
    let text: String = if !is_flow || beside.trim_start_matches([' ', '\t']).is_empty() {
        entries.iter().map(|it| format!("{it}{separator}{}{beside}", line_break(source))).collect()
    } else {
        entries.iter().map(|it| format!("{it}, ")).collect()
    };
    inserted(source, at, text)
}

fn inserted(source: &Source, at: usize, replacement: String) -> Edit {
    Edit { span: source.span(at..at), replacement, is_verbatim: true }
}

fn joined(names: &BTreeSet<&str>) -> String {
    names.iter().copied().collect::<Vec<_>>().join(", ")
}

fn line_break(source: &Source) -> &'static str {
    if source.text().contains("\r\n") { "\r\n" } else { "\n" }
}

/// Whether a template is written in JSON, in which there are no comments and keys stand in quotes.
fn is_json(source: &Source, tree: &Node) -> bool {
    source.text().trim_start().starts_with('{')
        && tree.map().is_some_and(|it| it.entries().all(|(_, it)| source.slice(it.key_span).starts_with('"')))
}
