//! `AWS::Serverless::Function`: a Lambda function with its role and what calls it.
mod capacity_provider;
mod code;
mod condition;
mod configuration;
mod deployment;
mod deployment_preference;
mod destination;
mod event_invoke_config;
mod invoke_config;
mod lambda;
mod role;
mod rules;
mod shared;
mod table;
mod url;
mod version;

use super::{Artifact, ArtifactKind, Phase, ResourceType};
use crate::cfn::permission::Invoked;
use crate::cfn::{Context, Expansion, tags};
use crate::diagnostic::Problems;
use crate::facts::types;
use crate::sam::{SamResource, events, policies};
use crate::syntax::Node;
use crate::template::intrinsics;
use table::Function;
use version::Published;

pub(super) static TYPE: ResourceType = ResourceType {
    name: "AWS::Serverless::Function",
    becomes: types::LAMBDA_FUNCTION,
    properties: Function::TABLE,
    events: events::ALL,
    phase: Phase::Functions,
    artifacts: &[
        Artifact { property: "CodeUri", kind: ArtifactKind::Code },
        Artifact { property: "ImageUri", kind: ArtifactKind::Image },
    ],
    referable: &[
        ("Alias", types::LAMBDA_ALIAS),
        ("Version", types::LAMBDA_VERSION),
        ("DestinationTopic", types::SNS_TOPIC),
        ("DestinationQueue", types::SQS_QUEUE),
    ],
    expand,
};

fn expand(resource: &SamResource<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(function) = Function::read(resource.properties, resource.span, problems) else {
        return Expansion::default();
    };
    rules::check(&function, problems);
    let policies = policies::read(function.policies, problems);
    let lambda = lambda::function(&function, resource, context, problems);
    let published = lambda.as_ref().and_then(|it| version::publish(&function, it, resource, context, problems));
    let invoked = invoked(published.as_ref(), resource);
    let mut expansion = match function.events.and_then(Node::map) {
        Some(events) => {
            events::expand_all(events::ALL, resource.logical_id, events::by_path(events), &invoked, context, problems)
        }
        None => Expansion::default(),
    };

    let preference = function.deployment_preference.filter(|it| it.is_truthy());
    let deployed =
        preference.and_then(|preference| deployment::prefer(preference, &function, resource, context, problems));
    let invoke_config = function.event_invoke_config.filter(|it| it.is_truthy());
    let invoke_config = invoke_config
        .and_then(|config| invoke_config::expand(config, published.as_ref(), resource, context, problems))
        .unwrap_or_default();
    let required = role::Required { policies: invoke_config.policies, grants: std::mem::take(&mut expansion.grants) };
    let role = role::execution_role(&function, &policies, required, resource, context, problems);
    let role = role::choose(function.role, role, context, problems);
    let (Some(mut lambda), Some(role)) = (lambda, role) else { return expansion };

    lambda::resolve_shared_description(&mut lambda, resource, context, problems);
    lambda.put("Role", role.arn);
    lambda
        .properties
        .move_behind("Role", &["Code", "PackageType", "Description", "FunctionName", "Handler", "MemorySize"]);
    let (version, mut alias) = published.map_or((None, None), |it| (Some(it.version), Some(it.alias)));
    if let (Some(alias), Some(deployed)) = (&mut alias, deployed) {
        alias.attributes.insert("UpdatePolicy", deployed.update_policy);
        expansion.deployments.push(deployed.deployment);
    }
    let url = function.function_url_config.filter(|it| it.is_truthy());
    let url = url.map(|config| url::expand(config, &invoked, resource, problems)).unwrap_or_default();
    let from_events = std::mem::take(&mut expansion.resources);
    let alone = std::iter::once(lambda).chain(version).chain(alias);
    expansion.resources =
        alone.chain(url).chain(invoke_config.resources).chain(role.generated).chain(from_events).collect();
    expansion.conditions.extend(invoke_config.conditions.into_iter().chain(role.condition));
    propagate_tags(&function, &mut expansion);
    expansion
}

/// What events and URLs call: the alias when there is one, else the function.
fn invoked(published: Option<&Published>, resource: &SamResource<'_>) -> Invoked {
    let attributes = resource.generated_attributes();
    match published {
        Some(Published { alias, .. }) => Invoked {
            logical_id: alias.logical_id.clone(),
            name: alias.reference(),
            arn: alias.reference(),
            attributes,
        },
        None => Invoked {
            logical_id: resource.logical_id.clone(),
            name: intrinsics::reference(resource.span, resource.logical_id),
            arn: intrinsics::get_att(resource.span, resource.logical_id, "Arn"),
            attributes,
        },
    }
}

/// Gives the tags of the function to everything that is generated or edited for it and can have tags.
fn propagate_tags(function: &Function<'_>, expansion: &mut Expansion) {
    let Some(tags) = function.propagated_tags() else { return };
    for resource in &mut expansion.resources {
        tags::assign(resource, tags);
    }
    for patch in &mut expansion.patches {
        patch.tags = Some(tags.clone());
    }
}
