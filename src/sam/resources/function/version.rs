//! The published version of a function and the alias that points at it.
use super::table::Function;
use crate::cfn::{Context, Resource, logical_id};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::types;
use crate::sam::{SamResource, check_logical_id};
use crate::syntax::{Map, Node, Text};
use crate::template::intrinsics;

/// What `AutoPublishAlias` generates.
pub(super) struct Published {
    pub version: Resource,
    pub alias: Resource,
    /// The alias's name.
    pub name: Node,
}

/// The hash of the code that the user gives for a published version, if any. `None` when it is not to be understood.
pub(super) fn code_hash(
    function: &Function<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Option<Node>> {
    let given = function.auto_publish_code_sha256.filter(|it| it.is_truthy());
    let (Some(_), Some(given)) = (function.auto_publish_alias.filter(|it| it.is_truthy()), given) else {
        return Some(None);
    };
    let hash = context.parameters.resolve(given, problems);
    if hash.text().is_none() {
        let message = "`AutoPublishCodeSha256` must be known when the template is compiled";
        let finding = Diagnostic::new(&codes::INVALID_VALUE, given.span, message).value_of("AutoPublishCodeSha256");
        problems.push(finding.help("write the hash itself, or `!Ref` of a parameter that holds it"));
        return None;
    }
    Some(Some(hash))
}

/// The version and the alias of a function, if it has an `AutoPublishAlias`. `lambda` is what is published.
pub(super) fn publish(
    function: &Function<'_>,
    lambda: &Resource,
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Published> {
    let given = function.auto_publish_alias.filter(|it| it.is_truthy())?;
    let name = alias_name(given, context, problems);
    let version = version(function, lambda, resource, context, problems)?;
    let name = name?;
    let text = name.text().expect("a string, by `alias_name`");
    let id = format!("{}Alias{}", resource.logical_id, text.replace('-', "D").replace('_', "U"));
    let alias = Resource::new(id, types::LAMBDA_ALIAS, "alias that points to the latest published version", given.span)
        .attributes(&resource.generated_attributes())
        .set("Name", &name)
        .set("FunctionName", lambda.reference())
        .set("FunctionVersion", version.get_att("Version"))
        .set("ProvisionedConcurrencyConfig", function.provisioned_concurrency_config.filter(|it| it.is_truthy()));
    Some(Published { version, alias, name })
}

/// The name of the alias. `None` when it is no name, which is reported.
fn alias_name(given: &Node, context: &Context<'_>, problems: &mut Problems) -> Option<Node> {
    let name = context.parameters.resolve(given, problems);
    let Some(text) = name.text() else {
        let message = "`AutoPublishAlias` must be known when the template is compiled";
        let finding = Diagnostic::new(&codes::INVALID_VALUE, given.span, message).value_of("AutoPublishAlias");
        let parameter = intrinsics::argument(given, "Ref").and_then(Node::text);
        problems.push(match parameter {
            Some(name) => {
                finding.help(format!("give `{name}` a default that is text, or `--parameter-overrides {name}=live`"))
            }
            None => finding.help("write the name itself, or `!Ref` of a parameter that holds it"),
        });
        return None;
    };
    let allowed = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_');
    let digits = text.chars().all(|it| it.is_ascii_digit());
    if text.is_empty() || digits || !text.chars().all(allowed) {
        let message = format!("`{text}` is not a valid alias name");
        let finding = Diagnostic::new(&codes::INVALID_VALUE, given.span, message);
        problems.push(finding.help("use letters, digits, `-` and `_`, and not only digits"));
        return None;
    }
    Some(name)
}

fn version(
    function: &Function<'_>,
    lambda: &Resource,
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Resource> {
    let at = function.auto_publish_alias.map_or(resource.span, |it| it.span);
    let id = version_id(function, lambda, resource, context, problems)?;
    let capacity = function.capacity_provider_config.is_some();
    let mut version =
        Resource::new(id, types::LAMBDA_VERSION, "version of the function, published whenever its code changes", at)
            .attributes(&resource.generated_attributes())
            .set("Description", function.version_description)
            .set("FunctionName", lambda.reference())
            .set("FunctionScalingConfig", function.function_scaling_config.filter(|_| capacity));
    if !version.attributes.contains_key("DeletionPolicy") {
        let default = crate::node!(at, if capacity { "Delete" } else { "Retain" });
        version.attributes.insert("DeletionPolicy", function.version_deletion_policy.cloned().unwrap_or(default));
    }
    Some(version)
}

/// The logical id of the version: a new one for new code, so that CloudFormation publishes a new version.
fn version_id(
    function: &Function<'_>,
    lambda: &Resource,
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Text> {
    let prefix = resource.logical_id.append("Version");
    // Understood already, or there would be no `lambda`.
    let hash = code_hash(function, context, problems)?;
    let Some(hash) = hash.as_ref().filter(|it| it.is_truthy()) else {
        let all = function.auto_publish_alias_all_properties.is_some_and(Node::is_truthy);
        let hashed = if all { all_properties(function, lambda, context) } else { code_properties(function, lambda) };
        let hashed = Node::new(resource.span, crate::syntax::Value::Map(hashed));
        return Some(logical_id::hashed_value(&prefix, &hashed).into());
    };
    let start: String = hash.text().map_or("", |it| &**it).chars().take(logical_id::HASH_LENGTH).collect();
    let id = prefix.append(&start);
    if check_logical_id(&id, hash.span, &mut Problems::default()).is_none() {
        let message = "the first ten characters of `AutoPublishCodeSha256` must be letters and digits, \
                       because they become part of a logical id";
        let finding = Diagnostic::new(&codes::INVALID_VALUE, hash.span, message).resource(&*id);
        problems.push(finding.help("write the hash in hexadecimal digits, as `sha256sum` prints it"));
        return None;
    }
    Some(id)
}

/// What makes a new version unless `AutoPublishAliasAllProperties` is set: code, environment, memory and snapshots.
fn code_properties(function: &Function<'_>, lambda: &Resource) -> Map {
    let mut hashed = lambda.properties.get("Code").and_then(Node::map).cloned().unwrap_or_default();
    if let Some(environment) = function.environment.and_then(Node::map) {
        hashed.update(environment);
    }
    if let Some(size) = function.memory_size.filter(|it| it.is_truthy()) {
        hashed.insert("MemorySize", size.clone());
    }
    if let Some(snap_start) = function.snap_start.filter(|it| it.is_truthy()) {
        let apply_on = snap_start.map().and_then(|it| it.get("ApplyOn"));
        if apply_on.is_some_and(|it| !it.is_text("None")) {
            hashed.insert("SnapStart", snap_start.clone());
        }
    }
    hashed
}

/// All properties of the function, and those of the layers that ask for it.
fn all_properties(function: &Function<'_>, lambda: &Resource, context: &Context<'_>) -> Map {
    let mut hashed = lambda.properties.clone();
    for layer in function.layers.and_then(Node::list).unwrap_or_default() {
        let Some(id) = intrinsics::referenced_id(layer) else { continue };
        let Some(properties) = context.resources.get(id).and_then(|it| it.get("Properties")) else { continue };
        if properties.map().and_then(|it| it.get("PublishLambdaVersion")).is_some_and(Node::is_truthy) {
            hashed.insert(id.to_owned(), properties.clone());
        }
    }
    hashed
}
