//! Finds methods of API events that HTTP does not have.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::Node;

rule! {
    /// The `Method` of an event is not an HTTP method.
    ///
    /// SAM writes it into the API's definition unchanged. API Gateway knows `get`, `head`, `post`, `put`, `patch`,
    /// `delete`, `options` and, for all of them, `any`. This is a warning because it is not known how API Gateway
    /// treats other methods.
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
    ///             Path: /products
    ///             Method: fetch
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
    "unknown-http-method" Warning check
}

/// As API Gateway's `PutMethod` lists them.
const METHODS: [&str; 8] = ["get", "head", "post", "put", "patch", "delete", "options", "any"];
/// How definitions of APIs spell `any`.
const ANY_METHOD: &str = "x-amazon-apigateway-any-method";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for event in semantics.events_of(&["Api", "HttpApi"]) {
        let Some(written) = event.properties.present("Method") else { continue };
        let Some(method) = written.text().filter(|_| Node::is_truthy(written)) else { continue };
        let lower = method.to_lowercase();
        // For an API with its own definition, it is only part of a permission.
        let is_pattern = lower == "*" && semantics.has_own_definition(&event);
        if METHODS.contains(&&*lower) || lower == ANY_METHOD || is_pattern {
            continue;
        }
        let finding = Diagnostic::new(&CODE, written.span, format!("`{method}` is not an HTTP method"));
        // Some are near one another: `fetch` is not `patch`.
        let near = nearest(&lower, METHODS).filter(|it| it[..1] == *lower.chars().take(1).collect::<String>());
        let finding = match near {
            Some(near) => finding.did_you_mean(written.span, method, near),
            None => finding.help(format!("the methods are {}", METHODS.map(|it| format!("`{it}`")).join(", "))),
        };
        event.report(finding, problems);
    }
}
