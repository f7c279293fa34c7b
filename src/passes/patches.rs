//! Makes the edits that events ask for to resources that the user wrote, and puts the results into the document.
use super::Expanding;
use crate::cfn::{Known, Patch, Resource, own_attributes, tags};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes, nearest};
use crate::sam::{check_logical_id, events};
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use std::collections::HashMap;

pub(super) fn run(compilation: &mut Expanding<'_>, problems: &mut Problems) {
    let patches = std::mem::take(&mut compilation.patches);
    // The document gets what a resource is after the last of its patches.
    let last: HashMap<&Text, usize> = patches.iter().zip(0..).map(|(patch, at)| (&patch.logical_id, at)).collect();
    let mut known: HashMap<&Text, Known> = HashMap::new();
    for (patch, at) in patches.iter().zip(0..) {
        let known = known.entry(&patch.logical_id).or_default();
        let edited = problems.in_resource(&patch.resource_id, |problems| {
            problems.in_event(&patch.event_id, |problems| edit(compilation, patch, known, problems))
        });
        if edited.is_some() && last[&patch.logical_id] == at {
            put(compilation, patch);
        }
    }
}

/// Edits the resource in the template. `None` when that is not what may stand in the document.
fn edit(compilation: &mut Expanding<'_>, patch: &Patch, known: &mut Known, problems: &mut Problems) -> Option<Sound> {
    let resources = compilation.template.resources_mut();
    let span = resources.key_span(&patch.logical_id)?;
    let resource = resources.get_mut(&patch.logical_id)?.map_mut()?;
    events::apply(patch, resource, known, problems)?;
    problems.in_resource(&patch.logical_id, |problems| check(patch, span, resource, problems))
}

/// Refuses what the reference does not know of such resources.
fn check(patch: &Patch, span: Span, resource: &Map, problems: &mut Problems) -> Option<Sound> {
    check_logical_id(&patch.logical_id, span, problems)?;
    check_type(patch, span, resource, problems)?;
    let properties = resource.get("Properties").and_then(Node::map)?;
    let before = problems.error_count();
    for (name, entry) in properties.entries().filter(|(name, _)| !patch.target.properties.contains(&&***name)) {
        report_unknown(patch, name, entry.key_span, problems);
    }
    (problems.error_count() == before).then_some(Sound)
}

/// Puts the edited resource into the document, with the attributes that the reference knows.
fn put(compilation: &mut Expanding<'_>, patch: &Patch) {
    let Some((_, entry)) = compilation.template.resources().entry(&patch.logical_id) else { return };
    let Some(resource) = entry.value.map() else { return };
    let mut edited = Resource::new(
        &patch.logical_id,
        patch.target.type_name,
        "your own resource, extended for events that refer to it",
        entry.key_span,
    )
    .attributes(&own_attributes(resource))
    .depends_on(resource.get("DependsOn"));
    for (name, entry) in resource.get("Properties").and_then(Node::map).into_iter().flat_map(Map::entries) {
        if !entry.value.is_null() {
            edited.properties.insert_at(name.clone(), entry.key_span, entry.value.clone());
        }
    }
    if let Some(tags) = &patch.tags {
        tags::assign(&mut edited, tags);
    }
    compilation.put_resource(&patch.logical_id, edited);
}

fn check_type(patch: &Patch, span: Span, resource: &Map, problems: &mut Problems) -> Option<Sound> {
    let (id, expected) = (&patch.logical_id, patch.target.type_name);
    let written = resource.get("Type");
    if written.is_some_and(|it| it.is_text(expected)) {
        return Some(Sound);
    }
    let found = match written.map(|it| (it.text(), it)) {
        None => "has no `Type`".to_owned(),
        Some((Some(name), _)) => format!("is an `{name}`"),
        Some((None, node)) => format!("has a `Type` that is {}", node.kind_name()),
    };
    let message = format!("`{id}` {found}, but the event that refers to it needs an `{expected}`");
    let at = written.map_or(span, |it| it.span);
    let finding = Diagnostic::new(&codes::WRONG_RESOURCE_TYPE, at, message).related(patch.origin, "this event");
    problems.push(if written.is_none() { finding.consequence_of(id.to_string()) } else { finding });
    None
}

fn report_unknown(patch: &Patch, name: &str, span: Span, problems: &mut Problems) {
    let type_name = patch.target.type_name;
    let message = format!("unknown property `{name}` of an `{type_name}` that has events");
    let finding = Diagnostic::new(&codes::UNKNOWN_PROPERTY, span, message)
        .related(patch.origin, "SAM rewrites the resource for this event");
    problems.push(match nearest(name, patch.target.properties.iter().copied()) {
        Some(near) => finding.did_you_mean(span, name, near),
        None => finding.help("remove it, or invoke the function with another kind of event"),
    });
}
