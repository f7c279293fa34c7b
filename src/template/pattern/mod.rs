//! Regular expressions in templates. No other file than these names `regex_lite`.
mod plain;

use plain::Plain;
use regex_lite::{Regex, RegexBuilder};
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

/// Most bytes that a pattern of a template may take when it is compiled: repetitions within repetitions take a time for
/// each character that grows with it.
const LARGEST_PATTERN: usize = 1 << 18;

thread_local! {
    /// What was compiled of the program's own patterns.
    static COMPILED: RefCell<HashMap<&'static str, Compiled>> = RefCell::default();
    /// What was compiled of CloudFormation's.
    static OF_SCHEMAS: RefCell<HashMap<&'static str, Compiled>> = RefCell::default();
}

/// A pattern that was met before.
struct Compiled {
    plain: Option<Plain>,
    /// Whether the plain pattern is for a whole text, and not to be found in one.
    is_whole: bool,
    /// Compiled when it is first used; `None` in it where the pattern is not understood.
    regex: OnceCell<Option<Regex>>,
}

impl Compiled {
    fn new(pattern: &str, is_whole: bool) -> Self {
        Self { plain: Plain::new(pattern), is_whole, regex: OnceCell::new() }
    }

    /// Whether it matches a text; `None` where it is not understood.
    fn is_match(&self, text: &str, compile: impl FnOnce() -> Option<Regex>) -> Option<bool> {
        let plain = self.plain.as_ref();
        let at_a_glance = plain.and_then(|it| if self.is_whole { it.matches(text) } else { it.is_within(text) });
        at_a_glance.or_else(|| self.regex.get_or_init(compile).as_ref().map(|it| it.is_match(text)))
    }
}

/// Whether a whole text has a form that the program knows. A pattern is compiled when it is first used.
pub(crate) fn has_form(pattern: &'static str, text: &str) -> bool {
    COMPILED.with_borrow_mut(|compiled| {
        let compile = || Regex::new(&format!("^(?:{pattern})$")).ok();
        let found = compiled.entry(pattern).or_insert_with(|| Compiled::new(pattern, true));
        found.is_match(text, compile).expect("a pattern of the program's own, which tests compile")
    })
}

/// Whether a pattern matches a whole text, as CloudFormation wants it of `AllowedPattern`.
///
/// CloudFormation reads patterns as Java does. `None` for a pattern that is not understood here, such as one that looks
/// ahead.
pub(crate) fn matches_whole(pattern: &str, text: &str) -> Option<bool> {
    // Java has classes within classes and `&&` between them, which would be read as plain characters here.
    let has_java_classes = pattern.contains("&&") || pattern.split('[').skip(1).any(|it| !it.contains(']'));
    if has_java_classes {
        return None;
    }
    let whole = RegexBuilder::new(&format!("^(?:{pattern})$")).size_limit(LARGEST_PATTERN).build().ok()?;
    Some(whole.is_match(text))
}

/// Whether a pattern of CloudFormation's schemas is found in a text, as CloudFormation wants it.
///
/// `None` for a pattern that is not understood here, such as one that looks ahead.
pub(crate) fn is_found(pattern: &'static str, text: &str) -> Option<bool> {
    OF_SCHEMAS.with_borrow_mut(|compiled| {
        let compile = || Regex::new(&without_look_around(&with_plain_classes(pattern))).ok();
        let whole = pattern.strip_prefix('^').and_then(|it| it.strip_suffix('$'));
        let found = compiled.entry(pattern).or_insert_with(|| Compiled::new(whole.unwrap_or(pattern), whole.is_some()));
        found.is_match(text, compile)
    })
}

/// The first character of a text that no text has of which the whole matches a pattern of CloudFormation's schemas.
///
/// `None` where there is none, or where that cannot be told of the pattern.
pub(crate) fn stranger(pattern: &str, text: &str) -> Option<char> {
    let alphabet = plain::alphabet(pattern)?;
    text.chars().find(|it| plain::is_in(alphabet, *it) == Some(false))
}

