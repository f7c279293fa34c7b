//! `AWS::Serverless::HttpApi`: an HTTP API of API Gateway, with its stage.
mod definition;
mod stage;

use super::{Artifact, ArtifactKind, Phase, ResourceType};
use crate::cfn::{Context, Expansion, Resource, tags};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::types;
use crate::properties;
use crate::property::shape::*;
use crate::sam::api_gateway_v2::{AccessLog, Domain, RouteSettings, authorizer_permission, expand_domain};
use crate::sam::openapi::http::CorsConfiguration;
use crate::sam::openapi::http::authorizer::{self, Auth, SecurityScheme};
use crate::sam::s3_location::DefinitionLocation;
use crate::sam::{SamResource, s3_location};
use crate::syntax::{self, IntoNode, Map, Node};

pub(super) static TYPE: ResourceType = ResourceType {
    name: "AWS::Serverless::HttpApi",
    becomes: types::API_GATEWAY_V2_API,
    properties: HttpApi::TABLE,
    events: &[],
    phase: Phase::Apis,
    artifacts: &[Artifact { property: "DefinitionUri", kind: ArtifactKind::Definition }],
    referable: &[("Stage", types::API_GATEWAY_V2_STAGE), ("DomainName", types::API_GATEWAY_V2_DOMAIN_NAME)],
    expand,
};

properties! {
    /// An HTTP API of API Gateway, with its stage.
    pub(super) struct HttpApi {
        /// Whether SAM may add routes to the definition; set by SAM itself.
        "__MANAGE_SWAGGER" => managed: Option<Boolean>;
        /// Name of the API.
        "Name" => name: Option<Passed<Text>>;
        /// Name of the stage; `$default` when omitted.
        "StageName" => stage_name: Option<Either<Text, Object>>, range(1..=128),
            pattern(r"\$default|[a-zA-Z0-9_-]+", "letters, digits, `-` and `_`, or `$default`");
        /// Tags of the API, its stage and its domain, as a map.
        "Tags" => tags: Option<Object>, global;
        /// Has no effect: tags are always propagated.
        "PropagateTags" => propagate_tags: Option<Boolean>, global;
        /// The definition of the API, in OpenAPI 3.
        "DefinitionBody" => definition_body: Option<Object>;
        /// Where the definition is: a local path, `s3://bucket/key`, or a map with `Bucket` and `Key`.
        "DefinitionUri" => definition_uri: Option<Either<Text, DefinitionLocation<'static>>>;
        /// Variables of the stage.
        "StageVariables" => stage_variables: Option<Object>, global;
        /// Cross-origin access (CORS); `true` for all origins.
        "CorsConfiguration" => cors: Option<Either<Boolean, CorsConfiguration<'static>>>, global;
        /// Log group and format of the access log.
        "AccessLogSettings" => access_log_settings: Option<AccessLog<'static>>, global;
        /// Throttling and metrics of all routes.
        "DefaultRouteSettings" => default_route_settings: Option<RouteSettings<'static>>, global;
        /// Authorizers, and which of them is the default.
        "Auth" => auth: Option<Auth<'static>>, global;
        /// Throttling and metrics of single routes, by route, such as `GET /products`.
        "RouteSettings" => route_settings: Option<Refined<Object, MapOf<RouteSettings<'static>>>>, global;
        /// A custom domain name.
        "Domain" => domain: Option<Domain<'static>>, global;
        /// Whether API Gateway rejects a definition that it has warnings about.
        "FailOnWarnings" => fail_on_warnings: Option<Boolean>, global;
        /// Description of the API.
        "Description" => description: Option<Text>;
        /// Whether clients must use the API's custom domain.
        "DisableExecuteApiEndpoint" => disable_execute_api_endpoint: Option<Boolean>;
    }
}

/// The tag by which SAM marks what it made for HTTP APIs.
const CREATED_BY: &str = "httpapi:createdBy";

fn expand(resource: &SamResource<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(api) = HttpApi::read(resource.properties, resource.span, problems) else { return Expansion::default() };
    expand_api(&api, resource, context, problems).unwrap_or_default()
}

