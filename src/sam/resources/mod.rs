//! One file (or folder) per `AWS::Serverless` type, named after it.
pub(crate) mod api;
mod application;
mod capacity_provider;
pub(crate) mod connector;
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
use super::events::EventSource;
use crate::cfn::{Context, Expansion};
use crate::diagnostic::Problems;
use crate::property::Property;
use crate::syntax::Node;

/// Everything that the rest of the compiler knows about a SAM resource type.
pub(crate) struct ResourceType {
    pub name: &'static str,
    /// The CloudFormation type that takes its place, under the same logical id; empty where nothing does.
    pub becomes: &'static str,
    pub properties: &'static [Property],
    /// What its `Events` can be; empty where it has none.
    pub events: &'static [&'static EventSource],
    /// When its resources are expanded.
    pub phase: Phase,
    /// The properties that can name a local file or folder.
    pub artifacts: &'static [Artifact],
    /// Words that can follow the logical id in a reference (`!Ref Function.Alias`), with the type of the generated
    /// resource that they stand for.
    pub referable: &'static [(&'static str, &'static str)],
    pub expand: fn(&SamResource<'_>, &Context<'_>, &mut Problems) -> Expansion,
}

/// Resources are expanded phase by phase, in each as the template has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    // What calls APIs comes before them: they are made of the routes that lead to them.
    Functions,
    WebFunctions,
    StateMachines,
    Apis,
    Others,
    /// They look at what all others have become.
    Connectors,
}

/// A property that names something local until it is built and uploaded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Artifact {
    pub property: &'static str,
    pub kind: ArtifactKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArtifactKind {
    /// The code of what has the package type `Zip`: a build adds it where it does not stand in the template.
    Code,
    /// The image of what has the package type `Image`: a build adds it where there is a `Dockerfile`.
    Image,
    /// The files of a layer: a build adds them.
    Layer,
    /// A definition in a file of its own.
    Definition,
}

/// The types of SAM.
pub(crate) static ALL: &[&ResourceType] = &[
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

/// The names of types that differ from others in more than their [`ResourceType`] says.
pub(crate) const API: &str = api::TYPE.name;
/// A nested application.
pub(crate) const APPLICATION: &str = application::TYPE.name;
pub(crate) const CONNECTOR: &str = connector::TYPE.name;
pub(crate) const FUNCTION: &str = function::TYPE.name;
pub(crate) const HTTP_API: &str = http_api::TYPE.name;
pub(crate) const SIMPLE_TABLE: &str = simple_table::TYPE.name;
pub(crate) const STATE_MACHINE: &str = state_machine::TYPE.name;
pub(crate) const WEB_FUNCTION: &str = web_function::TYPE.name;
pub(crate) const WEBSOCKET_API: &str = websocket_api::TYPE.name;

/// What may stand beside the properties of a resource of SAM: what `Globals` does not decide for it.
pub(crate) const IGNORE_GLOBALS: &str = "IgnoreGlobals";

/// What SAM lets stand beside the properties of any resource: connectors whose source it is.
pub(crate) const CONNECTORS: &str = "Connectors";

/// The CloudFormation type of what a resource becomes: that in the place of a type of SAM, or else the type itself.
pub(crate) fn deployed_type(name: &str) -> &str {
    find(name).map(|it| it.becomes).filter(|it| !it.is_empty()).unwrap_or(name)
}

/// The type of a resource of the template, if that is one of SAM.
pub(crate) fn type_of(resource: &Node) -> Option<&'static ResourceType> {
    find(resource.get("Type")?.text()?)
}

/// The type called `name`, such as `AWS::Serverless::Function`.
pub(crate) fn find(name: &str) -> Option<&'static ResourceType> {
    ALL.iter().find(|it| it.name == name).copied()
}
