//! `AWS::Serverless::WebFunction`: a web server that Lambda runs, with a revision of its code and an endpoint.
mod check;
mod regions;
mod revision;
mod table;

use super::{Phase, ResourceType};
use crate::cfn::{Context, Expansion, Resource, iam, tags};
use crate::diagnostic::Problems;
use crate::facts::types;
use crate::node;
use crate::sam::SamResource;
use crate::syntax::{Map, Node};
use crate::template::intrinsics;
use table::WebFunction;

pub(super) static TYPE: ResourceType = ResourceType {
    name: "AWS::Serverless::WebFunction",
    becomes: types::LAMBDA_WEB_FUNCTION,
    properties: WebFunction::TABLE,
    events: &[],
    phase: Phase::WebFunctions,
    artifacts: &[],
    referable: &[],
    expand,
};

const BASIC_POLICY: &str = "service-role/AWSLambdaBasicExecutionRole";
/// How much of the logical id fits into a name of 64 characters, beside a hyphen and 8 characters of the stack's id.
const LONGEST_ID_IN_NAME: usize = 55;

fn expand(resource: &SamResource<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let read = WebFunction::read(resource.properties, resource.span, problems);
    read.and_then(|it| web_function(&it, resource, context, problems)).map(Expansion::of).unwrap_or_default()
}

fn web_function(
    function: &WebFunction<'_>,
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Vec<Resource>> {
    let before = problems.error_count();
    check::check(function, resource.span, context, problems);
    let user_tags = function.tags.and_then(Node::map);
    tags::check_reserved(user_tags, problems);
    let role = if function.execution_role_arn.is_none() { Some(role(user_tags, resource, context)) } else { None };
    let role_arn = function.execution_role_arn.cloned().or_else(|| role.as_ref().map(|it| it.get_att("Arn")))?;
    let name = match function.function_name.filter(|it| it.is_truthy()) {
        Some(given) => given.clone(),
        None => generated_name(resource),
    };
    let own = Resource::new(resource.logical_id, TYPE.becomes, "the web function itself", resource.span)
        .attributes(&resource.attributes())
        .depends_on(resource.depends_on())
        .set("FunctionName", &name)
        .set("Tags", tags::with_created_by(resource.span, user_tags));
    let revision = revision::revision(function, &name, role_arn, resource, problems);
    let endpoint = endpoint(function, name, resource, context, problems);
    if problems.error_count() > before {
        return None;
    }
    Some(role.into_iter().chain([own, revision?, endpoint?]).collect())
}

fn role(user_tags: Option<&Map>, resource: &SamResource<'_>, context: &Context<'_>) -> Resource {
    let at = resource.span;
    Resource::new(resource.logical_id.append("Role"), types::IAM_ROLE, "role that the function runs with", at)
        .attributes(&resource.generated_attributes())
        .set("AssumeRolePolicyDocument", iam::trust(at, "lambda.amazonaws.com"))
        .set("ManagedPolicyArns", node!(at, [(context.managed_policy_arn(BASIC_POLICY))]))
        .set("Tags", tags::with_created_by(at, user_tags))
}

/// A name of the logical id and the first part of the stack's id, which is the same in all resources of the function.
fn generated_name(resource: &SamResource<'_>) -> Node {
    let at = resource.span;
    let id: String = resource.logical_id.chars().take(LONGEST_ID_IN_NAME).collect();
    let stack_id = node!(at, {"Fn::Split": ["/", {"Ref": "AWS::StackId"}]});
    let unique = node!(at, {"Fn::Split": ["-", {"Fn::Select": [2_i64, stack_id]}]});
    let suffix = node!(at, {"Fn::Select": [0_i64, unique]});
    node!(at, {"Fn::Sub": [(format!("{id}-${{StackIdSuffix}}")), {"StackIdSuffix": suffix}]})
}

/// The endpoint by which the function is called.
fn endpoint(
    function: &WebFunction<'_>,
    name: Node,
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Resource> {
    let at = resource.span;
    let regions = match function.replica_regions {
        Some(written) => Some(regions::list(written, problems)?),
        None => None,
    };
    let weights = match function.revision_weights.and_then(Node::map).filter(|it| !it.is_empty()) {
        Some(weights) => {
            let weight =
                |(revision, weight): (_, &Node)| node!(weight.span, {"RevisionId": revision, "Weight": weight});
            weights.iter().map(weight).collect()
        }
        None => {
            let revision = intrinsics::get_att(at, revision::logical_id(resource), "RevisionId");
            vec![node!(at, {"RevisionId": revision, "Weight": 100_i64})]
        }
    };
    let endpoint_name = function.endpoint_name.filter(|it| it.is_truthy());
    let endpoint_type = match function.endpoint_type.filter(|it| it.is_truthy()) {
        Some(given) => context.parameters.leftover(given, problems),
        None => node!(at, check::DEFAULT_ENDPOINT_TYPE),
    };
    let dependencies = node!(at, [(resource.logical_id), (revision::logical_id(resource))]);
    let endpoint = Resource::new(
        resource.logical_id.append("Endpoint"),
        "AWS::Lambda::WebFunctionEndpoint",
        "endpoint of the function",
        at,
    )
    .attributes(&resource.generated_attributes())
    .depends_on(dependencies)
    .set("FunctionName", name)
    .set("EndpointName", endpoint_name.cloned().unwrap_or_else(|| node!(at, "prod")))
    .set("EndpointType", endpoint_type)
    .set("AuthType", function.auth_type)
    .set("RevisionWeights", weights)
    .set("Regions", regions)
    .set("Description", function.endpoint_description)
    .set("ScalingConfig", function.scaling_config)
    .set("ThrottleConfig", function.throttle_config);
    Some(endpoint)
}
