//! `Api`: a path and method of a REST API invokes the function.
use super::method::{MethodAuthProperties, RequestModelProperties};
use super::{Event, EventSource};
use crate::cfn::permission::{self, Invoked};
use crate::cfn::{Context, Expansion, JoinedApi, Route, RouteTarget};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::sam::openapi::path::with_wildcards;
use crate::sam::openapi::rest::merge::{MergedMethod, merge};
use crate::sam::openapi::rest::method_auth::{self, MethodAuth};
use crate::sam::openapi::rest::{self, LambdaIntegration, RequestModel, RequestParameter, RestEditor};
use crate::sam::openapi::{MANAGED, normalize_method};
use crate::sam::resources;
use crate::source::Span;
use crate::syntax::{self, Deferred, IntoNode, Map, Node};
use crate::template::intrinsics;

pub(super) static SOURCE: EventSource = EventSource { name: "Api", properties: Api::TABLE, expand };

properties! {
    /// A path and method of a REST API.
    pub(super) struct Api {
        /// The model of the request's body.
        "RequestModel" => request_model: Option<RequestModelProperties<'static>>;
        /// Headers, path and query parameters that the request has.
        "RequestParameters" => request_parameters: Option<List>;
        /// Milliseconds to wait for the function: up to 29,000, or the account's raised quota, or 15 minutes
        /// where the response is streamed.
        "TimeoutInMillis" => timeout: Option<Integer>, range(50..=900_000);
        /// Whether the response is streamed: `BUFFERED` or `RESPONSE_STREAM`.
        "ResponseTransferMode" => response_transfer_mode: Option<Text>, one_of(&["BUFFERED", "RESPONSE_STREAM"]);
        ..route: RouteProperties;
    }
}

properties! {
    /// What routes of REST APIs to functions and to state machines have in common.
    pub(super) struct RouteProperties {
        /// Path below the stage, such as `/products/{id}`.
        "Path" => path: Literal<Text>;
        /// HTTP method, or `any`.
        "Method" => method: Literal<Text>;
        /// The API, as `!Ref` of an `AWS::Serverless::Api`; the implicit API when omitted.
        "RestApiId" => rest_api_id: Option<Text>;
        /// Stage of the API.
        "Stage" => stage: Option<Text>;
        /// Authorization of this method, which overrides that of the API.
        "Auth" => auth: Option<MethodAuthProperties<'static>>;
    }
}

fn expand(event: &Event<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(api) = Api::read(event.properties, event.span, problems) else { return Expansion::default() };
    let Some((api_id, stage)) = api_and_stage(api.route.rest_api_id, event, context, problems) else {
        return Expansion::default();
    };
    let at = event.span;
    let path = api.route.path.text().expect("a string, by the table");
    let method = api.route.method.text().expect("a string, by the table");
    let source_arn = source_arn(api.route.rest_api_id, path, method, context, at);
    let permission = permission::invoke(event.logical_id, &stage, "apigateway.amazonaws.com", event.invoked, at)
        .set("SourceArn", source_arn);
    let route = Route {
        api_id,
        resource_id: event.resource_id.clone(),
        event_id: event.id.clone(),
        origin: at,
        event: event.properties.clone(),
        integration_uri: integration_uri(event.invoked, streams(&api), context, at),
        condition: event.invoked.condition().cloned(),
        target: RouteTarget::Function { stage: stage.into_node(at) },
    };
    Expansion { resources: vec![permission], routes: vec![route], ..Expansion::default() }
}

