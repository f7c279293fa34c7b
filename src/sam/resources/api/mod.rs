//! `AWS::Serverless::Api`: a REST API of API Gateway, with its deployment and stage.
mod deployment;

use super::ResourceType;
use crate::cfn::{Context, Expansion, Resource, tags};
use crate::diagnostic::Problems;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::sam::SamResource;
use crate::sam::openapi::MANAGED;
use crate::syntax::Node;
use crate::template::partition;

pub static TYPE: ResourceType = ResourceType {
    name: "AWS::Serverless::Api",
    becomes: "AWS::ApiGateway::RestApi",
    properties: Api::TABLE,
    referable: &[
        ("Stage", "AWS::ApiGateway::Stage"),
        ("Deployment", "AWS::ApiGateway::Deployment"),
        ("DomainName", "AWS::ApiGateway::DomainName"),
        ("DomainNameV2", "AWS::ApiGateway::DomainNameV2"),
        ("UsagePlan", "AWS::ApiGateway::UsagePlan"),
        ("UsagePlanKey", "AWS::ApiGateway::UsagePlanKey"),
        ("ApiKey", "AWS::ApiGateway::ApiKey"),
    ],
    expand,
};

properties! {
    /// A REST API of API Gateway, with its deployment and stage.
    pub struct Api {
        /// Whether SAM may add routes to the definition; set by SAM itself.
        "__MANAGE_SWAGGER" => managed: Option<Boolean>;
        /// Name of the API.
        "Name" => name: Option<Either<Text, Object>>, global;
        /// Name of the stage, which begins the path of the URL.
        "StageName" => stage_name: Either<Text, Object>;
        /// Tags of the stage, as a map.
        "Tags" => tags: Option<Object>;
        /// Whether generated resources get the API's tags.
        "PropagateTags" => propagate_tags: Option<Boolean>, global;
        /// The definition of the API, in Swagger or OpenAPI.
        "DefinitionBody" => definition_body: Option<Object>;
        /// Environment-like variables of the stage.
        "Variables" => variables: Option<Object>, global;
    }
}

fn expand(resource: &SamResource<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(api) = Api::read(resource.properties, resource.span, problems) else { return Expansion::default() };
    let at = resource.span;
    debug_assert!(resource.properties.get(MANAGED).is_none() || api.managed.is_some());
    let mut rest_api = Resource::new(resource.logical_id, TYPE.becomes, at)
        .attributes(&resource.attributes())
        .depends_on(resource.depends_on())
        .set("Body", api.definition_body.filter(|it| it.is_truthy()))
        .set("Name", api.name.filter(|it| it.is_truthy()));
    if !partition::has_edge_endpoints(context.partition) {
        rest_api.put("Parameters", node!(at, {"endpointConfigurationTypes": "REGIONAL"}));
        rest_api.put("EndpointConfiguration", node!(at, {"Types": ["REGIONAL"]}));
    }
    let (deployment, stage) = deployment::deployment_and_stage(&api, &rest_api, resource, context);
    let mut resources = vec![rest_api, deployment, stage];
    let propagated = api.tags.filter(|it| it.is_truthy() && api.propagate_tags.is_some_and(Node::is_truthy));
    if let Some(tags) = propagated.and_then(Node::map) {
        resources.iter_mut().for_each(|it| tags::assign(it, tags));
    }
    Expansion::of(resources)
}
