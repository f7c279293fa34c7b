//! What the expansion of a resource may look at besides the resource.
use crate::source::Span;
use crate::syntax::{Map, Node};
use crate::template::mappings::Mappings;
use crate::template::parameters::Parameters;
use std::collections::HashMap;

/// The surroundings of a resource that is being expanded; nothing here can be changed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context<'a> {
    /// The partition of the region that the template is expanded for, such as `aws-cn`.
    pub partition: &'static str,
    pub parameters: &'a Parameters,
    pub mappings: &'a Mappings,
    /// The template's resources before expansion: with implicit APIs, and `Globals` merged in.
    pub resources: &'a Map,
    /// Where the section `Globals` stands: what a resource has from there is shared with others.
    pub globals: Option<Span>,
    /// The document's resources, for connectors alone: they are expanded last, when all others have become what they are.
    pub document: Option<&'a Map>,
    /// The template's `Conditions`.
    pub conditions: Option<&'a Map>,
    /// The time that counts as now.
    pub seconds_since_1970: u64,
    /// For each API, the names given to functions (`FunctionName`) that it leads to, one after the other: a new name
    /// makes a new deployment.
    pub function_names: &'a HashMap<String, String>,
}

impl<'a> Context<'a> {
    /// The properties of a resource in the template, when it is there and has some.
    pub(crate) fn properties(&self, logical_id: &str) -> Option<&'a Map> {
        self.resources.get(logical_id)?.get("Properties").and_then(Node::map)
    }

    /// The ARN of an IAM policy that AWS manages.
    pub(crate) fn managed_policy_arn(&self, path_and_name: &str) -> String {
        format!("arn:{}:iam::aws:policy/{path_and_name}", self.partition)
    }
}
