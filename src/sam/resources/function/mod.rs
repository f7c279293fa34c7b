//! `AWS::Serverless::Function`: a Lambda function with its role and what calls it.
mod code;
mod role;
mod table;

use super::ResourceType;
use crate::cfn::permission::Invoked;
use crate::cfn::{Context, Expansion, Resource, tags};
use crate::diagnostic::Problems;
use crate::node;
use crate::sam::{SamResource, events, policies};
use crate::syntax::Node;
use crate::template::intrinsics;
use table::Function;

pub static TYPE: ResourceType = ResourceType {
    name: "AWS::Serverless::Function",
    becomes: "AWS::Lambda::Function",
    properties: Function::TABLE,
    referable: &[
        ("Alias", "AWS::Lambda::Alias"),
        ("Version", "AWS::Lambda::Version"),
        ("DestinationTopic", "AWS::SNS::Topic"),
        ("DestinationQueue", "AWS::SQS::Queue"),
    ],
    expand,
};

fn expand(resource: &SamResource<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(function) = Function::read(resource.properties, resource.span, problems) else {
        return Expansion::default();
    };
    let at = resource.span;
    let policies = policies::read(function.policies, problems);
    let invoked = Invoked {
        logical_id: resource.logical_id.clone(),
        name: intrinsics::reference(at, resource.logical_id),
        arn: intrinsics::get_att(at, resource.logical_id, "Arn"),
        attributes: resource.generated_attributes(),
    };
    let mut expansion = match function.events.and_then(Node::map) {
        Some(events) => events::expand_all(events::ALL, resource.logical_id, events, &invoked, context, problems),
        None => Expansion::default(),
    };
    let grants = std::mem::take(&mut expansion.grants);
    let role = role::execution_role(&function, &policies, &grants, resource, context, problems);
    let (role_arn, role) = match function.role {
        Some(given) => (given.clone(), None),
        None => (role.get_att("Arn"), Some(role)),
    };
    let Some(lambda) = lambda_function(&function, role_arn, resource, context, problems) else { return expansion };
    let from_events = std::mem::take(&mut expansion.resources);
    expansion.resources = std::iter::once(lambda).chain(role).chain(from_events).collect();
    propagate_tags(&function, &mut expansion);
    expansion
}

/// The function itself.
fn lambda_function(
    function: &Function<'_>,
    role: Node,
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Resource> {
    let at = resource.span;
    let code = code::code(function, at, problems)?;
    code::check_package(function, at, problems)?;
    let tracing = function.tracing.map(|it| node!(it.span, {"Mode": it}));
    let lambda = Resource::new(resource.logical_id, TYPE.becomes, at)
        .attributes(&resource.attributes())
        .depends_on(resource.depends_on())
        .set("Code", code)
        .set("PackageType", function.package_type)
        .set("Description", function.description)
        .set("FunctionName", function.function_name.filter(|it| it.is_truthy()))
        .set("Handler", function.handler)
        .set("MemorySize", function.memory_size)
        .set("Role", role)
        .set("Runtime", function.runtime)
        .set("Timeout", function.timeout)
        .set("VpcConfig", function.vpc_config)
        .set("Environment", function.environment)
        .set("Tags", tags::with_created_by(at, function.tags.and_then(Node::map)))
        .set("TracingConfig", tracing.filter(|_| role::is_traced(function, context, problems)))
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
        .set("TenancyConfig", function.tenancy_config);
    Some(lambda)
}

/// Gives the tags of the function to everything that is generated or edited for it and can have tags.
fn propagate_tags(function: &Function<'_>, expansion: &mut Expansion) {
    let (Some(tags), Some(_)) =
        (function.tags.filter(|it| it.is_truthy()), function.propagate_tags.filter(|it| it.is_truthy()))
    else {
        return;
    };
    let Some(tags) = tags.map() else { return };
    for resource in &mut expansion.resources {
        tags::assign(resource, tags);
    }
    for patch in &mut expansion.patches {
        patch.tags = Some(tags.clone());
    }
}
