//! `Api`: a path and method of a REST API starts the state machine.
use super::{Event, EventSource, starting_role};
use crate::cfn::json_text::spaced_json;
use crate::cfn::{Context, Expansion, Resource, Route};
use crate::diagnostic::{Diagnostic, Problems};
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::sam::events::api::api_and_stage;
use crate::sam::openapi::state_machine::StateMachineIntegration;
use crate::sam::openapi::{Editor, MANAGED, normalize_method};
use crate::source::Span;
use crate::syntax::{Map, Node};

pub static SOURCE: EventSource = EventSource { name: "Api", properties: Api::TABLE, expand };

properties! {
    /// A path and method of a REST API.
    pub struct Api {
        /// Path below the stage, such as `/orders/{id}`.
        "Path" => path: Literal<Text>;
        /// HTTP method, or `any`.
        "Method" => method: Literal<Text>;
        /// The API, as `!Ref` of an `AWS::Serverless::Api`; the implicit API when left out.
        "RestApiId" => rest_api_id: Option<Text>;
        /// Stage of the API.
        "Stage" => stage: Option<Text>;
        /// Authorization of this method, over that of the API.
        "Auth" => auth: Option<Object>;
        /// Whether the state machine gets single quotes of the request's body as they are, without a backslash.
        "UnescapeMappingTemplate" => unescape_mapping_template: Option<Literal<Boolean>>;
    }
}

/// Between route and [`join`]: the ARN of the role that starts the state machine.
const CREDENTIALS: &str = "Credentials";
/// Between route and [`join`]: what Step Functions is sent.
const REQUEST_TEMPLATES: &str = "RequestTemplates";

fn expand(event: &Event<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(api) = Api::read(event.properties, event.span, problems) else { return Expansion::default() };
    let Some((api_id, _)) = api_and_stage(api.rest_api_id, event, context, problems) else {
        return Expansion::default();
    };
    let at = event.span;
    let role = starting_role(event, "apigateway.amazonaws.com", context);
    let uri = "arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution";
    let state_machine = format!("${{{}}}", event.invoked.logical_id);
    let template = if api.unescape_mapping_template.is_some_and(Node::is_truthy) {
        unescaped_template(&state_machine)
    } else {
        escaped_template(state_machine, at)
    };
    let route = Route {
        api_id,
        resource_id: event.resource_id.clone(),
        event_id: event.id.clone(),
        origin: at,
        event: event.properties.clone(),
        integration_uri: node!(at, {"Fn::Sub": uri}),
        condition: event.invoked.condition().filter(|it| it.is_truthy()).cloned(),
        permission: None,
        extra: node!(at, {
            CREDENTIALS: (role.get_att("Arn")),
            REQUEST_TEMPLATES: {"application/json": {"Fn::Sub": template}}
        }),
        join,
    };
    Expansion { resources: vec![role], routes: vec![route], ..Expansion::default() }
}

/// What Step Functions is sent: the body of the request, escaped for JavaScript.
fn escaped_template(state_machine: String, at: Span) -> String {
    let input = "$util.escapeJavaScript($input.json('$'))";
    spaced_json(&node!(at, {"input": input, "stateMachineArn": state_machine}))
}

/// Like [`escaped_template`], but single quotes lose the backslash, which JSON does not allow.
fn unescaped_template(state_machine: &str) -> String {
    let input = r#"$util.escapeJavaScript($input.json('$')).replaceAll("\\'","'")"#;
    format!(r#"{{"input": "{input}", "stateMachineArn": "{state_machine}"}}"#)
}

/// Adds the route to a definition that SAM made; a definition of the user's own stays as it is.
fn join(route: &Route, api: &mut Map, _: &Context<'_>, problems: &mut Problems) -> Vec<Resource> {
    let _ = join_definition(route, api, problems);
    Vec::new()
}

fn join_definition(route: &Route, api: &mut Map, problems: &mut Problems) -> Option<()> {
    api.truthy(MANAGED)?;
    let mut editor = Editor::open(api.present("DefinitionBody")?)?;
    let (path, method) = (route.event.get("Path")?, route.event.get("Method")?);
    let (path_text, method_text) = (path.text()?, method.text()?);
    let lower = normalize_method(method_text);
    if editor.has_integration(path_text, &lower) {
        let message =
            format!("method `{}` of path `{path_text}` is defined more than once", method_text.to_lowercase());
        problems.push(Diagnostic::error("duplicate-route", path.span, message));
        return None;
    }
    let credentials = route.extra.get(CREDENTIALS).expect("put there by `expand`");
    let integration = StateMachineIntegration {
        path: path_text,
        method: &lower,
        uri: &route.integration_uri,
        condition: route.condition.as_ref(),
        credentials,
        request_templates: route.extra.get(REQUEST_TEMPLATES),
    };
    editor.add_state_machine_integration(&integration, route.origin, problems)?;
    api.insert("DefinitionBody", editor.close());
    Some(())
}
