//! Texts in whose place something else is put before they are used.
use crate::template::functions::{FUNCTIONS, Function};
use crate::template::pseudo_parameters::PSEUDO_PARAMETERS;

/// Whether a text waits for a script to put a value in its place: a word in capitals with underscores.
pub(crate) fn is_placeholder(text: &str) -> bool {
    text.contains('_') && text.chars().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == '_')
}

/// Whether the value is looked up at deployment, or was meant to be: a name without `!Ref`, or a function in quotes, is
/// found as such.
pub(crate) fn is_dynamic(text: &str) -> bool {
    text.contains("{{resolve:") || PSEUDO_PARAMETERS.contains(&text) || quoted_function(text).is_some()
}

/// The function that a text would call without quotes, if it has an argument.
pub(crate) fn quoted_function(text: &str) -> Option<&'static Function> {
    let (name, argument) = text.strip_prefix('!')?.split_once([' ', '\n'])?;
    let function = FUNCTIONS.iter().find(|it| it.name.strip_prefix("Fn::").unwrap_or(it.name) == name)?;
    let argument = argument.trim();
    (!argument.is_empty() && !argument.contains('\n')).then_some(function)
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

/// A text in which what stands for unknown parts has no slashes: `${…}` becomes letters, byte by byte.
pub(crate) fn outside_variables(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once("${") {
        let after = from.split_once('}').map_or("", |(_, after)| after);
        found.push_str(before);
        found.push_str(&"x".repeat(rest.len() - before.len() - after.len()));
        rest = after;
    }
    found.push_str(rest);
    found
}
