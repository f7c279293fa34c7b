//! What is written at vertices and edges, in lines that are not too long.
use crate::graph::{Edge, Vertex};
use crate::safe_text::shown;

/// Most labels of one edge that are written out.
const MOST_LABELS: usize = 6;
/// Most characters of labels that stand on one line together.
const SHORT: usize = 24;
/// Most characters of a line of a label.
const LONGEST_LABEL: usize = 34;

/// The labels of an edge: on one line where they are short.
pub(super) fn of_edge(edge: &Edge) -> Vec<String> {
    let together = edge.labels.join(", ");
    if edge.labels.len() < 2 || together.chars().count() <= SHORT {
        return wrapped(&together, LONGEST_LABEL);
    }
    let shown = if edge.labels.len() > MOST_LABELS { MOST_LABELS - 1 } else { edge.labels.len() };
    let mut lines: Vec<String> = edge.labels[..shown].iter().map(|it| shortened(it, LONGEST_LABEL)).collect();
    if shown < edge.labels.len() {
        lines.push(format!("and {} more", edge.labels.len() - shown));
    }
    lines
}

/// What stands below the name of a vertex: its kind, unless that is its name, and what else is to be said.
pub(super) fn below_name(vertex: &Vertex) -> Vec<String> {
    let kind = (vertex.kind.title != vertex.name).then(|| vertex.kind.title.to_owned());
    kind.into_iter().chain(vertex.detail.clone()).collect()
}

/// A text in at most two lines, broken where a word begins.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let letters: Vec<char> = printable(text).chars().collect();
    if letters.is_empty() {
        return Vec::new();
    }
    if letters.len() <= width {
        return vec![letters.into_iter().collect()];
    }
    // A word begins at a capital letter or a digit behind a small one, and behind anything that is not a letter.
    let begins = |at: usize| {
        let (before, here) = (letters[at - 1], letters[at]);
        !before.is_alphanumeric() || (here.is_uppercase() && before.is_lowercase())
    };
    let at = (width / 3..=width).rev().find(|at| begins(*at)).unwrap_or(width);
    let first: String = letters[..at].iter().collect();
    let second: String = letters[at..].iter().collect();
    vec![first.trim_end().to_owned(), shortened(second.trim_start(), width)]
}

/// A text with an ellipsis in the place of what goes beyond `width` characters.
pub(super) fn shortened(text: &str, width: usize) -> String {
    let text = printable(text);
    if text.chars().count() <= width {
        return text;
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

/// A text as it can be printed, in which a line break is a space.
pub(super) fn printable(text: &str) -> String {
    let text: String = text.chars().map(|it| if matches!(it, '\t' | '\n' | '\r') { ' ' } else { it }).collect();
    shown(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_broken_where_a_word_begins() {
        assert_eq!(wrapped("GetProductsFunction", 24), ["GetProductsFunction"]);
        assert_eq!(
            wrapped("AuthorizationEventTypePublisherFunction", 24),
            ["AuthorizationEventType", "PublisherFunction"]
        );
        assert_eq!(wrapped("a".repeat(60).as_str(), 24), ["a".repeat(24), format!("{}…", "a".repeat(23))]);
        assert_eq!(wrapped("", 24), [""; 0]);
    }
}
