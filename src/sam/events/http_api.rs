//! `HttpApi`: a path and method of an HTTP API invokes the function.
use super::{Event, EventSource};
use crate::cfn::permission::{self, Invoked};
use crate::cfn::{Context, Expansion, JoinedApi, Resource, Route, RouteTarget};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes, nearest};
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::sam::api_gateway_v2::RouteSettings;
use crate::sam::openapi::http::{DEFAULT_ROUTE, HttpEditor, LambdaIntegration, MethodAuthorizer};
use crate::sam::openapi::http::{authorizer, route_key};
use crate::sam::openapi::path::with_wildcards_for_http_api;
use crate::sam::openapi::{ANY_METHOD, MANAGED, normalize_method};
use crate::sam::resources::{API, HTTP_API};
use crate::source::Span;
use crate::syntax::{self, Deferred, IntoNode, Map, Node};
use crate::template::intrinsics;

pub(super) static SOURCE: EventSource = EventSource { name: "HttpApi", properties: HttpApi::TABLE, expand };

properties! {
    /// A path and method of an HTTP API; without both, the default route.
    pub(super) struct HttpApi {
        /// Path below the stage, such as `/products/{id}`.
        "Path" => path: Option<Literal<Text>>;
        /// HTTP method, or `any`.
        "Method" => method: Option<Literal<Text>>;
        /// The API, as `!Ref` of an `AWS::Serverless::HttpApi`; the implicit API when omitted.
        "ApiId" => api_id: Option<Text>;
        /// Has no effect.
        "Stage" => stage: Option<Text>;
        /// The authorizer of this route and its scopes, which override those of the API.
        "Auth" => auth: Option<RouteAuth<'static>>;
        /// Milliseconds to wait for the function.
        "TimeoutInMillis" => timeout: Option<Integer>, range(50..=30_000);
        /// Throttling and metrics of this route.
        "RouteSettings" => route_settings: Option<RouteSettings<'static>>;
        /// Version of the payload that the function receives: `1.0` or `2.0`.
        "PayloadFormatVersion" => payload_format_version: Option<Text>, one_of(&["1.0", "2.0"]);
    }
}

properties! {
    /// The authorizer of a route.
    pub(super) struct RouteAuth {
        /// Name of one of the API's authorizers, `AWS_IAM`, or `NONE`; the default authorizer when omitted.
        "Authorizer" => authorizer: Option<Passed<Text>>;
        /// Scopes, of which a token needs one; they override those of the authorizer.
        "AuthorizationScopes" => scopes: Option<Passed<ListOf<Text>>>;
    }
}

fn expand(event: &Event<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(http_api) = HttpApi::read(event.properties, event.span, problems) else { return Expansion::default() };
    let Some((path, method)) = path_and_method(&http_api, event, problems) else { return Expansion::default() };
    let Some((api, api_id)) = api(&http_api, event, context, problems) else { return Expansion::default() };
    if check_route_settings(&http_api, event, api_id, context, problems).is_none() {
        return Expansion::default();
    }
    let at = event.span;
    let source_arn = source_arn(api, path, &method.to_lowercase(), at);
    let permission = permission::invoke(event.logical_id, "", "apigateway.amazonaws.com", event.invoked, at)
        .set("SourceArn", source_arn);
    let route = Route {
        api_id: api_id.clone(),
        resource_id: event.resource_id.clone(),
        event_id: event.id.clone(),
        origin: at,
        event: event.properties.clone(),
        integration_uri: integration_uri(event.invoked, at),
        condition: event.invoked.condition().filter(|it| it.is_truthy()).cloned(),
        target: RouteTarget::FunctionOfHttpApi { function_id: event.invoked.logical_id.clone(), permission },
    };
    Expansion { routes: vec![route], ..Expansion::default() }
}

