//! `SNS`: messages to a topic invoke the function, at once or through a queue.
use super::{Event, EventSource, sqs};
use crate::cfn::queue::{self, Sending};
use crate::cfn::{Context, Expansion, Resource, permission};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::types;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::python;
use crate::sam::chosen_logical_id;
use crate::syntax::{IntoNode, Node, Text as Name};
use crate::template::intrinsics;

pub(super) static SOURCE: EventSource = EventSource { name: "SNS", properties: Sns::TABLE, expand };

properties! {
    /// Messages to a topic.
    pub(super) struct Sns {
        /// ARN of the topic.
        "Topic" => topic: Arn;
        /// Region of the topic, if it is not that of the function.
        "Region" => region: Option<Text>, pattern("[a-z]+(-[a-z]+)+-[0-9]", "the name of a region, such as `eu-west-1`");
        /// The filter policy that messages must match.
        "FilterPolicy" => filter_policy: Option<Passed<Object>>;
        /// What the filter is applied to.
        "FilterPolicyScope" => filter_policy_scope: Option<Passed<Text>>, one_of(&["MessageAttributes", "MessageBody"]);
        /// Whether messages go through a queue: `true` to generate one, or a map with an existing queue.
        "SqsSubscription" => sqs_subscription: Option<Either<Boolean, SqsSubscription<'static>>>;
        /// Where messages are sent that could not be delivered: a map with `deadLetterTargetArn`.
        "RedrivePolicy" => redrive_policy: Option<RedrivePolicy<'static>>;
    }
}

properties! {
    /// Where messages are sent that could not be delivered.
    pub(super) struct RedrivePolicy {
        /// ARN of the queue.
        "deadLetterTargetArn" => target: Option<Passed<Arn>>;
    }
}

properties! {
    /// The queue between the topic and the function.
    pub(super) struct SqsSubscription {
        /// ARN of the queue.
        "QueueArn" => queue_arn: Passed<Arn>;
        /// URL of the queue.
        "QueueUrl" => queue_url: Passed<Text>;
        /// Logical id of the generated policy of the queue.
        "QueuePolicyLogicalId" => queue_policy_logical_id: Option<Passed<Text>>, range(1..=255);
        /// Maximum number of messages per invocation.
        "BatchSize" => batch_size: Option<Passed<Integer>>, range(1..=10_000);
        /// Has no effect; the queue is always read.
        "Enabled" => enabled: Option<Passed<Boolean>>;
    }
}

fn expand(event: &Event<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(sns) = Sns::read(event.properties, event.span, problems) else { return Expansion::default() };
    let Some(queue) = sns.sqs_subscription.filter(|it| it.is_truthy()) else {
        let permission = permission::invoke(event.logical_id, "", "sns.amazonaws.com", event.invoked, event.span)
            .set("SourceArn", sns.topic);
        return Expansion::of(vec![permission, subscription("lambda", &event.invoked.arn, &sns, event)]);
    };
    let expansion = match queue.map() {
        Some(_) => through_own_queue(&sns, queue, event, context, problems),
        None => through_generated_queue(&sns, queue, event, context, problems),
    };
    expansion.unwrap_or_default()
}

fn subscription(protocol: &'static str, endpoint: &Node, sns: &Sns<'_>, event: &Event<'_>) -> Resource {
    Resource::new(event.logical_id, types::SNS_SUBSCRIPTION, "subscription to the topic", event.span)
        .attributes(&event.invoked.attributes)
        .set("Endpoint", endpoint)
        .set("Protocol", protocol)
        .set("TopicArn", sns.topic)
        .set("Region", sns.region)
        .set("FilterPolicy", sns.filter_policy)
        .set("FilterPolicyScope", sns.filter_policy_scope)
        .set("RedrivePolicy", sns.redrive_policy)
}

fn through_generated_queue(
    sns: &Sns<'_>,
    written: &Node,
    event: &Event<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Expansion> {
    let at = written.span;
    let fifo = fifo_topic(sns.topic, context, problems)?;
    let queue = queue::queue(
        event.logical_id.append("Queue"),
        "queue between the topic and the function",
        &event.invoked.attributes,
        at,
    )
    .set("FifoQueue", fifo.filter(Node::is_truthy));
    let (arn, url) = (queue.get_att("Arn"), queue.reference());
    let policy = queue_policy(event.logical_id.append("QueuePolicy"), &arn, &url, sns, event);
    let mut expansion = sqs::poll(&arn, 10.into_node(at), event, context);
    expansion.resources.extend([queue, policy, subscription("sqs", &arn, sns, event)]);
    Some(expansion)
}

fn through_own_queue(
    sns: &Sns<'_>,
    written: &Node,
    event: &Event<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Expansion> {
    let map = written.map()?;
    let (Some(arn), Some(url)) = (map.truthy("QueueArn"), map.truthy("QueueUrl")) else {
        let message = "`SqsSubscription` needs both `QueueArn` and `QueueUrl`";
        let finding =
            Diagnostic::new(&codes::MISSING_PROPERTY, written.span, message).missing(["QueueArn", "QueueUrl"]);
        problems.push(finding.help("write both, or `SqsSubscription: true` to generate a queue"));
        return None;
    };
    let policy_id = match map.truthy("QueuePolicyLogicalId") {
        Some(id) => problems
            .in_resource(&python::print(id), |problems| chosen_logical_id("QueuePolicyLogicalId", id, problems))?,
        None => None,
    };
    let policy_id = policy_id.unwrap_or_else(|| event.logical_id.append("QueuePolicy"));
    let policy = queue_policy(policy_id, arn, url, sns, event);
    let batch_size = map.truthy("BatchSize").cloned().unwrap_or_else(|| 10.into_node(written.span));
    let mut expansion = sqs::poll(arn, batch_size, event, context);
    expansion.resources.extend([policy, subscription("sqs", arn, sns, event)]);
    Some(expansion)
}

/// What the topic says of itself, if it stands in this template: whether its messages keep their order.
fn fifo_topic(topic: &Node, context: &Context<'_>, problems: &mut Problems) -> Option<Option<Node>> {
    let resource = intrinsics::referenced_id(topic).and_then(|id| context.resources.entry(id));
    let Some((id, resource)) = resource else { return Some(None) };
    let Some(properties) = resource.value.map().and_then(|it| it.get("Properties")) else { return Some(None) };
    let Some(properties) = properties.map() else {
        let message = format!("`Properties` is {}; it must be a map", properties.kind_name());
        problems
            .push(Diagnostic::new(&codes::WRONG_TYPE, properties.span, message).value_of("Properties").resource(&**id));
        return None;
    };
    Some(properties.get("FifoTopic").map(|it| context.parameters.resolve(it, problems)))
}

fn queue_policy(logical_id: Name, arn: &Node, url: &Node, sns: &Sns<'_>, event: &Event<'_>) -> Resource {
    let sending = Sending {
        principal: node!(event.span, "*"),
        source_arn: sns.topic.clone(),
        queue_arn: arn.clone(),
        queue_url: url.clone(),
    };
    queue::sending_policy(logical_id, sending, &event.invoked.attributes, event.span)
}
