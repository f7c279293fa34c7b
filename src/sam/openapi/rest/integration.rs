//! What the methods of a REST API call: functions and state machines.
use super::RestEditor;
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::node;
use crate::sam::openapi::{INTEGRATION, python2_map};
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};
use crate::template::intrinsics;

/// A route's integration with a function.
#[derive(Debug)]
pub(crate) struct LambdaIntegration<'a> {
    pub path: &'a Text,
    /// In the spelling of definitions, see [`crate::sam::openapi::normalize_method`].
    pub method: &'a Text,
    pub uri: &'a Node,
    pub condition: Option<&'a Node>,
    /// Whether the response is sent while it is made.
    pub streams: bool,
    /// The role under which API Gateway calls the function.
    pub credentials: Option<&'a Node>,
}

/// A route's integration with a state machine.
#[derive(Debug)]
pub(crate) struct StateMachineIntegration<'a> {
    pub path: &'a Text,
    /// In the spelling of definitions, see [`crate::sam::openapi::normalize_method`].
    pub method: &'a Text,
    pub uri: &'a Node,
    pub condition: Option<&'a Node>,
    /// The role under which API Gateway starts executions.
    pub credentials: &'a Node,
    /// What is sent to Step Functions, for each type of content.
    pub request_templates: &'a Node,
}

impl RestEditor {
    /// Makes a method of a path call a function. `None` when the definition does not allow it, which is reported.
    pub(crate) fn add_lambda_integration(
        &mut self,
        integration: &LambdaIntegration<'_>,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        let LambdaIntegration { path, method, uri, condition, streams, credentials } = integration;
        let uri = under_condition(uri, *condition, at);
        self.add_integration(path, method, *condition, at, problems, &|definition| {
            let mut integration = Map::python2();
            integration.insert("type", node!(at, "aws_proxy"));
            integration.insert("httpMethod", node!(at, "POST"));
            integration.insert("uri", uri.clone());
            if *streams {
                integration.insert("responseTransferMode", node!(at, "STREAM"));
            }
            if let Some(credentials) = credentials {
                integration.insert("credentials", (*credentials).clone());
            }
            definition.insert(INTEGRATION, integration.into_node(at));
            definition.or_insert_with("responses", || Map::python2().into_node(at));
        })
    }

    /// Makes a method of a path start a state machine. `None` when the definition does not allow it, which is
    /// reported.
    pub(crate) fn add_state_machine_integration(
        &mut self,
        integration: &StateMachineIntegration<'_>,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        let StateMachineIntegration { path, method, uri, condition, credentials, request_templates } = integration;
        let uri = under_condition(uri, *condition, at);
        self.add_integration(path, method, *condition, at, problems, &|definition| {
            let response = |code: &'static str| python2_map(at, [("statusCode", node!(at, code))]);
            let mut integration = Map::python2();
            integration.insert("type", node!(at, "aws"));
            integration.insert("httpMethod", node!(at, "POST"));
            integration.insert("uri", uri.clone());
            integration.insert("responses", python2_map(at, [("200", response("200")), ("400", response("400"))]));
            integration.insert("credentials", (*credentials).clone());
            integration.update(&Map::from_iter([("requestTemplates", (*request_templates).clone())]));
            definition.insert(INTEGRATION, integration.into_node(at));
            definition.or_insert_with("responses", || {
                let description = |text: &'static str| python2_map(at, [("description", node!(at, text))]);
                python2_map(at, [("200", description("OK")), ("400", description("Bad Request"))])
            });
        })
    }

    /// Adds the method where it is missing, lets `complete` fill it in, and puts it under the condition.
    fn add_integration(
        &mut self,
        path: &Text,
        method: &Text,
        condition: Option<&Node>,
        at: Span,
        problems: &mut Problems,
        complete: &dyn Fn(&mut Map),
    ) -> Option<Sound> {
        self.base.add_path(path, method, at, problems)?;
        for item in self.base.items_of_method(path, method, problems)? {
            let definition = item.get_mut(method).expect("added above");
            let span = definition.span;
            let Some(map) = definition.map_mut() else {
                let message = format!("the value of method `{method}` of path `{path}` must be a map");
                problems.push(Diagnostic::new(&codes::INVALID_DEFINITION, span, message));
                return None;
            };
            complete(map);
            if let Some(condition) = condition {
                *definition = intrinsics::if_only(at, condition, &*definition);
            }
        }
        Some(Sound)
    }

    /// Sets the milliseconds that API Gateway waits for what a method calls.
    pub(crate) fn add_timeout(
        &mut self,
        path: &Text,
        method: &Text,
        timeout: &Node,
        problems: &mut Problems,
    ) -> Option<Sound> {
        for definition in self.base.method_mut(path, method, problems)? {
            if let Some(integration) = definition.get_mut(INTEGRATION).and_then(Node::map_mut) {
                integration.insert("timeoutInMillis", timeout.clone());
            }
        }
        Some(Sound)
    }
}

fn under_condition(uri: &Node, condition: Option<&Node>, at: Span) -> Node {
    match condition {
        Some(condition) => intrinsics::if_only(at, condition, uri),
        None => uri.clone(),
    }
}
