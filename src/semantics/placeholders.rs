//! Texts in whose place something else is put before they are used.

/// Whether a text waits for a script to put a value in its place: a word in capitals with underscores.
pub(crate) fn is_placeholder(text: &str) -> bool {
    text.contains('_') && text.chars().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == '_')
}

/// Whether the value is looked up at deployment.
pub(crate) fn is_dynamic(text: &str) -> bool {
    text.contains("{{resolve:")
}
