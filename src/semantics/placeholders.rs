//! Texts in whose place something else is put before they are used.

/// Whether a text waits for a script to put a value in its place: a word in capitals with underscores.
pub(crate) fn is_placeholder(text: &str) -> bool {
    text.contains('_') && text.chars().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == '_')
}

/// Whether the value is looked up at deployment.
pub(crate) fn is_dynamic(text: &str) -> bool {
    text.contains("{{resolve:")
}

/// Whether the default of a parameter stands for a value that is still to be given, or for none.
pub(crate) fn is_stand_in(text: &str) -> bool {
    const WORDS: [&str; 16] = [
        "",
        "0",
        "-",
        "-1",
        "changeme",
        "default",
        "disabled",
        "dummy",
        "empty",
        "na",
        "none",
        "null",
        "placeholder",
        "replaceme",
        "tbd",
        "todo",
    ];
    let is_in_brackets = text.starts_with('<') && text.ends_with('>');
    let word: String = text.chars().filter(|it| !matches!(it, '_' | ' ' | '/' | '-')).collect();
    let word = if word.is_empty() { text } else { &word };
    is_in_brackets || WORDS.contains(&text) || WORDS.iter().any(|it| it.eq_ignore_ascii_case(word))
}
