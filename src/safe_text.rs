//! Text of unknown origin, made safe to print. What a terminal or a build server would obey, and what an eye cannot
//! see, is escaped: each format says how.
use std::borrow::Cow;

/// Each character of a text, where it stands, and whether it must be escaped.
///
/// Build servers read `##[`, `##vso[` and `##teamcity[` as commands wherever they stand in a line; without the bracket
/// they do not.
pub(crate) fn characters(text: &str) -> impl Iterator<Item = (usize, char, bool)> {
    let (mut hashes, mut is_word) = (0, false);
    text.char_indices().map(move |(at, character)| {
        let is_command = character == '[' && hashes == 2;
        (hashes, is_word) = match character {
            '#' if is_word => (1, false),
            '#' => (2.min(hashes + 1), false),
            it if it.is_ascii_alphanumeric() && hashes == 2 => (2, true),
            _ => (0, false),
        };
        (at, character, is_command || is_obeyed(character))
    })
}

/// Whether something is done on this character instead of showing it: controls, line breaks of all kinds, marks of
/// direction, what is invisible or changes its neighbours, and what is not a character.
/// That an emoji is one, as `U+FE0F` says, is no harm.
fn is_obeyed(character: char) -> bool {
    if character < '\u{ad}' {
        return character.is_control();
    }
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0d}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        // The last two of each plane.
        || u32::from(character) & 0xFFFE == 0xFFFE
}

/// Whether a text can be printed as it is, but for its line breaks.
pub(crate) fn is_safe(text: &str) -> bool {
    let is_plain = |it: u8| matches!(it, b' '..=b'~' | b'\n');
    // Most lines are seen to be safe at a glance.
    let is_safe_at_a_glance = |text: &str| {
        let mut has_hash = false;
        // Without a branch for each byte, many are looked at in one step.
        let are_plain = text.as_bytes().chunks(256).all(|it| {
            let (all, any) = it.iter().fold((true, false), |(all, any), it| (all & is_plain(*it), any | (*it == b'#')));
            has_hash |= any;
            all
        });
        are_plain && !(has_hash && text.contains("##"))
    };
    let is_safe_line = |line: &str| is_safe_at_a_glance(line) || characters(line).all(|(_, _, must)| !must);
    is_safe_at_a_glance(text) || text.split('\n').all(is_safe_line)
}

/// A text in which `escape` has written each character that must be escaped.
pub(crate) fn escaped<'t>(text: &'t str, escape: impl Fn(char, &mut String)) -> Cow<'t, str> {
    if is_safe(text) && !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for (_, character, must) in characters(text) {
        if must {
            escape(character, &mut safe);
        } else {
            safe.push(character);
        }
    }
    Cow::Owned(safe)
}

/// A text for people, on one line.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    escaped(text, |it, safe| safe.extend(it.escape_unicode()))
}

/// A JSON document that says the same. Its line breaks stand between values.
pub(crate) fn json(document: String) -> String {
    if is_safe(&document) {
        return document;
    }
    let escape = |it: char, safe: &mut String| {
        let units = it.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>();
        safe.push_str(&units);
    };
    document.split('\n').map(|line| escaped(line, escape)).collect::<Vec<_>>().join("\n")
}

/// The lines of a page for people, none of which begins with `::`, as commands to GitHub's runner do. It passes over
/// blanks.
pub(crate) fn page(text: String) -> String {
    if !text.split('\n').any(is_command) {
        return text;
    }
    let line = |line| if is_command(line) { Cow::Owned(line.replacen(':', "\\u{3a}", 1)) } else { Cow::Borrowed(line) };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Whether a line begins with `::` behind blanks and colors.
fn is_command(line: &str) -> bool {
    let line = line.trim_start();
    match line.strip_prefix("\x1b[").and_then(|it| it.split_once('m')) {
        Some((_, rest)) => is_command(rest),
        None => line.starts_with("::"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_escaped() {
        for character in
            "\0\t\n\r\u{1b}\u{7f}\u{85}\u{9b}\u{ad}\u{200b}\u{202e}\u{2028}\u{fe00}\u{feff}\u{fffe}\u{e0041}".chars()
        {
            assert_eq!(shown(&format!("a{character}")), format!("a\\u{{{:x}}}", u32::from(character)));
        }
        for text in ["", "größe 日本語 😀 ⚠️", "a: \"b\" # c [d]", "#[a]", "## [a]", "\u{fffd}"] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn commands_to_build_servers_are_escaped() {
        for text in ["##[error]a", "a ##vso[task.b]", "###[a", "#a##teamcity[b", "##a##["] {
            assert_eq!(shown(text), text.replace('[', "\\u{5b}"));
        }
        assert_eq!(page("a\n ::b::c\n\u{a0}::d\ne::f".to_owned()), "a\n \\u{3a}:b::c\n\u{a0}\\u{3a}:d\ne::f");
    }

    #[test]
    fn json_keeps_its_values() {
        let value = serde_json::json!({"a\u{7f}": ["\u{e0041}\u{9b}##[b]", "##a[", {"#\n##": []}]});
        for document in [value.to_string(), format!("{value:#}\n")] {
            let safe = json(document);
            assert!(is_safe(&safe) && safe.contains("##\\u005bb]"), "{safe}");
            assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).unwrap(), value);
        }
    }
}
