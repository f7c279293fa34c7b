//! `CloudWatchEvent`: EventBridge starts the state machine when an event matches a pattern.
use super::{EVENTBRIDGE, Event, EventSource, Target, rule_with_target, starting_role};
use crate::cfn::{Context, Expansion, Resource};
use crate::diagnostic::Problems;
use crate::properties;
use crate::property::shape::*;

pub static SOURCE: EventSource = EventSource { name: "CloudWatchEvent", properties: CloudWatchEvent::TABLE, expand };

properties! {
    /// A rule of EventBridge that starts the state machine when an event matches a pattern.
    pub struct CloudWatchEvent {
        /// Name or ARN of the event bus; the default bus when left out.
        "EventBusName" => event_bus_name: Option<Text>;
        /// Name of the rule; CloudFormation makes one up when left out.
        "RuleName" => rule_name: Option<Text>;
        /// What an event has to look like.
        "Pattern" => pattern: Option<Object>;
        /// JSON that the state machine gets instead of the event.
        "Input" => input: Option<Text>, range(0..=8192);
        /// The part of the event that the state machine gets, as a JSONPath.
        "InputPath" => input_path: Option<Text>, range(0..=256);
        /// Queue for events that could not be delivered: `Arn`, or `Type: SQS` and perhaps `QueueLogicalId`.
        "DeadLetterConfig" => dead_letter_config: Option<Object>;
        /// How often and how long delivery is tried again.
        "RetryPolicy" => retry_policy: Option<Object>;
        /// `ENABLED` or `DISABLED`.
        "State" => state: Option<Text>, one_of(&["ENABLED", "DISABLED"]);
        /// Name of the rule's target, as a map with `Id`.
        "Target" => target: Option<Literal<Object>>;
        /// What the state machine gets, made from parts of the event.
        "InputTransformer" => input_transformer: Option<Object>;
    }
}

/// Also the expansion of `EventBridgeRule`, which is the same under its newer name.
pub fn expand(event: &Event<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(written) = CloudWatchEvent::read(event.properties, event.span, problems) else {
        return Expansion::default();
    };
    let rule = Resource::new(event.logical_id, "AWS::Events::Rule", event.span)
        .attributes(&event.invoked.attributes)
        .set("EventBusName", written.event_bus_name)
        .set("EventPattern", written.pattern)
        .set("Name", written.rule_name)
        .set("State", written.state.filter(|it| it.is_truthy()));
    let role = starting_role(event, EVENTBRIDGE, context);
    let target = Target {
        named: written.target.filter(|it| it.is_truthy()),
        role_arn: role.get_att("Arn"),
        properties: vec![
            ("Input", written.input),
            ("InputPath", written.input_path),
            ("RetryPolicy", written.retry_policy),
            ("InputTransformer", written.input_transformer),
        ],
        dead_letter_config: written.dead_letter_config,
    };
    rule_with_target(rule, target, Some(role), event, problems)
}
