//! Finds headers of REST APIs whose values lack the quotes of expressions.
use super::unquoted_cors_value::{lacks_quotes, with_quotes};
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::sam::resources;
use crate::semantics::{Semantics, is_dynamic};
use crate::source::Span;
use crate::syntax::{Map, Node};

rule! {
    /// The value of a header that a REST API sets does not stand in single quotes.
    ///
    /// API Gateway takes the values for expressions: a text stands in single quotes, and what does not begin with the name
    /// of a source, such as `context.` or `integration.response.header.`, is refused: "Invalid mapping expression
    /// specified" ("Gateway response parameters" and "Mapping request and response data" in its developer guide). In
    /// YAML, put double quotes around them: `"'*'"`.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
    ///       GatewayResponses:
    ///         DEFAULT_4XX:
    ///           ResponseParameters:
    ///             Headers:
    ///               Access-Control-Allow-Origin: '*'
    ///   Products:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         List:
    ///           Type: Api
    ///           Properties:
    ///             RestApiId: !Ref Shop
    ///             Path: /products
    ///             Method: get
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
    ///       GatewayResponses:
    ///         DEFAULT_4XX:
    ///           ResponseParameters:
    ///             Headers:
    ///               Access-Control-Allow-Origin: "'*'"
    ///   Products:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         List:
    ///           Type: Api
    ///           Properties:
    ///             RestApiId: !Ref Shop
    ///             Path: /products
    ///             Method: get
    /// ```
    "unquoted-header-value" Error check
}

/// How the names of headers begin that are set.
const HEADERS: [&str; 2] = ["gatewayresponse.header.", "method.response.header."];
/// How expressions begin that are no texts.
const EXPRESSIONS: [&str; 5] = ["'", "context.", "integration.response.", "method.request.", "stageVariables."];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some(generated) = semantics.generated() else { return };
    // What SAM makes of `Cors` has a rule of its own.
    let cors: Vec<Span> = semantics.of_type(resources::API).filter_map(|(.., it)| Some(it.get("Cors")?.span)).collect();
    for (id, resource) in generated.iter() {
        let type_name = resource.get("Type").and_then(Node::text).map(|it| &**it);
        let (within, parameters) = match type_name {
            Some(types::API_GATEWAY_REST_API) => ("Body", "responseParameters"),
            Some(types::API_GATEWAY_METHOD) => ("Integration", "ResponseParameters"),
            Some(types::API_GATEWAY_GATEWAY_RESPONSE) => ("ResponseParameters", ""),
            _ => continue,
        };
        let Some(around) = resource.at(&["Properties", within]) else { continue };
        problems.in_resource(id, |problems| {
            let mut check = |it: &Map| check_headers(it, &cors, semantics, problems);
            match parameters {
                "" => around.map().into_iter().for_each(check),
                _ => around.walk(&mut |it| it.get(parameters).and_then(Node::map).into_iter().for_each(&mut check)),
            }
        });
    }
}

fn check_headers(parameters: &Map, cors: &[Span], semantics: &Semantics<'_>, problems: &mut Problems) {
    for (_, value) in parameters.iter().filter(|(name, _)| HEADERS.iter().any(|it| name.starts_with(it))) {
        let Some(text) = value.text().filter(|it| !it.is_empty()) else { continue };
        if EXPRESSIONS.iter().any(|it| text.starts_with(it)) || is_dynamic(text) || text.contains("${") {
            continue;
        }
        if cors.iter().any(|it| it.contains(value.span)) {
            continue;
        }
        let bare = text.trim().trim_start_matches('$');
        if bare != &**text && EXPRESSIONS.iter().any(|it| bare.starts_with(it)) {
            let message = format!("`{text}` is not an expression of API Gateway");
            problems.push(Diagnostic::new(&CODE, value.span, message).help(format!("write `{bare}`")));
            continue;
        }
        let finding = Diagnostic::new(&CODE, value.span, lacks_quotes(text));
        problems.push(with_quotes(finding, text, Some(value.span), semantics));
    }
}
