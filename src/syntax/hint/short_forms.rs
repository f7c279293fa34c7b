//! A function in its short form behind another, which YAML does not have: a value has one tag.
use crate::diagnostic::{Diagnostic, Fix, codes};
use crate::source::Span;
use crate::syntax::lines::{Lines, WHITE_SPACE};

/// Two short forms in a row, the second of which begins at `at`.
pub(super) fn explain(lines: Lines<'_>, at: usize) -> Option<Diagnostic> {
    let text = lines.text();
    let line = lines.at(at);
    let inner = lines.word(at);
    let inner_name = name(lines.source.slice(inner))?;
    let before = text[line.start..at].trim_end_matches(WHITE_SPACE);
    let start = before.rfind(|it: char| WHITE_SPACE.contains(&it) || "[{,".contains(it)).map_or(0, |it| it + 1);
    let outer = Span::new(line.start + start, line.start + before.len());
    let outer_name = name(lines.source.slice(outer))?;
    let finding = Diagnostic::new(
        &codes::SYNTAX_ERROR,
        inner,
        format!("`!{inner_name}` cannot follow `!{outer_name}`: a value has only one short form"),
    );
    let value = value(lines, inner.end as usize);
    let shown = value.map_or("…", |it| lines.source.slice(it));
    let inner_form = format!("!{inner_name} {shown}");
    let around = |before: String, after: &str, help: String| {
        let end_of_key = text[..outer.start as usize].trim_end_matches(WHITE_SPACE).len();
        let start = if before.starts_with('\n') { end_of_key } else { outer.start as usize };
        let mut fix = Fix::new(&*help, Span::new(start, inner.start as usize), before);
        let end = value.unwrap_or(inner).end;
        if !after.is_empty() {
            fix.edits.extend(Fix::new("", Span { start: end, end }, after).edits);
        }
        let mut finding = finding.clone().help(help);
        finding.fix = value.map(|_| fix);
        finding
    };
    Some(match outer_name {
        "Ref" | "Condition" | "GetAtt" => {
            finding.help(format!("write a name after `!{outer_name}`, or `{inner_form}` alone"))
        }
        "Sub" => finding.help(format!("write `{inner_form}` alone, or a string with `${{Name}}` in it after `!Sub`")),
        "Not" => around(format!("!{outer_name} ["), "]", format!("write `!{outer_name} [{inner_form}]`")),
        "And" | "Cidr" | "Equals" | "FindInMap" | "If" | "Join" | "Or" | "Select" | "Split" => {
            finding.help(format!("put the arguments in brackets: `!{outer_name} [{inner_form}, …]`"))
        }
        _ => {
            let long = format!("Fn::{outer_name}: ");
            let before = &text[line.start..outer.start as usize];
            let is_in_brackets = before.contains(['{', '[']);
            let is_item = before.trim_matches(WHITE_SPACE).trim_end_matches('-').is_empty();
            if is_in_brackets {
                around(format!("{{{long}"), "}", format!("write `{{{long}{inner_form}}}`"))
            } else if is_item {
                around(long.clone(), "", format!("write `{long}{inner_form}`"))
            } else {
                let indent = " ".repeat(column_of_key(before) + 2);
                let help = format!("write `{long}{inner_form}` on the next line, indented");
                around(format!("\n{indent}{long}"), "", help)
            }
        }
    })
}

/// The name of the function that a word is the short form of.
fn name(word: &str) -> Option<&str> {
    word.strip_prefix('!').filter(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric()))
}

/// Where the key of a line begins, which may be the first in an item.
fn column_of_key(before: &str) -> usize {
    before.len() - before.trim_start_matches([' ', '-']).len()
}

/// The value behind the second short form, where it is plain to see how far it goes: in quotes, in brackets without
/// others, or a word.
fn value(lines: Lines<'_>, at: usize) -> Option<Span> {
    let rest = lines.rest_of_line(at);
    let written = lines.source.slice(rest);
    let length = match written.chars().next()? {
        quote @ ('"' | '\'') => lines.closing_quote(rest.start as usize, quote)? - rest.start as usize,
        '[' => written.find(']').filter(|it| !written[1..*it].contains('['))? + 1,
        _ => written.find(|it: char| WHITE_SPACE.contains(&it) || "[]{},#".contains(it)).unwrap_or(written.len()),
    };
    let end = rest.start as usize + length;
    (length > 0 && end <= rest.end as usize && lines.is_end_of_value(end)).then(|| Span::new(rest.start as usize, end))
}
