//! Diagnostics for what the YAML parser takes, but the reference does not. Knows nothing of events.
use super::anchor::AliasFault;
use super::scalar::Fault;
use super::tag::Type;
use super::{DEEPEST_NESTING, Node};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::{Source, Span};

pub(super) fn second_document(source: &Source, at: usize) -> Diagnostic {
    let marker = if source.text()[at..].starts_with("---") { 3 } else { 0 };
    error(at, at + marker, "a second YAML document begins here, but a template is a single document")
        .help("remove the `---`, or move what follows to another file")
}

pub(super) fn key_is_collection(source: &Source, at: usize, list: bool) -> Diagnostic {
    if source.text()[..at].ends_with('{') && source.text()[at..].starts_with('{') {
        let line_end = source.text()[at..].find('\n').map_or(source.text().len(), |it| at + it);
        let placeholder = &source.text()[at - 1..line_end];
        let length = placeholder.find("}}").map_or(2, |it| it + 2);
        let placeholder = &placeholder[..length];
        return error(at - 1, at - 1 + length, "`{{` begins a map within a map here, not a placeholder")
            .help(format!("put it in quotes: `\"{}\"`", placeholder.replace('"', "'")));
    }
    let kind = if list { "a list" } else { "a map" };
    Diagnostic::new(&codes::SYNTAX_ERROR, character_at(source, at), format!("{kind} cannot be a key"))
        .help("write a string as the key")
}

pub(super) fn key_is_function(source: &Source, tag: Span) -> Diagnostic {
    let written = source.slice(tag);
    Diagnostic::new(&codes::SYNTAX_ERROR, tag, format!("a key cannot be a function, but `{written}` makes it one"))
        .help(format!("remove `{written}`, or move it after the colon"))
}

pub(super) fn too_deep(source: &Source, at: usize) -> Diagnostic {
    Diagnostic::new(
        &codes::SYNTAX_ERROR,
        character_at(source, at),
        format!("lists and maps are nested more than {DEEPEST_NESTING} levels deep here"),
    )
    .help("look for brackets that are never closed")
}

pub(super) fn wrong_type(source: &Source, tag: Span, found: &str, wanted: Type) -> Diagnostic {
    let (written, wanted) = (source.slice(tag), wanted.name());
    Diagnostic::new(&codes::SYNTAX_ERROR, tag, format!("`{written}` needs {wanted}, but {found} is not {wanted}"))
        .help(format!("remove `{written}`"))
}

pub(super) fn unknown_tag(source: &Source, tag: Span) -> Diagnostic {
    let written = source.slice(tag);
    Diagnostic::new(&codes::SYNTAX_ERROR, tag, format!("unknown tag `{written}`"))
        .help("functions are written with one exclamation mark, such as `!Ref` and `!Sub`")
}

/// Finds a tag that does not end where a user thinks it does: `[!Ref, b]`.
pub(super) fn check_tag_end(source: &Source, tag: Span) -> Result<(), Box<Diagnostic>> {
    if source.slice(tag).contains('#') {
        return Err(unknown_tag(source, tag).into());
    }
    match source.text()[tag.end as usize..].chars().next() {
        Some(next) if !next.is_ascii_whitespace() => Err(missing_space_after_tag(source, tag).into()),
        _ => Ok(()),
    }
}

pub(super) fn missing_space_after_tag(source: &Source, tag: Span) -> Diagnostic {
    let written = source.slice(tag);
    Diagnostic::new(&codes::SYNTAX_ERROR, tag, format!("there must be a space after `{written}`"))
        .help(format!("write a space and a value after it, such as `{written} Name`"))
}

/// Finds what a scalar within brackets cannot hold without quotes.
pub(super) fn check_flow_scalar(source: &Source, text: &str, span: Span) -> Result<(), Box<Diagnostic>> {
    let fault = match text.find('?') {
        _ if text.starts_with(':') => "begin with `:`",
        Some(_) => "contain a `?`",
        None => return Ok(()),
    };
    let written = source.slice(span);
    Err(Diagnostic::new(&codes::SYNTAX_ERROR, span, format!("a string between brackets cannot {fault} without quotes"))
        .help(format!("put it in quotes: `\"{written}\"`"))
        .into())
}

