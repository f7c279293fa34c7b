//! The CloudFormation document under construction: resources, their ids, and what an expansion returns. Knows no SAM
//! type.
mod context;
mod dependency;
mod deployment;
mod expansion;
pub mod iam;
pub mod logical_id;
mod origin;
pub mod permission;
pub mod queue;
pub mod record_sets;
mod resource;
pub mod tags;
pub mod wildcard;

pub use context::Context;
pub use dependency::Dependency;
pub use deployment::Deployment;
pub use expansion::{
    AwaitedPermission, Edit, Expansion, Grant, JoinedApi, Known, Patch, Patchable, Route, RouteTarget, SharedResource,
};
pub use origin::{Cause, Origins, note as note_origin};
pub use resource::{Resource, generated_attributes, own_attributes};
