//! Aliases that keep the version they point to, though their function changes: `AutoPublishAlias` publishes a version when
//! the code changes, and not whenever anything does.
use super::Owner;
use super::code::CodeChange;
use super::effect::Effect;
use super::resources::Fate;
use super::side::Side;
use crate::facts::types;
use crate::syntax::Node;
use crate::template::intrinsics::argument;
use std::collections::HashSet;

/// An alias of a function that changes, while CloudFormation publishes no version of the change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnpublishedChange<'a> {
    /// The logical id of the user's function.
    pub resource: &'a str,
    /// The logical id of the alias.
    pub alias: &'a str,
    /// The name of the alias.
    pub name: &'a str,
    /// The logical id of the version that it points to, before and after.
    pub version: &'a str,
    /// The properties whose new values the version does not have.
    pub properties: Vec<&'static str>,
    /// Whether the code is a local file or folder: if it is another when it is uploaded, there is a new version.
    pub unless_code_changes: bool,
    /// Whether the function has `AutoPublishAliasAllProperties`; then it is a layer that makes no new version.
    pub all_properties: bool,
}

/// What a version keeps as it was when it was published. What is not here, such as tags, holds for all versions.
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html>
const PUBLISHED: [&str; 18] = [
    "Architectures",
    "Code",
    "DeadLetterConfig",
    "Description",
    "Environment",
    "EphemeralStorage",
    "FileSystemConfigs",
    "Handler",
    "ImageConfig",
    "KmsKeyArn",
    "Layers",
    "LoggingConfig",
    "MemorySize",
    "Role",
    "Runtime",
    "Timeout",
    "TracingConfig",
    "VpcConfig",
];

/// The aliases of functions that are updated in place, whose version is the same resource as before.
pub(super) fn unpublished<'a>(
    owners: &[Owner<'a>],
    code: &[CodeChange<'a>],
    old: &Side<'a>,
    new: &Side<'a>,
) -> Vec<UnpublishedChange<'a>> {
    let resources = || owners.iter().flat_map(|it| &it.resources);
    // A version that changes may be replaced, and is another one then.
    let changed: HashSet<&str> = resources().map(|it| it.logical_id).collect();
    let mut found = Vec::new();
    for owner in owners.iter().filter(|it| it.type_name == Some("AWS::Serverless::Function")) {
        let function = owner.resources.iter().find(|it| it.logical_id == owner.logical_id);
        let Some(function) = function.filter(|it| it.effect() == Some(Effect::Updates)) else { continue };
        let Fate::Changed(changes) = &function.fate else { continue };
        let properties = PUBLISHED.into_iter().filter(|name| {
            changes
                .iter()
                .any(|it| matches!(&it.value.path[..], [first, second, ..] if first == "Properties" && second == name))
        });
        let properties: Vec<_> = properties.collect();
        if properties.is_empty() || code.iter().any(|it| it.resource == owner.logical_id) {
            continue;
        }
        // The hash of the code decides where it is given, and one that a parameter gives may be another at deployment.
        let hash = function_property(new, owner.logical_id, "AutoPublishCodeSha256");
        if hash.is_some_and(|it| it.text().is_none()) {
            continue;
        }
        let all_properties = function_property(new, owner.logical_id, "AutoPublishAliasAllProperties");
        let all_properties = all_properties.is_some_and(Node::is_truthy);
        let is_local =
            |side: &Side<'a>| side.placeholders.iter().any(|(logical_id, _)| **logical_id == *owner.logical_id);
        let unless_code_changes = hash.is_none() && (is_local(old) || is_local(new));
        for generated in new.groups.get(owner.logical_id).into_iter().flatten() {
            let alias = &**generated.logical_id;
            let is_alias = generated.type_name == types::LAMBDA_ALIAS && old.resource(alias).is_some();
            let Some(node) = new.resource(alias).filter(|_| is_alias) else { continue };
            let property = |name: &str| node.at(&["Properties", name]);
            let version = property("FunctionVersion").and_then(|it| argument(it, "Fn::GetAtt")).and_then(Node::list);
            let version = version.and_then(|it| it.first()).and_then(Node::text).map(|it| &**it);
            let (Some(version), Some(name)) = (version, property("Name").and_then(Node::text)) else { continue };
            if old.resource(version).is_some() && !changed.contains(version) {
                found.push(UnpublishedChange {
                    resource: owner.logical_id,
                    alias,
                    name,
                    version,
                    properties: properties.clone(),
                    unless_code_changes,
                    all_properties,
                });
            }
        }
    }
    found
}

/// A property of a function that the user wrote, of its own or from `Globals`.
fn function_property<'a>(side: &Side<'a>, logical_id: &str, name: &str) -> Option<&'a Node> {
    let globals = || side.written.section("Globals")?.at(&["Function", name]);
    let own = side.written.resources().get(logical_id).and_then(|it| it.at(&["Properties", name]));
    own.or_else(globals)
}
