//! Functions whose new versions CodeDeploy puts into service.
use super::Resource;
use crate::syntax::{Map, Node, Text};

/// A function's part in the CodeDeploy application that all functions of a template share.
#[derive(Debug)]
pub(crate) struct Deployment {
    /// The logical id of the function.
    pub function_id: Text,
    /// The function's deployment group. It joins the document after everything else.
    pub group: Resource,
    /// The function's condition, where the group and what it shares with others are to have it as well.
    pub condition: Option<Node>,
    /// Whether the function brings a role for CodeDeploy, so that it does not need the shared one.
    pub brings_role: bool,
    /// What the function hands on to what it shares with others.
    pub tags: Map,
}
