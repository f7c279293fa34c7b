//! What editors offer to do about findings: fixes, and comments that allow them.
use super::View;
use crate::diagnostic::{Diagnostic, Fix};
use crate::source::{Source, Span};

/// What is done about a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// It is corrected.
    Fix,
    /// It is allowed, by a comment.
    Allow,
}

/// Something that can be done.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Action {
    /// What is done, such as "write `CodeUri`".
    pub title: String,
    /// Whether that corrects the finding.
    pub kind: ActionKind,
    /// The finding that it is about.
    pub finding: Diagnostic,
    /// The ranges that are replaced, each with what is written there.
    pub edits: Vec<(Span, String)>,
    /// Whether it is surely what was meant.
    pub is_preferred: bool,
}

/// The actions about the findings that touch a range of the template.
pub fn at(view: &View, range: Span) -> Vec<Action> {
    let touches = |span: Span| span.start <= range.end && range.start <= span.end;
    let source = view.source();
    let findings = view.analysis.findings.iter().filter(|it| source.contains(it.span) && touches(it.span));
    findings.flat_map(|it| of(it, source)).collect()
}

/// The actions about a finding that lies in `source`.
pub fn of(finding: &Diagnostic, source: &Source) -> Vec<Action> {
    let mut actions = Vec::new();
    if let Some(fix) = &finding.fix {
        actions.push(Action {
            title: fix.title.clone(),
            kind: ActionKind::Fix,
            finding: finding.clone(),
            edits: edits(fix, source),
            is_preferred: fix.is_certain,
        });
    }
    if let Some((span, text)) = comment(finding, source) {
        actions.push(Action {
            title: format!("allow `{}` here", finding.code.name),
            kind: ActionKind::Allow,
            finding: finding.clone(),
            edits: vec![(span, text)],
            is_preferred: false,
        });
    }
    actions
}

/// The edits of all fixes that are surely meant and do not touch each other.
pub fn all_fixes(view: &View) -> Vec<(Span, String)> {
    let source = view.source();
    let certain = view.analysis.findings.iter().filter_map(|it| it.fix.as_ref()).filter(|it| it.is_certain);
    let mut chosen: Vec<(Span, String)> = Vec::new();
    for fix in certain {
        let edits = edits(fix, source);
        let is_free =
            |(span, _): &(Span, String)| chosen.iter().all(|(it, _)| it.end < span.start || span.end < it.start);
        if fix.fits(source) && edits.iter().all(is_free) {
            chosen.extend(edits);
        }
    }
    chosen.sort_by_key(|(span, _)| *span);
    chosen
}

fn edits(fix: &Fix, source: &Source) -> Vec<(Span, String)> {
    fix.edits.iter().map(|it| (it.span, it.text_in(source))).collect()
}

/// The comment that allows a finding on the line before it.
fn comment(finding: &Diagnostic, source: &Source) -> Option<(Span, String)> {
    // JSON has no comments, and what the reference refuses stays refused.
    if source.text().trim_start().starts_with('{') {
        return None;
    }
    let line = source.line(source.start_of(finding.span).line)?;
    let indent: String = source.text()[line.clone()].chars().take_while(|it| *it == ' ').collect();
    let at = source.span(line.start..line.start);
    Some((at, format!("{indent}# samc: allow {}\n", finding.code.name)))
}
