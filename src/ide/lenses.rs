//! What editors show beside the text: what a resource becomes, and what values come to.
use super::View;
use crate::sam::resources;
use crate::source::Span;
use crate::template::intrinsics;
use std::collections::HashMap;

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

/// A text behind a value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hint {
    /// The value behind which it is shown.
    pub span: Span,
    /// What the value comes to.
    pub text: String,
}

/// What each resource of SAM becomes.
pub fn lenses(view: &View) -> Vec<Lens> {
    let Some(translation) = view.translation() else { return Vec::new() };
    let provenance = translation.provenance();
    let mut lenses = Vec::new();
    for (owner, resources) in provenance.by_owner() {
        let is_sam = provenance.written_type(owner).is_some_and(|it| resources::find(it).is_some());
        let Some(span) = provenance.written_at(owner).filter(|_| is_sam && translation.complete) else { continue };
        let noun = if resources.len() == 1 { "resource" } else { "resources" };
        lenses.push(Lens { logical_id: owner.to_owned(), span, text: format!("becomes {} {noun}", resources.len()) });
    }
    lenses
}

/// What functions come to that the document has a value for.
pub fn hints(view: &View) -> Vec<Hint> {
    let Some(translation) = view.translation() else { return Vec::new() };
    let mut values: HashMap<Span, Option<String>> = HashMap::new();
    for section in translation.expanded.document.values() {
        section.walk(&mut |it| {
            let text = it.scalar_text();
            // Where the rounds of a loop differ, there is no one value.
            values
                .entry(it.span)
                .and_modify(|known| {
                    if *known != text {
                        *known = None
                    }
                })
                .or_insert(text);
        });
    }
    let mut hints = Vec::new();
    for section in translation.template.written().iter().filter(|(name, _)| ***name != *"Parameters").map(|(_, it)| it)
    {
        section.walk(&mut |node| {
            let is_call = intrinsics::is_call(node);
            if let Some(Some(text)) = values.get(&node.span).filter(|_| is_call) {
                hints.push(Hint { span: node.span, text: text.clone() });
            }
        });
    }
    hints.sort_by_key(|it| it.span);
    hints.dedup();
    hints
}
