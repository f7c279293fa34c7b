//! Rust source text as far as the layout's promises need it. Knows no files and no promises.

/// Source text with a space for each byte of a comment or a literal.
pub fn code(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let blank = blank_length(rest, code.chars().next_back());
        if blank > 0 {
            code.extend(rest[..blank].bytes().map(|it| if it == b'\n' { '\n' } else { ' ' }));
            rest = &rest[blank..];
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    code
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
pub fn tokens(code: &str) -> Vec<&str> {
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

/// The names that code takes from the root of its crate, by `crate::` or `super::`, in groups too.
///
/// `depth` is how many modules the file itself is below the root.
pub fn names_from_root(code: &str, depth: usize) -> Vec<&str> {
    let tokens = tokens(code);
    let mut names = Vec::new();
    let mut braces = 0;
    let mut inline_modules = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        match tokens[index] {
            "{" => braces += 1,
            "}" => {
                inline_modules.pop_if(|it| *it == braces);
                braces -= 1;
            }
            "mod" if tokens.get(index + 2) == Some(&"{") => inline_modules.push(braces + 1),
            "crate" if tokens.get(index + 1) == Some(&"::") => names.extend(group(&tokens[index + 2..])),
            "super" => {
                let mut ups = 1;
                while tokens.get(index + 1..index + 3) == Some(&["::", "super"]) {
                    ups += 1;
                    index += 2;
                }
                if ups >= depth + inline_modules.len() && tokens.get(index + 1) == Some(&"::") {
                    names.extend(group(&tokens[index + 2..]));
                }
            }
            _ => (),
        }
        index += 1;
    }
    names
}

/// The first names of the paths that `tokens` start with: one, or those of a group in braces.
fn group<'a>(tokens: &[&'a str]) -> Vec<&'a str> {
    if tokens.first() != Some(&"{") {
        return tokens.first().copied().into_iter().collect();
    }
    let mut names = Vec::new();
    let mut braces = 0;
    for (before, token) in tokens.iter().zip(&tokens[1..]) {
        match *before {
            "{" => braces += 1,
            "}" => braces -= 1,
            _ => (),
        }
        if braces == 0 {
            break;
        }
        if braces == 1 && matches!(*before, "{" | ",") {
            names.push(*token);
        }
    }
    names.retain(|it| *it != "}");
    names
}
