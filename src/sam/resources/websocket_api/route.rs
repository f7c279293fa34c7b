//! The routes of a WebSocket API: each with its integration and the permission to invoke its function.
use super::WebSocketApi;
use super::authorizer::{Authorization, CONNECT, authorizer_id};
use crate::cfn::Resource;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::types;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::sam::SamResource;
use crate::source::Span;
use crate::syntax::{self, Map, Node};

properties! {
    /// What messages with a route key call.
    pub(crate) struct Route {
        /// ARN of the function to call.
        "FunctionArn" => function_arn: Passed<Arn>;
        /// Whether clients need an API key.
        "ApiKeyRequired" => api_key_required: Option<Passed<Boolean>>;
        /// Milliseconds to wait for the function.
        "IntegrationTimeout" => integration_timeout: Option<Passed<Integer>>, range(50..=29_000);
        /// Which part of a message names its model.
        "ModelSelectionExpression" => model_selection_expression: Option<Passed<Text>>;
        /// Name of the operation.
        "OperationName" => operation_name: Option<Passed<Text>>;
        /// The models of messages.
        "RequestModels" => request_models: Option<Passed<Object>>;
        /// Parameters of the request (`$connect` only).
        "RequestParameters" => request_parameters: Option<Passed<Object>>;
        /// Which part of a response is its key; `$default` makes the API respond.
        "RouteResponseSelectionExpression" => route_response_selection_expression: Option<Passed<Text>>;
    }
}

const SPECIAL: [&str; 3] = [CONNECT, "$disconnect", "$default"];

/// A route as written, with parameters resolved.
pub(super) struct WrittenRoute<'a> {
    pub key: &'a syntax::Text,
    pub span: Span,
    /// The part of logical ids that stands for it.
    id_part: String,
    function: &'a Node,
    properties: &'a Map,
}

/// The routes as written. `None` when there are none, which is reported.
pub(super) fn written<'a>(routes: &'a Node, problems: &mut Problems) -> Option<&'a Map> {
    let at = routes.span;
    let Some(map) = routes.map() else {
        let message = format!("`Routes` is {}; it must be a map", routes.kind_name());
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, at, message).value_of("Routes"));
        return None;
    };
    if map.is_empty() {
        let finding = Diagnostic::new(&codes::MISSING_PROPERTY, at, "a WebSocket API needs at least one route")
            .missing(["Routes", "$default"]);
        problems.push(finding.help("add `$default:` with `FunctionArn` to `Routes`"));
        return None;
    }
    Some(map)
}

/// Takes all routes. `None` when something is wrong with one, which is reported.
pub(super) fn read<'a>(routes: &'a Map, problems: &mut Problems) -> Option<Vec<WrittenRoute<'a>>> {
    let mut sound = true;
    let mut read = Vec::new();
    for (key, entry) in routes.entries() {
        match read_route(key, entry.key_span, &entry.value, problems) {
            Some(route) => read.push(route),
            None => sound = false,
        }
    }
    sound.then_some(read)
}

fn read_route<'a>(
    key: &'a syntax::Text,
    at: Span,
    written: &'a Node,
    problems: &mut Problems,
) -> Option<WrittenRoute<'a>> {
    let Some(id_part) = id_part(key) else {
        let finding = Diagnostic::new(&codes::INVALID_VALUE, at, format!("`{key}` is not a valid route key"));
        problems.push(finding.help("use letters and digits, or `$connect`, `$disconnect` or `$default`"));
        return None;
    };
    let Some(properties) = written.map() else {
        let message = format!("route `{key}` is {}; it must be a map", written.kind_name());
        let finding = Diagnostic::new(&codes::WRONG_TYPE, at, message);
        problems.push(finding.help("write `FunctionArn: !GetAtt MyFunction.Arn` under it"));
        return None;
    };
    let parameters = properties.truthy("RequestParameters").filter(|_| *key != CONNECT);
    if let Some(parameters) = parameters {
        let message = "only the route `$connect` can have `RequestParameters`";
        let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, parameters.span, message);
        problems.push(finding.help("remove them: other routes get messages, not requests"));
        return None;
    }
    let Some(function) = properties.get("FunctionArn") else {
        let finding = Diagnostic::new(&codes::MISSING_PROPERTY, at, format!("route `{key}` needs `FunctionArn`"))
            .missing(["FunctionArn"]);
        problems.push(finding.help("add `FunctionArn: !GetAtt MyFunction.Arn`"));
        return None;
    };
    Some(WrittenRoute { key, span: at, id_part, function, properties })
}

