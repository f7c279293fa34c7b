//! Code and definitions that are still local files stand as `s3://bucket/value`, as under `sam validate`.
use super::{Artifacts, Completing};
use crate::diagnostic::Problems;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node};

const PLACEHOLDER: &str = "s3://bucket/value";
const IMAGE_PLACEHOLDER: &str = "111111111111.dkr.ecr.region.amazonaws.com/repository";

pub fn run(compilation: &mut Completing<'_>, _: &mut Problems) {
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
            set_placeholder(functions, "CodeUri", span);
        }
    }
    for (_, resource) in compilation.template.resources_mut().iter_mut() {
        localize(resource);
    }
}

/// Whether a resource, or a section of `Globals`, has the package type that is the default.
fn is_zip(properties: &Node) -> bool {
    properties.map().and_then(|it| it.get("PackageType")).is_none_or(|it| it.is_text("Zip"))
}

fn localize(resource: &mut Node) {
    let span = resource.span;
    let has_dockerfile = resource.at(&["Metadata", "Dockerfile"]).is_some_and(Node::is_truthy);
    let Some(resource) = resource.map_mut() else { return };
    let Some(resource_type) = resource.get("Type").and_then(Node::text).cloned() else { return };
    let Some(properties) = resource.get_mut("Properties") else { return };
    let zip = is_zip(properties);
    let image = properties.get("PackageType").is_some_and(|it| it.is_text("Image"));
    let Some(properties) = properties.map_mut() else { return };
    match &*resource_type {
        "AWS::Serverless::Function" if zip && !properties.contains_key("InlineCode") => {
            set_placeholder(properties, "CodeUri", span);
        }
        "AWS::Serverless::Function" if image && has_dockerfile && !properties.contains_key("ImageUri") => {
            properties.insert("ImageUri", IMAGE_PLACEHOLDER.into_node(span));
        }
        "AWS::Serverless::LayerVersion" => set_placeholder(properties, "ContentUri", span),
        "AWS::Serverless::Api" | "AWS::Serverless::HttpApi" | "AWS::Serverless::StateMachine"
            if properties.contains_key("DefinitionUri") =>
        {
            set_placeholder(properties, "DefinitionUri", span);
        }
        _ => (),
    }
}

/// Sets a property that is not a place in S3 already, also where it is missing: a build would add it.
fn set_placeholder(properties: &mut Map, name: &'static str, span: Span) {
    let span = match properties.get(name) {
        Some(value) if value.map().is_some() || value.text().is_some_and(|it| it.starts_with("s3://")) => return,
        Some(value) => value.span,
        None => span,
    };
    properties.insert(name, PLACEHOLDER.into_node(span));
}
