//! Swagger and OpenAPI definitions of REST APIs.
mod authorizers;
mod cors;
mod editor;
mod extensions;
mod gateway_responses;
mod integration;
pub(crate) mod merge;
pub(crate) mod method_auth;
mod models;
mod request;
mod resource_policy;
mod security;
pub(crate) mod version;

pub(crate) use authorizers::Authorizers;
pub(crate) use cors::Cors;
pub(crate) use editor::RestEditor;
pub(crate) use gateway_responses::GatewayResponse;
pub(crate) use integration::{LambdaIntegration, StateMachineIntegration};
pub(crate) use models::RequestModel;
pub(crate) use request::RequestParameter;
pub(crate) use version::is_version_3;

use super::editor::python2_map;
use crate::node;
use crate::source::Span;
use crate::syntax::{Deferred, IntoNode, Map, Node};

/// The definition of an API without paths.
pub(crate) fn skeleton(at: Span) -> Node {
    let title = node!(at, {"Ref": "AWS::StackName"});
    let info = python2_map(at, [("version", node!(at, "1.0")), ("title", title)]);
    python2_map(at, [("swagger", node!(at, "2.0")), ("info", info), ("paths", Map::python2().into_node(at))])
}

/// Whether a definition can be edited: it has paths, and the version of Swagger or of OpenAPI 3.
pub(crate) fn is_valid(definition: Option<&Node>) -> bool {
    let Some(definition) = definition.filter(|it| it.get("paths").is_some_and(|it| it.map().is_some())) else {
        return false;
    };
    has_known_version(definition.get("swagger").is_some_and(Node::is_truthy), definition.get("openapi"))
}

/// [`is_valid`] of a definition of which copies are put off.
fn can_edit(definition: &mut Deferred) -> bool {
    let Some(mut document) = definition.map() else { return false };
    document.below("paths").is_some()
        && has_known_version(document.truthy("swagger").is_some(), document.present("openapi"))
}

fn has_known_version(swagger: bool, openapi: Option<&Node>) -> bool {
    swagger || openapi.is_some_and(|it| it.is_truthy() && is_version_3(it))
}
