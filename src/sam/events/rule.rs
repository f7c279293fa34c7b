//! What event sources share that are rules of EventBridge, whether rules invoke functions or state machines.
use super::dead_letter::{self, DeadLetterConfig, RetryPolicy};
use super::{Event, EventSource};
use crate::cfn::{Context, Expansion, Resource, permission};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::facts::types;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text as Name};

/// Who invokes what a rule leads to.
pub(crate) const PRINCIPAL: &str = "events.amazonaws.com";
pub(crate) const STATES: &[&str] = &["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"];
/// Most characters of a target's id.
const LONGEST_TARGET_ID: usize = 64;

properties! {
    /// Events on an event bus that match a pattern.
    pub(crate) struct PatternRule {
        /// Name or ARN of the event bus; the account's default bus when omitted.
        "EventBusName" => event_bus_name: Option<Text>, range(1..=1600),
            pattern("(arn:.*:event-bus/)?[/._A-Za-z0-9-]+", "the name of a bus, or its ARN");
        /// Name of the rule; CloudFormation generates one when omitted.
        "RuleName" => rule_name: Option<Text>, range(1..=64),
            pattern("[._A-Za-z0-9-]+", "letters, digits, `-`, `_` and `.`");
        /// The pattern that events must match.
        "Pattern" => pattern: Option<Object>;
        /// Where events are sent that could not be delivered.
        "DeadLetterConfig" => dead_letter_config: Option<DeadLetterConfig<'static>>;
        /// Maximum number of retries and maximum age of an event.
        "RetryPolicy" => retry_policy: Option<RetryPolicy<'static>>;
        /// JSON that is passed to the target instead of the event.
        "Input" => input: Option<Text>, range(0..=8192), excludes(&["InputPath", "InputTransformer"]);
        /// JSONPath of the part of the event that is passed to the target.
        "InputPath" => input_path: Option<Text>, range(0..=256), excludes(&["InputTransformer"]);
        /// Settings of the rule's target.
        "Target" => target: Option<Target<'static>>;
        /// Whether the rule is enabled.
        "Enabled" => enabled: Option<Boolean>;
        /// Whether the rule is enabled, and for which events.
        "State" => state: Option<Text>, one_of(STATES);
        /// How the event is transformed before it is passed to the target.
        "InputTransformer" => input_transformer: Option<InputTransformer<'static>>;
    }
}

properties! {
    /// The target of a rule.
    pub(crate) struct Target {
        /// Id of the target within the rule; derived from the event's when omitted.
        "Id" => id: Option<Passed<Text>>, range(1..=64),
            pattern("[._A-Za-z0-9-]+", "letters, digits, `-`, `_` and `.`");
    }
}

properties! {
    /// A template for what is passed to the target, and the parts of the event to insert in it.
    pub(crate) struct InputTransformer {
        /// Names for parts of the event, each a JSONPath.
        "InputPathsMap" => input_paths: Option<Passed<MapOf<Text>>>, range(0..=100);
        /// The text, with names in angle brackets.
        "InputTemplate" => input_template: Passed<Text>, range(1..=8192);
    }
}

/// Sources whose events match a pattern differ in name alone.
pub(crate) const PATTERN: EventSource =
    EventSource { name: "", properties: PatternRule::TABLE, expand: expand_pattern };

fn expand_pattern(event: &Event<'_>, _: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(written) = PatternRule::read(event.properties, event.span, problems) else {
        return Expansion::default();
    };
    pattern_rule(&written, event, problems).map(Expansion::of).unwrap_or_default()
}

fn pattern_rule(written: &PatternRule<'_>, event: &Event<'_>, problems: &mut Problems) -> Option<Vec<Resource>> {
    let attributes = &event.invoked.attributes;
    let rule = rule(event.logical_id, attributes, event.span)
        .set("EventBusName", written.event_bus_name)
        .set("EventPattern", written.pattern)
        .set("Name", written.rule_name);
    let queue = match written.dead_letter_config {
        Some(config) => Some(dead_letter::of_rule(config, &rule, attributes, problems)?),
        None => None,
    };
    check_state(written.state, written.enabled, problems)?;
    let target = target(
        event.span,
        [
            ("Arn", Some(event.invoked.arn.clone())),
            ("Id", Some(chosen_target_id(written.target).unwrap_or_else(|| function_target_id(event)))),
            ("Input", written.input.cloned()),
            ("InputPath", written.input_path.cloned()),
            ("DeadLetterConfig", queue.as_ref().map(|it| node!(it.arn.span, {"Arn": (&it.arn)}))),
            ("RetryPolicy", written.retry_policy.cloned()),
            ("InputTransformer", written.input_transformer.cloned()),
        ],
    );
    let rule = rule.set("State", state(written.state, written.enabled)).set("Targets", node!(event.span, [target]));
    let permission = permission(&rule, event);
    let mut resources = queue.map(|it| it.resources).unwrap_or_default();
    resources.extend([rule, permission]);
    Some(resources)
}

/// A rule that has nothing yet.
pub(crate) fn rule(logical_id: &Name, attributes: &Map, origin: Span) -> Resource {
    Resource::new(logical_id, types::EVENTS_RULE, "EventBridge rule that starts it", origin).attributes(attributes)
}

/// The permission for a rule to invoke the function.
pub(crate) fn permission(rule: &Resource, event: &Event<'_>) -> Resource {
    permission::invoke(event.logical_id, "", PRINCIPAL, event.invoked, event.span).set("SourceArn", rule.get_att("Arn"))
}

/// Refuses `State` beside `Enabled`. `None` when both are there.
pub(crate) fn check_state(state: Option<&Node>, enabled: Option<&Node>, problems: &mut Problems) -> Option<Sound> {
    let (Some(state), Some(enabled)) = (state.filter(|it| it.is_truthy()), enabled) else { return Some(Sound) };
    let finding =
        Diagnostic::new(&codes::CONFLICTING_PROPERTIES, enabled.span, "`Enabled` cannot be used with `State`");
    problems.push(finding.related(state.span, "`State` is set here").help("remove `Enabled`"));
    None
}

/// The rule's state as the user gave it, in one way or the other.
pub(crate) fn state(state: Option<&Node>, enabled: Option<&Node>) -> Option<Node> {
    match enabled {
        Some(enabled) => Some(node!(enabled.span, if enabled.is_truthy() { "ENABLED" } else { "DISABLED" })),
        None => state.filter(|it| it.is_truthy()).cloned(),
    }
}

/// The id that the property `Target` gives.
pub(crate) fn chosen_target_id(target: Option<&Node>) -> Option<Node> {
    target?.map()?.get("Id").cloned()
}

/// The id of the target of a function's event.
pub(crate) fn function_target_id(event: &Event<'_>) -> Node {
    target_id(event.logical_id, "LambdaTarget").into_node(event.span)
}

/// `logical_id` and `suffix` in as many characters as an id may have.
pub(crate) fn target_id(logical_id: &str, suffix: &str) -> String {
    let kept: String = logical_id.chars().take(LONGEST_TARGET_ID.saturating_sub(suffix.len())).collect();
    kept + suffix
}

/// A target with those entries that have a value.
pub(crate) fn target<const N: usize>(span: Span, entries: [(&'static str, Option<Node>); N]) -> Node {
    entries.into_iter().filter_map(|(name, value)| Some((name, value?))).collect::<Map>().into_node(span)
}
