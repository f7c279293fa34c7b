//! Finds APIs that have nothing to deploy.
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::facts::types;
use crate::rule;
use crate::sam::openapi::IMPLICIT_HTTP_API;
use crate::sam::resources;
use crate::semantics::Semantics;
use crate::syntax::{Map, Node};
use crate::template::intrinsics;
use crate::template::references::references;
use std::collections::HashSet;

rule! {
    /// A REST API has no methods, so that it cannot be deployed.
    ///
    /// SAM makes a deployment and a stage for each `AWS::Serverless::Api`. API Gateway refuses to deploy an API of which
    /// no method is known: "The REST API doesn't contain any methods" ("CreateDeployment" in its API reference). Events
    /// of type `Api` add methods to the API that their `RestApiId` names; without it, to one that SAM makes beside.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
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
    ///             Path: /products
    ///             Method: get
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
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
    "api-without-methods" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some(generated) = semantics.generated().filter(|_| !semantics.has_macros()) else { return };
    // What stands beside an API may add some.
    let of_methods = [types::API_GATEWAY_METHOD, types::API_GATEWAY_V2_ROUTE];
    let is_method = |it: &&Node| it.get("Type").is_some_and(|it| of_methods.iter().any(|name| it.is_text(name)));
    let found = generated.values().filter(is_method).flat_map(references);
    let used: HashSet<String> = found.map(|it| it.target().to_owned()).collect();
    for (id, id_span, _) in semantics.of_type(resources::API) {
        if !generated.get(id).is_some_and(has_no_paths) || used.contains(&**id) {
            continue;
        }
        let finding = Diagnostic::new(&CODE, id_span, format!("API `{id}` has no methods")).resource(&**id);
        problems.push(finding.help(format!("add `RestApiId: !Ref {id}` to the events of functions that it is for")));
    }
    check_http_apis(generated, semantics, problems);
}

/// An HTTP API without routes is deployed, but events that name none are not for it.
fn check_http_apis(generated: &Map, semantics: &Semantics<'_>, problems: &mut Problems) {
    let written = semantics.template.resources();
    if !generated.contains_key(IMPLICIT_HTTP_API) || written.contains_key(IMPLICIT_HTTP_API) {
        return;
    }
    let outputs = semantics.template.section("Outputs");
    for (id, id_span, _) in semantics.of_type(resources::HTTP_API) {
        if **id == *IMPLICIT_HTTP_API || !generated.get(id).is_some_and(has_no_paths) {
            continue;
        }
        // What else refers to it, also in other stacks, may add some.
        if written.values().chain(outputs).flat_map(references).any(|it| *it.target() == **id) {
            continue;
        }
        let message = format!("API `{id}` has no routes: the events are for another one, which SAM makes");
        let finding = Diagnostic { severity: Severity::Warning, ..Diagnostic::new(&CODE, id_span, message) };
        let help = format!("add `ApiId: !Ref {id}` to the events of functions that it is for");
        problems.push(finding.resource(&**id).help(help));
    }
}

/// Whether the whole definition of an API is known, and there is no path in it.
fn has_no_paths(api: &Node) -> bool {
    let Some(body) = api.at(&["Properties", "Body"]) else { return false };
    let Some(definition) = body.map().filter(|_| !intrinsics::is_intrinsic(body)) else { return false };
    let is_plain = !definition.contains_key("Fn::Transform");
    is_plain && definition.get("paths").is_none_or(|it| it.map().is_some_and(Map::is_empty))
}
