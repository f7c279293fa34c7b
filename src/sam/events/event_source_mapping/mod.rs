//! Lambda polls a source for a function: what all polled event sources share. Knows no single source.
pub(super) mod access;
pub(super) mod kafka;
mod table;

pub(crate) use table::MappingProperties;

use super::Event;
use crate::cfn::{Context, Expansion, Grant, Resource, iam};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::types;
use crate::node;
use crate::source::Span;
use crate::syntax::{IntoNode, Node, Text};
use crate::template::intrinsics;
use access::allow;
use table::DESTINATION_TYPES;

/// A source that Lambda polls for a function.
#[derive(Debug)]
pub(super) struct Polling<'a> {
    /// ARN of the source, if it has one.
    pub source: Option<&'a Node>,
    /// Where in a stream to begin.
    pub starting_position: Option<&'a Node>,
    pub properties: &'a MappingProperties<'a>,
    /// What the mapping of such a source has besides: the name of the property and its value.
    pub configuration: Option<(&'static str, Node)>,
    /// What the role of the function must be allowed.
    pub grants: Vec<Grant>,
}

impl Polling<'_> {
    /// The mapping, and what the function's role must be allowed.
    pub(super) fn expand(self, event: &Event<'_>, problems: &mut Problems) -> Expansion {
        let properties = self.properties;
        check_filters(properties.filter_criteria, problems);
        let Destination { config, grant } = destination(properties.destination_config, event, problems);
        let mut mapping = mapping(event.logical_id.clone(), event)
            .set("BatchSize", properties.batch_size)
            .set("Enabled", properties.enabled)
            .set("EventSourceArn", self.source)
            .set("MaximumBatchingWindowInSeconds", properties.maximum_batching_window)
            .set("MaximumRetryAttempts", properties.maximum_retry_attempts)
            .set("BisectBatchOnFunctionError", properties.bisect_batch)
            .set("MaximumRecordAgeInSeconds", properties.maximum_record_age)
            .set("DestinationConfig", config)
            .set("ParallelizationFactor", properties.parallelization_factor)
            .set("StartingPosition", self.starting_position)
            .set("StartingPositionTimestamp", properties.starting_position_timestamp)
            .set("Topics", properties.topics)
            .set("Queues", properties.queues)
            .set("SourceAccessConfigurations", properties.source_access)
            .set("TumblingWindowInSeconds", properties.tumbling_window)
            .set("FunctionResponseTypes", properties.function_response_types)
            .set("SelfManagedEventSource", bootstrap_servers(properties))
            .set("FilterCriteria", properties.filter_criteria)
            .set("KmsKeyArn", properties.kms_key_arn)
            .set("ScalingConfig", properties.scaling_config)
            .set("ProvisionedPollerConfig", properties.provisioned_poller_config)
            .set("MetricsConfig", properties.metrics_config)
            .set("LoggingConfig", properties.logging_config);
        if let Some((name, value)) = self.configuration {
            mapping.put(name, value);
        }
        let mut grants = self.grants;
        grants.extend(grant);
        Expansion { resources: vec![mapping], grants, ..Expansion::default() }
    }
}

/// A mapping to the function that the event belongs to, so far without a source.
pub(super) fn mapping(logical_id: Text, event: &Event<'_>) -> Resource {
    Resource::new(
        logical_id,
        types::LAMBDA_EVENT_SOURCE_MAPPING,
        "mapping that lets Lambda read from the source and invoke the function",
        event.span,
    )
    .attributes(&event.invoked.attributes)
    .set("FunctionName", &event.invoked.name)
}

/// Attaches the policy that AWS manages for polling a kind of source.
pub(super) fn managed_policy(name: &'static str, context: &Context<'_>, at: Span) -> Grant {
    Grant::ManagedPolicy(context.managed_policy_arn(name).into_node(at))
}

/// Refuses a consumer group, which only Kafka has.
pub(super) fn refuse_consumer_group(properties: &MappingProperties<'_>, problems: &mut Problems) {
    if let Some(group) = properties.consumer_group_id.filter(|it| it.is_truthy()) {
        let message = "only Kafka has consumer groups";
        let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, group.span, message);
        problems.push(finding.help("remove `ConsumerGroupId`"));
    }
}

