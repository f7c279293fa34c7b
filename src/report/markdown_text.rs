//! Text of unknown origin within Markdown, and rows of tables.
use super::screen::{cut, one_line};

/// Most characters of a text.
const LONGEST_TEXT: usize = 300;

/// A row of a table, whose cells are Markdown.
pub(super) fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// The line under the names of so many columns.
pub(super) fn head(columns: &[&str]) -> String {
    format!("| {} |\n|{}\n", columns.join(" | "), "---|".repeat(columns.len()))
}

/// A text as code, which nothing in it can end, cut when it is long. Within a table a bar must be escaped even there.
pub(super) fn code(text: &str) -> String {
    let text = cut(&one_line(text), LONGEST_TEXT).replace('|', "\\|");
    if text.is_empty() {
        return String::new();
    }
    let mut longest = 0;
    for run in text.split(|it| it != '`') {
        longest = longest.max(run.len());
    }
    let fence = "`".repeat(longest + 1);
    // Spaces part the fence from a backtick beside it, and are not shown.
    let pad = if longest > 0 || text.starts_with(' ') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}