/// What stands for a route key in logical ids: `Connect` for `$connect`, `Sendmessage` for `sendMessage`.
fn id_part(key: &str) -> Option<String> {
    let word = if SPECIAL.contains(&key) { &key[1..] } else { key };
    let mut chars = word.chars();
    let first = chars.next()?;
    word.chars()
        .all(|it| it.is_ascii_alphanumeric())
        .then(|| format!("{}{}", first.to_ascii_uppercase(), chars.as_str().to_ascii_lowercase()))
}

/// The route, its integration and its permission.
pub(super) fn expand(
    route: &WrittenRoute<'_>,
    api: &WebSocketApi<'_>,
    authorization: &Authorization,
    resource: &SamResource<'_>,
) -> [Resource; 3] {
    let at = route.span;
    let api_id = resource.logical_id;
    let id = |suffix: &str| syntax::Text::from(format!("{api_id}{}{suffix}", route.id_part));
    let integration_id = id("Integration");
    let property = |name: &str| route.properties.get(name);
    let mut generated = Resource::new(id("Route"), types::API_GATEWAY_V2_ROUTE, "route of the API", at)
        .set("ApiId", node!(at, {"Ref": api_id}))
        .set("ApiKeyRequired", property("ApiKeyRequired"))
        .set("ModelSelectionExpression", property("ModelSelectionExpression"))
        .set("OperationName", property("OperationName"))
        .set("RequestModels", property("RequestModels"))
        .set("RequestParameters", property("RequestParameters").filter(|it| it.is_truthy()))
        .set("RouteKey", route.key)
        .set("RouteResponseSelectionExpression", property("RouteResponseSelectionExpression"))
        .set("Target", node!(at, {"Fn::Join": ["/", ["integrations", {"Ref": (&integration_id)}]]}));
    if *route.key == CONNECT {
        generated.put("AuthorizationType", authorization.name());
        if let Authorization::Custom(_) = authorization {
            generated.put("AuthorizerId", node!(at, {"Ref": (authorizer_id(resource))}));
        }
    }
    let uri =
        "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${FunctionArn}/invocations";
    let integration = Resource::new(
        integration_id,
        types::API_GATEWAY_V2_INTEGRATION,
        "integration by which the route invokes the function",
        at,
    )
    .set("ApiId", node!(at, {"Ref": api_id}))
    .set("IntegrationType", "AWS_PROXY")
    .set("IntegrationUri", node!(at, {"Fn::Sub": [uri, {"FunctionArn": (route.function)}]}))
    .set("TimeoutInMillis", property("IntegrationTimeout"));
    let permission = Resource::new(
        id("Permission"),
        types::LAMBDA_PERMISSION,
        "permission for API Gateway to invoke the function",
        at,
    )
    .set("Action", "lambda:InvokeFunction")
    .set("FunctionName", route.function)
    .set("Principal", "apigateway.amazonaws.com")
    .set("SourceArn", source_arn(route, api, resource));
    [generated, integration, permission]
}

/// ARN of the route of the stage.
fn source_arn(route: &WrittenRoute<'_>, api: &WebSocketApi<'_>, resource: &SamResource<'_>) -> Node {
    let at = route.span;
    let arn = |stage: &str| {
        let (id, key) = (resource.logical_id, route.key);
        format!(
            "arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{{id}.ApiId}}/{stage}/{key}"
        )
    };
    let name = super::stage::name(api, at);
    match name.text() {
        Some(text) => node!(at, {"Fn::Sub": (arn(text))}),
        None => node!(at, {"Fn::Sub": [(arn("${__StageName__}")), {"__StageName__": name}]}),
    }
}
