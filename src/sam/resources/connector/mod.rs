//! `AWS::Serverless::Connector`: lets one resource use another, by a policy or a permission as their types need it.
//!
//! Connectors are expanded last, and look at what the resources that they connect have become: [`Context::document`].
mod connection;
mod end;
mod requirements;
mod waiting;

use super::{Phase, ResourceType};
use crate::cfn::{Context, Dependency, Expansion};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::connector_profiles::Side;
use crate::properties;
use crate::property::shape::*;
use crate::sam::SamResource;
use crate::source::Span;
use crate::syntax::{Map, Node, Text as Name};
use connection::Connection;
use end::End;
use indexmap::IndexMap;

pub(crate) static TYPE: ResourceType = ResourceType {
    name: "AWS::Serverless::Connector",
    becomes: "",
    properties: Connector::TABLE,
    events: &[],
    phase: Phase::Connectors,
    artifacts: &[],
    referable: &[],
    expand,
};

properties! {
    /// Allows one resource to use another.
    pub(crate) struct Connector {
        /// The resource that uses the others.
        "Source" => source: ConnectedResource<'static>;
        /// The resource that is used, or a list of them.
        "Destination" => destination: Either<ConnectedResource<'static>, ListOf<ConnectedResource<'static>>>;
        /// What the source may do: `Read`, `Write` or both.
        "Permissions" => permissions: ListOf<Text>, one_of(&["Read", "Write"]);
    }
}

properties! {
    /// A resource to connect: one of the template by its `Id`, any other by the properties that the connection needs.
    pub(crate) struct ConnectedResource {
        /// Logical id of a resource of this template.
        "Id" => id: Option<Literal<Text>>;
        /// Type of a resource that is not known by its `Id`.
        "Type" => type_name: Option<Literal<Text>>;
        /// Its ARN.
        "Arn" => arn: Option<Text>;
        /// Name of its IAM role.
        "RoleName" => role_name: Option<Text>;
        /// URL of a queue.
        "QueueUrl" => queue_url: Option<Text>;
        /// Id of an API.
        "ResourceId" => resource_id: Option<Text>;
        /// Name of a state machine.
        "Name" => name: Option<Text>;
        /// Stage, method and path of an API, such as `Prod/GET/products`; all of them when omitted.
        "Qualifier" => qualifier: Option<Text>;
    }
}

properties! {
    /// An embedded connector: an attribute of the resource that uses the others.
    pub(crate) struct EmbeddedConnector {
        /// More about the resource that uses the others.
        "SourceReference" => source: Option<SourceReference<'static>>;
        /// The resource that is used, or a list of them.
        "Destination" => destination: Either<ConnectedResource<'static>, ListOf<ConnectedResource<'static>>>;
        /// What the source may do: `Read`, `Write` or both.
        "Permissions" => permissions: ListOf<Text>, one_of(&["Read", "Write"]);
    }
}

properties! {
    /// The source of an embedded connector.
    pub(crate) struct SourceReference {
        /// Stage, method and path of an API, such as `Prod/GET/products`; all of them when omitted.
        "Qualifier" => qualifier: Option<Text>;
    }
}

/// Whether a connector can be read; what is wrong with it otherwise is reported.
pub(crate) fn is_readable(properties: &Map, at: Span, problems: &mut Problems) -> bool {
    Connector::read(properties, at, problems).is_some()
}

/// A connector that no user wrote: another resource needs it, and knows all that must be known of both ends.
pub(crate) struct GeneratedConnector<'a> {
    pub logical_id: Name,
    pub span: Span,
    /// `Type`, `Arn` and the like of the resource that uses the other, as a user would write them.
    pub source: Map,
    pub destination: Map,
    /// `Read`, `Write` or both.
    pub permissions: &'a Node,
}

