//! Finds subscriptions and notifications that standard and FIFO queues and topics cannot have with each other.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Branch, Channel, NOTIFICATIONS, Semantics, channels};
use crate::syntax::{Map, Node};
use crate::template::conditions::{Side, own_sides};

rule! {
    /// A FIFO topic or queue takes part in a subscription or notification that only standard ones can have.
    ///
    /// A FIFO topic delivers to SQS queues alone, and a FIFO queue can be subscribed to a FIFO topic alone ("Message
    /// delivery for FIFO topics" in the SNS developer guide). S3 notifies standard queues and topics ("Supported event
    /// destinations" in the S3 user guide). All others are refused.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::SNS::Topic
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       FifoQueue: true
    ///   JobsPolicy:
    ///     Type: AWS::SQS::QueuePolicy
    ///     Properties:
    ///       Queues:
    ///         - !Ref Jobs
    ///       PolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal:
    ///               Service: sns.amazonaws.com
    ///             Action: sqs:SendMessage
    ///             Resource: !GetAtt Jobs.Arn
    ///   Subscription:
    ///     Type: AWS::SNS::Subscription
    ///     Properties:
    ///       TopicArn: !Ref Orders
    ///       Protocol: sqs
    ///       Endpoint: !GetAtt Jobs.Arn
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       FifoTopic: true
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       FifoQueue: true
    ///   JobsPolicy:
    ///     Type: AWS::SQS::QueuePolicy
    ///     Properties:
    ///       Queues:
    ///         - !Ref Jobs
    ///       PolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal:
    ///               Service: sns.amazonaws.com
    ///             Action: sqs:SendMessage
    ///             Resource: !GetAtt Jobs.Arn
    ///   Subscription:
    ///     Type: AWS::SNS::Subscription
    ///     Properties:
    ///       TopicArn: !Ref Orders
    ///       Protocol: sqs
    ///       Endpoint: !GetAtt Jobs.Arn
    /// ```
    "fifo-subscription" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some(generated) = semantics.generated() else { return };
    for (id, resource) in generated.iter() {
        let Some(properties) = resource.get("Properties").and_then(Node::map) else { continue };
        let sides = own_sides(resource);
        problems.in_resource(id, |problems| match resource.get("Type").and_then(Node::text).map(|it| &**it) {
            Some(types::SNS_SUBSCRIPTION) => {
                let topics = properties.present("TopicArn").map(|it| channels(it, &sides, semantics));
                check_subscription(&topics.unwrap_or_default(), properties, &sides, semantics, problems);
            }
            Some(types::SNS_TOPIC) => check_topic(properties, &sides, semantics, problems),
            Some(types::S3_BUCKET) => check_bucket(properties, &sides, semantics, problems),
            _ => (),
        });
    }
}

fn check_topic(topic: &Map, sides: &[Side], semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some(list) = topic.present("Subscription") else { return };
    for case in semantics.cases(topic.present("FifoTopic"), sides) {
        let Some(is_fifo) = case.is_true() else { continue };
        let topic = Channel { is_fifo, kind: "topic", name: String::new(), at: list.span, declared: None };
        for Branch { node, sides } in semantics.items(list, case.sides()).into_iter().flatten() {
            if let Some(subscription) = node.map() {
                check_subscription(std::slice::from_ref(&topic), subscription, &sides, semantics, problems);
            }
        }
    }
}

fn check_subscription(
    topics: &[Channel],
    subscription: &Map,
    sides: &[Side],
    semantics: &Semantics<'_>,
    problems: &mut Problems,
) {
    let Some((_, protocol)) = subscription.entry("Protocol") else { return };
    let Some(endpoint) = subscription.present("Endpoint") else { return };
    let Some(kind) = protocol.value.text() else { return };
    // Where conditions choose, what is chosen together is not worked out.
    let Some(first) = topics.first().filter(|first| topics.iter().all(|it| it.is_fifo == first.is_fifo)) else {
        return;
    };
    if first.is_fifo && **kind != *"sqs" {
        let message = format!("a FIFO topic delivers to SQS queues alone, and not to `{kind}`");
        let at = if protocol.value.span == endpoint.span { first.at } else { protocol.value.span };
        let finding = Diagnostic::new(&CODE, at, message);
        problems.push(finding.help("use a standard topic, or put an SQS queue between them"));
    }
    if first.is_fifo || **kind != *"sqs" {
        return;
    }
    let queues = channels(endpoint, sides, semantics);
    if let Some(queue) = queues.first().filter(|_| queues.iter().all(|it| it.is_fifo)) {
        let message = format!("`{}` is a FIFO queue, and cannot be subscribed to a standard topic", queue.name);
        let finding = queue.finding(&CODE, message);
        problems.push(finding.help("set `FifoTopic: true` on the topic, or use a standard queue"));
    }
}

fn check_bucket(bucket: &Map, sides: &[Side], semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some(configuration) = bucket.present("NotificationConfiguration") else { return };
    for (map, sides) in semantics.maps(configuration, sides) {
        for (list, property) in NOTIFICATIONS {
            let items = map.present(list).and_then(|it| semantics.items(it, &sides));
            for Branch { node, sides } in items.into_iter().flatten() {
                let Some(arn) = node.map().and_then(|it| it.present(property)) else { continue };
                let found = channels(arn, &sides, semantics);
                if let Some(channel) = found.first().filter(|_| found.iter().all(|it| it.is_fifo)) {
                    let message = format!("S3 cannot notify `{}`, which is a FIFO {}", channel.name, channel.kind);
                    let finding = channel.finding(&CODE, message);
                    problems.push(finding.help(format!("use a standard {}", channel.kind)));
                }
            }
        }
    }
}