/// The API's logical id, and the stage that the permission's id names. `None` when there is no such API.
pub(super) fn api_and_stage(
    rest_api_id: Option<&Node>,
    event: &Event<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<(syntax::Text, syntax::Text)> {
    let Some(written) = rest_api_id else {
        let finding =
            Diagnostic::new(&codes::MISSING_PROPERTY, event.span, "`RestApiId` is empty").missing(["RestApiId"]);
        problems.push(finding.help("write `!Ref` and the logical id of the API, or remove it to use the implicit API"));
        return None;
    };
    let id = intrinsics::argument(written, "Ref").unwrap_or(written).text();
    let resource = id.and_then(|id| context.resources.get(id));
    let is_rest_api = resource.is_some_and(|it| !it.get("Type").is_some_and(|it| it.is_text(resources::HTTP_API)));
    let (Some(id), Some(resource), true) = (id, resource, is_rest_api) else {
        if let Some((id, _)) = id.zip(resource) {
            let message = format!("`RestApiId` names `{id}`, which is an HTTP API");
            let finding = Diagnostic::new(&codes::UNKNOWN_API, written.span, message);
            problems.push(finding.help(format!("write `Type: HttpApi` and `ApiId: !Ref {id}`")));
            return None;
        }
        let message = "`RestApiId` does not name an `AWS::Serverless::Api` in this template";
        let finding = Diagnostic::new(&codes::UNKNOWN_API, written.span, message);
        problems.push(finding.help("write `!Ref` and the logical id of the API, or remove it to use the implicit API"));
        return None;
    };
    let stage = resource.get("Properties").and_then(|it| it.get("StageName"));
    let suffix = stage.and_then(Node::text).cloned().unwrap_or_else(|| "Stage".into());
    if suffix.is_empty() {
        let span = stage.map_or(event.span, |it| it.span);
        let finding =
            Diagnostic::new(&codes::INVALID_VALUE, span, "`StageName` is empty").value_of("StageName").resource(&**id);
        problems.push(finding.help("name the stage, for example `Prod`"));
        return None;
    }
    Some((id.clone(), suffix))
}

/// ARN of the API's method, whatever the stage.
fn source_arn(api_id: Option<&Node>, path: &str, method: &str, context: &Context<'_>, at: Span) -> Node {
    let method = if method.eq_ignore_ascii_case("any") { "*".to_owned() } else { method.to_uppercase() };
    let path = with_wildcards(without_trailing_slash(path));
    let partition = context.partition;
    let arn = format!(
        "arn:{partition}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{__ApiId__}}/${{__Stage__}}/{method}{path}"
    );
    let api_id = api_id.cloned().unwrap_or_else(|| Node::null(at));
    node!(at, {"Fn::Sub": [arn, {"__ApiId__": api_id, "__Stage__": "*"}]})
}

/// API Gateway drops the slash at the end of a path, and permissions have to as well.
fn without_trailing_slash(path: &str) -> &str {
    match path.strip_suffix('/') {
        Some(shorter) if !shorter.is_empty() && !shorter.contains('\n') => shorter,
        _ => path,
    }
}

/// What API Gateway calls to invoke the function.
fn integration_uri(invoked: &Invoked, streams: bool, context: &Context<'_>, at: Span) -> Node {
    let (target, unicode) = match invoked.arn.get("Fn::GetAtt").and_then(Node::list) {
        Some(parts) => {
            let unicode = parts.first().and_then(Node::text).is_some_and(syntax::Text::is_unicode);
            let parts: Vec<&str> = parts.iter().filter_map(|it| it.text().map(|text| &**text)).collect();
            (parts.join("."), unicode)
        }
        None => (invoked.logical_id.to_string(), false),
    };
    let partition = context.partition;
    let (version, action) =
        if streams { ("2021-11-15", "response-streaming-invocations") } else { ("2015-03-31", "invocations") };
    let uri =
        format!("arn:{partition}:apigateway:${{AWS::Region}}:lambda:path/{version}/functions/${{{target}}}/{action}");
    let mut map = Map::python2();
    map.insert("Fn::Sub", syntax::Text::from(uri).with_unicode(unicode).into_node(at));
    map.into_node(at)
}

/// Whether the response is sent while it is made.
fn streams(api: &Api<'_>) -> bool {
    api.response_transfer_mode.is_some_and(|it| it.is_text("RESPONSE_STREAM"))
}

/// The event with what stands in it for sure, while its route is joined into the definition of its API.
struct Joining<'a> {
    route: &'a Route,
    stage: &'a Node,
    event: Api<'a>,
    path: &'a syntax::Text,
    /// In lower case.
    method: syntax::Text,
    auth: Option<&'a Map>,
    context: &'a Context<'a>,
}

