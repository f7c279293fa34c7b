//! What editors show above resources: how many each becomes.
use super::View;
use crate::sam::resources;
use crate::source::Span;
use crate::syntax::Node;

/// A line above a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lens {
    /// The logical id of the resource.
    pub logical_id: String,
    /// Where that stands.
    pub span: Span,
    /// Such as "becomes 7 resources".
    pub text: String,
}

/// What each resource of SAM becomes. Where a mistake keeps that from being known, the line stays, so that the text does not
/// jump.
pub fn lenses(view: &View) -> Vec<Lens> {
    let Some(translation) = view.translation() else { return Vec::new() };
    let provenance = translation.provenance();
    let errors: Vec<Span> = view.analysis.findings.iter().filter(|it| it.is_error()).map(|it| it.span).collect();
    let by_owner = provenance.by_owner();
    let mut lenses = Vec::new();
    for (id, entry) in translation.template.resources().entries() {
        if entry.value.get("Type").and_then(Node::text).is_none_or(|it| resources::find(it).is_none()) {
            continue;
        }
        let is_faulty = !translation.complete && errors.iter().any(|it| entry.span().contains(*it));
        let text = match by_owner.get(&**id).map_or(0, Vec::len) {
            0 => "cannot be expanded yet".to_owned(),
            _ if is_faulty => "cannot be expanded yet".to_owned(),
            1 => "becomes 1 resource".to_owned(),
            count => format!("becomes {count} resources"),
        };
        lenses.push(Lens { logical_id: id.to_string(), span: entry.key_span, text });
    }
    lenses
}
