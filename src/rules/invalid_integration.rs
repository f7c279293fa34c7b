//! Finds integrations of REST APIs with functions that API Gateway cannot call.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::sam::openapi::INTEGRATION;
use crate::semantics::policy_documents::is_open;
use crate::semantics::{Branch, Semantics};
use crate::syntax::{Entry, Map, Node, Text};
use crate::template::intrinsics;
use std::collections::HashSet;

rule! {
    /// A REST API cannot call a function in the way that its integration says.
    ///
    /// API Gateway invokes functions by `POST`, whatever the method of the API is, and finds them by a URI of its own, in
    /// which the ARN of the function is a part ("Set up Lambda proxy integrations in API Gateway" in its developer guide;
    /// "Uri" of `AWS::ApiGateway::Method`, Integration). Another method answers each call with an error of the server;
    /// the ARN alone is refused: "AWS ARN for integration must contain path or action". So is the ARN alone as the URI of an
    /// authorizer. An integration of an HTTP API takes the ARN. An `AWS::ApiGateway::Method` whose integration sends requests
    /// needs an `IntegrationHttpMethod`: "Enumeration value for HttpMethod must be non-empty". An API cannot be deployed if an
    /// operation of its definition has no integration: "No integration defined for method".
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
    ///       DefinitionBody:
    ///         openapi: 3.0.1
    ///         paths:
    ///           /products:
    ///             get:
    ///               x-amazon-apigateway-integration:
    ///                 type: aws_proxy
    ///                 httpMethod: GET
    ///                 uri: !Sub arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Products.Arn}/invocations
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
    ///       DefinitionBody:
    ///         openapi: 3.0.1
    ///         paths:
    ///           /products:
    ///             get:
    ///               x-amazon-apigateway-integration:
    ///                 type: aws_proxy
    ///                 httpMethod: POST
    ///                 uri: !Sub arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Products.Arn}/invocations
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
    "invalid-integration" Error check
}

/// What stands in a URI by which a function is called; others are of the functions themselves.
const FUNCTIONS: &str = ":lambda:path/";
const CALLS: &str = "invocations";

/// The names of an integration's properties.
struct Names {
    method: &'static str,
    uri: &'static str,
}

const IN_DEFINITIONS: Names = Names { method: "httpMethod", uri: "uri" };
const IN_METHODS: Names = Names { method: "IntegrationHttpMethod", uri: "Uri" };

/// What says in definitions who authorizes requests.
const AUTHORIZER: &str = "x-amazon-apigateway-authorizer";
/// What is sent somewhere, of what stands below a path.
const OPERATIONS: [&str; 8] =
    ["delete", "get", "head", "options", "patch", "post", "put", "x-amazon-apigateway-any-method"];
/// Kinds of integrations that send requests, for which it must be said how.
const SENDING: [&str; 4] = ["AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY"];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some(generated) = semantics.generated() else { return };
    let deployed: HashSet<String> =
        semantics.by_owner(&[types::API_GATEWAY_DEPLOYMENT], "RestApiId").into_keys().collect();
    for (id, resource) in generated.iter() {
        let Some(properties) = resource.get("Properties") else { continue };
        let type_name = resource.get("Type").and_then(Node::text);
        problems.in_resource(id, |problems| match type_name.map(|it| &**it) {
            Some(types::API_GATEWAY_REST_API) => {
                let body = properties.get("Body");
                body.into_iter().for_each(|it| {
                    it.walk(&mut |it| {
                        let integration = it.get(INTEGRATION).and_then(Node::map);
                        integration
                            .into_iter()
                            .for_each(|it| check_integration(it, &IN_DEFINITIONS, semantics, problems));
                        let authorizer = it.get(AUTHORIZER).and_then(Node::map);
                        authorizer.into_iter().for_each(|it| check_uri(it, "authorizerUri", semantics, problems));
                    });
                    if deployed.contains(&**id) {
                        check_operations(it, problems);
                    }
                });
            }
            Some(types::API_GATEWAY_METHOD) => {
                let integration = properties.get("Integration").and_then(Node::map);
                integration.into_iter().for_each(|it| {
                    check_integration(it, &IN_METHODS, semantics, problems);
                    check_method(it, problems);
                });
            }
            Some(types::API_GATEWAY_AUTHORIZER | types::API_GATEWAY_V2_AUTHORIZER) => {
                properties.map().into_iter().for_each(|it| check_uri(it, "AuthorizerUri", semantics, problems));
            }
            _ => (),
        });
    }
}

