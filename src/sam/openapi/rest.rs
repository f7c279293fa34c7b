//! Swagger and OpenAPI definitions of REST APIs.
use super::editor::{Editor, INTEGRATION, alternatives_mut, python2_map, report_path_item};
use crate::diagnostic::Problems;
use crate::node;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};
use crate::template::intrinsics;

/// The definition of an API without paths.
pub fn skeleton(at: Span) -> Node {
    let title = node!(at, {"Ref": "AWS::StackName"});
    let info = python2_map(at, [("version", node!(at, "1.0")), ("title", title)]);
    python2_map(at, [("swagger", node!(at, "2.0")), ("info", info), ("paths", Map::python2().into_node(at))])
}

/// Whether a definition can be edited: it has paths, and the version of Swagger or of OpenAPI 3.
pub fn is_valid(definition: Option<&Node>) -> bool {
    let Some(definition) = definition.filter(|it| it.get("paths").is_some_and(|it| it.map().is_some())) else {
        return false;
    };
    let version = definition.get("openapi").filter(|it| it.is_truthy());
    definition.get("swagger").is_some_and(Node::is_truthy) || version.is_some_and(is_version_3)
}

/// Whether a value is the number of a version of OpenAPI 3, such as `3.0.1`.
pub fn is_version_3(version: &Node) -> bool {
    let printed = crate::cfn::python2_text::print(version);
    let mut parts = printed.split('.');
    let is_digit = |it: &str| it.len() == 1 && it.chars().all(|it| it.is_numeric());
    parts.next() == Some("3")
        && parts.next().is_some_and(is_digit)
        && parts.next().is_none_or(is_digit)
        && parts.next().is_none()
}

/// A route's integration with a function.
#[derive(Debug)]
pub struct LambdaIntegration<'a> {
    pub path: &'a Text,
    /// In the spelling of definitions, see [`super::normalize_method`].
    pub method: &'a Text,
    pub uri: &'a Node,
    pub condition: Option<&'a Node>,
}

impl Editor {
    /// Makes a method of a path call a function. `None` when the definition does not allow it, which is reported.
    pub fn add_lambda_integration(
        &mut self,
        integration: &LambdaIntegration<'_>,
        at: Span,
        problems: &mut Problems,
    ) -> Option<()> {
        let LambdaIntegration { path, method, uri, condition } = integration;
        self.add_path(path, method, at, problems)?;
        let uri = match condition {
            Some(condition) => intrinsics::if_only(at, *condition, *uri),
            None => (*uri).clone(),
        };
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
            let integration = python2_map(
                at,
                [("type", node!(at, "aws_proxy")), ("httpMethod", node!(at, "POST")), ("uri", uri.clone())],
            );
            definition.insert(INTEGRATION, integration);
            definition.or_insert_with("responses", || Map::python2().into_node(at));
            if let Some(condition) = condition {
                *method = intrinsics::if_only(at, *condition, &*method);
            }
        }
        Some(())
    }
}
