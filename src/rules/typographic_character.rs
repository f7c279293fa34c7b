//! Finds quotes and spaces that only look like those of YAML.
use crate::diagnostic::{Diagnostic, Problems, Severity, codes};
use crate::rule;
use crate::semantics::Semantics;
use crate::source::{Source, Span};
use crate::syntax::{Map, Node, Value};

rule! {
    TYPOGRAPHIC_CHARACTER check
}

const OPENING: [char; 8] = ['“', '”', '„', '‘', '’', '‚', '«', '»'];
const CLOSING: [char; 6] = ['“', '”', '‘', '’', '«', '»'];
const NO_BREAK_SPACE: char = '\u{a0}';

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if semantics.source.text().is_ascii() {
        return;
    }
    for (name, entry) in semantics.template.sections().entries() {
        look_at_key(semantics.source, entry.key_span, problems);
        match entry.value.map().filter(|_| **name == *"Resources") {
            Some(resources) => {
                for (id, resource) in resources.entries() {
                    look_at_key(semantics.source, resource.key_span, problems);
                    problems.in_resource(id, |problems| look_at(semantics.source, &resource.value, problems));
                }
            }
            None => look_at(semantics.source, &entry.value, problems),
        }
    }
}

fn look_at(source: &Source, node: &Node, problems: &mut Problems) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|it| look_at(source, it, problems)),
        Value::Map(map) => look_at_map(source, map, problems),
        Value::Text(_) => fault(source, node.span, "value").into_iter().for_each(|it| problems.push(it)),
        Value::Null | Value::Bool(_) | Value::Number(_) => (),
    }
}

fn look_at_map(source: &Source, map: &Map, problems: &mut Problems) {
    for (name, entry) in map.entries() {
        look_at_key(source, entry.key_span, problems);
        // What people read may be quoted as they do.
        if **name != *"Description" {
            look_at(source, &entry.value, problems);
        }
    }
}

fn look_at_key(source: &Source, at: Span, problems: &mut Problems) {
    fault(source, at, "name").into_iter().for_each(|it| problems.push(it));
}

/// What is wrong with how a text is written, which is a value or a name.
fn fault(source: &Source, at: Span, kind: &str) -> Option<Diagnostic> {
    let written = source.range(at).map(|_| source.slice(at))?;
    // Within the quotes of YAML, they are meant.
    if written.is_ascii() || written.starts_with(['"', '\'', '|', '>']) {
        return None;
    }
    quotes(written, at, kind).or_else(|| spaces(written, at, kind)).or_else(|| space_behind_colon(written, at, kind))
}

fn quotes(written: &str, at: Span, kind: &str) -> Option<Diagnostic> {
    let first = written.chars().next().filter(|it| OPENING.contains(it))?;
    let last = written.chars().next_back().filter(|it| CLOSING.contains(it))?;
    let inner = written.get(first.len_utf8()..written.len().checked_sub(last.len_utf8())?)?;
    let message = format!("`{first}` and `{last}` are not quotes, but part of the {kind}");
    let finding = Diagnostic::new(&codes::TYPOGRAPHIC_CHARACTER, at, message);
    let is_plain = |it: char| !(OPENING.contains(&it) || it == '\n' || it == '\\');
    let quote = ['\'', '"'].into_iter().find(|it| inner.chars().all(|of| is_plain(of) && of != *it));
    Some(match quote {
        Some(quote) => {
            let instead = format!("{quote}{inner}{quote}");
            finding.help(format!("write `{instead}`")).fix(at, instead)
        }
        None => finding.help("write `'` or `\"` instead"),
    })
}

/// A line of a text that would be a key and its value, if its colon had a space behind it.
fn space_behind_colon(written: &str, at: Span, kind: &str) -> Option<Diagnostic> {
    let mut start = 0;
    for line in written.split_inclusive('\n') {
        let key = line.split_once(":\u{a0}").map(|(key, _)| key.trim());
        if let Some(key) = key.filter(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric())) {
            let colon = start + line.find(':')?;
            let behind = &written[colon + 1..];
            let length = behind.len() - behind.trim_start_matches(NO_BREAK_SPACE).len();
            let start = at.start as usize + colon + 1;
            let message = format!("`{key}:` is part of the {kind}: a no-break space (U+00A0) is behind its `:`");
            let mut finding = Diagnostic::new(&codes::TYPOGRAPHIC_CHARACTER, at, message).help("write a space instead");
            // Something lacks the key for certain.
            finding.severity = Severity::Error;
            return Some(finding.fix(Span::new(start, start + length), " "));
        }
        start += line.len();
    }
    None
}

fn spaces(written: &str, at: Span, kind: &str) -> Option<Diagnostic> {
    let is_space = |it: char| it == ' ' || it == NO_BREAK_SPACE;
    let behind = written.trim_start_matches(is_space);
    let (verb, part, instead) = if written.starts_with(NO_BREAK_SPACE) {
        let part = &written[..written.len() - behind.len()];
        ("begins", Span { end: at.start + u32::try_from(part.len()).ok()?, ..at }, " ".repeat(part.chars().count()))
    } else if written.ends_with(NO_BREAK_SPACE) {
        let length = written.trim_end_matches(is_space).len();
        ("ends", Span { start: at.start + u32::try_from(length).ok()?, ..at }, String::new())
    } else {
        return None;
    };
    let message = format!(
        "`{}` {verb} with a no-break space (U+00A0), which is part of the {kind}",
        written.trim_matches(is_space)
    );
    let help = if instead.is_empty() { "remove it" } else { "write a space instead" };
    Some(Diagnostic::new(&codes::TYPOGRAPHIC_CHARACTER, at, message).help(help).fix(part, instead))
}