fn check_integration(integration: &Map, names: &Names, semantics: &Semantics<'_>, problems: &mut Problems) {
    check_uri(integration, names.uri, semantics, problems);
    let Some((_, uri)) = integration.entry(names.uri) else { return };
    let method = integration.present(names.method);
    for Branch { node, .. } in semantics.present_branches(&uri.value, &[]) {
        let Some(written) = method.filter(|_| is_of_function(node)) else { continue };
        if let Some(text) = written.text().filter(|it| !it.eq_ignore_ascii_case("POST")) {
            let message = format!("API Gateway invokes functions by `POST`, not by `{text}`");
            let finding = Diagnostic::new(&CODE, written.span, message);
            problems.push(finding.help("write `POST`, whatever the method of the API is").fix(written.span, "POST"));
            return;
        }
    }
}

/// Whether a URI is the ARN of a function alone.
fn check_uri(holder: &Map, name: &str, semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some((_, uri)) = holder.entry(name) else { return };
    for Branch { node, .. } in semantics.present_branches(&uri.value, &[]) {
        let Some((function, true)) = semantics.leading_identity(node) else { continue };
        if function.facts.name == types::LAMBDA_FUNCTION && function.gives_arn() == Some(true) {
            let id = &function.id;
            let message = format!("`{name}` cannot be the ARN of function `{id}` alone");
            let finding = Diagnostic::new(&CODE, node.span, message).related(function.id_span, "it is declared here");
            problems.push(finding.help(format!(
                "write `!Sub arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/${{{id}.Arn}}/invocations`"
            )));
        }
    }
}

/// Whether each operation of a definition is sent somewhere, without which an API cannot be deployed.
fn check_operations(definition: &Node, problems: &mut Problems) {
    let plain = |it: &Node| it.map().is_some_and(|map| !is_open(map) && !map.contains_key("$ref"));
    let Some(paths) = definition.get("paths").filter(|it| plain(definition) && plain(it)).and_then(Node::map) else {
        return;
    };
    let items = paths.iter().filter(|(_, it)| plain(it));
    let operations =
        items.flat_map(|(path, item)| item.map().into_iter().flat_map(Map::entries).map(move |it| (path, it)));
    let lacks = |(_, (method, operation)): &(&Text, (&Text, &Entry))| {
        let is_operation = OPERATIONS.contains(&&***method) && plain(&operation.value);
        is_operation && operation.value.get(INTEGRATION).is_none()
    };
    let mut lacking = operations.filter(lacks);
    let Some((path, (method, operation))) = lacking.next() else { return };
    let message = match lacking.count() {
        0 => format!("`{method}` of `{path}` has no integration"),
        1 => format!("`{method}` of `{path}` has no integration, nor has another operation"),
        others => format!("`{method}` of `{path}` has no integration, nor have {others} other operations"),
    };
    let finding = Diagnostic::new(&CODE, operation.key_span, message);
    let help = format!("add `{INTEGRATION}:`; events of functions do not add it to a definition of your own");
    problems.push(finding.help(help));
}

/// Whether it is said by which method an integration sends requests.
fn check_method(integration: &Map, problems: &mut Problems) {
    let name = IN_METHODS.method;
    let kind = integration.entry("Type").map(|(_, entry)| entry);
    let Some(kind) = kind.filter(|it| it.value.text().is_some_and(|it| SENDING.contains(&&**it))) else { return };
    if integration.present(name).is_some() || is_open(integration) {
        return;
    }
    let shown = kind.value.plain_text();
    let finding = Diagnostic::new(&CODE, kind.key_span, format!("an integration of type `{shown}` needs `{name}`"));
    problems.push(match shown.starts_with("AWS") {
        true => finding.help(format!("add `{name}: POST`, which functions are invoked by")),
        false => finding.help(format!("add `{name}:` with the method of the request that is sent")),
    });
}

/// Whether a function is called by a URI.
fn is_of_function(uri: &Node) -> bool {
    let (mut is_of_function, mut is_called) = (false, false);
    if uri.text().is_some() || intrinsics::is_intrinsic(uri) {
        uri.walk(&mut |it| {
            is_of_function |= it.text().is_some_and(|it| it.contains(FUNCTIONS));
            is_called |= it.text().is_some_and(|it| it.contains(CALLS));
        });
    }
    is_of_function && is_called
}
