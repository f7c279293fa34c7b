//! Finds paths of API events that do not begin with a slash.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::sam::resources;
use crate::semantics::{Branch, Semantics};
use crate::syntax::Node;
use std::collections::HashSet;

rule! {
    /// The `Path` of an event does not begin with `/`.
    ///
    /// SAM makes it a key under `paths` of the API's definition, where each key begins with a slash (OpenAPI, "Paths
    /// Object"), and a route of an HTTP API has the form `GET /path`. API Gateway refuses other paths when the API is
    /// deployed.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Events:
    ///         List:
    ///           Type: HttpApi
    ///           Properties:
    ///             Path: products
    ///             Method: get
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Events:
    ///         List:
    ///           Type: HttpApi
    ///           Properties:
    ///             Path: /products
    ///             Method: get
    /// ```
    "path-without-slash" Error check
}

/// The path of an HTTP API's default route.
const DEFAULT_ROUTE: &str = "$default";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for event in semantics.events_of(&["Api", "HttpApi"]) {
        // SAM takes no intrinsic here.
        let Some(written) = event.properties.present("Path") else { continue };
        let Some(path) = written.text() else { continue };
        if path.starts_with('/') || (event.kind == "HttpApi" && *path == DEFAULT_ROUTE) {
            continue;
        }
        let finding = Diagnostic::new(&CODE, written.span, format!("`{path}` does not begin with a slash"));
        let finding = finding.help(format!("write `/{path}`"));
        let within = semantics.values(written).first().and_then(|it| semantics.span_within(it, &(0..path.len())));
        // What is written with escapes would lose them.
        let within = within.filter(|it| *semantics.source.slice(*it) == **path);
        event.report(
            match within {
                Some(span) => finding.fix(span, format!("/{path}")),
                None => finding,
            },
            problems,
        );
    }
    check_settings(semantics, problems);
}

/// The paths of methods that a stage has settings for.
fn check_settings(semantics: &Semantics<'_>, problems: &mut Problems) {
    let mut seen = HashSet::new();
    for type_name in [resources::API, types::API_GATEWAY_STAGE] {
        for (id, _, stage) in semantics.of_type(type_name) {
            let sides = semantics.sides_of(id);
            let settings = stage.present("MethodSettings").and_then(|it| semantics.items(it, &sides));
            for Branch { node, sides } in settings.into_iter().flatten() {
                let paths = node.get("ResourcePath").map(|it| semantics.values_where(&sides, it));
                for value in paths.into_iter().flatten() {
                    let Some(path) = Node::text(&value.node) else { continue };
                    // What stands for all, and what is written as in a patch of the API.
                    let is_other = path.starts_with(['/', '*', '~']) || path.is_empty() || value.is_stand_in();
                    if is_other || !seen.insert(value.at) {
                        continue;
                    }
                    let finding = value.finding(&CODE, format!("`{path}` does not begin with a slash"));
                    problems.push(finding.resource(&**id).help(format!("write `/{path}`")));
                }
            }
        }
    }
}
