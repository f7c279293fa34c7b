//! No-break spaces, which look like spaces and are text to YAML.
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::lines::{Line, Lines};

const NO_BREAK_SPACE: char = '\u{a0}';

/// A no-break space in the indentation of the line where the reading stopped, or of the one above it.
pub(super) fn in_indentation(lines: Lines<'_>, at: usize) -> Option<Diagnostic> {
    let line = lines.at(at);
    [Some(line), lines.above(line)].into_iter().flatten().find_map(|line| {
        let text = &lines.text()[line.start..line.end];
        let behind = text.trim_start_matches([' ', NO_BREAK_SPACE]);
        let indentation = &text[..text.len() - behind.len()];
        let first = indentation.find(NO_BREAK_SPACE)?;
        let span = Span::new(line.start + first, line.start + indentation.len());
        let spaces = " ".repeat(indentation[first..].chars().count());
        Some(finding(span, "a no-break space (U+00A0) cannot indent a line in YAML").fix(span, spaces))
    })
}

/// A no-break space where there has to be a space behind the colon of a key.
pub(super) fn behind_colon(lines: Lines<'_>, line: Line) -> Option<Diagnostic> {
    let text = &lines.text()[line.start..line.end];
    let colon = text.find(":\u{a0}").filter(|it| !text[..*it].contains([':', '"', '\'', '#']))?;
    let start = line.start + colon + 1;
    let length = text[colon + 1..].len() - text[colon + 1..].trim_start_matches(NO_BREAK_SPACE).len();
    let span = Span::new(start, start + length);
    Some(finding(span, "a no-break space (U+00A0) cannot follow the `:` of a key in YAML").fix(span, " "))
}

fn finding(span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(&codes::SYNTAX_ERROR, span, message).help("write a space instead of the no-break space")
}
