//! What is found in the entries that a loop makes: once over all rounds, and in which of them where it is not in all.
use crate::diagnostic::{Diagnostic, Fault, Severity};
use crate::source::Span;
use crate::template::{Made, Round};
use std::collections::HashMap;

/// What makes findings of several rounds one.
type Kind = (&'static str, Severity, Span, Fault);

/// The findings without those that an earlier round has as well.
pub(super) fn once(made: &Made, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if made.rounds.is_empty() {
        return found;
    }
    let round_of = |it: &Diagnostic| {
        let id = it.subject.resource.as_deref()?;
        made.rounds_of("Resources", id).last()
    };
    let kind = |it: &Diagnostic| -> Kind { (it.code.name, it.severity, it.span, it.subject.fault.clone()) };
    let mut rounds: HashMap<Kind, Vec<&Round>> = HashMap::new();
    for finding in &found {
        if let Some(round) = round_of(finding) {
            let with_it = rounds.entry(kind(finding)).or_default();
            if !with_it.iter().any(|it| std::ptr::eq(*it, round)) {
                with_it.push(round);
            }
        }
    }
    let mut kept = Vec::with_capacity(found.len());
    for finding in found {
        let Some(round) = round_of(&finding) else {
            kept.push(finding);
            continue;
        };
        // The first finding of its kind stands for all.
        let Some(with_it) = rounds.remove(&kind(&finding)) else { continue };
        let of_loop = made.rounds.iter().filter(|it| it.section == round.section && it.span == round.span).count();
        kept.push(match with_it.len() < of_loop {
            true => with_it
                .iter()
                .fold(finding, |finding, it| finding.related(it.item_span, format!("in the round for `{}`", it.item))),
            false => finding,
        });
    }
    kept
}