/// `None` when something is wrong, which is reported.
fn expand_api(
    api: &HttpApi<'_>,
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Expansion> {
    let at = resource.span;
    let schemes = authorizers(api, context, problems)?;
    let definition = definition::complete(api, &schemes, resource, context, problems)?;
    let (body, location) = match (&definition.body, api.definition_uri.filter(|it| it.is_truthy())) {
        (Some(body), None) => (Some(body), None),
        (None, Some(uri)) => (None, Some(location(uri, problems)?)),
        (body, uri) => {
            definition::report_choice(body.is_some() && uri.is_some(), at, problems);
            return None;
        }
    };
    let http_api = Resource::new(resource.logical_id, TYPE.becomes, "the HTTP API itself", at)
        .attributes(&resource.attributes())
        .depends_on(resource.depends_on())
        .set("Body", body)
        .set("BodyS3Location", location)
        .set("FailOnWarnings", api.fail_on_warnings.filter(|it| it.is_truthy()));
    let generated = resource.generated_attributes();
    let mut expansion = Expansion::of(vec![http_api]);
    expansion.resources.extend(permissions(&schemes, resource, &generated));
    if let Some(written) = api.domain {
        let written = context.parameters.resolve(written, problems);
        let domain = expand_domain(&written, resource.logical_id, CREATED_BY, &generated, problems)?;
        expansion.resources.push(domain.name);
        expansion.resources.extend(domain.mappings);
        expansion.record_sets.extend(domain.record_sets);
    }
    expansion.resources.push(stage::stage(api, definition.tags.as_ref(), resource));
    if let (Some(tags), Some(_), Some(_)) = (&definition.tags, truthy_tags(api), api.definition_body) {
        expansion.resources.iter_mut().for_each(|it| tags::assign(it, tags));
    }
    Some(expansion)
}

fn truthy_tags<'a>(api: &HttpApi<'a>) -> Option<&'a Map> {
    api.tags.and_then(Node::map).filter(|it| !it.is_empty())
}

/// The API's authorizers. `None` when something is wrong with one, which is reported.
fn authorizers(api: &HttpApi<'_>, context: &Context<'_>, problems: &mut Problems) -> Option<Vec<SecurityScheme>> {
    let Some(auth) = api.auth.filter(|it| it.is_truthy()) else { return Some(Vec::new()) };
    let auth = Auth::read(auth.map()?, auth.span, problems)?;
    authorizer::read(&auth, context.partition, problems)
}

/// Permissions to invoke the functions of authorizers that ask for it.
fn permissions(schemes: &[SecurityScheme], resource: &SamResource<'_>, attributes: &Map) -> Vec<Resource> {
    let permission = |scheme: &SecurityScheme| {
        let id = syntax::Text::from(format!("{}{}AuthorizerPermission", resource.logical_id, scheme.name));
        let function = scheme.permitted_function.as_ref()?;
        Some(authorizer_permission(id, function, resource.logical_id).attributes(attributes))
    };
    schemes.iter().filter_map(permission).collect()
}

/// The place of a definition in S3 as CloudFormation writes it. `None` when it is none, which is reported.
fn location(uri: &Node, problems: &mut Problems) -> Option<Map> {
    let location = match uri.text() {
        Some(text) => s3_location::parse_uri(text, uri),
        None => s3_location::read("DefinitionUri", uri, problems),
    };
    let Some(location) = location else {
        if let Some(text) = uri.text() {
            let message = format!("`DefinitionUri` is not an S3 location: `{text}`");
            let finding = Diagnostic::new(&codes::INVALID_LOCATION, uri.span, message).missing(["DefinitionUri"]);
            problems.push(finding.help("upload it with `sam package`, or write `s3://bucket/key`"));
        }
        return None;
    };
    let mut map = Map::from_iter([("Bucket", location.bucket), ("Key", location.key)]);
    if let Some(version) = location.version {
        map.insert("Version", version.into_node(uri.span));
    }
    Some(map)
}
