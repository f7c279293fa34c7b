//! What functions share through `Globals`.
//!
//! The reference merges maps without copying what is in them. So functions that take a value from `Globals` hold one
//! and the same value, and where the reference edits it for one of them, the others see it.
use crate::cfn::Context;
use crate::source::Span;
use crate::syntax::{Map, Node, Text};

/// A function that holds a shared value.
pub(super) struct Sharer<'a> {
    pub logical_id: &'a Text,
    pub properties: &'a Map,
}

/// The functions that hold the value that stands at `span` under `Globals` in the place `path` of their properties, in
/// their order; none when it does not stand there.
pub(super) fn sharers<'a>(span: Span, path: &[&str], context: &Context<'a>) -> Vec<Sharer<'a>> {
    if !context.globals.is_some_and(|it| it.contains(span)) {
        return Vec::new();
    }
    let holds = |(logical_id, resource): (&'a Text, &'a Node)| {
        // Who ignores some of the globals gets a copy of the others.
        let copied = resource.get("IgnoreGlobals").is_some_and(Node::is_truthy);
        let properties =
            resource.get("Properties").filter(|it| it.at(path).is_some_and(|it| it.span == span))?.map()?;
        let function = resource.get("Type").is_some_and(|it| it.is_text(super::TYPE.name));
        (function && !copied).then_some(Sharer { logical_id, properties })
    };
    context.resources.iter().filter_map(holds).collect()
}

/// The functions that hold a shared value together with `logical_id`, and whether each comes before it; none when it
/// does not hold the value itself.
pub(super) fn others<'a>(
    logical_id: &Text,
    span: Span,
    path: &[&str],
    context: &Context<'a>,
) -> impl Iterator<Item = (Sharer<'a>, bool)> {
    let sharers = sharers(span, path, context);
    let own = sharers.iter().position(|it| it.logical_id == logical_id);
    let numbered = sharers.into_iter().enumerate().filter(move |(index, _)| own.is_some_and(|own| *index != own));
    numbered.map(move |(index, sharer)| (sharer, own.is_some_and(|own| index < own)))
}
