//! Finds private REST APIs that cannot be deployed, since they have no resource policy.
use crate::diagnostic::Problems;
use crate::facts::types;
use crate::rule;
use crate::semantics::{Branch, Semantics, is_of_type};
use crate::syntax::Node;
use crate::template::conditions::own_sides;

rule! {
    /// A private REST API has no resource policy.
    ///
    /// A policy says which VPC endpoints may call the API. Without one, it is not deployed: "Private REST API doesn't have a
    /// resource policy attached to it" ("Private REST APIs" in the developer guide of API Gateway).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
    ///       EndpointConfiguration:
    ///         Type: PRIVATE
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
    ///       EndpointConfiguration:
    ///         Type: PRIVATE
    ///       Auth:
    ///         ResourcePolicy:
    ///           IntrinsicVpceWhitelist:
    ///             - vpce-0123456789abcdef0
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
    "private-api-without-policy" Error check
}

/// Where the policy of an API stands in its definition.
const POLICY: &str = "x-amazon-apigateway-policy";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some(generated) = semantics.generated() else { return };
    let deployments = semantics.by_owner(&[types::API_GATEWAY_DEPLOYMENT], "RestApiId");
    for (id, api) in generated.iter().filter(|(_, it)| is_of_type(it, types::API_GATEWAY_REST_API)) {
        let Some(properties) = api.get("Properties").and_then(Node::map) else { continue };
        let body = properties.present("Body");
        // Elsewhere, or in a text, there may be one.
        let is_known = properties.present("BodyS3Location").is_none() && body.is_none_or(|it| it.map().is_some());
        let is_included = body.and_then(Node::map).is_some_and(|it| it.keys().any(|it| it.starts_with("Fn::")));
        let has_policy = properties.present("Policy").is_some() || body.is_some_and(|it| it.get(POLICY).is_some());
        if !is_known || is_included || has_policy || !deployments.contains_key(&**id) {
            continue;
        }
        let sides = own_sides(api);
        let Some(types) = api.at(&["Properties", "EndpointConfiguration", "Types"]) else { continue };
        let mut types = semantics.items(types, &sides).into_iter().flatten();
        let private = types.find_map(|Branch { node, sides }| {
            semantics.values_where(&sides, node).into_iter().find(|it| it.node.is_text("PRIVATE"))
        });
        if let Some(private) = private {
            let finding = private.finding(&CODE, "a private API needs a resource policy, or it cannot be deployed");
            let help = "name the VPC endpoints that may call it, such as `Auth: {ResourcePolicy: {IntrinsicVpceWhitelist: \
                        [vpce-…]}}`, or `Policy` of an `AWS::ApiGateway::RestApi`";
            problems.in_resource(id, |problems| problems.push(finding.help(help)));
        }
    }
}
