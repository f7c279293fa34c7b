//! `Api`: a path and method of a REST API starts the state machine.
use super::{Event, EventSource, starting_role};
use crate::cfn::{Context, Expansion, JoinedApi, Route, RouteTarget};
use crate::diagnostic::{Problems, Sound};
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::python::json::spaced_json;
use crate::sam::events::api::{RouteProperties, api_and_stage, edit_definition, resolve_auth};
use crate::sam::openapi::rest::StateMachineIntegration;
use crate::sam::openapi::rest::method_auth::{self, MethodAuth};
use crate::sam::openapi::{MANAGED, normalize_method};
use crate::source::Span;
use crate::syntax::{self, Node};

pub(super) static SOURCE: EventSource = EventSource { name: "Api", properties: Api::TABLE, expand };

properties! {
    /// A path and method of a REST API.
    pub(super) struct Api {
        /// Whether single quotes in the request's body are passed to the state machine without a backslash.
        "UnescapeMappingTemplate" => unescape_mapping_template: Option<Literal<Boolean>>;
        ..route: RouteProperties;
    }
}

fn expand(event: &Event<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(api) = Api::read(event.properties, event.span, problems) else { return Expansion::default() };
    let Some((api_id, _)) = api_and_stage(api.route.rest_api_id, event, context, problems) else {
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
        target: RouteTarget::StateMachine {
            credentials: role.get_att("Arn"),
            request_templates: node!(at, {"application/json": {"Fn::Sub": template}}),
        },
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
pub(crate) fn join(
    route: &Route,
    (credentials, request_templates): (&Node, &Node),
    api: &mut JoinedApi,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Sound> {
    if api.properties.truthy(MANAGED).is_none() {
        return Some(Sound);
    }
    let event = Api::read(&route.event, route.origin, problems)?;
    let (path, method) = (event.route.path.text()?, event.route.method.text()?);
    let method = syntax::Text::from(method.to_lowercase()).with_unicode(method.is_unicode());
    let normalized = normalize_method(&method);
    let integration = StateMachineIntegration {
        path,
        method: &normalized,
        uri: &route.integration_uri,
        condition: route.condition.as_ref(),
        credentials,
        request_templates,
    };
    edit_definition(api, route.origin, problems, |editor, api, problems| {
        if editor.has_integration(path, &normalized, problems)? {
            problems.push(editor.duplicate_route(path, &normalized, &method, event.route.path.span));
            return None;
        }
        editor.add_state_machine_integration(&integration, route.origin, problems)?;
        let Some(auth) = event.route.auth.filter(|it| it.is_truthy()).and_then(Node::map) else { return Some(Sound) };
        let api_auth = resolve_auth(api, context, problems);
        // Other than that of functions, the event does not know the API's stage.
        let stage = event.route.stage.cloned().unwrap_or_else(|| Node::null(route.origin));
        let api_auth = api_auth.as_ref().and_then(Node::map);
        let method = MethodAuth { path, method: &method, auth, api_auth, api_id: &route.api_id, stage: &stage };
        method_auth::apply(editor, &method, route.origin, problems)
    })
}
