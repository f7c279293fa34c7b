//! `Api`: a path and method of a REST API invokes the function.
use super::{Event, EventSource};
use crate::cfn::permission::{self, Invoked};
use crate::cfn::{Context, Expansion, Resource, Route};
use crate::diagnostic::{Diagnostic, Problems};
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::sam::openapi::rest::LambdaIntegration;
use crate::sam::openapi::{Editor, MANAGED, normalize_method};
use crate::source::Span;
use crate::syntax::{self, IntoNode, Map, Node};
use crate::template::intrinsics;

pub static SOURCE: EventSource = EventSource { name: "Api", properties: Api::TABLE, expand };

properties! {
    /// A path and method of a REST API.
    pub struct Api {
        /// Path below the stage, such as `/products/{id}`.
        "Path" => path: Literal<Text>;
        /// HTTP method, or `any`.
        "Method" => method: Literal<Text>;
        /// The API, as `!Ref` of an `AWS::Serverless::Api`; the implicit API when left out.
        "RestApiId" => rest_api_id: Option<Text>;
        /// Stage of the API.
        "Stage" => stage: Option<Text>;
        /// Authorization of this method, over that of the API.
        "Auth" => auth: Option<Object>;
        /// The model that the request's body follows.
        "RequestModel" => request_model: Option<Object>;
        /// Headers, path and query parameters that the request has.
        "RequestParameters" => request_parameters: Option<List>;
        /// Milliseconds to wait for the function.
        "TimeoutInMillis" => timeout: Option<Integer>;
        /// Whether the response is sent while it is made: `BUFFERED` or `STREAM`.
        "ResponseTransferMode" => response_transfer_mode: Option<Text>;
    }
}

fn expand(event: &Event<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(api) = Api::read(event.properties, event.span, problems) else { return Expansion::default() };
    let Some((api_id, stage)) = api_and_stage(api.rest_api_id, event, context, problems) else {
        return Expansion::default();
    };
    let at = event.span;
    let path = api.path.text().expect("a string, by the table");
    let method = api.method.text().expect("a string, by the table");
    let source_arn = source_arn(api.rest_api_id, path, method, context, at);
    let permission = permission::invoke(event.logical_id, &stage, "apigateway.amazonaws.com", event.invoked, at)
        .set("SourceArn", source_arn);
    let route = Route {
        api_id,
        resource_id: event.resource_id.clone(),
        event_id: event.id.clone(),
        origin: at,
        event: event.properties.clone(),
        integration_uri: integration_uri(event.invoked, context, at),
        condition: event.invoked.condition().cloned(),
        permission: None,
        extra: Node::null(at),
        join,
    };
    Expansion { resources: vec![permission], routes: vec![route], ..Expansion::default() }
}

/// The logical id of the API that `RestApiId` names, and the stage that the permission's id names.
///
/// `None` when there is no such API, which is reported.
pub fn api_and_stage(
    rest_api_id: Option<&Node>,
    event: &Event<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<(syntax::Text, String)> {
    let Some(written) = rest_api_id else {
        let finding = Diagnostic::error("missing-property", event.span, "`RestApiId` is null");
        problems.push(finding.help("name an API with `!Ref`, or remove the line to use the implicit one"));
        return None;
    };
    let id = intrinsics::argument(written, "Ref").unwrap_or(written).text();
    let resource = id.and_then(|id| context.resources.get(id));
    let is_rest_api =
        resource.is_some_and(|it| !it.get("Type").is_some_and(|it| it.is_text("AWS::Serverless::HttpApi")));
    let (Some(id), Some(resource), true) = (id, resource, is_rest_api) else {
        let message = "`RestApiId` does not name an `AWS::Serverless::Api` of this template";
        let finding = Diagnostic::error("unknown-api", written.span, message);
        problems.push(finding.help("write `!Ref` and the logical id of the API, or leave it out for the implicit one"));
        return None;
    };
    let stage = resource.get("Properties").and_then(|it| it.get("StageName"));
    let suffix = stage.and_then(Node::text).map_or_else(|| "Stage".to_owned(), ToString::to_string);
    if suffix.is_empty() {
        let span = stage.map_or(event.span, |it| it.span);
        let finding = Diagnostic::error("invalid-value", span, "`StageName` is empty").resource(&**id);
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

/// A path with `*` for each parameter: `/users/{id}` becomes `/users/*`.
pub fn with_wildcards(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let inside = &rest[open + 1..];
        match inside.find('}').filter(|close| is_parameter(&inside[..*close])) {
            Some(close) => {
                out.push('*');
                rest = &inside[close + 1..];
            }
            None => {
                out.push('{');
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    out
}

fn is_parameter(name: &str) -> bool {
    let name = name.strip_suffix('+').unwrap_or(name);
    !name.is_empty() && name.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-'))
}

/// What API Gateway calls to invoke the function.
fn integration_uri(invoked: &Invoked, context: &Context<'_>, at: Span) -> Node {
    let (target, unicode) = match invoked.arn.get("Fn::GetAtt").and_then(Node::list) {
        Some(parts) => {
            let unicode = parts.first().and_then(Node::text).is_some_and(syntax::Text::is_unicode);
            let parts: Vec<&str> = parts.iter().filter_map(|it| it.text().map(|text| &**text)).collect();
            (parts.join("."), unicode)
        }
        None => (invoked.logical_id.to_string(), false),
    };
    let partition = context.partition;
    let uri = format!(
        "arn:{partition}:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/${{{target}}}/invocations"
    );
    let mut map = Map::python2();
    map.insert("Fn::Sub", syntax::Text::from(uri).with_unicode(unicode).into_node(at));
    map.into_node(at)
}

/// Adds the route to a definition that SAM made; a definition of the user's own stays as it is.
fn join(route: &Route, api: &mut Map, _: &Context<'_>, problems: &mut Problems) -> Vec<Resource> {
    let _ = join_definition(route, api, problems);
    Vec::new()
}

fn join_definition(route: &Route, api: &mut Map, problems: &mut Problems) -> Option<()> {
    if !api.get(MANAGED).is_some_and(Node::is_truthy) {
        return None;
    }
    let definition = api.present("DefinitionBody")?;
    let mut editor = Editor::open(definition)?;
    let (path, method) = (route.event.get("Path")?, route.event.get("Method")?);
    let (path_text, method_text) = (path.text()?, method.text()?);
    let lower = normalize_method(method_text);
    if editor.has_integration(path_text, &lower) {
        let message =
            format!("method `{}` of path `{path_text}` is defined more than once", method_text.to_lowercase());
        problems.push(Diagnostic::error("duplicate-route", path.span, message));
        return None;
    }
    let integration = LambdaIntegration {
        path: path_text,
        method: &lower,
        uri: &route.integration_uri,
        condition: route.condition.as_ref(),
    };
    editor.add_lambda_integration(&integration, route.origin, problems)?;
    api.insert("DefinitionBody", editor.close());
    Some(())
}
