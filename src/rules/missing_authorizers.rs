//! Finds APIs that are open, although a default authorizer is named.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::sam::resources;
use crate::semantics::Semantics;
use crate::syntax::{Map, Node};

rule! {
    /// `DefaultAuthorizer` names an authorizer, but the API has no `Authorizers`.
    ///
    /// SAM looks for the name only when there are `Authorizers` ("ApiAuth" in the SAM specification). Without them it
    /// makes no requirement and says nothing: everybody can call every method. This is a warning because the stack is
    /// deployed.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
    ///       Auth:
    ///         DefaultAuthorizer: Users
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
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         List:
    ///           Type: Api
    ///           Properties:
    ///             RestApiId: !Ref Shop
    ///             Path: /products
    ///             Method: get
    /// ```
    "missing-authorizers" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some(generated) = semantics.generated().filter(|_| !semantics.has_macros()) else { return };
    for (id, _, api) in semantics.of_type(resources::API) {
        let Some(auth) = api.present("Auth").and_then(Node::map) else { continue };
        let Some((_, default)) = auth.entry("DefaultAuthorizer").filter(|(_, it)| it.value.is_truthy()) else {
            continue;
        };
        // Many write this to say that there is none.
        let Some(name) = default.value.text().filter(|it| **it != *"NONE") else { continue };
        if auth.truthy("Authorizers").is_some() || !generated.get(id).is_some_and(is_open) {
            continue;
        }
        let message = format!("`DefaultAuthorizer` guards nothing, because the API has no authorizer `{name}`");
        let finding = Diagnostic::new(&CODE, default.value.span, message).resource(&**id);
        problems.push(finding.help(format!("declare it: `Authorizers: {{{name}: …}}`, or write `AWS_IAM`")));
    }
}

/// Whether the definition of an API has methods, and none of them asks who calls.
fn is_open(api: &Node) -> bool {
    let Some(body) = api.at(&["Properties", "Body"]).and_then(Node::map) else { return false };
    let paths = body.present("paths").and_then(Node::map);
    let mut methods = paths.into_iter().flat_map(Map::values).filter_map(Node::map).flat_map(Map::values).peekable();
    let is_guarded = body.present("security").is_some();
    !is_guarded && methods.peek().is_some() && methods.all(|it| it.map().is_some() && it.get("security").is_none())
}
