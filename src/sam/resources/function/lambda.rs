//! The Lambda function itself, but for its role.
use super::shared::{self, Sharer};
use super::table::Function;
use super::{TYPE, capacity_provider, code, role, version};
use crate::cfn::{Context, Resource, tags};
use crate::diagnostic::Problems;
use crate::node;
use crate::sam::SamResource;
use crate::syntax::{IntoNode, Map, Node};

/// The `AWS::Lambda::Function`, with the role as given: none where it is to be generated.
pub(super) fn function(
    function: &Function<'_>,
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Resource> {
    let at = resource.span;
    let code = code::code(function, at, problems);
    let fitting = code::check_package(function, at, problems);
    let user_tags = function.tags.and_then(Node::map);
    let untaken = tags::check_reserved(user_tags, problems);
    let capacity_provider = match function.capacity_provider_config.filter(|it| it.is_truthy()) {
        Some(config) => Some(capacity_provider::config(config, problems)?),
        None => None,
    };
    let description = description(function, resource, context, problems)?;
    let tracing = role::tracing_mode(function, context, problems).map(|mode| node!(mode.span, {"Mode": (&mode)}));
    let dead_letters = function.dead_letter_queue.and_then(|it| it.get("TargetArn"));
    let mut code = code?;
    fitting?;
    untaken?;
    if function.auto_publish_alias.is_some_and(Node::is_truthy) {
        // The version's id is a hash of resolved code, and the reference resolves it in place.
        context.parameters.resolve_in_place(&mut code, problems);
    } else {
        resolve_shared_code(&mut code, resource, context, problems);
    }
    let lambda = Resource::new(resource.logical_id, TYPE.becomes, "the function itself", at)
        .attributes(&resource.attributes())
        .depends_on(resource.depends_on())
        .set("Code", code)
        .set("PackageType", function.package_type)
        .set("DeadLetterConfig", dead_letters.map(|arn| node!(arn.span, {"TargetArn": arn})))
        .set("Description", description)
        .set("FunctionName", function.function_name.filter(|it| it.is_truthy()))
        .set("Handler", function.handler)
        .set("MemorySize", function.memory_size)
        .set("Role", function.role)
        .set("Runtime", function.runtime)
        .set("Timeout", function.timeout)
        .set("VpcConfig", function.vpc_config)
        .set("Environment", function.environment)
        .set("Tags", tags::with_created_by(at, user_tags))
        .set("TracingConfig", tracing)
        .set("KmsKeyArn", function.kms_key_arn)
        .set("Layers", function.layers)
        .set("ReservedConcurrentExecutions", function.reserved_concurrent_executions)
        .set("FileSystemConfigs", function.file_system_configs)
        .set("CodeSigningConfigArn", function.code_signing_config_arn)
        .set("ImageConfig", function.image_config)
        .set("Architectures", function.architectures)
        .set("SnapStart", function.snap_start)
        .set("EphemeralStorage", function.ephemeral_storage)
        .set("RuntimeManagementConfig", function.runtime_management_config)
        .set("LoggingConfig", function.logging_config)
        .set("RecursiveLoop", function.recursive_loop)
        .set("CapacityProviderConfig", capacity_provider)
        .set("FunctionScalingConfig", function.function_scaling_config.filter(|it| it.is_truthy()))
        .set("PublishToLatestPublished", function.publish_to_latest_published)
        .set("TenancyConfig", function.tenancy_config)
        .set("DurableConfig", function.durable_config);
    Some(lambda)
}

/// The description, which ends in the hash of the code where one is given: Lambda publishes a version only when
/// something about the function has changed. `None` when the hash is not to be understood.
fn description(
    function: &Function<'_>,
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Option<Node>> {
    let Some(hash) = version::code_hash(function, context, problems)? else {
        let mut description = function.description.cloned();
        if let Some(description) = description.as_mut().filter(|it| is_resolved(it, resource, context, Order::Before)) {
            context.parameters.resolve_below(description, problems);
        }
        return Some(description);
    };
    let Some(description) = function.description else { return Some(Some(hash)) };
    let description = context.parameters.resolve(description, problems);
    Some(Some(match (description.text(), hash.text()) {
        _ if !description.is_truthy() => hash,
        (Some(text), Some(hash)) => format!("{text} {}", &**hash).into_node(description.span),
        _ => node!(description.span, {"Fn::Join": [" ", [(&description), hash]]}),
    }))
}

/// Resolves a description that the reference resolves after the version was made, with that of a later function.
pub(super) fn resolve_shared_description(
    lambda: &mut Resource,
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) {
    if let Some(description) = lambda.properties.get_mut("Description")
        && is_resolved(description, resource, context, Order::After)
    {
        context.parameters.resolve_below(description, problems);
    }
}

/// Which of two functions is expanded first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Before,
    After,
}

/// Whether another function shares the description and has it resolved, before or after this one.
fn is_resolved(description: &Node, resource: &SamResource<'_>, context: &Context<'_>, order: Order) -> bool {
    let truthy = |sharer: &Sharer<'_>, name| sharer.properties.truthy(name).is_some();
    shared::others(resource.logical_id, description.span, &["Description"], context).any(|(other, before)| {
        before == (order == Order::Before)
            && truthy(&other, "AutoPublishAlias")
            && truthy(&other, "AutoPublishCodeSha256")
    })
}

/// Resolves the parts of a place in S3 that another function shares and publishes.
fn resolve_shared_code(code: &mut Node, resource: &SamResource<'_>, context: &Context<'_>, problems: &mut Problems) {
    for (property, part) in code.map_mut().into_iter().flat_map(Map::iter_mut) {
        let Some(part_name) = code::part_name(property) else { continue };
        let path = ["CodeUri", part_name];
        let mut others = shared::others(resource.logical_id, part.span, &path, context);
        if others.any(|(other, _)| is_published_from_s3(other.properties)) {
            context.parameters.resolve_below(part, problems);
        }
    }
}

fn is_published_from_s3(properties: &Map) -> bool {
    properties.truthy("AutoPublishAlias").is_some()
        && properties.present("InlineCode").is_none()
        && !properties.get("PackageType").is_some_and(|it| it.is_text("Image"))
}
