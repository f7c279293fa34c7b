//! Rust source text as far as the layout's promises need it. Knows no files and no promises.

use std::ops::Range;

/// Source text with a space for each byte of a comment or a literal.
pub(crate) fn code(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut end = 0;
    for blank in comments_and_literals(text) {
        code.push_str(&text[end..blank.start]);
        code.extend(text[blank.clone()].bytes().map(|it| if it == b'\n' { '\n' } else { ' ' }));
        end = blank.end;
    }
    code.push_str(&text[end..]);
    code
}

/// Where the comments and literals of a source text stand.
pub(crate) fn comments_and_literals(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let length = blank_length(&text[at..], text[..at].chars().next_back());
        if length > 0 {
            found.push(at..at + length);
            at += length;
        } else {
            at += first.len_utf8();
        }
    }
    found
}

/// Length of the comment or literal that `rest` starts with, or 0.
fn blank_length(rest: &str, before: Option<char>) -> usize {
    let in_word = before.is_some_and(|it| it.is_alphanumeric() || it == '_');
    let until = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
    if rest.starts_with("//") {
        rest.find('\n').unwrap_or(rest.len())
    } else if rest.starts_with("/*") {
        until("*/")
    } else if rest.starts_with('"') {
        quoted_length(rest, '"')
    } else if !in_word && (rest.starts_with("r\"") || rest.starts_with("r#")) {
        let hashes = rest[1..].len() - rest[1..].trim_start_matches('#').len();
        let opening = 1 + hashes;
        let closing = format!("\"{}", "#".repeat(hashes));
        let is_text = rest[opening..].starts_with('"');
        let length = || rest[opening + 1..].find(&closing).map_or(rest.len(), |at| opening + 1 + at + closing.len());
        if is_text { length() } else { 0 }
    } else if rest.starts_with("'\\") || (rest.starts_with('\'') && rest.chars().nth(2) == Some('\'')) {
        quoted_length(rest, '\'')
    } else {
        0
    }
}

fn quoted_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return at + 1,
            _ => (),
        }
    }
    rest.len()
}

/// The words and signs of code; `::` is one sign.
pub(crate) fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(rest.len());
        let length = match word {
            0 if rest.starts_with("::") => 2,
            0 => first.len_utf8(),
            _ => word,
        };
        tokens.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    tokens
}

/// A path that code names, from the root of the crate, and the name that a `use` of it gives.
#[derive(Debug, PartialEq)]
pub(crate) struct Path<'a> {
    pub steps: Vec<&'a str>,
    pub name: &'a str,
}

/// What code names by `crate::`, `super::` or `self::`, in groups too. `module` is the path of the file itself.
pub(crate) fn paths<'a>(code: &'a str, module: &[&'a str]) -> Vec<Path<'a>> {
    let tokens = tokens(code);
    let mut paths = Vec::new();
    // Modules within the file, each with the number of braces around its content.
    let mut inline: Vec<(&str, usize)> = Vec::new();
    let mut braces = 0;
    let mut index = 0;
    while index < tokens.len() {
        let mut length = 1;
        match tokens[index] {
            "{" => braces += 1,
            "}" => {
                inline.pop_if(|(_, inside)| *inside == braces);
                braces -= 1;
            }
            "mod" if tokens.get(index + 2) == Some(&"{") => inline.push((tokens[index + 1], braces + 1)),
            "crate" | "super" | "self" if tokens.get(index + 1) == Some(&"::") => {
                let own: Vec<&str> = module.iter().copied().chain(inline.iter().map(|(name, _)| *name)).collect();
                length = follow(&tokens[index..], &own, &mut paths);
            }
            _ => (),
        }
        index += length;
    }
    paths
}

/// What the `use` items of a file import, also from modules that it declares itself.
pub(crate) fn imports<'a>(code: &'a str, module: &[&'a str]) -> Vec<Path<'a>> {
    let tokens = tokens(code);
    let mut paths = Vec::new();
    for (index, _) in tokens.iter().enumerate().filter(|(_, it)| **it == "use") {
        follow(&tokens[index + 1..], module, &mut paths);
    }
    paths
}

/// Adds the path or the group of paths that `tokens` start with, read below `before`. Returns how many tokens it takes.
fn follow<'a>(tokens: &[&'a str], before: &[&'a str], paths: &mut Vec<Path<'a>>) -> usize {
    let Some(first) = tokens.first() else { return 0 };
    if *first == "{" {
        let mut length = 1;
        while tokens.get(length).is_some_and(|it| *it != "}") {
            length += if tokens[length] == "," { 1 } else { follow(&tokens[length..], before, paths) };
        }
        return length + 1;
    }
    let mut steps = before.to_vec();
    match *first {
        "crate" => steps.clear(),
        "super" => drop(steps.pop()),
        "self" => (),
        name => steps.push(name),
    }
    let goes_on = |it: &&str| matches!(*it, "{" | "*") || it.starts_with(|it: char| it.is_alphabetic() || it == '_');
    if tokens.get(1) == Some(&"::") && tokens.get(2).is_some_and(goes_on) {
        return 2 + follow(&tokens[2..], &steps, paths);
    }
    let renamed = (tokens.get(1) == Some(&"as")).then(|| tokens[2]);
    let name = renamed.or(steps.last().copied()).unwrap_or_default();
    paths.push(Path { steps, name });
    if renamed.is_some() { 3 } else { 1 }
}
