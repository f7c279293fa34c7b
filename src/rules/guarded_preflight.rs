//! Finds APIs whose answers to preflight requests need the authorization that browsers do not send.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::sam::resources;
use crate::semantics::Semantics;
use crate::syntax::{Map, Node};

rule! {
    /// An API requires authorization for preflight requests, which browsers send without it.
    ///
    /// Before a browser calls an API of another site, it sends an `OPTIONS` request, without tokens or keys (Fetch
    /// standard, "CORS-preflight fetch"). `Cors` answers such requests, but the API's `DefaultAuthorizer` and
    /// `ApiKeyRequired` apply to all methods, including this one, unless it is excluded. This is a warning because the
    /// API may be called by clients other than browsers.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
    ///       Cors: "'https://example.com'"
    ///       Auth:
    ///         DefaultAuthorizer: Users
    ///         Authorizers:
    ///           Users:
    ///             UserPoolArn: arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Example
    ///   Products:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
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
    ///       Cors: "'https://example.com'"
    ///       Auth:
    ///         DefaultAuthorizer: Users
    ///         AddDefaultAuthorizerToCorsPreflight: false
    ///         Authorizers:
    ///           Users:
    ///             UserPoolArn: arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Example
    ///   Products:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Events:
    ///         List:
    ///           Type: Api
    ///           Properties:
    ///             RestApiId: !Ref Shop
    ///             Path: /products
    ///             Method: get
    /// ```
    "guarded-preflight" Warning check
}

/// What guards all methods, and what excepts preflight requests from it.
const GUARDS: [(&str, &str); 2] = [
    ("DefaultAuthorizer", "AddDefaultAuthorizerToCorsPreflight"),
    ("ApiKeyRequired", "AddApiKeyRequiredToCorsPreflight"),
];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some(generated) = semantics.generated() else { return };
    for (id, _, api) in semantics.of_type(resources::API) {
        let Some((_, cors)) = api.entry("Cors").filter(|(_, it)| it.value.is_truthy()) else { continue };
        let Some(auth) = api.present("Auth").and_then(Node::map) else { continue };
        if !generated.get(id).is_some_and(guards_preflight) {
            continue;
        }
        for (guard, exception) in GUARDS {
            let Some((_, entry)) = auth.entry(guard).filter(|(_, it)| it.value.is_truthy()) else { continue };
            // Who writes it down has thought of it.
            if auth.contains_key(exception) {
                continue;
            }
            let message =
                format!("`{guard}` also applies to preflight requests, which browsers send without authorization");
            let finding = Diagnostic::new(&CODE, entry.value.span, message)
                .resource(&**id)
                .related(cors.key_span, "the API answers preflight requests");
            problems.push(finding.help(format!("add `{exception}: false` beside it")));
        }
    }
}

/// Whether a method `options` in the definition of the API asks for something.
fn guards_preflight(api: &Node) -> bool {
    let paths = api.at(&["Properties", "Body", "paths"]).and_then(Node::map);
    paths.into_iter().flat_map(Map::values).any(|path| {
        let security = path.at(&["options", "security"]).and_then(Node::list).unwrap_or_default();
        security.iter().filter_map(Node::map).any(|it| it.keys().any(|name| *name != "NONE"))
    })
}