/// Edits the API's definition, if it has one; the rest of the API can be changed at the same time.
pub(super) fn edit_definition(
    api: &mut JoinedApi,
    at: Span,
    problems: &mut Problems,
    edit: impl FnOnce(&mut RestEditor, &mut Map, &mut Problems) -> Option<Sound>,
) -> Option<Sound> {
    let Some(mut definition) = api.definition.take() else { return Some(Sound) };
    let has_sound_paths = api.has_sound_paths;
    let mut statements = api.statements.take();
    let kept = (&mut definition, &mut statements);
    let edited = RestEditor::edit_in_place(kept, has_sound_paths, at, problems, |editor, problems| {
        api.has_sound_paths = true;
        edit(editor, &mut api.properties, problems)
    });
    (api.definition, api.statements) = (Some(definition), statements);
    edited
}

/// The API's `Auth` with parameters resolved, which then stand in the API as well.
pub(super) fn resolve_auth(api: &mut Map, context: &Context<'_>, problems: &mut Problems) -> Option<Node> {
    let resolved = api.get("Auth").map(|it| context.parameters.resolve(it, problems));
    let is_reference = api.get("Auth").is_some_and(|it| intrinsics::argument(it, "Ref").is_some());
    if let Some(resolved) = resolved.clone().filter(|_| !is_reference) {
        api.insert("Auth", resolved);
    }
    resolved
}

