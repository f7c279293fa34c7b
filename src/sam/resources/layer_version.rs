//! `AWS::Serverless::LayerVersion`: a version of a layer, whose logical id changes with what is written.
use super::{Artifact, ArtifactKind, Phase, ResourceType};
use crate::cfn::{Context, Expansion, Resource, logical_id};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::facts::types;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::sam::s3_location::CodeLocation;
use crate::sam::{SamResource, s3_location};
use crate::syntax::{self, IntoNode, Map, Node};
use crate::template::intrinsics;

pub(super) static TYPE: ResourceType = ResourceType {
    name: "AWS::Serverless::LayerVersion",
    becomes: types::LAMBDA_LAYER_VERSION,
    properties: LayerVersion::TABLE,
    events: &[],
    phase: Phase::Others,
    artifacts: &[Artifact { property: "ContentUri", kind: ArtifactKind::Layer }],
    referable: &[],
    expand,
};

properties! {
    /// A version of a layer: code that functions share.
    pub(super) struct LayerVersion {
        /// Name of the layer; the logical id when omitted.
        "LayerName" => layer_name: Option<Either<Text, Object>>, range(1..=140),
            pattern("(.*:)?[a-zA-Z0-9_-]+", "letters, digits, `-` and `_`");
        /// What the layer contains.
        "Description" => description: Option<Text>, range(0..=256);
        /// Whether a new version of the layer makes new versions of functions with `AutoPublishAliasAllProperties`.
        "PublishLambdaVersion" => publish_lambda_version: Option<Boolean>, global;
        /// The code: a local path, `s3://bucket/key`, or a map with `Bucket` and `Key`.
        "ContentUri" => content_uri: Either<Text, CodeLocation<'static>>;
        /// Processors that the code runs on.
        "CompatibleArchitectures" => compatible_architectures: Option<ListOf<Either<Text, Object>>>, range(0..=2);
        /// Runtimes that the code is for.
        "CompatibleRuntimes" => compatible_runtimes: Option<ListOf<Either<Text, Object>>>, range(0..=15);
        /// License of the code: an SPDX identifier, an address or the text.
        "LicenseInfo" => license_info: Option<Text>, range(0..=512);
        /// What happens to a version when a newer one replaces it: `Retain` (the default) or `Delete`.
        "RetentionPolicy" => retention_policy: Option<Text>;
    }
}

const RETENTION_POLICIES: [&str; 2] = ["Retain", "Delete"];
const ARCHITECTURES: [&str; 2] = ["x86_64", "arm64"];
/// Attributes that can change without a new version.
const NOT_HASHED: [&str; 3] = ["DeletionPolicy", "UpdateReplacePolicy", "Metadata"];

fn expand(resource: &SamResource<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let layer = LayerVersion::read(resource.properties, resource.span, problems);
    layer.and_then(|it| layer_version(&it, resource, context, problems)).unwrap_or_default()
}

