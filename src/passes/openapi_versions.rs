//! Definitions that SAM made follow the API's `OpenApiVersion`, which may come from `Globals`.
use super::Completing;
use crate::diagnostic::Problems;
use crate::python;
use crate::sam::openapi::{MANAGED, rest};
use crate::sam::resources;
use crate::syntax::{IntoNode, Map, Node};

pub(super) fn run(compilation: &mut Completing<'_>, _: &mut Problems) {
    for (_, resource) in compilation.template.resources_mut().iter_mut() {
        if resource.get("Type").is_some_and(|it| it.is_text(resources::API))
            && let Some(properties) = resource.map_mut().and_then(|it| it.get_mut("Properties")).and_then(Node::map_mut)
        {
            apply(properties);
        }
    }
}

fn apply(properties: &mut Map) {
    if !properties.contains_key(MANAGED) {
        return;
    }
    let Some(version) = properties.get("OpenApiVersion").filter(|it| rest::is_version_3(it)).cloned() else { return };
    let version = if version.text().is_some() {
        version
    } else {
        let printed = python::print(&version).into_node(version.span);
        properties.insert("OpenApiVersion", printed.clone());
        printed
    };
    let Some(definition) = properties.get_mut("DefinitionBody").and_then(Node::map_mut) else { return };
    definition.insert("openapi", version);
    if definition.truthy("swagger").is_some() {
        definition.remove("swagger");
    }
}
