//! What becomes of an event that EventBridge cannot deliver: retries, and the queue that it ends up in.
//!
//! For rules and for schedules, whatever they invoke.
use crate::cfn::Resource;
use crate::cfn::queue::{self, Sending};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::sam::chosen_logical_id;
use crate::source::Span;
use crate::syntax::{Map, Node, Text as Name};

properties! {
    /// Where events are sent that could not be delivered.
    pub(crate) struct DeadLetterConfig {
        /// ARN of an existing queue, whose policy must allow EventBridge to send to it.
        "Arn" => arn: Option<Passed<Arn>>;
        /// `SQS`, to generate a queue.
        "Type" => queue_type: Option<Passed<Text>>, one_of(&["SQS"]);
        /// Logical id of the generated queue.
        "QueueLogicalId" => queue_logical_id: Option<Passed<Text>>, range(1..=255);
    }
}

properties! {
    /// Maximum number of retries and maximum age of an event.
    pub(crate) struct RetryPolicy {
        /// Maximum age of an event in seconds.
        "MaximumEventAgeInSeconds" => maximum_age: Option<Passed<Integer>>, range(60..=86_400);
        /// Maximum number of retries.
        "MaximumRetryAttempts" => maximum_attempts: Option<Passed<Integer>>, range(0..=185);
    }
}

/// The queue that events end up in, and what had to be made for it.
#[derive(Debug)]
pub(crate) struct DeadLetterQueue {
    pub arn: Node,
    pub resources: Vec<Resource>,
}

/// The dead-letter queue of a rule. A generated one has a policy that lets the rule send to it.
pub(crate) fn of_rule(
    config: &Node,
    rule: &Resource,
    attributes: &Map,
    problems: &mut Problems,
) -> Option<DeadLetterQueue> {
    let at = config.span;
    let mut queue = of_schedule(config, &rule.logical_id, attributes, problems)?;
    if let Some(generated) = queue.resources.first() {
        let sending = Sending {
            principal: node!(at, {"Service": "events.amazonaws.com"}),
            source_arn: rule.get_att("Arn"),
            queue_arn: queue.arn.clone(),
            queue_url: generated.reference(),
        };
        let id = rule.logical_id.append("QueuePolicy");
        queue.resources.push(queue::sending_policy(id, sending, attributes, at));
    }
    Some(queue)
}

/// The dead-letter queue of the scheduler's schedule `logical_id`, whose role must be allowed to send to it.
pub(crate) fn of_schedule(
    config: &Node,
    logical_id: &Name,
    attributes: &Map,
    problems: &mut Problems,
) -> Option<DeadLetterQueue> {
    let at = config.span;
    let map = config.map().expect("a map, or an intrinsic which is a map, by the table");
    check(map, at, problems)?;
    if let Some(arn) = map.present("Arn") {
        return Some(DeadLetterQueue { arn: arn.clone(), resources: Vec::new() });
    }
    let id = match map.present("QueueLogicalId") {
        Some(id) => chosen_logical_id("QueueLogicalId", id, problems)?,
        None => None,
    };
    let queue = queue::queue(
        id.unwrap_or_else(|| logical_id.append("Queue")),
        "queue for events that cannot be delivered",
        attributes,
        at,
    );
    Some(DeadLetterQueue { arn: queue.get_att("Arn"), resources: vec![queue] })
}

/// Either `Arn` or `Type` must be there, and a type of queue that can be generated.
fn check(config: &Map, at: Span, problems: &mut Problems) -> Option<Sound> {
    let finding = match (config.contains_key("Arn"), config.entry("Type")) {
        (true, Some((_, written))) => {
            let message = "`DeadLetterConfig` has both `Arn` and `Type`";
            Diagnostic::new(&codes::CONFLICTING_PROPERTIES, written.key_span, message)
                .help("keep `Arn` for your own queue, or `Type: SQS` to generate one")
        }
        (false, Some((_, written))) if !written.value.is_text("SQS") => {
            let found = match written.value.text() {
                Some(name) => format!("`{name}`"),
                None => written.value.kind_name().to_owned(),
            };
            let message = format!("the `Type` of a dead-letter queue is {found}; it must be `SQS`");
            Diagnostic::new(&codes::INVALID_VALUE, written.value.span, message).help("write `Type: SQS`")
        }
        (false, None) => {
            let message = "`DeadLetterConfig` needs `Arn` or `Type`";
            Diagnostic::new(&codes::MISSING_PROPERTY, at, message)
                .missing(["Arn", "Type"])
                .help("write `Arn:` with the ARN of your own queue, or `Type: SQS` to generate one")
        }
        (true, None) | (false, Some(_)) => return Some(Sound),
    };
    problems.push(finding);
    None
}
