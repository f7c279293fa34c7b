//! What events have in common that edit a resource of the user's own. Knows no kind of resource.
use crate::cfn::{Context, Patch};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::node;
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::intrinsics;

/// A property that refers to a resource of the user's own, in the words of its diagnostics.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reference {
    pub property: &'static str,
    pub noun: &'static str,
    /// What to do where the resource is not in the template.
    pub elsewhere: &'static str,
}

/// The logical id that `written` refers to. `None` when it is no `!Ref` to a resource of this template, which is
/// reported.
pub(super) fn referenced_id(
    reference: Reference,
    written: &Node,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Text> {
    let Reference { property, noun, elsewhere } = reference;
    let id = intrinsics::argument(written, "Ref").and_then(Node::text);
    if let Some(id) = id.filter(|it| context.resources.contains_key(it)) {
        return Some(id.clone());
    }
    let attribute = intrinsics::argument(written, "Fn::GetAtt");
    let of_attribute = attribute.and_then(|it| it.list().map_or(Some(it), <[Node]>::first)).and_then(Node::text);
    let of_attribute = of_attribute.map(|it| it.split('.').next().unwrap_or_default());
    if let Some(id) = of_attribute.filter(|it| context.resources.contains_key(it)) {
        let message = format!("`{property}` must be a `Ref`, not an attribute of the {noun}");
        let finding = Diagnostic::new(&codes::UNKNOWN_RESOURCE, written.span, message);
        problems.push(finding.help(format!("write `!Ref {id}`")));
        return None;
    }
    let message = format!("`{property}` does not refer to a {noun} in this template");
    let help = match written.text().filter(|it| context.resources.contains_key(it)) {
        Some(id) => format!("write `!Ref {id}`"),
        None => format!("write `!Ref` and the logical id of a {noun} in this template; {elsewhere}"),
    };
    problems.push(Diagnostic::new(&codes::UNKNOWN_RESOURCE, written.span, message).help(help));
    None
}

/// The map under a key of what is edited, put there when there is none or null.
///
/// Anything else is reported, as a mistake of the edited resource.
pub(super) fn map_under<'a>(
    owner: &'a mut Map,
    name: &'static str,
    patch: &Patch,
    problems: &mut Problems,
) -> Option<&'a mut Map> {
    let value = value_under(owner, name, node!(patch.origin, {}));
    let (span, kind) = (value.span, value.kind_name());
    let found = value.map_mut();
    if found.is_none() {
        report(name, "a map", (span, kind), patch, problems);
    }
    found
}

/// The list under a key, as [`map_under`] finds maps.
pub(super) fn list_under<'a>(
    owner: &'a mut Map,
    name: &'static str,
    patch: &Patch,
    problems: &mut Problems,
) -> Option<&'a mut Vec<Node>> {
    let value = value_under(owner, name, node!(patch.origin, []));
    let (span, kind) = (value.span, value.kind_name());
    let found = value.list_mut();
    if found.is_none() {
        report(name, "a list", (span, kind), patch, problems);
    }
    found
}

fn value_under<'a>(owner: &'a mut Map, name: &'static str, default: Node) -> &'a mut Node {
    if owner.present(name).is_none() {
        owner.insert(name, default);
    }
    owner.get_mut(name).expect("inserted above when it was not there")
}

/// Reports a value of the edited resource that the event cannot be added to.
pub(super) fn report(name: &str, expected: &str, (span, kind): (Span, &str), patch: &Patch, problems: &mut Problems) {
    let message = format!("`{name}` is {kind}; it must be {expected}, because an event is added to it");
    let finding = Diagnostic::new(&codes::WRONG_TYPE, span, message).value_of(name).resource(&*patch.logical_id);
    problems.push(finding.related(patch.origin, "this event"));
}
