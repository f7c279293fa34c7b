//! `AWS::Serverless::WebSocketApi`: a WebSocket API of API Gateway, with its routes and stage.
mod authorizer;
mod route;
mod stage;

use super::{Phase, ResourceType};
use crate::cfn::{Context, Expansion, Resource, tags};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::facts::types;
use crate::properties;
use crate::property::shape::*;
use crate::sam::SamResource;
use crate::sam::api_gateway_v2::{AccessLog, Domain, RouteSettings, expand_domain};
use crate::syntax::{IntoNode, Map, Node};
use crate::template::intrinsics;
use authorizer::{Auth, Authorization};
use route::Route;

pub(super) static TYPE: ResourceType = ResourceType {
    name: "AWS::Serverless::WebSocketApi",
    becomes: types::API_GATEWAY_V2_API,
    properties: WebSocketApi::TABLE,
    events: &[],
    phase: Phase::Apis,
    artifacts: &[],
    referable: &[("Stage", types::API_GATEWAY_V2_STAGE), ("DomainName", types::API_GATEWAY_V2_DOMAIN_NAME)],
    expand,
};

properties! {
    /// A WebSocket API of API Gateway, with its routes and stage.
    pub(super) struct WebSocketApi {
        /// Where a client's API key is.
        "ApiKeySelectionExpression" => api_key_selection_expression: Option<Text>, global;
        /// Log group and format of the access log.
        "AccessLogSettings" => access_log_settings: Option<AccessLog<'static>>, global;
        /// Who may connect.
        "Auth" => auth: Option<Auth<'static>>;
        /// Throttling and logging of all routes.
        "DefaultRouteSettings" => default_route_settings: Option<RouteSettings<'static>>, global;
        /// Description of the API.
        "Description" => description: Option<Text>;
        /// Whether clients must use the API's custom domain.
        "DisableExecuteApiEndpoint" => disable_execute_api_endpoint: Option<Boolean>, global;
        /// A custom domain name.
        "Domain" => domain: Option<Domain<'static>>, global;
        /// Whether models are not checked.
        "DisableSchemaValidation" => disable_schema_validation: Option<Boolean>, global;
        /// Has no effect.
        "FailOnWarnings" => fail_on_warnings: Option<Boolean>, global;
        /// IP address type of the endpoint: `ipv4` or `dualstack`.
        "IpAddressType" => ip_address_type: Option<Text>, one_of(&["ipv4", "dualstack"]), global;
        /// Name of the API; its logical id when omitted.
        "Name" => name: Option<Text>;
        /// Whether the API's tags are propagated to the stage and the domain.
        "PropagateTags" => propagate_tags: Option<Boolean>, global;
        /// What each message calls, by route key: `$connect`, `$disconnect`, `$default` or a custom key.
        "Routes" => routes: MapOf<Route<'static>>;
        /// Throttling and logging of single routes, by route key.
        "RouteSettings" => route_settings: Option<Refined<Object, MapOf<RouteSettings<'static>>>>, global;
        /// Which part of a message is its route key, such as `$request.body.action`.
        "RouteSelectionExpression" => route_selection_expression: Text, global;
        /// Name of the stage; `default` when omitted.
        "StageName" => stage_name: Option<Either<Text, Object>>, range(1..=128),
            pattern(r"\$default|[a-zA-Z0-9_-]+", "letters, digits, `-` and `_`, or `$default`");
        /// Variables of the stage.
        "StageVariables" => stage_variables: Option<Object>, global;
        /// Tags of the API, as a map.
        "Tags" => tags: Option<Object>, global;
    }
}

/// The tag by which SAM marks what it made for WebSocket APIs.
const CREATED_BY: &str = "websocketapi:createdBy";

fn expand(resource: &SamResource<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(api) = WebSocketApi::read(resource.properties, resource.span, problems) else {
        return Expansion::default();
    };
    expand_api(&api, resource, context, problems).unwrap_or_default()
}