/// Finds a key within brackets that does not end, with its colon, on the line where it begins.
pub(super) fn check_flow_key(source: &Source, span: Span) -> Result<(), Box<Diagnostic>> {
    let rest = &source.text()[span.end as usize..];
    let behind = rest.trim_start();
    let to_colon = &rest[..rest.len() - behind.len()];
    let written = source.slice(span);
    let colon_is_below = behind.starts_with(':') && to_colon.contains('\n');
    if !written.contains('\n') && !colon_is_below {
        return Ok(());
    }
    let first_line = written.lines().next().unwrap_or_default();
    Err(Diagnostic::new(&codes::SYNTAX_ERROR, span, "a key between brackets must stand on one line with its colon")
        .help(format!("write a comma after `{first_line}`, or the key on one line"))
        .into())
}

pub(super) fn date_as_key(text: &str, span: Span) -> Diagnostic {
    Diagnostic::new(&codes::SYNTAX_ERROR, span, format!("the key `{text}` is a date, and keys are strings"))
        .help(format!("put it in quotes: `'{text}'`"))
}

pub(super) fn meaningless_scalar(fault: Fault, text: &str, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(&codes::SYNTAX_ERROR, span, fault.message(text));
    if fault == Fault::TooManyDigits {
        return diagnostic.help("put it in quotes to make it a string");
    }
    diagnostic.help(format!("put it in quotes to make it a string: `'{text}'`"))
}

pub(super) fn missing_key(source: &Source, at: usize) -> Diagnostic {
    Diagnostic::new(&codes::SYNTAX_ERROR, character_at(source, at), "there is no key before this `:`")
        .help("write `key: value`")
}

pub(super) fn bad_alias(fault: AliasFault, name: &str, span: Span) -> Diagnostic {
    let message = match fault {
        AliasFault::Recursive => format!("`{name}` is inside the value that it repeats"),
        AliasFault::TooMuch => "anchors and aliases repeat too much: the template becomes too large here".to_owned(),
        AliasFault::TooDeep => format!("`{name}` nests lists and maps more than {DEEPEST_NESTING} levels deep"),
    };
    Diagnostic::new(&codes::SYNTAX_ERROR, span, message).help("write the value itself instead of the alias")
}

pub(super) fn bad_anchor_name(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(&codes::SYNTAX_ERROR, span, format!("`{name}` cannot be the name of an anchor"))
        .help("use letters, digits, `-` and `_`; or put the value in quotes if it is not an anchor")
}

/// Finds an anchor that runs into the value which it names: `&x[1]`.
pub(super) fn check_anchor_end(source: &Source, anchor: Span) -> Result<(), Box<Diagnostic>> {
    if !source.text()[anchor.end as usize..].starts_with(['[', '{']) {
        return Ok(());
    }
    let written = source.slice(anchor);
    Err(Diagnostic::new(&codes::SYNTAX_ERROR, anchor, format!("there must be a space after `{written}`"))
        .help(format!("write a space between `{written}` and the value"))
        .into())
}

pub(super) fn anchor_given_twice(name: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::new(&codes::SYNTAX_ERROR, second, format!("the anchor `&{name}` is given twice"))
        .related(first, "first given here")
        .help("give one of them another name")
}

pub(super) fn not_mergeable(value: &Node, key: Span) -> Diagnostic {
    let span = if value.span.start == value.span.end { key } else { value.span };
    Diagnostic::new(&codes::SYNTAX_ERROR, span, format!("`<<` merges maps, but this is {}", value.kind_name()))
        .help("write an alias of a map, such as `<<: *defaults`, or a list of them")
}

/// The span of the character at an offset; empty at the end of the text.
pub(super) fn character_at(source: &Source, at: usize) -> Span {
    let length = source.text().get(at..).and_then(|it| it.chars().next()).map_or(0, char::len_utf8);
    Span::new(at, at + length)
}

fn error(start: usize, end: usize, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&codes::SYNTAX_ERROR, Span::new(start, end), message)
}
