//! Finds subscriptions whose endpoint is not what their protocol asks for.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::{self, types};
use crate::rule;
use crate::sam::resources;
use crate::semantics::{Branch, Semantics};
use crate::syntax::{Map, Node, Text};
use crate::template::conditions::Side;

rule! {
    /// The `Endpoint` of a subscription does not go with its `Protocol`.
    ///
    /// SNS refuses the subscription: `sqs` takes the ARN of a queue, `lambda` that of a function, `firehose` that of a
    /// delivery stream, and the others an address or URL (SNS API, `Subscribe`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   News:
    ///     Type: AWS::SNS::Topic
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///   Subscription:
    ///     Type: AWS::SNS::Subscription
    ///     Properties:
    ///       TopicArn: !Ref News
    ///       Protocol: email
    ///       Endpoint: !GetAtt Jobs.Arn
    /// ```
    /// ```yaml good
    /// Resources:
    ///   News:
    ///     Type: AWS::SNS::Topic
    ///   Subscription:
    ///     Type: AWS::SNS::Subscription
    ///     Properties:
    ///       TopicArn: !Ref News
    ///       Protocol: email
    ///       Endpoint: editors@example.com
    /// ```
    "mismatched-endpoint" Error check
}

/// Protocols with the type of resource that they lead to, where that is one.
const PROTOCOLS: [(&str, Option<&str>); 8] = [
    ("email", None),
    ("email-json", None),
    ("firehose", Some(types::KINESIS_FIREHOSE_DELIVERY_STREAM)),
    ("http", None),
    ("https", None),
    ("lambda", Some(types::LAMBDA_FUNCTION)),
    ("sms", None),
    ("sqs", Some(types::SQS_QUEUE)),
];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for subscription in semantics.plain(types::SNS_SUBSCRIPTION) {
        let sides = semantics.sides_of(subscription.resource_id);
        check_map(semantics, subscription.resource_id, subscription.properties, &sides, problems);
    }
    for topic in semantics.plain(types::SNS_TOPIC) {
        let sides = semantics.sides_of(topic.resource_id);
        let list = topic.properties.present("Subscription").and_then(|it| semantics.items(it, &sides));
        for Branch { node, sides } in list.into_iter().flatten() {
            if let Some(map) = node.map() {
                check_map(semantics, topic.resource_id, map, &sides, problems);
            }
        }
    }
}

fn check_map(semantics: &Semantics<'_>, id: &Text, subscription: &Map, sides: &[Side], problems: &mut Problems) {
    let (Some(protocol), Some(endpoint)) = (subscription.present("Protocol"), subscription.present("Endpoint")) else {
        return;
    };
    let Some(name) = protocol.text() else { return };
    let Some((_, wanted)) = PROTOCOLS.iter().find(|(it, _)| *it == &**name) else { return };
    for target in semantics.targets(endpoint, sides) {
        let type_name = resources::deployed_type(target.type_name());
        // What lets go through what it is given, such as a custom resource, is not known.
        let Some(known) = facts::of(type_name).filter(|it| it.noun.is_some() || it.arn.is_some()) else { continue };
        if *wanted == Some(known.name) || (wanted.is_none() && known.noun.is_none()) {
            continue;
        }
        let what = known.noun.map_or_else(|| "resource".to_owned(), str::to_owned);
        let message = format!("protocol `{name}` does not lead to {what} `{}`", target.id);
        let finding = Diagnostic::new(&CODE, target.at, message).related(protocol.span, "the protocol");
        let fitting = PROTOCOLS.iter().find(|(_, it)| *it == Some(known.name)).map(|(it, _)| *it);
        let finding = finding.resource(&**id).consequence_of(&**target.id);
        problems.push(match fitting {
            Some(fitting) => finding.help(format!("write `Protocol: {fitting}`")),
            None => finding.help("correct the endpoint or the protocol"),
        });
    }
    for value in semantics.values_where(sides, endpoint) {
        let Some(text) = Node::text(&value.node) else { continue };
        let is_fit = match &**name {
            "email" | "email-json" => text.contains('@') || text.contains("{{"),
            "http" | "https" => text.starts_with(&format!("{name}://")) || text.contains("{{"),
            _ => true,
        };
        if is_fit || value.is_stand_in() || text.is_empty() {
            continue;
        }
        let message = format!("`{text}` is not an endpoint of the protocol `{name}`");
        let finding = value.finding(&CODE, message).related(protocol.span, "the protocol").resource(&**id);
        problems.push(finding.help("correct the endpoint or the protocol"));
    }
}
