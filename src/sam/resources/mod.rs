//! One file (or folder) per `AWS::Serverless` type, named after it.
pub(crate) mod api;
mod application;
mod capacity_provider;
pub mod connector;
mod function;
mod graphql_api;
mod http_api;
mod layer_version;
mod microvm_image;
mod network_connector;
mod simple_table;
mod state_machine;
mod web_function;
mod websocket_api;

use super::SamResource;
use crate::cfn::{Context, Expansion};
use crate::diagnostic::Problems;
use crate::property::Property;

/// Everything that the rest of the compiler knows about a SAM resource type.
pub struct ResourceType {
    pub name: &'static str,
    /// The CloudFormation type that takes its place, under the same logical id; empty where nothing does.
    pub becomes: &'static str,
    pub properties: &'static [Property],
    /// Words that can follow the logical id in a reference (`!Ref Function.Alias`), with the type of the generated
    /// resource that they stand for.
    pub referable: &'static [(&'static str, &'static str)],
    pub expand: fn(&SamResource<'_>, &Context<'_>, &mut Problems) -> Expansion,
}

/// The types of SAM.
pub static ALL: &[&ResourceType] = &[
    &api::TYPE,
    &application::TYPE,
    &capacity_provider::TYPE,
    &connector::TYPE,
    &function::TYPE,
    &graphql_api::TYPE,
    &http_api::TYPE,
    &layer_version::TYPE,
    &microvm_image::TYPE,
    &network_connector::TYPE,
    &simple_table::TYPE,
    &state_machine::TYPE,
    &web_function::TYPE,
    &websocket_api::TYPE,
];

/// What may stand beside the properties of a resource of SAM: what `Globals` does not decide for it.
pub const IGNORE_GLOBALS: &str = "IgnoreGlobals";

/// What SAM lets stand beside the properties of any resource: connectors whose source it is.
pub const CONNECTORS: &str = "Connectors";

/// The type called `name`, such as `AWS::Serverless::Function`.
pub fn find(name: &str) -> Option<&'static ResourceType> {
    ALL.iter().find(|it| it.name == name).copied()
}
