//! `CloudWatchEvent`: an event on an event bus starts the state machine; the former name of `EventBridgeRule`.
use super::{Event, EventSource, TARGET_SUFFIX, starting_role};
use crate::cfn::{Context, Expansion, Resource};
use crate::diagnostic::Problems;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::sam::events::dead_letter::{self, DeadLetterConfig, RetryPolicy};
use crate::sam::events::rule::{self, InputTransformer, Target};

pub(super) static SOURCE: EventSource = EventSource { name: "CloudWatchEvent", properties: PatternRule::TABLE, expand };

properties! {
    /// Events on an event bus that match a pattern, and start the state machine.
    pub(super) struct PatternRule {
        /// Name or ARN of the event bus; the account's default bus when omitted.
        "EventBusName" => event_bus_name: Option<Text>, range(1..=1600);
        /// Name of the rule; CloudFormation generates one when omitted.
        "RuleName" => rule_name: Option<Text>, range(1..=64);
        /// The pattern that events must match.
        "Pattern" => pattern: Option<Object>;
        /// JSON that is passed to the state machine instead of the event.
        "Input" => input: Option<Text>, range(0..=8192), excludes(&["InputPath", "InputTransformer"]);
        /// JSONPath of the part of the event that is passed to the state machine.
        "InputPath" => input_path: Option<Text>, range(0..=256), excludes(&["InputTransformer"]);
        /// Where events are sent that could not be delivered.
        "DeadLetterConfig" => dead_letter_config: Option<DeadLetterConfig<'static>>;
        /// Maximum number of retries and maximum age of an event.
        "RetryPolicy" => retry_policy: Option<RetryPolicy<'static>>;
        /// Whether the rule is enabled, and for which events.
        "State" => state: Option<Text>, one_of(rule::STATES);
        /// Settings of the rule's target.
        "Target" => target: Option<Literal<Target<'static>>>;
        /// How the event is transformed before it is passed to the state machine.
        "InputTransformer" => input_transformer: Option<InputTransformer<'static>>;
    }
}

/// Also the expansion of `EventBridgeRule`, which differs in name alone.
pub(super) fn expand(event: &Event<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(written) = PatternRule::read(event.properties, event.span, problems) else {
        return Expansion::default();
    };
    resources(&written, event, context, problems).map(Expansion::of).unwrap_or_default()
}

fn resources(
    written: &PatternRule<'_>,
    event: &Event<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Vec<Resource>> {
    let attributes = &event.invoked.attributes;
    let rule = rule::rule(event.logical_id, attributes, event.span)
        .set("EventBusName", written.event_bus_name)
        .set("EventPattern", written.pattern)
        .set("Name", written.rule_name)
        .set("State", rule::state(written.state, None));
    let role = starting_role(event, rule::PRINCIPAL, context);
    let queue = match written.dead_letter_config {
        Some(config) => Some(dead_letter::of_rule(config, &rule, attributes, problems)?),
        None => None,
    };
    let id = rule::chosen_target_id(written.target)
        .unwrap_or_else(|| node!(event.span, rule::target_id(event.logical_id, TARGET_SUFFIX)));
    let target = rule::target(
        event.span,
        [
            ("Arn", Some(event.invoked.arn.clone())),
            ("Id", Some(id)),
            ("RoleArn", Some(role.get_att("Arn"))),
            ("Input", written.input.cloned()),
            ("InputPath", written.input_path.cloned()),
            ("DeadLetterConfig", queue.as_ref().map(|it| node!(it.arn.span, {"Arn": (&it.arn)}))),
            ("RetryPolicy", written.retry_policy.cloned()),
            ("InputTransformer", written.input_transformer.cloned()),
        ],
    );
    let rule = rule.set("Targets", node!(event.span, [target]));
    let queue = queue.map(|it| it.resources).unwrap_or_default();
    Some([rule, role].into_iter().chain(queue).collect())
}
