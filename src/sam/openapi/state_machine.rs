//! Methods of REST APIs that start a state machine.
use super::editor::{Editor, INTEGRATION, alternatives_mut, python2_map, report_path_item};
use crate::diagnostic::Problems;
use crate::node;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};
use crate::template::intrinsics;

/// A route's integration with a state machine.
#[derive(Debug)]
pub struct StateMachineIntegration<'a> {
    pub path: &'a Text,
    /// In the spelling of definitions, see [`super::normalize_method`].
    pub method: &'a Text,
    pub uri: &'a Node,
    pub condition: Option<&'a Node>,
    /// ARN of the role that starts the state machine.
    pub credentials: &'a Node,
    /// What Step Functions is sent, by content type.
    pub request_templates: Option<&'a Node>,
}

impl Editor {
    /// Makes a method of a path start a state machine. `None` when the definition does not allow it, which is
    /// reported.
    pub fn add_state_machine_integration(
        &mut self,
        integration: &StateMachineIntegration<'_>,
        at: Span,
        problems: &mut Problems,
    ) -> Option<()> {
        let StateMachineIntegration { path, method, condition, .. } = integration;
        self.add_path(path, method, at, problems)?;
        let item = self.paths_mut().get_mut(path).expect("added above");
        for item in alternatives_mut(item) {
            let span = item.span;
            let Some(method) = item.map_mut().and_then(|it| it.get_mut(method)) else {
                report_path_item(path, span, problems);
                return None;
            };
            let Some(definition) = method.map_mut() else {
                report_path_item(path, method.span, problems);
                return None;
            };
            // The order in which keys are added, here and below, is that of the reference: hashes depend on it.
            definition.insert(INTEGRATION, integration.node(at));
            definition.or_insert_with("responses", || {
                let answer = |description: &'static str| python2_map(at, [("description", node!(at, description))]);
                python2_map(at, [("200", answer("OK")), ("400", answer("Bad Request"))])
            });
            if let Some(condition) = condition {
                *method = intrinsics::if_only(at, *condition, &*method);
            }
        }
        Some(())
    }
}

impl StateMachineIntegration<'_> {
    fn node(&self, at: Span) -> Node {
        let uri = match self.condition {
            Some(condition) => intrinsics::if_only(at, condition, self.uri),
            None => self.uri.clone(),
        };
        let status = |code: &'static str| python2_map(at, [("statusCode", node!(at, code))]);
        let mut integration = Map::python2();
        for (key, value) in [
            ("type", node!(at, "aws")),
            ("httpMethod", node!(at, "POST")),
            ("uri", uri),
            ("responses", python2_map(at, [("200", status("200")), ("400", status("400"))])),
            ("credentials", self.credentials.clone()),
        ] {
            integration.insert(key, value);
        }
        if let Some(templates) = self.request_templates {
            integration.update(&Map::from_iter([("requestTemplates", templates.clone())]));
        }
        integration.into_node(at)
    }
}
