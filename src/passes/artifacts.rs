//! Code and definitions that are still local files stand as `s3://bucket/value`, as under `sam validate`.
use super::{Artifacts, Completing};
use crate::diagnostic::Problems;
use crate::sam::resources::{self, Artifact, ArtifactKind};
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node};

const PLACEHOLDER: &str = "s3://bucket/value";
const IMAGE_PLACEHOLDER: &str = "111111111111.dkr.ecr.region.amazonaws.com/repository";

pub(super) fn run(compilation: &mut Completing<'_>, _: &mut Problems) {
    if compilation.options.artifacts == Artifacts::AsIs {
        return;
    }
    let all_zip = compilation.template.resources().values().all(|it| it.get("Properties").is_none_or(is_zip));
    let globals = compilation.template.sections_mut().get_mut("Globals").and_then(Node::map_mut);
    if let Some(globals) = globals
        && all_zip
        && globals.values().all(is_zip)
        && let Some(functions) = globals.get_mut("Function")
    {
        let span = functions.span;
        if let Some(functions) = functions.map_mut() {
            set_placeholder(functions, "CodeUri", span, &mut |_| ());
        }
    }
    let placeholders = &mut compilation.placeholders;
    for (logical_id, resource) in compilation.template.resources_mut().iter_mut() {
        localize(resource, &mut |property| {
            placeholders.insert((logical_id.clone(), property));
        });
    }
}

/// Whether a resource, or a section of `Globals`, has the package type that is the default.
fn is_zip(properties: &Node) -> bool {
    properties.map().and_then(|it| it.get("PackageType")).is_none_or(|it| it.is_text("Zip"))
}

/// Tells `note` of the properties that stand for what is not uploaded.
fn localize(resource: &mut Node, note: &mut dyn FnMut(&'static str)) {
    let span = resource.span;
    let artifacts = resources::type_of(resource).map_or(&[][..], |it| it.artifacts);
    if artifacts.is_empty() {
        return;
    }
    let has_dockerfile = resource.at(&["Metadata", "Dockerfile"]).is_some_and(Node::is_truthy);
    let Some(properties) = resource.map_mut().and_then(|it| it.get_mut("Properties")) else { return };
    let zip = is_zip(properties);
    let image = properties.get("PackageType").is_some_and(|it| it.is_text("Image"));
    let Some(properties) = properties.map_mut() else { return };
    for Artifact { property, kind } in artifacts {
        let given = properties.contains_key(property);
        match kind {
            ArtifactKind::Code if zip && !properties.contains_key("InlineCode") => {
                set_placeholder(properties, property, span, note);
            }
            ArtifactKind::Image if image && has_dockerfile && !given => {
                properties.insert(*property, IMAGE_PLACEHOLDER.into_node(span));
                note(property);
            }
            ArtifactKind::Layer => set_placeholder(properties, property, span, note),
            ArtifactKind::Definition if given => set_placeholder(properties, property, span, note),
            ArtifactKind::Code | ArtifactKind::Image | ArtifactKind::Definition => (),
        }
    }
}

/// Sets a property that is not a place in S3 already, also where it is missing: a build would add it.
fn set_placeholder(properties: &mut Map, name: &'static str, span: Span, note: &mut dyn FnMut(&'static str)) {
    let span = match properties.get(name) {
        Some(value) if value.map().is_some() || value.text().is_some_and(|it| it.starts_with("s3://")) => return,
        Some(value) => value.span,
        None => span,
    };
    properties.insert(name, PLACEHOLDER.into_node(span));
    note(name);
}