/// `None` when one of the two is missing; where both are, the pass for implicit APIs has set them.
fn path_and_method<'a>(
    http_api: &HttpApi<'a>,
    event: &Event<'_>,
    problems: &mut Problems,
) -> Option<(&'a syntax::Text, &'a syntax::Text)> {
    let (path, method) = (http_api.path.and_then(Node::text), http_api.method.and_then(Node::text));
    for (name, other, missing) in [("Path", "Method", path.is_none()), ("Method", "Path", method.is_none())] {
        if missing {
            let message = format!("property `{name}` is required with `{other}`");
            let finding = Diagnostic::new(&codes::MISSING_PROPERTY, event.span, message).missing([name]);
            problems.push(finding.help(format!("add `{name}:`, or remove `{other}` for the default route")));
            return None;
        }
    }
    path.zip(method)
}

/// What names the API, and its logical id. `None` when there is no such resource.
fn api<'a>(
    http_api: &HttpApi<'a>,
    event: &Event<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<(&'a Node, &'a syntax::Text)> {
    let found = http_api.api_id.and_then(|written| {
        let id = intrinsics::argument(written, "Ref").unwrap_or(written).text()?;
        context.resources.contains_key(id).then_some((written, id))
    });
    if found.is_none() {
        let span = http_api.api_id.map(|it| it.span).or_else(|| event.properties.key_span("ApiId"));
        let message = "`ApiId` does not name an `AWS::Serverless::HttpApi` in this template";
        let finding = Diagnostic::new(&codes::UNKNOWN_API, span.unwrap_or(event.span), message);
        problems.push(finding.help("write `!Ref` and the logical id of the API, or remove it to use the implicit API"));
    }
    found
}