/// A pattern without what it asks of the text around: it then matches more. In a class, `[` is a character.
fn without_look_around(pattern: &str) -> String {
    let mut found = String::with_capacity(pattern.len());
    let (mut rest, mut in_class) = (pattern, false);
    while let Some(next) = rest.chars().next() {
        let starts = ["(?!", "(?=", "(?<!", "(?<="];
        if !in_class && starts.iter().any(|it| rest.starts_with(it)) {
            rest = &rest[group_length(rest)..];
            continue;
        }
        let length =
            if next == '\\' { 1 + rest[1..].chars().next().map_or(0, char::len_utf8) } else { next.len_utf8() };
        match next {
            '[' if in_class && !rest.starts_with("[:") => found.push('\\'),
            '[' => in_class = true,
            ']' => in_class = false,
            _ => (),
        }
        found.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    found
}

/// How long the group is that a pattern begins with.
fn group_length(pattern: &str) -> usize {
    let (mut depth, mut in_class, mut escaped) = (0_usize, false, false);
    for (at, next) in pattern.char_indices() {
        match next {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => (),
        }
    }
    pattern.len()
}

/// A pattern in which letters, digits and blanks of all scripts are written as characters that have a range: what is not
/// ASCII counts as all of them.
fn with_plain_classes(pattern: &str) -> String {
    const BEYOND: &str = "\\x{80}-\\x{10FFFF}";
    if !pattern.contains("\\p{") {
        return pattern.to_owned();
    }
    let ascii = [("L", "A-Za-z"), ("N", "0-9"), ("Z", " "), ("M", ""), ("S", "$+<=>^`|~"), ("P", "!-/:-@\\[-`{-~")];
    ascii.iter().fold(pattern.to_owned(), |pattern, (name, characters)| {
        pattern.replace(&format!("\\p{{{name}}}"), &format!("{characters}{BEYOND}"))
    })
}

#[cfg(test)]
mod tests {
    use super::{Plain, has_form, is_found, matches_whole};
    use regex_lite::Regex;

    const PATTERNS: [&str; 28] = [
        "[a-zA-Z0-9-_]+",
        "[._/#A-Za-z0-9-]+",
        "[^.][a-zA-Z0-9_.-]{1,5}",
        "[a-zA-Z][a-zA-Z0-9_]+",
        "[\\w\\-]+",
        ".*",
        ".+",
        "[0-9]{12}",
        "\\d{3}",
        "#[A-F0-9]{6}",
        "[-a-z]*",
        "[+-=._:/]+",
        "[\\w-]{0,2}",
        "[^:*]{1,3}",
        "sg-[0-9a-z]*",
        "[\\s\\S]*",
        "\\S+",
        "[!-~]{2,}",
        "a?",
        "ab?",
        "[a-z\\]]+",
        "[\\d.]{2}x",
        "[\\w+=,.@-]+",
        "a{2}b{2}c{0,1}",
        "",
        "[ -~]*",
        "a{0}b",
        "[^a-z]+",
    ];
    const TEXTS: [&str; 26] = [
        "",
        "a",
        "ab",
        "aabb",
        "aabbc",
        "abc_1",
        "A-1",
        ".a",
        "a.b",
        "a\nb",
        "\n",
        "123456789012",
        "123",
        "#A0B1C2",
        "--",
        "sg-",
        "sg-1a",
        "x]",
        "1.x",
        "..x",
        "é",
        "aé",
        "a b",
        ":",
        "[",
        "b",
    ];

    #[test]
    fn plain_patterns_match_what_the_engine_matches() {
        let mut plain = 0;
        for pattern in PATTERNS {
            let Some(found) = Plain::new(pattern) else { continue };
            plain += 1;
            let regex = Regex::new(&format!("^(?:{pattern})$")).expect("a pattern");
            let within = Regex::new(pattern).expect("a pattern");
            for text in TEXTS {
                let is_ascii = text.is_ascii();
                assert_eq!(found.matches(text), is_ascii.then(|| regex.is_match(text)), "{pattern} {text:?}");
                let is_within = is_ascii.then(|| within.is_match(text));
                assert_eq!(found.is_within(text), is_within, "{pattern} in {text:?}");
            }
        }
        // Not those with `\S`, which is not read here.
        assert_eq!(plain, PATTERNS.len() - 2);
    }

    #[test]
    fn patterns_of_schemas_know_all_scripts() {
        let tags = "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$";
        assert_eq!(is_found(tags, "größe 1"), Some(true));
        assert_eq!(is_found(tags, "a,b"), Some(false));
        assert_eq!(is_found("b", "abc"), Some(true));
    }

    #[test]
    fn what_patterns_ask_of_the_text_around_is_left_out() {
        assert_eq!(is_found("^(?!aws)[a-z]*$", "aws"), Some(true));
        assert_eq!(is_found("^(?![(_-])[a-z][a-z-]*(?<!-)$", "A"), Some(false));
        assert_eq!(is_found("^[a@[\\]+]*$", "a["), Some(true));
        assert_eq!(is_found("^[a@[\\]+]*$", "a?"), Some(false));
    }

    #[test]
    fn forms_are_of_the_whole_text() {
        assert!(has_form("[a-z]+|x1", "x1"));
        assert!(!has_form("[a-z]+|x1", "abc1"));
    }

    #[test]
    fn patterns_match_the_whole_text() {
        assert_eq!(matches_whole("[a-z]+", "abc"), Some(true));
        assert_eq!(matches_whole("[a-z]+|x1", "abc1"), Some(false));
        assert_eq!(matches_whole("^\\d{2}$", "12"), Some(true));
    }

    #[test]
    fn patterns_of_java_are_left_alone() {
        assert_eq!(matches_whole("(?!aws).*", "x"), None);
        assert_eq!(matches_whole("[a-z&&[^x]]+", "x"), None);
        assert_eq!(matches_whole("(", "x"), None);
    }
}
