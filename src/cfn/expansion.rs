//! What one SAM construct turns into. Expanding returns this and changes nothing else.
use super::record_sets::RecordSets;
use super::{Context, Dependency, Deployment, Resource, Statements};
use crate::diagnostic::Problems;
use crate::source::Span;
use crate::syntax::{Deferred, Map, Node, Text};
use std::collections::{HashMap, HashSet};

/// What one SAM resource or event turns into.
#[derive(Debug, Default)]
pub(crate) struct Expansion {
    pub resources: Vec<Resource>,
    /// What the role of the function must be allowed besides what its own `Policies` say.
    pub grants: Vec<Grant>,
    /// Paths and methods of APIs that lead to the function or state machine.
    pub routes: Vec<Route>,
    /// Edits to resources that the user wrote.
    pub patches: Vec<Patch>,
    /// Functions that CodeDeploy puts into service.
    pub deployments: Vec<Deployment>,
    /// DNS records for domains of APIs, which share a group for each hosted zone.
    pub record_sets: Vec<RecordSets>,
    /// Edits to who waits for whom.
    pub dependencies: Vec<Dependency>,
    /// Resources that other constructs may ask for as well.
    pub shared: Vec<SharedResource>,
    /// Entries for the section `Conditions`.
    pub conditions: Vec<(Text, Node)>,
    /// The logical id that the user's resource has in the output, where it is not the one written.
    pub renamed: Option<Text>,
}

impl Expansion {
    /// An expansion of these resources alone.
    pub(crate) fn of(resources: Vec<Resource>) -> Self {
        Self { resources, ..Self::default() }
    }

    /// Adds what another construct turned into.
    pub(crate) fn extend(&mut self, other: Expansion) {
        self.resources.extend(other.resources);
        self.grants.extend(other.grants);
        self.routes.extend(other.routes);
        self.patches.extend(other.patches);
        self.deployments.extend(other.deployments);
        self.record_sets.extend(other.record_sets);
        self.dependencies.extend(other.dependencies);
        self.shared.extend(other.shared);
        self.conditions.extend(other.conditions);
        self.renamed = other.renamed.or(self.renamed.take());
    }
}

/// Something that a role must be allowed.
#[derive(Clone, Debug)]
pub(crate) enum Grant {
    /// The ARN of a managed policy to attach.
    ManagedPolicy(Node),
    /// An inline policy: a map with `PolicyName` and `PolicyDocument`. It is left out where the role has another with
    /// the same document.
    Policy(Node),
    /// An inline policy for polling an event source. The reference has no answer when it meets a policy without a
    /// document, that is one under `Fn::If`.
    PollingPolicy(Node),
}

/// An edit to a resource that the user wrote, such as a bucket's notifications.
///
/// Patches are made in the order in which they were returned, and each sees what those before it did.
#[derive(Debug)]
pub(crate) struct Patch {
    /// The resource to edit.
    pub logical_id: Text,
    /// What kind of resource that must be.
    pub target: &'static Patchable,
    /// The resource and the event that ask for the edit.
    pub resource_id: Text,
    pub event_id: Text,
    pub origin: Span,
    pub edit: Edit,
    /// Tags that take the place of the resource's own in the document, if its type has tags. The patches that follow
    /// do not see them.
    pub tags: Option<Map>,
}

/// What a patch changes.
#[derive(Debug)]
pub(crate) enum Edit {
    /// A bucket notifies a function of what happens to its objects.
    Notifications { permission: AwaitedPermission, notifications: Vec<Node> },
    /// Steps in the life of a user pool's users call a function, each trigger by its name.
    Triggers { function: Node, triggers: Vec<Node> },
}

/// The permission that a resource has to wait for before it names a function.
#[derive(Debug)]
pub(crate) enum AwaitedPermission {
    /// Its logical id.
    Made(Node),
    /// One with a condition, which `DependsOn` cannot have: a tag refers to the permission instead.
    Conditional { tag: Node },
}

/// What stands in the lists of a resource that is being patched, by the name of the list, to be looked up fast.
#[derive(Debug, Default)]
pub(crate) struct Known {
    items: HashMap<&'static str, HashSet<Node>>,
}

impl Known {
    /// Puts an item at the end of the list `name`, unless it is there. Nothing else may add to that list.
    pub(crate) fn push_once(&mut self, name: &'static str, list: &mut Vec<Node>, item: &Node) {
        let known = self.items.entry(name).or_insert_with(|| list.iter().cloned().collect());
        if known.insert(item.clone()) {
            list.push(item.clone());
        }
    }

    /// Whether items were put into the list `name` before.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.items.contains_key(name)
    }
}

/// A CloudFormation type whose resources can be patched.
#[derive(Debug)]
pub(crate) struct Patchable {
    pub type_name: &'static str,
    /// What a patched resource may have; the reference knows no more.
    pub properties: &'static [&'static str],
}

/// An API while routes are joined into its definition.
#[derive(Debug, Default)]
pub(crate) struct JoinedApi {
    /// The properties, where the definition has its place.
    pub properties: Map,
    /// The value of `DefinitionBody`, when there is one that is not null.
    pub definition: Option<Deferred>,
    /// Whether each path of the definition is known to have a map of methods. Edits keep it so.
    pub has_sound_paths: bool,
    /// The statements of the definition's resource policy, once a route adds some.
    pub statements: Option<Statements>,
}

impl JoinedApi {
    /// Takes the definition out of the properties.
    pub(crate) fn new(mut properties: Map) -> Self {
        let definition = properties.get_mut(DEFINITION_BODY).filter(|it| !it.is_null()).map(|place| {
            let null = Node::null(place.span);
            Deferred::new(std::mem::replace(place, null))
        });
        Self { properties, definition, has_sound_paths: false, statements: None }
    }

    /// Puts what is kept apart of the definition back into it.
    pub(crate) fn put_statements_back(&mut self) {
        let document = self.definition.as_mut().and_then(Deferred::map);
        if let (Some(statements), Some(mut document)) = (self.statements.take(), document) {
            statements.put_back(&mut document);
        }
    }

    /// The properties with the definition in its place.
    pub(crate) fn into_properties(mut self) -> Map {
        self.put_statements_back();
        let mut properties = self.properties;
        if let Some(definition) = self.definition {
            properties.insert(DEFINITION_BODY, definition.settle());
        }
        properties
    }
}

const DEFINITION_BODY: &str = "DefinitionBody";

/// A path and method of an API that leads to a function or a state machine.
///
/// Routes are joined into the definitions of their APIs in the order in which they were returned: the order of a
/// definition's paths, and through it the hash of its deployment, depends on it.
#[derive(Debug)]
pub(crate) struct Route {
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
    pub target: RouteTarget,
}

/// What a route leads to, with what is needed to join it.
#[derive(Debug)]
pub(crate) enum RouteTarget {
    /// From a REST API; `stage` is the name of its stage.
    Function { stage: Node },
    /// From a REST API, which assumes the role `credentials`.
    StateMachine { credentials: Node, request_templates: Node },
    /// From an HTTP API, which may need the permission to invoke the function with this logical id.
    FunctionOfHttpApi { function_id: Text, permission: Resource },
}

/// A resource that one construct asks for, but that it may share with others.
#[derive(Clone, Debug)]
pub(crate) struct SharedResource {
    /// What there would be if nothing else asked for it.
    pub resource: Resource,
    /// Makes one resource of all those that were asked for under its logical id, in their order.
    pub join: fn(asked: &[Resource], context: &Context<'_>, problems: &mut Problems) -> Expansion,
}