/// `None` when something is wrong, which is reported.
fn expand_api(
    api: &WebSocketApi<'_>,
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Expansion> {
    let auth = api.auth.map(|it| context.parameters.resolve(it, problems));
    let domain = api.domain.map(|it| context.parameters.resolve(it, problems));
    let routes = context.parameters.resolve(api.routes, problems);
    check_ip_address_type(api, problems)?;
    refuse_mutual_tls(domain.as_ref(), problems)?;
    let routes = route::written(&routes, problems)?;
    authorizer::check_route(auth.as_ref(), routes, problems)?;

    let tags = all_tags(api, resource);
    let mut resources = vec![websocket_api(api, tags.clone(), resource)];
    if let Some(written) = &domain {
        let domain = expand_domain(written, resource.logical_id, CREATED_BY, &Map::new(), problems)?;
        resources.push(domain.name);
        resources.extend(domain.mappings);
        // The reference does not let WebSocket APIs share a group with others.
        resources.extend(domain.record_sets.map(|it| it.into_group()));
    }
    // Before the routes: a stage that can not be named is to blame first.
    let mut stage = stage::stage(api, resource, problems)?;
    let routes = route::read(routes, problems)?;
    let authorization = authorizer::read(auth.as_ref(), problems)?;
    let mut route_ids = Vec::new();
    for route in &routes {
        let generated = route::expand(route, api, &authorization, resource);
        route_ids.push(generated[0].logical_id.clone().into_node(route.span));
        resources.extend(generated);
    }
    if api.route_settings.is_some_and(Node::is_truthy) {
        // API Gateway knows the routes that have settings only after they were made.
        stage = stage.depends_on(route_ids);
    }
    resources.push(stage);
    if let Authorization::Custom(custom) = &authorization {
        resources.extend(authorizer::expand(custom, resource));
    }
    if api.tags.is_some_and(Node::is_truthy) && api.propagate_tags.is_some_and(Node::is_truthy) {
        resources.iter_mut().for_each(|it| tags::assign(it, &tags));
    }
    Some(Expansion::of(resources))
}

/// The API itself. The reference hands no condition or policies on, neither to it nor to what it generates.
fn websocket_api(api: &WebSocketApi<'_>, tags: Map, resource: &SamResource<'_>) -> Resource {
    let at = resource.span;
    Resource::new(resource.logical_id, TYPE.becomes, "the WebSocket API itself", at)
        .depends_on(resource.depends_on())
        .set("ApiKeySelectionExpression", api.api_key_selection_expression)
        .set("Description", api.description)
        .set("DisableExecuteApiEndpoint", api.disable_execute_api_endpoint)
        .set("DisableSchemaValidation", api.disable_schema_validation)
        .set("IpAddressType", api.ip_address_type)
        .set("Name", api.name.map_or_else(|| resource.logical_id.into_node(at), Node::clone))
        .set("ProtocolType", "WEBSOCKET")
        .set("RouteSelectionExpression", api.route_selection_expression)
        .set("Tags", tags)
}

/// The API's tags, with the one by which SAM marks what it made.
fn all_tags(api: &WebSocketApi<'_>, resource: &SamResource<'_>) -> Map {
    let mut tags = api.tags.and_then(Node::map).cloned().unwrap_or_default();
    tags.insert(CREATED_BY, "SAM".into_node(resource.span));
    tags
}

fn check_ip_address_type(api: &WebSocketApi<'_>, problems: &mut Problems) -> Option<Sound> {
    let Some(written) = api.ip_address_type.filter(|it| !intrinsics::is_intrinsic(it)) else { return Some(Sound) };
    if written.is_text("ipv4") || written.is_text("dualstack") {
        return Some(Sound);
    }
    let message = "`IpAddressType` must be `ipv4` or `dualstack`";
    problems.push(
        Diagnostic::new(&codes::INVALID_VALUE, written.span, message)
            .value_of("IpAddressType")
            .help("write `ipv4` or `dualstack`"),
    );
    None
}

fn refuse_mutual_tls(domain: Option<&Node>, problems: &mut Problems) -> Option<Sound> {
    let Some(written) = domain.and_then(Node::map).and_then(|it| it.truthy("MutualTlsAuthentication")) else {
        return Some(Sound);
    };
    let message = "WebSocket APIs have no mutual TLS";
    let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, written.span, message);
    problems.push(finding.help("remove `MutualTlsAuthentication`"));
    None
}
