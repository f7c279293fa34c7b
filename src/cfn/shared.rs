//! Resources that several constructs ask for together, such as the usage plan of all APIs.
use super::{Context, Expansion, Resource};
use crate::diagnostic::Problems;

/// A resource that one construct asks for, but that it may share with others.
#[derive(Clone, Debug)]
pub struct SharedResource {
    /// What there would be if nothing else asked for it.
    pub resource: Resource,
    /// Makes one resource of all those that were asked for under its logical id, in their order.
    pub join: fn(asked: &[Resource], context: &Context<'_>, problems: &mut Problems) -> Expansion,
}
