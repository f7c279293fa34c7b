//! What was changed in a text as a unified diff, which `patch` and `git apply` read. Alone in knowing similar.
use super::one_line;
use super::screen::{BOLD, GREEN, RED, Screen, painted};
use crate::safe_text::{is_safe, page, shown};
use crate::source::Source;
use similar::TextDiff;

/// Writes what differs between two states of a file, with three lines around each change; nothing when nothing does.
///
/// What a terminal would obey is escaped, so that a diff with such lines cannot be applied.
pub fn diff(before: &Source, after: &Source, screen: Screen) -> String {
    let name = one_line(before.name());
    let diff = TextDiff::from_lines(before.text(), after.text());
    let diff = diff.unified_diff().header(&name, &name).to_string();
    let lines = diff.split_inclusive('\n').enumerate().map(|(number, line)| {
        let text = line.strip_suffix("\r\n").or_else(|| line.strip_suffix('\n')).unwrap_or(line);
        let end = &line[text.len()..];
        let color = match text.as_bytes().first() {
            _ if number < 2 => Some(BOLD),
            Some(b'-') => Some(RED),
            Some(b'+') => Some(GREEN),
            _ => None,
        };
        let text = shown_line(text);
        color.map_or(text.clone(), |it| painted(&text, it, screen)) + end
    });
    page(lines.collect())
}

/// A line in which tabs stay as they are.
fn shown_line(line: &str) -> String {
    if is_safe(line) { line.to_owned() } else { line.split('\t').map(shown).collect::<Vec<_>>().join("\t") }
}
