//! The word at the cursor, and a tree of the template with a word of ours in its place.
use crate::diagnostic::Problems;
use crate::source::{Source, Span};
use crate::syntax::{Node, parse};
use std::ops::Range;

/// The word that is put at the place.
pub(super) const MARK: &str = "samcCursorMark";

/// What is around the cursor.
pub(super) struct Cursor {
    /// The word before and behind the cursor.
    pub span: Span,
    /// The part of it before the cursor.
    pub word: String,
    pub is_key: bool,
    /// Whether the value is that of a function that takes a text, `Resource.Attribute`, or a list of both.
    pub is_path: bool,
    /// The sections on other lines of a YAML text.
    pub sections: Vec<String>,
    pub at: At,
}

pub(super) enum At {
    /// A `!` stands before the word.
    Tag,
    /// The tree with the mark, and where that stands.
    Place { tree: Node, mark: u32 },
}

impl Cursor {
    /// `None` where the template cannot be read whatever stands at the offset.
    pub(super) fn new(source: &Source, offset: usize) -> Option<Self> {
        let text = source.text();
        let offset = floor(text, offset.min(text.len()));
        let line_start = text[..offset].rfind('\n').map_or(0, |it| it + 1);
        let line_end = text[offset..].find('\n').map_or(text.len(), |it| offset + it);
        let before = &text[line_start..offset];
        let is_word = |it: char| it.is_alphanumeric() || matches!(it, ':' | '_' | '.' | '-' | '/' | '@');
        // A colon with a blank behind it ends a key.
        let word_start = before
            .char_indices()
            .rev()
            .take_while(|(_, it)| is_word(*it))
            .last()
            .map_or(offset, |(at, _)| line_start + at);
        let word_start = match text[word_start..offset].strip_prefix('-') {
            Some("") => offset,
            _ => word_start,
        };
        let rest = &text[offset..line_end];
        let word_end = offset + rest.find(|it| !is_word(it) || it == ':').unwrap_or(rest.len());
        let word = text[word_start..offset].to_owned();
        let head = &text[line_start..word_start];
        let span = source.span(word_start..word_end);
        if head.ends_with('!') {
            let span = source.span(word_start - 1..word_end);
            return Some(Self { span, word, is_key: false, is_path: false, sections: Vec::new(), at: At::Tag });
        }
        let in_substitution = head.rfind("${").is_some_and(|at| !head[at..].contains('}'));
        let is_key = !in_substitution && is_key_position(head);
        let follows_colon = text[word_end..line_end].trim_start().starts_with(':');
        let put = match (is_key, follows_colon, in_substitution) {
            (true, false, _) => format!("{MARK}: ''"),
            (false, _, true) if !text[word_end..line_end].contains('}') => format!("{MARK}}}"),
            _ => MARK.to_owned(),
        };
        // What is left of a line that is being typed is no part of it, unless it closes what is open.
        let tail = &text[word_end..line_end];
        let keeps_tail = follows_colon || tail.trim().is_empty() || tail.contains([']', '}', '"', '\'']);
        let tail = if keeps_tail { tail } else { "" };
        // What stands around the place says what may stand there, and takes no time to read, however long the text is. An alias
        // may stand for something elsewhere.
        let around = surroundings(text, line_start);
        let is_enough = around.as_ref().is_some_and(|(_, part)| !text[part.clone()].contains(" *"));
        let whole = (!is_enough).then(|| (String::new(), 0..text.len()));
        let parts = around.into_iter().chain(whole);
        let (tree, mark) = parts.into_iter().find_map(|(section, part)| {
            let before = format!("{section}{}", &text[part.start..word_start]);
            let after = &text[line_end..part.end.max(line_end)];
            let closed = format!("{before}{put}{}", closers(head));
            // Where the rest cannot be read, what stands before the place still can.
            let tries = [format!("{before}{put}{tail}{after}"), format!("{closed}{after}"), closed];
            let tree = tries.iter().find_map(|it| {
                let source = Source::new(source.name(), it.as_str());
                parse(&source, &mut Problems::default()).filter(|it| it.map().is_some())
            });
            Some((tree?, before.len() + 1))
        })?;
        let is_other = |line: &&str| !std::ptr::eq(line.as_ptr(), text[line_start..].as_ptr());
        let section = |line: &str| Some(line.split_once(':')?.0).filter(|it| is_name(it)).map(str::to_owned);
        let sections = if is_key { text.lines().filter(is_other).filter_map(section).collect() } else { Vec::new() };
        let is_path = head.trim_end().trim_end_matches([':', '"', '\'']).ends_with("GetAtt");
        Some(Self { span, word, is_key, is_path, sections, at: At::Place { tree, mark: u32::try_from(mark).ok()? } })
    }
}

/// Whether this may be the name of a section, and is not indented.
fn is_name(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|it| it.is_ascii_alphanumeric())
}

/// The line of the section that a line of a YAML text lies in, and the entry of that section with the line: what is indented
/// as much as the entries begins one. `None` where the text is no such one.
fn surroundings(text: &str, line_start: usize) -> Option<(String, Range<usize>)> {
    if text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let line_at = |start: usize| &text[start..text[start..].find('\n').map_or(text.len(), |it| start + it)];
    let says = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let starts_above = std::iter::successors(Some(line_start), |it| {
        let before = it.checked_sub(1)?;
        Some(text[..before].rfind('\n').map_or(0, |it| it + 1))
    });
    let next = |start: usize| Some(start + line_at(start).len() + 1).filter(|it| *it < text.len());
    let is_section = |it: &usize| says(line_at(*it)) && indent(line_at(*it)) == 0;
    let section = starts_above.clone().find(is_section)?;
    let first = std::iter::successors(next(section), |it| next(*it)).find(|it| says(line_at(*it)))?;
    let depth = indent(line_at(first));
    let begins_entry = |it: &usize| says(line_at(*it)) && indent(line_at(*it)) <= depth;
    let entry = starts_above.clone().take_while(|it| *it > section).find(begins_entry);
    let (line, start) = match entry {
        Some(entry) => (format!("{}\n", line_at(section)), entry),
        None => (String::new(), section),
    };
    let end = std::iter::successors(next(line_start), |it| next(*it)).find(begins_entry).unwrap_or(text.len());
    Some((line, start..end))
}

/// Whether what follows is a key: nothing but blanks and dashes stand before it, or the beginning of a flow map.
fn is_key_position(head: &str) -> bool {
    let trimmed = head.trim_end();
    let is_block = trimmed.trim_start_matches([' ', '-']).is_empty();
    if is_block {
        return !trimmed.ends_with('-') || head.ends_with(' ');
    }
    // The innermost bracket that is open decides.
    let mut open = Vec::new();
    for char in head.chars() {
        match char {
            '{' | '[' => open.push(char),
            '}' | ']' => drop(open.pop()),
            _ => (),
        }
    }
    open.last() == Some(&'{') && trimmed.ends_with(['{', ','])
}

/// What closes the quotes and brackets that are open at the end of a line.
fn closers(head: &str) -> String {
    let mut open = Vec::new();
    for char in head.chars() {
        match (open.last(), char) {
            (Some(quote @ ('"' | '\'')), _) if *quote != char => {}
            (Some('"' | '\''), _) => {
                open.pop();
            }
            // An apostrophe within a word is none that opens something, but those are rare here.
            (_, '"' | '\'') => open.push(char),
            (_, '{') => open.push('}'),
            (_, '[') => open.push(']'),
            (_, '}' | ']') => drop(open.pop()),
            _ => (),
        }
    }
    open.into_iter().rev().collect()
}

fn floor(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
