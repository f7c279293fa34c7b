//! The word at the cursor, and a tree of the template with a word of ours in its place.
use crate::diagnostic::Problems;
use crate::source::{Source, Span};
use crate::syntax::{Node, parse};

/// The word that is put at the place.
pub(super) const MARK: &str = "samcCursorMark";

/// What is around the cursor.
pub(super) struct Cursor {
    /// The word before and behind the cursor.
    pub span: Span,
    /// The part of it before the cursor.
    pub word: String,
    pub is_key: bool,
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
            return Some(Self { span, word, is_key: false, at: At::Tag });
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
        let marked = |text_after: &str| {
            let tail = if keeps_tail { tail } else { "" };
            format!("{}{put}{tail}{text_after}", &text[..word_start])
        };
        let closed = format!("{}{put}{}", &text[..word_start], closers(head));
        // Where the rest cannot be read, what stands before the place still can.
        let tries = [marked(&text[line_end..]), format!("{closed}{}", &text[line_end..]), closed];
        let tree = tries.iter().find_map(|it| {
            let source = Source::new(source.name(), it.as_str());
            parse(&source, &mut Problems::default()).filter(|it| it.map().is_some())
        })?;
        Some(Self { span, word, is_key, at: At::Place { tree, mark: u32::try_from(word_start).ok()? + 1 } })
    }
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