/// Settings of a route are merged into those of its API before `Globals` are, see the pass for implicit APIs.
fn check_route_settings(
    http_api: &HttpApi<'_>,
    event: &Event<'_>,
    api_id: &syntax::Text,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Sound> {
    let Some(span) = event.properties.key_span("RouteSettings") else { return Some(Sound) };
    let conditional = event.invoked.condition().is_some_and(Node::is_truthy);
    if http_api.route_settings.is_none() && !conditional {
        let finding = Diagnostic::new(&codes::WRONG_TYPE, span, "`RouteSettings` is empty; it must be a map")
            .value_of("RouteSettings");
        problems.push(finding.help("put settings such as `ThrottlingBurstLimit:` under it, or remove it"));
        return None;
    }
    let all = context.properties(api_id).and_then(|it| it.get("RouteSettings"));
    let (path, method) = (http_api.path?.text()?, http_api.method?.text()?);
    let of_route = all.and_then(Node::map).and_then(|it| it.get(&route_key(method, path)));
    if let Some(wrong) = [all, of_route].into_iter().flatten().find(|it| it.map().is_none()) {
        report_api_property("RouteSettings", wrong, api_id, problems);
        return None;
    }
    Some(Sound)
}

/// Says that a property of the API is no map, in the words in which the API itself would say so.
fn report_api_property(name: &str, wrong: &Node, api_id: &syntax::Text, problems: &mut Problems) {
    let message = format!("`{name}` is {}; it must be a map", wrong.kind_name());
    problems.push(Diagnostic::new(&codes::WRONG_TYPE, wrong.span, message).value_of(name).resource(&**api_id));
}

/// ARN of the API's route, whatever the stage. `method` is in lower case.
fn source_arn(api: &Node, path: &str, method: &str, at: Span) -> Node {
    let path = without_trailing_slash(path);
    let path = if path == DEFAULT_ROUTE { String::new() } else { with_wildcards_for_http_api(path) };
    let resource = match method {
        "any" if path == format!("/{DEFAULT_ROUTE}") => path,
        "any" | ANY_METHOD => format!("/*{path}"),
        _ => format!("/{}{path}", method.to_uppercase()),
    };
    let arn = format!(
        "arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{__ApiId__}}/${{__Stage__}}{resource}"
    );
    node!(at, {"Fn::Sub": [arn, {"__ApiId__": api, "__Stage__": "*"}]})
}

/// API Gateway drops the slash at the end of a path, and permissions have to as well.
fn without_trailing_slash(path: &str) -> &str {
    match path.strip_suffix('/') {
        Some(shorter) if !shorter.is_empty() && !shorter.contains('\n') => shorter,
        _ => path,
    }
}

/// What API Gateway calls to invoke the function.
fn integration_uri(invoked: &Invoked, at: Span) -> Node {
    let function = invoked.arn_variable();
    let uri = format!(
        "arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/${{{function}}}/invocations"
    );
    let mut map = Map::python2();
    map.insert("Fn::Sub", syntax::Text::from(uri).with_unicode(function.is_unicode()).into_node(at));
    map.into_node(at)
}

/// Adds the route to the definition, also to one of the user's own. Returns the permission to invoke the function,
/// unless one for the default route allows it already.
pub(super) fn join(
    route: &Route,
    (function_id, permission): (&syntax::Text, &Resource),
    api: &mut JoinedApi,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Vec<Resource>> {
    let event = HttpApi::read(&route.event, route.origin, &mut Problems::default())?;
    event.path?.text()?;
    let permission = vec![permission.clone()];
    let Some(definition) = &mut api.definition else { return Some(permission) };
    // A definition that can not be edited is the API's fault, what the route adds to it is the event's.
    let edited = problems.in_resource(&route.api_id, |problems| {
        check_api(definition, route, &event, context, problems)?;
        HttpEditor::edit_in_place(definition, problems, |editor, problems| {
            problems.in_resource(&route.resource_id, |problems| {
                problems.in_event(&route.event_id, |problems| {
                    edit(route, function_id, &event, &api.properties, editor, problems)
                })
            })
        })
    });
    edited.map(|permitted| if permitted { Vec::new() } else { permission })
}

/// Refuses an API for REST: its definition is none of OpenAPI 3, unless the user wrote it.
fn check_api(
    definition: &mut Deferred,
    route: &Route,
    event: &HttpApi<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Sound> {
    let type_name = context.resources.get(&route.api_id).and_then(|it| it.get("Type")).filter(|it| it.is_text(API));
    let Some(type_name) = type_name.filter(|_| !HttpEditor::can_edit(definition)) else { return Some(Sound) };
    let id = &route.api_id;
    let message = format!("`{id}` is an `{API}`, but the event that refers to it needs an `{HTTP_API}`");
    let finding = Diagnostic::new(&codes::WRONG_RESOURCE_TYPE, type_name.span, message);
    let finding = finding.related(event.api_id.map_or(route.origin, |it| it.span), "this event");
    problems.push(finding.help(format!("write `Type: Api` and `RestApiId: !Ref {id}` in the event")));
    None
}

/// Adds everything that the event says of its route. Returns whether the default route's permission allows it already.
fn edit(
    route: &Route,
    function_id: &str,
    event: &HttpApi<'_>,
    api: &Map,
    editor: &mut HttpEditor,
    problems: &mut Problems,
) -> Option<bool> {
    let (path_node, at) = (event.path?, route.origin);
    let (path, method) = (path_node.text()?, normalize_method(event.method?.text()?));
    let is_default = without_trailing_slash(path) == DEFAULT_ROUTE;
    let permitted = !is_default && editor.default_route_calls(function_id, problems)?;
    if api.truthy(MANAGED).is_some() && editor.has_integration(path, &method, problems)? {
        problems.push(editor.duplicate_route(path, &method, method_name(&method), path_node.span));
        return None;
    }
    let condition = route.condition.as_ref();
    let integration = LambdaIntegration { path, method: &method, uri: &route.integration_uri, condition };
    editor.add_lambda_integration(&integration, at, problems)?;
    if let Some(auth) = event.auth.filter(|it| it.is_truthy()) {
        let authorizer = authorizer_of(auth, api, &route.api_id, problems)?;
        editor.add_method_authorizer(path, &method, &authorizer, auth.span, problems)?;
    }
    if let Some(timeout) = event.timeout.filter(|it| it.is_truthy()) {
        editor.set_integration_key(path, &method, "timeoutInMillis", timeout, problems)?;
    }
    editor.add_path_parameters(path, &method, at, problems)?;
    if let Some(version) = event.payload_format_version.filter(|it| it.is_truthy()) {
        editor.set_integration_key(path, &method, "payloadFormatVersion", version, problems)?;
    }
    Some(permitted)
}

/// A method as people write it.
fn method_name(method: &str) -> &str {
    if method == ANY_METHOD { "any" } else { method }
}

/// The authorizer that a route asks for. `None` when the API does not have it, which is reported.
fn authorizer_of<'a>(
    auth: &'a Node,
    api: &'a Map,
    api_id: &syntax::Text,
    problems: &mut Problems,
) -> Option<MethodAuthorizer<'a>> {
    let written = auth.map()?;
    if let Some(wrong) = api.get("Auth").filter(|it| it.map().is_none()) {
        report_api_property("Auth", wrong, api_id, problems);
        return None;
    }
    let of_api = api.get("Auth").and_then(Node::map);
    let find = |name| of_api.and_then(|it| it.truthy(name));
    let default = find("DefaultAuthorizer");
    let Some(chosen) = written.truthy("Authorizer").or(default) else {
        let message = format!("neither this route nor `{api_id}` names an authorizer");
        let finding =
            Diagnostic::new(&codes::MISSING_PROPERTY, auth.span, message).missing(["Authorizer", "DefaultAuthorizer"]);
        problems.push(finding.help("add `Authorizer:` here, or `DefaultAuthorizer:` to the `Auth` of the API"));
        return None;
    };
    if let Some(scopes) = written.truthy("AuthorizationScopes").filter(|it| it.list().is_none()) {
        let message = format!("`AuthorizationScopes` is {}; it must be a list", scopes.kind_name());
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, scopes.span, message).value_of("AuthorizationScopes"));
        return None;
    }
    let Some(name) = chosen.text() else {
        let message = format!("`Authorizer` is {}; it must be a string", chosen.kind_name());
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, chosen.span, message).value_of("Authorizer"));
        return None;
    };
    if *name == "NONE" {
        if default.is_none() {
            let message = format!("`NONE` has no effect, since `{api_id}` has no default authorizer");
            let finding = Diagnostic::new(&codes::INVALID_VALUE, chosen.span, message);
            problems.push(finding.help("remove `Auth`, or add `DefaultAuthorizer:` to the `Auth` of the API"));
            return None;
        }
        return Some(MethodAuthorizer { name, scopes: None });
    }
    let iam_enabled = of_api.and_then(|it| it.get("EnableIamAuthorizer")).is_some_and(|it| it.bool() == Some(true));
    if *name == authorizer::IAM && iam_enabled {
        return Some(MethodAuthorizer { name, scopes: None });
    }
    let authorizers = find("Authorizers").and_then(Node::map);
    let found = authorizers.and_then(|it| it.truthy(name)).and_then(Node::map);
    if found.is_none() {
        let message = format!("`{api_id}` has no authorizer `{name}`");
        let finding = Diagnostic::new(&codes::UNKNOWN_AUTHORIZER, chosen.span, message);
        let names = authorizers.into_iter().flat_map(Map::keys).map(|it| &**it);
        problems.push(match nearest(name, names) {
            Some(near) => finding.did_you_mean(chosen.span, name, near),
            None if *name == authorizer::IAM => {
                finding.help("set `EnableIamAuthorizer: true` in the `Auth` of the API")
            }
            None => finding.help("define it under `Authorizers` in the `Auth` of the API"),
        });
    }
    let scopes = written.truthy("AuthorizationScopes").or(found?.truthy("AuthorizationScopes"));
    Some(MethodAuthorizer { name, scopes: scopes.filter(|_| *name != authorizer::IAM) })
}
