//! `AWS::Serverless::NetworkConnector`: the way of micro virtual machines and web functions into a private network.
use super::{Phase, ResourceType};
use crate::cfn::{Context, Expansion, Resource, tags};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::facts::types;
use crate::node;
use crate::properties;
use crate::property::converted;
use crate::property::shape::*;
use crate::sam::SamResource;
use crate::sam::operator_role::operator_role;
use crate::source::Span;
use crate::syntax::{IntoNode, Node};

pub(super) static TYPE: ResourceType = ResourceType {
    name: "AWS::Serverless::NetworkConnector",
    becomes: types::LAMBDA_NETWORK_CONNECTOR,
    properties: NetworkConnector::TABLE,
    events: &[],
    phase: Phase::Others,
    artifacts: &[],
    referable: &[],
    expand,
};

properties! {
    /// Connects micro virtual machines and web functions to a private network.
    pub(super) struct NetworkConnector {
        /// Name of the connector; CloudFormation generates one when omitted.
        "Name" => name: Option<Either<Text, Object>>,
            pattern("(.*:)?[a-zA-Z0-9_-]{1,64}", "at most 64 letters, digits, `-` and `_`");
        /// The network.
        "VpcConfig" => vpc_config: Converted<VpcConfig<'static>>;
        /// What uses the connector: `[MicroVm]` (the default) or `[WebFunction]`.
        "ComputeTypes" => compute_types: Option<Converted<ListOf<Choice>>>, one_of(&["MicroVm", "WebFunction"]), range(1..=1);
        /// ARN of the role that Lambda uses to manage the connector; one is generated when omitted.
        "OperatorRole" => operator_role: Option<Either<Text, Object>>, global;
        /// Tags of the connector, as a map.
        "Tags" => tags: Option<Object>, global;
        /// Whether the tags are propagated to the generated role of the connector.
        "PropagateTags" => propagate_tags: Option<Literal<Boolean>>, global;
    }
}

properties! {
    /// The network that a connector connects to.
    pub(super) struct VpcConfig {
        /// Subnets of the network.
        "SubnetIds" => subnet_ids: Literal<ListOf<Text>>, range(1..=16),
            pattern("subnet-[0-9a-z]*", "an id such as `subnet-0123456789abcdef0`");
        /// Security groups of the connector.
        "SecurityGroupIds" => security_group_ids: Literal<ListOf<Text>>, range(0..=16),
            pattern("sg-[0-9a-zA-Z]*", "an id such as `sg-0123456789abcdef0`");
        /// `IPv4`, or `DualStack` for IPv6 as well.
        "NetworkProtocol" => network_protocol: Choice, one_of(&["IPv4", "DualStack"]);
    }
}

const OPERATOR_POLICY: &str = "AWSLambdaNetworkConnectorOperatorPolicy";
const DEFAULT_COMPUTE_TYPE: &str = "MicroVm";

fn expand(resource: &SamResource<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let at = resource.span;
    let Some(connector) = NetworkConnector::read(resource.properties, at, problems) else {
        return Expansion::default();
    };
    // What is converted is only checked: the output holds what was written.
    converted(NetworkConnector::TABLE, resource.properties, problems);
    if check_compute_types(connector.compute_types, problems).is_none() {
        return Expansion::default();
    }
    let given = connector.operator_role.filter(|it| it.is_truthy());
    let role = if given.is_none() { Some(operator_role(resource, OPERATOR_POLICY, context)) } else { None };
    let compute_types = connector.compute_types.cloned().unwrap_or_else(|| node!(at, [DEFAULT_COMPUTE_TYPE]));
    let mut network = connector.vpc_config.map().cloned().expect("a map, by the table");
    network.insert("AssociatedComputeResourceTypes", compute_types);
    let network = network.into_node(connector.vpc_config.span);
    let own = Resource::new(resource.logical_id, TYPE.becomes, "the network connector itself", at)
        .attributes(&resource.attributes())
        .depends_on(resource.depends_on())
        .set("Name", connector.name.filter(|it| it.is_truthy()))
        .set("Configuration", node!(at, {"VpcEgressConfiguration": network}))
        .set("OperatorRole", given.cloned().or_else(|| role.as_ref().map(|it| it.get_att("Arn"))))
        .set("Tags", tags::before_created_by(at, connector.tags.and_then(Node::map)));
    let mut resources: Vec<Resource> = role.into_iter().chain([own]).collect();
    tags::propagate_adding(connector.tags, connector.propagate_tags, &mut resources);
    Expansion::of(resources)
}

/// Refuses all but one compute type, and one without a name. `None` when there is something to refuse.
fn check_compute_types(written: Option<&Node>, problems: &mut Problems) -> Option<Sound> {
    let Some(types) = written.and_then(Node::list) else { return Some(Sound) };
    let span = written.map_or(Span::NOWHERE, |it| it.span);
    let message = match types {
        [one] if one.is_text("") => "a compute type cannot be empty",
        [_] => return Some(Sound),
        _ => "`ComputeTypes` must have exactly one type",
    };
    let finding = Diagnostic::new(&codes::INVALID_VALUE, span, message);
    problems.push(finding.help("write `ComputeTypes: [MicroVm]` or `ComputeTypes: [WebFunction]`"));
    None
}