fn layer_version(
    layer: &LayerVersion<'_>,
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Expansion> {
    let mut properties = resource.properties.clone();
    let mut resolve = |name, value: Option<&Node>| {
        let resolved = value.map(|it| resolved_text(name, it, context, problems)).transpose();
        if let Ok(Some(resolved)) = &resolved {
            properties.insert(name, resolved.clone());
        }
        resolved.ok()
    };
    let layer_name = resolve("LayerName", layer.layer_name);
    let license_info = resolve("LicenseInfo", layer.license_info);
    let description = resolve("Description", layer.description);
    let retention_policy = resolve("RetentionPolicy", layer.retention_policy);
    let retention_policy = retention_policy.and_then(|it| read_retention_policy(it, problems));
    let (layer_name, license_info, description) = (layer_name?, license_info?, description?);
    let retention_policy = retention_policy?;
    // A map may be the name, but not these.
    for (name, written, resolved) in
        [("LicenseInfo", layer.license_info, &license_info), ("Description", layer.description, &description)]
    {
        if let (Some(written), Some(resolved)) = (written, resolved)
            && resolved.map().is_some_and(|it| it.len() != 1)
        {
            report_value(name, written, resolved, problems);
            return None;
        }
    }

    let new_id = hashed_id(resource, properties);
    let at = resource.span;
    let mut attributes = resource.generated_attributes();
    if let Some(policy) = retention_policy {
        attributes.insert("DeletionPolicy", policy);
    } else {
        attributes.or_insert_with("DeletionPolicy", || node!(at, "Retain"));
    }
    // From here on the reference blames the layer under its new id.
    let content = problems.in_resource(&new_id, |problems| {
        let content = s3_location::read("ContentUri", layer.content_uri, problems);
        check_architectures(layer.compatible_architectures, problems)?;
        content
    })?;
    let layer_name = layer_name.filter(Node::is_truthy).unwrap_or_else(|| node!(at, resource.logical_id));
    let version =
        Resource::new(&new_id, TYPE.becomes, "the layer version itself, new whenever its content changes", at)
            .attributes(&attributes)
            .depends_on(resource.depends_on())
            .set("LayerName", layer_name)
            .set("Description", description)
            .set("Content", content.into_code(layer.content_uri.span))
            .set("CompatibleArchitectures", layer.compatible_architectures)
            .set("CompatibleRuntimes", layer.compatible_runtimes)
            .set("LicenseInfo", license_info);
    Some(Expansion { renamed: Some(new_id), ..Expansion::of(vec![version]) })
}

/// The value of a property once parameters are resolved: a string or a map. `Err` for anything else, which is reported.
fn resolved_text(name: &'static str, value: &Node, context: &Context<'_>, problems: &mut Problems) -> Result<Node, ()> {
    if !value.is_truthy() {
        return Ok(value.clone());
    }
    let resolved = context.parameters.resolve(value, problems);
    if resolved.text().is_none() && resolved.map().is_none() {
        report_value(name, value, &resolved, problems);
        return Err(());
    }
    Ok(resolved)
}

fn report_value(name: &'static str, written: &Node, resolved: &Node, problems: &mut Problems) {
    let message = format!("the value of `{name}` is {}; it must be a string", resolved.kind_name());
    let finding = Diagnostic::new(&codes::WRONG_TYPE, written.span, message).value_of(name);
    problems.push(finding.related(resolved.span, "this is its value"));
}

/// The policy as CloudFormation spells it, if there is one. `None` when it is no such policy, which is reported.
fn read_retention_policy(written: Option<Node>, problems: &mut Problems) -> Option<Option<Node>> {
    let Some(written) = written else { return Some(None) };
    let lower = written.text().map(|it| it.to_lowercase());
    match RETENTION_POLICIES.iter().find(|it| Some(it.to_lowercase()) == lower) {
        Some(policy) => Some(Some(node!(written.span, *policy))),
        None => {
            let message = match written.text() {
                Some(text) if text.is_empty() => "`RetentionPolicy` is empty".to_owned(),
                Some(text) => format!("`{text}` is not a valid retention policy"),
                None => "`RetentionPolicy` must be known before deployment".to_owned(),
            };
            let finding = Diagnostic::new(&codes::INVALID_VALUE, written.span, message);
            problems.push(finding.help("write `Retain` or `Delete`"));
            None
        }
    }
}

/// The logical id with the hash of the whole resource as SAM sees it, so that any change makes a new version.
fn hashed_id(resource: &SamResource<'_>, mut properties: Map) -> syntax::Text {
    let at = resource.span;
    let mut attributes = resource.attributes();
    NOT_HASHED.iter().for_each(|name| drop(attributes.remove(name)));
    let absent: Vec<syntax::Text> =
        properties.iter().filter(|(_, it)| it.is_null()).map(|(name, _)| name.clone()).collect();
    absent.iter().for_each(|name| drop(properties.remove(name)));
    let mut layer = Map::from_iter([("Type", node!(at, TYPE.name)), ("Properties", properties.into_node(at))]);
    layer.update(&attributes);
    if let Some(dependencies) = resource.depends_on().filter(|it| it.is_truthy()) {
        layer.insert("DependsOn", dependencies.clone());
    }
    let whole = Map::from_iter([(resource.logical_id, layer.into_node(at))]);
    logical_id::hashed_value(resource.logical_id, &whole.into_node(at)).into()
}

fn check_architectures(written: Option<&Node>, problems: &mut Problems) -> Option<Sound> {
    let Some(written) = written.filter(|it| it.is_truthy() && !intrinsics::is_intrinsic(it)) else {
        return Some(Sound);
    };
    let before = problems.error_count();
    let keys: Vec<Node> = written.map().into_iter().flat_map(Map::keys).map(|it| it.into_node(written.span)).collect();
    for architecture in written.list().unwrap_or(&keys) {
        let known = ARCHITECTURES.iter().any(|it| architecture.is_text(it));
        if !known && !intrinsics::is_intrinsic(architecture) {
            let message = match architecture.text() {
                Some(text) => format!("`{text}` is not a processor architecture"),
                None => format!("a processor architecture cannot be {}", architecture.kind_name()),
            };
            let finding = Diagnostic::new(&codes::INVALID_VALUE, architecture.span, message);
            problems.push(finding.help("write `x86_64` or `arm64`"));
        }
    }
    (problems.error_count() == before).then_some(Sound)
}
