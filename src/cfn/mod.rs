//! The CloudFormation document under construction: resources, their ids, and what an expansion returns. Knows no SAM
//! type.
mod context;
mod expansion;
pub mod iam;
pub mod logical_id;
pub mod permission;
pub mod python2_text;
pub mod record_sets;
mod resource;
mod shared;
pub mod tags;

pub use context::Context;
pub use expansion::{Expansion, Grant, Patch, Route};
pub use resource::{IntoProperty, Resource, generated_attributes};
pub use shared::SharedResource;
