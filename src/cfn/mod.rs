//! The CloudFormation document under construction: resources, their ids, and what an expansion returns. Knows no SAM
//! type.
mod context;
mod dependency;
mod deployment;
mod expansion;
pub(crate) mod iam;
pub(crate) mod logical_id;
mod origin;
pub(crate) mod permission;
pub(crate) mod queue;
pub(crate) mod record_sets;
mod resource;
mod statements;
pub(crate) mod tags;
pub(crate) mod wildcard;

pub(crate) use context::Context;
pub(crate) use dependency::Dependency;
pub(crate) use deployment::Deployment;
pub(crate) use expansion::{
    AwaitedPermission, Edit, Expansion, Grant, JoinedApi, Known, Patch, Patchable, Route, RouteTarget, SharedResource,
};
pub(crate) use origin::{Cause, Origin, Origins, note as note_origin};
pub(crate) use resource::{Resource, generated_attributes, own_attributes};
pub(crate) use statements::{RESOURCE_POLICY, Statements};
