//! `AWS::Serverless::Api`: a REST API of API Gateway, with its deployment and stage.
mod auth;
mod definition;
mod deployment;
mod domain;
mod editing;
mod endpoint;
mod gateway_responses;
mod settings;
mod stage;
pub(crate) mod table;
mod usage_plan;

use super::{Artifact, ArtifactKind, Phase, ResourceType};
use crate::cfn::{Context, Expansion, Resource, tags};
use crate::diagnostic::Problems;
use crate::facts::types;
use crate::sam::SamResource;
use crate::syntax::{Map, Node};
use table::Api;

pub(crate) static TYPE: ResourceType = ResourceType {
    name: "AWS::Serverless::Api",
    becomes: types::API_GATEWAY_REST_API,
    properties: Api::TABLE,
    events: &[],
    phase: Phase::Apis,
    artifacts: &[Artifact { property: "DefinitionUri", kind: ArtifactKind::Definition }],
    referable: &[
        ("Stage", types::API_GATEWAY_STAGE),
        ("Deployment", types::API_GATEWAY_DEPLOYMENT),
        ("DomainName", types::API_GATEWAY_DOMAIN_NAME),
        ("DomainNameV2", types::API_GATEWAY_DOMAIN_NAME_V2),
        ("UsagePlan", types::API_GATEWAY_USAGE_PLAN),
        ("UsagePlanKey", types::API_GATEWAY_USAGE_PLAN_KEY),
        ("ApiKey", types::API_GATEWAY_API_KEY),
    ],
    expand,
};

/// What the parts of an API are made from.
struct Source<'a> {
    api: Api<'a>,
    /// `BinaryMediaTypes`, `Domain` and `Auth` with parameters resolved.
    binary_media_types: Option<Node>,
    domain: Option<Node>,
    auth: Option<Node>,
    resource: SamResource<'a>,
    /// Attributes of everything that is generated besides the API.
    attributes: Map,
    context: Context<'a>,
}

fn expand(resource: &SamResource<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(api) = Api::read(resource.properties, resource.span, problems) else { return Expansion::default() };
    let mut resolve = |value: Option<&Node>| value.map(|it| context.parameters.resolve(it, problems));
    let source = Source {
        binary_media_types: resolve(api.binary_media_types),
        domain: resolve(api.domain).filter(|it| !it.is_null()),
        auth: resolve(api.auth).filter(Node::is_truthy),
        api,
        resource: *resource,
        attributes: resource.generated_attributes(),
        context: *context,
    };
    source.expand(problems).unwrap_or_default()
}

impl Source<'_> {
    fn expand(&self, problems: &mut Problems) -> Option<Expansion> {
        let rest_api = self.rest_api(problems)?;
        let domain = domain::domain(self, problems)?;
        let deployment = deployment::deployment(self, &rest_api, &domain.hashed);
        let stage = stage::stage(self, &deployment);
        let permissions = auth::permissions(self, problems)?;
        let plan = usage_plan::usage_plan(self, &stage, problems)?;
        let mut expansion = Expansion {
            resources: vec![rest_api, deployment, stage],
            record_sets: domain.record_sets,
            shared: plan.shared,
            ..Expansion::default()
        };
        expansion.resources.extend(permissions.into_iter().chain(domain.resources).chain(plan.resources));
        self.propagate_tags(&mut expansion);
        Some(expansion)
    }

    fn rest_api(&self, problems: &mut Problems) -> Option<Resource> {
        let api = &self.api;
        let truthy = |value: Option<&Node>| value.filter(|it| it.is_truthy()).cloned();
        let mut rest_api =
            Resource::new(self.resource.logical_id, TYPE.becomes, "the REST API itself", self.resource.span)
                .attributes(&self.resource.attributes())
                .depends_on(self.resource.depends_on())
                .set("BinaryMediaTypes", self.binary_media_types.clone())
                .set("MinimumCompressionSize", api.minimum_compression_size)
                .set("FailOnWarnings", truthy(api.fail_on_warnings))
                .set("Name", truthy(api.name))
                .set("Description", truthy(api.description))
                .set("Mode", truthy(api.mode))
                .set("ApiKeySourceType", truthy(api.api_key_source_type))
                .set("Policy", truthy(api.policy))
                .set("SecurityPolicy", truthy(api.security_policy))
                .set("EndpointAccessMode", truthy(api.endpoint_access_mode));
        endpoint::configure(self, &mut rest_api, problems)?;
        let (name, definition) = definition::definition(self, problems)?;
        rest_api.put(name, definition);
        Some(rest_api)
    }

    /// Gives the tags of the API to everything generated for it that can have tags.
    fn propagate_tags(&self, expansion: &mut Expansion) {
        let propagates = self.api.propagate_tags.is_some_and(Node::is_truthy);
        let Some(tags) = self.api.tags.filter(|it| propagates && it.is_truthy()).and_then(Node::map) else { return };
        let shared = expansion.shared.iter_mut().map(|it| &mut it.resource);
        expansion.resources.iter_mut().chain(shared).for_each(|it| tags::assign(it, tags));
    }
}