/// Adds the route to the API's definition, if SAM made it or may merge into it, and what `Auth` says in any case.
pub(super) fn join(
    route: &Route,
    stage: &Node,
    api: &mut JoinedApi,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Sound> {
    let event = Api::read(&route.event, route.origin, problems)?;
    let (path, method) = (event.route.path.text()?, event.route.method.text()?);
    let method = syntax::Text::from(method.to_lowercase()).with_unicode(method.is_unicode());
    let auth = event.route.auth.filter(|it| it.is_truthy()).and_then(Node::map);
    let joining = Joining { route, stage, event, path, method, auth, context };
    if api.properties.truthy(MANAGED).is_some() || api.properties.truthy("MergeDefinitions").is_some() {
        joining.add_route(api, problems)?;
    }
    match auth.filter(|it| it.truthy("OverrideApiAuth").is_some()) {
        Some(auth) => joining.override_auth(auth, api, problems),
        None => Some(Sound),
    }
}

impl Joining<'_> {
    fn add_route(&self, api: &mut JoinedApi, problems: &mut Problems) -> Option<Sound> {
        let at = self.route.origin;
        let method = normalize_method(&self.method);
        if api.properties.truthy("MergeDefinitions").is_some() {
            api.put_statements_back();
            let Some(definition) = &mut api.definition else { return Some(Sound) };
            let definition = definition.settled().clone();
            let mut editor = RestEditor::open(Some(rest::skeleton(at)), at, problems)?;
            self.edit(&mut editor, &method, &mut api.properties, problems)?;
            let generated = editor.close();
            let merged_method = MergedMethod { path: self.path, method: &self.method, generated: &generated };
            let merged = problems
                .in_resource(&self.route.api_id, |problems| merge(&definition, &merged_method, at, problems))?;
            api.definition = Some(Deferred::new(merged));
            api.has_sound_paths = false;
            return Some(Sound);
        }
        edit_definition(api, at, problems, |editor, api, problems| self.edit(editor, &method, api, problems))
    }

    /// Adds everything that the event says of its route to the definition.
    fn edit(
        &self,
        editor: &mut RestEditor,
        method: &syntax::Text,
        api: &mut Map,
        problems: &mut Problems,
    ) -> Option<Sound> {
        if editor.has_integration(self.path, method, problems)? {
            let at = self.event.route.path.span;
            problems.push(editor.duplicate_route(self.path, method, &self.method, at));
            return None;
        }
        let credentials = self.credentials(api, problems)?;
        let integration = LambdaIntegration {
            path: self.path,
            method,
            uri: &self.route.integration_uri,
            condition: self.route.condition.as_ref().filter(|it| it.is_truthy()),
            streams: streams(&self.event),
            credentials: credentials.as_ref(),
        };
        editor.add_lambda_integration(&integration, self.route.origin, problems)?;
        if let Some(auth) = self.auth {
            self.apply_auth(auth, api, editor, problems)?;
        }
        if let Some(timeout) = self.event.timeout.filter(|it| it.is_truthy()) {
            editor.add_timeout(self.path, &self.method, timeout, problems)?;
        }
        self.add_request_model(api, editor, problems)?;
        self.add_request_parameters(editor, problems)
    }

    /// The role under which the function is called, where the caller is known by IAM.
    fn credentials(&self, api: &Map, problems: &mut Problems) -> Option<Option<Node>> {
        let no_auth = Map::new();
        let api_auth = match api.truthy("Auth") {
            None => &no_auth,
            Some(auth) => auth.map().or_else(|| {
                let message = format!("`Auth` is {}; it must be a map", auth.kind_name());
                let finding = Diagnostic::new(&codes::WRONG_TYPE, auth.span, message).value_of("Auth");
                problems.push(finding.resource(&*self.route.api_id));
                None
            })?,
        };
        let method_auth = self.auth.unwrap_or(&no_auth);
        let is_iam = |map: &Map, key| map.get(key).is_some_and(|it| it.is_text("AWS_IAM"));
        let by_default = method_auth.is_empty() && is_iam(api_auth, "DefaultAuthorizer");
        if !by_default && !is_iam(method_auth, "Authorizer") {
            return Some(None);
        }
        let at = self.route.origin;
        // What is written but empty stands for no role.
        let none = node!(at, "NONE");
        let role = |map: &Map| map.get("InvokeRole").map(|it| if it.is_truthy() { it.clone() } else { none.clone() });
        Some(match role(method_auth).or_else(|| role(api_auth)) {
            Some(role) if role.is_text("NONE") => None,
            Some(role) if !role.is_text("CALLER_CREDENTIALS") => Some(role),
            _ => Some(node!(at, format!("arn:{}:iam::*:user/*", self.context.partition))),
        })
    }

    /// Applies the event's `Auth`. The parameters in that of the API are resolved from now on, as in the reference.
    fn apply_auth(&self, auth: &Map, api: &mut Map, editor: &mut RestEditor, problems: &mut Problems) -> Option<Sound> {
        let resolved = resolve_auth(api, self.context, problems);
        let method = MethodAuth {
            path: self.path,
            method: &self.method,
            auth,
            api_auth: resolved.as_ref().and_then(Node::map),
            api_id: &self.route.api_id,
            stage: self.stage,
        };
        method_auth::apply(editor, &method, self.route.origin, problems)
    }

    /// Applies the event's `Auth` to a definition, whoever wrote it.
    fn override_auth(&self, auth: &Map, api: &mut JoinedApi, problems: &mut Problems) -> Option<Sound> {
        if !api.definition.as_ref().is_some_and(Deferred::is_truthy) {
            return Some(Sound);
        }
        if !["Authorizer", "ApiKeyRequired", "ResourcePolicy"].iter().any(|it| auth.truthy(it).is_some()) {
            let span = self.event.route.auth.map_or(self.route.origin, |it| it.span);
            let message = "`OverrideApiAuth` has nothing to replace the API's `Auth` with";
            let finding = Diagnostic::new(&codes::MISSING_PROPERTY, span, message).missing([
                "Authorizer",
                "ApiKeyRequired",
                "ResourcePolicy",
            ]);
            problems.push(finding.help("add `Authorizer`, `ApiKeyRequired` or `ResourcePolicy`"));
            return None;
        }
        edit_definition(api, self.route.origin, problems, |editor, api, problems| {
            self.apply_auth(auth, api, editor, problems)
        })
    }

    fn add_request_model(&self, api: &Map, editor: &mut RestEditor, problems: &mut Problems) -> Option<Sound> {
        let Some(request) = self.event.request_model.filter(|it| it.is_truthy()).and_then(Node::map) else {
            return Some(Sound);
        };
        let Some(model) = request.truthy("Model") else { return Some(Sound) };
        let models = api.truthy("Models").and_then(Node::map);
        let name = model.text().filter(|it| models.is_some_and(|models| models.truthy(it).is_some()));
        let Some(name) = name else {
            let message = match model.text() {
                Some(name) => format!("the API has no model `{name}`"),
                None => format!("`Model` is {}; it must be the name of a model of the API", model.kind_name()),
            };
            let finding = Diagnostic::new(&codes::UNKNOWN_MODEL, model.span, message);
            problems.push(finding.help("define it under `Models` of the API"));
            return None;
        };
        let at = self.route.origin;
        let model = RequestModel { model: name, required: request.present("Required") };
        editor.add_request_model(self.path, &self.method, &model, at, problems)?;
        let checks = [request.present("ValidateBody"), request.present("ValidateParameters")];
        if checks.iter().all(Option::is_none) {
            return Some(Sound);
        }
        if let Some(other) = checks.into_iter().flatten().find(|it| it.bool().is_none()) {
            let message = "`ValidateBody` and `ValidateParameters` must be a literal `true` or `false`";
            problems.push(Diagnostic::new(&codes::WRONG_TYPE, other.span, message).value_of("ValidateBody"));
            return None;
        }
        let [body, parameters] = checks.map(|it| it.and_then(Node::bool).unwrap_or_default());
        editor.add_request_validator(self.path, &self.method, body, parameters, at, problems)
    }

    fn add_request_parameters(&self, editor: &mut RestEditor, problems: &mut Problems) -> Option<Sound> {
        let Some(written) = self.event.request_parameters.filter(|it| it.is_truthy()) else { return Some(Sound) };
        let Some(list) = written.list() else {
            report_parameter(written, problems);
            return None;
        };
        let parameters = list.iter().map(|it| request_parameter(it, problems)).collect::<Option<Vec<_>>>()?;
        editor.add_request_parameters(self.path, &self.method, &parameters, self.route.origin, problems)
    }
}

