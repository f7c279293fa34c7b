//! Gives a definition to every API that has none, and marks it as one that SAM may add routes to.
use super::Completing;
use crate::diagnostic::Problems;
use crate::sam::openapi::{MANAGED, http, rest};
use crate::sam::resources;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node};

/// A type of API that can do without a definition.
struct Defaults {
    api_type: &'static str,
    /// What an empty definition looks like.
    skeleton: fn(Span) -> Node,
    /// Whether it can do without any properties.
    needs_no_properties: bool,
}

const DEFAULTS: &[Defaults] = &[
    Defaults { api_type: resources::API, skeleton: rest::skeleton, needs_no_properties: false },
    Defaults { api_type: resources::HTTP_API, skeleton: http::skeleton, needs_no_properties: true },
];

pub(super) fn run(compilation: &mut Completing<'_>, _: &mut Problems) {
    for Defaults { api_type, skeleton, needs_no_properties } in DEFAULTS {
        for (_, resource) in compilation.template.resources_mut().iter_mut() {
            if !resource.get("Type").is_some_and(|it| it.is_text(api_type)) {
                continue;
            }
            let span = resource.span;
            let Some(resource) = resource.map_mut() else { continue };
            if *needs_no_properties && !resource.contains_key("Properties") {
                resource.insert("Properties", Map::new().into_node(span));
            }
            let Some(properties) = resource.get_mut("Properties").and_then(Node::map_mut) else { continue };
            let given = ["DefinitionBody", "DefinitionUri"].iter().any(|it| properties.truthy(it).is_some());
            if !given {
                properties.insert("DefinitionBody", skeleton(span));
                properties.insert(MANAGED, true.into_node(span));
            }
        }
    }
}
