//! The words of an expression.
use std::ops::Range;

/// The words of a text between white space, each with its place; `at` is where the text stands.
pub(super) fn words(text: &str, at: usize) -> Vec<(&str, Range<usize>)> {
    text.split_whitespace()
        .map(|word| {
            let start = word.as_ptr() as usize - text.as_ptr() as usize + at;
            (word, start..start + word.len())
        })
        .collect()
}