fn bootstrap_servers(properties: &MappingProperties<'_>) -> Option<Node> {
    let servers = properties.kafka_bootstrap_servers.filter(|it| it.is_truthy())?;
    Some(node!(servers.span, {"Endpoints": {"KafkaBootstrapServers": servers}}))
}

/// Criteria are an intrinsic, or have `Filters` and nothing else.
fn check_filters(criteria: Option<&Node>, problems: &mut Problems) {
    let Some(criteria) = criteria.filter(|it| it.is_truthy() && !intrinsics::is_intrinsic(it)) else { return };
    let map = criteria.map().expect("a map, by the table");
    for (key, entry) in map.entries().filter(|(key, _)| **key != "Filters") {
        let message = format!("`FilterCriteria` has no `{key}`");
        let finding = Diagnostic::new(&codes::INVALID_VALUE, entry.key_span, message).value_of("FilterCriteria");
        problems.push(finding.help("write `Filters:` with a list, each item a map with `Pattern`"));
    }
}

/// Where records are sent that the function could not process.
#[derive(Default)]
struct Destination {
    /// The property of the mapping.
    config: Option<Node>,
    /// What the role must be allowed to send there.
    grant: Option<Grant>,
}

fn destination(written: Option<&Node>, event: &Event<'_>, problems: &mut Problems) -> Destination {
    let Some(config) = written.filter(|it| it.is_truthy()) else { return Destination::default() };
    let Some(on_failure) = config.get("OnFailure").filter(|it| it.map().is_some()) else {
        let message = "`DestinationConfig` needs `OnFailure`, which must be a map";
        let finding = if config.get("OnFailure").is_some() {
            Diagnostic::new(&codes::WRONG_TYPE, config.span, message).value_of("OnFailure")
        } else {
            Diagnostic::new(&codes::MISSING_PROPERTY, config.span, message).missing(["OnFailure"])
        };
        problems
            .push(finding.help("write `OnFailure:` with `Type` and `Destination`; it cannot be an intrinsic function"));
        return Destination::default();
    };
    let target = on_failure.map().and_then(|it| it.get("Destination"));
    let mut config = config.clone();
    let Some(destination_type) = on_failure.map().and_then(|it| it.truthy("Type")) else {
        return Destination { config: Some(config), grant: None };
    };
    // CloudFormation does not know the type.
    if let Some(map) = config.map_mut().and_then(|it| it.get_mut("OnFailure")).and_then(Node::map_mut) {
        map.remove("Type");
    }
    let target = target.cloned().unwrap_or_else(|| Node::null(on_failure.span));
    let grant = match destination_type.text().map(|it| &**it) {
        Some("SQS") => Some(sending("SQSPolicy", vec![one_action("sqs:SendMessage", &target)], event)),
        Some("SNS") => Some(sending("SNSPolicy", vec![one_action("sns:publish", &target)], event)),
        Some("S3") => {
            let objects = node!(target.span, {"Fn::Join": ["/", [(&target), "*"]]});
            let statements = vec![one_action("s3:PutObject", &objects), one_action("s3:ListBucket", &target)];
            Some(sending("S3Policy", statements, event))
        }
        Some("Kafka") => None,
        _ => {
            let allowed = DESTINATION_TYPES.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
            let message = format!("the `Type` of a destination must be one of {allowed}");
            problems.push(Diagnostic::new(&codes::INVALID_VALUE, destination_type.span, message));
            None
        }
    };
    Destination { config: Some(config), grant }
}

/// The policy to send records to a destination.
fn sending(suffix: &'static str, statements: Vec<Node>, event: &Event<'_>) -> Grant {
    let name = event.logical_id.append(suffix).to_string();
    Grant::Policy(iam::inline_policy(event.span, name, &node!(event.span, {"Statement": statements})))
}

fn one_action(action: &'static str, resource: &Node) -> Node {
    allow(resource.span, action, resource)
}