impl GeneratedConnector<'_> {
    /// What the connector turns into. `None` when the two cannot be connected, which is reported under its id.
    pub(crate) fn expand(&self, context: &Context<'_>, problems: &mut Problems) -> Option<Expansion> {
        problems.in_resource(&self.logical_id, |problems| {
            let Self { logical_id, span, source, destination, permissions } = self;
            let to = End::read(Side::Destination, *span, destination, source, context, problems)?;
            let from = End::read(Side::Source, *span, source, destination, context, problems)?;
            let asked = self::permissions(permissions);
            let connection = Connection {
                id: logical_id,
                depends_on: None,
                index: None,
                span: *span,
                attributes: &Map::new(),
                permissions: &asked,
                asked: permissions.span,
                ends: [from, to],
            };
            let mut expansion = connection.expand(context, problems)?;
            stands_for(logical_id, &mut expansion);
            Some(expansion)
        })
    }
}

fn expand(resource: &SamResource<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(connector) = Connector::read(resource.properties, resource.span, problems) else {
        return Expansion::default();
    };
    let Some(attributes) = attributes(resource, problems) else { return Expansion::default() };
    let permissions = permissions(connector.permissions);
    let destinations: Vec<(Option<usize>, &Node)> = match connector.destination.list() {
        Some(list) => list.iter().enumerate().map(|(index, it)| (Some(index), it)).collect(),
        None => vec![(None, connector.destination)],
    };
    if destinations.is_empty() {
        let finding =
            Diagnostic::new(&codes::MISSING_PROPERTY, connector.destination.span, "`Destination` is an empty list")
                .missing(["Destination"]);
        problems.push(finding.help("list at least one resource, such as `- Id: MyTable`"));
    }
    let mut expansion = Expansion::default();
    for (index, destination) in destinations {
        let Some(ends) = ends(connector.source, destination, context, problems) else { continue };
        let span = if index.is_some() { destination.span } else { resource.span };
        let connection = Connection {
            id: resource.logical_id,
            depends_on: resource.depends_on(),
            index,
            span,
            attributes: &attributes,
            permissions: &permissions,
            asked: connector.permissions.span,
            ends,
        };
        expansion.extend(connection.expand(context, problems).unwrap_or_default());
    }
    stands_for(resource.logical_id, &mut expansion);
    expansion
}

/// Lets those who wait for the connector wait for what it turned into.
fn stands_for(connector: &Name, expansion: &mut Expansion) {
    let generated = expansion.resources.iter().map(|it| it.logical_id.clone()).collect();
    expansion.dependencies.push(Dependency::Replaced { written: connector.clone(), generated });
}

/// Source and destination.
fn ends<'a>(
    source: &'a Node,
    destination: &'a Node,
    context: &Context<'a>,
    problems: &mut Problems,
) -> Option<[End<'a>; 2]> {
    let [from, to] = [source, destination].map(|it| it.map().expect("a map, by the table"));
    let destination = End::read(Side::Destination, destination.span, to, from, context, problems);
    let source = End::read(Side::Source, source.span, from, to, context, problems);
    Some([source?, destination?])
}

/// The attributes of what is generated. `None` when `Metadata` is no map that more could be added to.
fn attributes(resource: &SamResource<'_>, problems: &mut Problems) -> Option<Map> {
    if let Some(metadata) = resource.node.get("Metadata").filter(|it| it.map().is_none()) {
        let message = format!("`Metadata` is {}; it must be a map", metadata.kind_name());
        let finding = Diagnostic::new(&codes::WRONG_TYPE, metadata.span, message).value_of("Metadata");
        problems.push(finding.help("write a map, or remove the attribute"));
        return None;
    }
    Some(resource.attributes())
}

/// The permissions asked for, each once.
fn permissions(written: &Node) -> Vec<(Name, Span)> {
    let mut permissions: IndexMap<Name, Span> = IndexMap::new();
    let listed = written.list().into_iter().flatten().filter_map(|it| Some((it.text()?, it.span)));
    // The reference takes any map with one key for an intrinsic, and then its keys for the list.
    let keys = written.map().into_iter().flat_map(Map::entries).map(|(key, entry)| (key, entry.key_span));
    for (name, span) in listed.chain(keys) {
        permissions.entry(name.clone()).or_insert(span);
    }
    permissions.into_iter().collect()
}
