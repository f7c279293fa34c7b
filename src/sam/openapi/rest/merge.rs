//! Puts generated methods into a definition that the user wrote.
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::sam::openapi::normalize_method;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};

/// A method of a path that SAM generated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MergedMethod<'a> {
    pub path: &'a Text,
    /// The method, in lower case.
    pub method: &'a Text,
    /// The definition that holds it.
    pub generated: &'a Node,
}

/// The user's definition with the method put into it: what is generated wins over what is written under the same key.
///
/// A definition without paths stays without, as in the reference. `None` when something is no map that must be one,
/// which is reported.
pub(crate) fn merge(written: &Node, added: &MergedMethod<'_>, at: Span, problems: &mut Problems) -> Option<Node> {
    let MergedMethod { path, method, generated } = added;
    let mut merged = map_of(written, "the definition", problems)?.copy();
    let Some(paths) = merged.get_mut("paths").filter(|it| it.is_truthy()) else {
        return Some(merged.into_node(written.span));
    };
    let item_name = format!("the value of path `{path}`");
    let own = match map_of(paths, "`paths`", problems)?.present(path) {
        None => None,
        Some(item) => map_of(item, &item_name, problems)?.truthy(method),
    };
    let mut definition = Map::new();
    if let Some(own) = own {
        definition.update(map_of(own, &format!("the value of method `{method}` of path `{path}`"), problems)?);
    }
    let generated = generated.at(&["paths"]).and_then(|it| it.get(path)?.get(&normalize_method(method))?.map());
    definition.update(generated.expect("a method that was generated"));
    let paths = paths.map_mut().expect("checked above");
    let item = paths.or_insert_with(*path, || Map::new().into_node(at));
    // A path without a value can not be added to, though it counts as none before.
    map_of(item, &item_name, problems)?;
    item.map_mut().expect("checked above").insert(*method, definition.into_node(at));
    Some(merged.into_node(written.span))
}

fn map_of<'a>(node: &'a Node, what: &str, problems: &mut Problems) -> Option<&'a Map> {
    if node.map().is_none() {
        let message = format!("{what} is {}; it must be a map", node.kind_name());
        problems.push(Diagnostic::new(&codes::INVALID_DEFINITION, node.span, message));
    }
    node.map()
}
