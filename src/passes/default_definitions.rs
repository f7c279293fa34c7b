//! Gives a definition to every API that has none, and marks it as one that SAM may add routes to.
use super::Compilation;
use crate::diagnostic::Problems;
use crate::sam::openapi::{MANAGED, rest};
use crate::source::Span;
use crate::syntax::{IntoNode, Node};

/// What an empty definition looks like.
type Skeleton = fn(Span) -> Node;

/// The types of APIs that can do without a definition.
const SKELETONS: &[(&str, Skeleton)] = &[("AWS::Serverless::Api", rest::skeleton)];

pub fn run(compilation: &mut Compilation<'_>, _: &mut Problems) {
    for (api_type, skeleton) in SKELETONS {
        for (_, resource) in compilation.template.resources_mut().iter_mut() {
            if !resource.get("Type").is_some_and(|it| it.is_text(api_type)) {
                continue;
            }
            let span = resource.span;
            let properties = resource.map_mut().and_then(|it| it.get_mut("Properties")).and_then(Node::map_mut);
            let Some(properties) = properties else { continue };
            let given = ["DefinitionBody", "DefinitionUri"].iter().any(|it| properties.truthy(it).is_some());
            if !given {
                properties.insert("DefinitionBody", skeleton(span));
                properties.insert(MANAGED, true.into_node(span));
            }
        }
    }
}