/// A parameter as written: its name, or a map from its name to what is set for it.
fn request_parameter(written: &Node, problems: &mut Problems) -> Option<RequestParameter> {
    let (name, settings) = match (written.text(), written.map().and_then(|it| it.iter().next())) {
        (Some(name), _) => (name, None),
        (None, Some((name, settings))) => (name, Some(settings)),
        (None, None) => {
            report_parameter(written, problems);
            return None;
        }
    };
    let place = name.strip_prefix("method.request.").and_then(|it| it.split_once('.')).map(|(place, _)| place);
    if !place.is_some_and(|it| ["querystring", "path", "header"].contains(&it)) {
        let message = format!("`{name}` is not a request parameter");
        let finding = Diagnostic::new(&codes::INVALID_VALUE, written.span, message);
        problems.push(finding.help("write `method.request.header.Name`, or `querystring` or `path` for `header`"));
        return None;
    }
    let known = |it: &Map| it.keys().all(|key| *key == "Required" || *key == "Caching");
    if let Some(settings) = settings.filter(|it| !it.map().is_some_and(known)) {
        let message = format!("the settings of `{name}` must be a map with `Required` and `Caching`");
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, settings.span, message));
        return None;
    }
    let setting = |key| settings.and_then(Node::map).and_then(|it| it.get(key)).cloned();
    let setting = |key| setting(key).unwrap_or_else(|| node!(written.span, false));
    Some(RequestParameter { name: name.clone(), required: setting("Required"), caching: setting("Caching") })
}

fn report_parameter(written: &Node, problems: &mut Problems) {
    let message = format!("a request parameter is {}; it must be a string or a map", written.kind_name());
    problems.push(Diagnostic::new(&codes::WRONG_TYPE, written.span, message));
}
