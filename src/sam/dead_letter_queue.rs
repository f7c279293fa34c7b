//! The queue for events that EventBridge could not deliver: given by the user, or generated. Knows no event source.
use super::check_logical_id;
use crate::cfn::Resource;
use crate::diagnostic::{Diagnostic, Problems};
use crate::node;
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::intrinsics;

/// Where undelivered events go.
#[derive(Debug)]
pub struct DeadLetterQueue {
    pub arn: Node,
    /// The queue when it is generated.
    pub generated: Option<Resource>,
}

const HELP: &str = "write `Arn:` with the ARN of a queue of your own, or `Type: SQS` to have one made";

/// Reads `DeadLetterConfig`. A generated queue is called after `logical_id`, unless it is named, and has `attributes`.
///
/// `None` when it says neither or both of `Arn` and `Type`, or something unknown, which is reported.
pub fn read(
    config: &Node,
    logical_id: &Text,
    attributes: &Map,
    span: Span,
    problems: &mut Problems,
) -> Option<DeadLetterQueue> {
    let map = config.map()?;
    let mut refuse = |rule, span, message: &str| {
        problems.push(Diagnostic::error(rule, span, message).help(HELP));
        None
    };
    match (map.get("Arn"), map.get("Type")) {
        (Some(_), Some(given)) => {
            return refuse("conflicting-properties", given.span, "`DeadLetterConfig` has both `Arn` and `Type`");
        }
        (None, None) => {
            return refuse("missing-property", config.span, "`DeadLetterConfig` has neither `Arn` nor `Type`");
        }
        (None, Some(given)) if !given.is_text("SQS") => {
            return refuse("invalid-value", given.span, "the `Type` of a `DeadLetterConfig` can only be `SQS`");
        }
        (Some(arn), None) if !arn.is_null() => {
            return Some(DeadLetterQueue { arn: arn.clone(), generated: None });
        }
        (Some(_), None) | (None, Some(_)) => (),
    }
    let id = match map.present("QueueLogicalId") {
        None => logical_id.append("Queue"),
        Some(name) => match name.text() {
            Some(text) if text.is_empty() => logical_id.append("Queue"),
            Some(text) => {
                check_logical_id(text, name.span, problems)?;
                text.clone()
            }
            None => {
                let message = format!("`QueueLogicalId` is {}; it has to be a string", name.kind_name());
                let finding = Diagnostic::error("wrong-type", name.span, message);
                problems.push(finding.help("write the logical id that the generated queue is to have"));
                return None;
            }
        },
    };
    let queue = Resource::new(id, "AWS::SQS::Queue", span).attributes(attributes);
    Some(DeadLetterQueue { arn: queue.get_att("Arn"), generated: Some(queue) })
}

/// Lets a rule of EventBridge send to a generated queue.
pub fn policy_for_rule(rule: &Resource, queue: &Resource) -> Resource {
    let at = rule.origin;
    let document = node!(at, {
        "Version": "2012-10-17",
        "Statement": [{
            "Action": "sqs:SendMessage",
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Resource": (queue.get_att("Arn")),
            "Condition": {"ArnEquals": {"aws:SourceArn": (rule.get_att("Arn"))}}
        }]
    });
    let queue_url = intrinsics::reference(at, &queue.logical_id);
    Resource::new(rule.logical_id.append("QueuePolicy"), "AWS::SQS::QueuePolicy", at)
        .attributes(&rule.attributes)
        .set("PolicyDocument", document)
        .set("Queues", node!(at, [queue_url]))
}
