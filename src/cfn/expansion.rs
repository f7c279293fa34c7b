//! What one SAM construct turns into. Expanding returns this and changes nothing else.
use super::record_sets::RecordSets;
use super::{Context, Resource, SharedResource};
use crate::diagnostic::Problems;
use crate::source::Span;
use crate::syntax::{Map, Node, Text};

/// What one SAM resource or event turns into.
#[derive(Debug, Default)]
pub struct Expansion {
    pub resources: Vec<Resource>,
    /// What the role of the function must be allowed besides what its own `Policies` say.
    pub grants: Vec<Grant>,
    /// Paths and methods of APIs that lead to the function or state machine.
    pub routes: Vec<Route>,
    /// Edits to resources that the user wrote.
    pub patches: Vec<Patch>,
    /// DNS records for domains of APIs, which share a group for each hosted zone.
    pub record_sets: Vec<RecordSets>,
    /// Resources that other constructs may ask for as well.
    pub shared: Vec<SharedResource>,
    /// Entries for the section `Conditions`.
    pub conditions: Vec<(Text, Node)>,
    /// The logical id that the user's resource has in the output, where it is not the one written.
    pub renamed: Option<Text>,
}

impl Expansion {
    /// An expansion of these resources alone.
    pub fn of(resources: Vec<Resource>) -> Self {
        Self { resources, ..Self::default() }
    }

    /// Adds what another construct turned into.
    pub fn extend(&mut self, other: Expansion) {
        self.resources.extend(other.resources);
        self.grants.extend(other.grants);
        self.routes.extend(other.routes);
        self.patches.extend(other.patches);
        self.record_sets.extend(other.record_sets);
        self.shared.extend(other.shared);
        self.conditions.extend(other.conditions);
        self.renamed = other.renamed.or(self.renamed.take());
    }
}

/// Something that a role must be allowed.
#[derive(Clone, Debug)]
pub enum Grant {
    /// The ARN of a managed policy to attach.
    ManagedPolicy(Node),
    /// An inline policy: a map with `PolicyName` and `PolicyDocument`.
    Policy(Node),
}

/// An edit to a resource that the user wrote, such as a bucket's notifications.
#[derive(Debug)]
pub struct Patch {
    /// The resource to edit.
    pub logical_id: Text,
    /// The construct that asks for the edit.
    pub origin: Span,
    /// What the edit is about; only `apply` knows its shape.
    pub value: Node,
    /// Edits the resource (a map with `Type`, `Properties`, …) in place.
    pub apply: fn(resource: &mut Node, patch: &Patch, problems: &mut Problems),
}

/// A path and method of an API that leads to a function or a state machine.
///
/// Routes are joined into the definitions of their APIs in the order in which they were returned: the order of a
/// definition's paths, and through it the hash of its deployment, depends on it.
#[derive(Debug)]
pub struct Route {
    /// The logical id of the API.
    pub api_id: Text,
    /// The resource and the event that the route comes from.
    pub resource_id: Text,
    pub event_id: Text,
    pub origin: Span,
    /// The properties of the event, as it stands in the template.
    pub event: Map,
    /// What API Gateway calls: the URI of the integration.
    pub integration_uri: Node,
    /// The condition of the function or state machine.
    pub condition: Option<Node>,
    /// A permission that the API may need to invoke the function; `join` decides, which sees the API's definition.
    pub permission: Option<Resource>,
    /// What else the kind of route needs; only `join` knows its shape.
    pub extra: Node,
    /// Adds the route to the API's properties. Returns the resources that the route needs besides.
    pub join: fn(route: &Route, api: &mut Map, context: &Context<'_>, problems: &mut Problems) -> Vec<Resource>,
}
