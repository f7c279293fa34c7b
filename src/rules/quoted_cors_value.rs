//! Finds CORS settings of HTTP APIs in the quotes that only REST APIs need.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::sam::resources;
use crate::semantics::{Branch, Semantics};
use crate::syntax::Node;

rule! {
    /// A CORS setting of an HTTP API stands in single quotes within the string.
    ///
    /// REST APIs need them, since their headers are expressions. An HTTP API takes the value as it is, so no origin, method
    /// or header ever matches ("Configuring CORS for HTTP APIs" in the developer guide of API Gateway).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::HttpApi
    ///     Properties:
    ///       CorsConfiguration:
    ///         AllowOrigins:
    ///           - "'https://example.com'"
    ///   Products:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         List:
    ///           Type: HttpApi
    ///           Properties:
    ///             ApiId: !Ref Shop
    ///             Path: /products
    ///             Method: get
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::HttpApi
    ///     Properties:
    ///       CorsConfiguration:
    ///         AllowOrigins:
    ///           - https://example.com
    ///   Products:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         List:
    ///           Type: HttpApi
    ///           Properties:
    ///             ApiId: !Ref Shop
    ///             Path: /products
    ///             Method: get
    /// ```
    "quoted-cors-value" Warning check
}

const LISTS: [&str; 4] = ["AllowOrigins", "AllowMethods", "AllowHeaders", "ExposeHeaders"];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (id, _, api) in semantics.of_type(resources::HTTP_API) {
        let Some(cors) = api.present("CorsConfiguration") else { continue };
        for (map, sides) in semantics.maps(cors, &semantics.sides_of(id)) {
            let lists = LISTS.iter().filter_map(|it| semantics.items(map.present(it)?, &sides));
            for Branch { node, .. } in lists.flatten() {
                problems.in_resource(id, |problems| check_value(node, problems));
            }
        }
    }
}

fn check_value(value: &Node, problems: &mut Problems) {
    let Some(text) = value.text() else { return };
    let Some(bare) = text.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')).filter(|it| !it.is_empty()) else {
        return;
    };
    let message = format!("the quotes in `{text}` are part of the value: only REST APIs take them for quotes");
    problems.push(Diagnostic::new(&CODE, value.span, message).help(format!("write `{bare}`")).fix(value.span, bare));
}
