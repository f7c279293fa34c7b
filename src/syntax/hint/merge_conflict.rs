//! The lines with which version control marks what it could not merge.
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::lines::{Line, Lines, WHITE_SPACE};

/// How the lines begin, in their order.
const MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// A conflict that begins before the reading stopped at `at`.
pub(super) fn explain(lines: Lines<'_>, at: usize) -> Option<Diagnostic> {
    let text = lines.text();
    let first = MARKERS.iter().filter_map(|it| find(lines, it, 0)).min_by_key(|it| it.start)?;
    if first.start > lines.at(at).end {
        return None;
    }
    let mut finding = Diagnostic::new(&codes::SYNTAX_ERROR, span(lines, first), "unresolved merge conflict")
        .help("keep one of the versions, or parts of both, and remove the lines of `<`, `=` and `>`");
    let mut end = first.end;
    for (marker, label) in [("=======", "the other version begins here"), (">>>>>>>", "it ends here")] {
        let Some(line) = find(lines, marker, end.min(text.len())) else { continue };
        finding = finding.related(span(lines, line), label);
        end = line.end;
    }
    Some(finding)
}

fn span(lines: Lines<'_>, line: Line) -> Span {
    lines.trimmed(line.start, line.end)
}

/// The first line behind an offset that is a marker of this kind.
fn find(lines: Lines<'_>, marker: &str, from: usize) -> Option<Line> {
    let text = &lines.text()[from..];
    let found = text.match_indices(marker).map(|(at, _)| from + at).find(|at| {
        let behind = &lines.text()[at + marker.len()..];
        let is_first = *at == 0 || lines.text()[..*at].ends_with('\n');
        is_first && (behind.is_empty() || behind.starts_with(WHITE_SPACE))
    })?;
    Some(lines.at(found))
}
