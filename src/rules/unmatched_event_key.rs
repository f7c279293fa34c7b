//! Finds patterns that ask for keys that no event has.
use crate::diagnostic::{Diagnostic, Near, Problems, nearest};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Configured, Semantics};
use crate::syntax::Map;

rule! {
    /// A pattern asks for a key that events do not have, so that it matches none.
    ///
    /// At the top, events have `source`, `detail-type`, `detail` and a few others; everything that an application says
    /// itself stands under `detail` (EventBridge user guide, "events", "structure of an event").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Ship:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Order:
    ///           Type: EventBridgeRule
    ///           Properties:
    ///             Pattern:
    ///               source: [shop]
    ///               detailType: [order]
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Ship:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Order:
    ///           Type: EventBridgeRule
    ///           Properties:
    ///             Pattern:
    ///               source: [shop]
    ///               detail-type: [order]
    /// ```
    "unmatched-event-key" Warning check
}

/// The keys of all events, and those of events that are replayed or come from a scheduler of AWS.
const KEYS: [&str; 11] = [
    "account",
    "detail",
    "detail-type",
    "id",
    "ingestion-time",
    "region",
    "replay-name",
    "resources",
    "source",
    "time",
    "version",
];
/// The key of patterns of which one has to match.
const ALTERNATIVES: &str = "$or";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for event in semantics.events_of(&["CloudWatchEvent", "EventBridgeRule"]) {
        check_property(semantics, event.configured(), "Pattern", problems);
    }
    for rule in semantics.plain(types::EVENTS_RULE) {
        check_property(semantics, rule, "EventPattern", problems);
    }
}

fn check_property<'a>(semantics: &Semantics<'a>, of: Configured<'a>, property: &str, problems: &mut Problems) {
    let Some(pattern) = of.properties.present(property) else { return };
    for (map, _) in semantics.maps(pattern, &semantics.sides_of(of.resource_id)) {
        for (key, at) in keys(map) {
            let finding = Diagnostic::new(&CODE, at, format!("`{key}` is not a key of events, so nothing matches"));
            of.report(
                match nearest(key, KEYS).or_else(|| KEYS.into_iter().find(|it| is_alike(it, key)).map(Near::from)) {
                    Some(near) => finding.did_you_mean(at, key, near),
                    None => finding.help("put fields of the event's own under `detail`"),
                },
                problems,
            );
        }
    }
}

/// The keys of a pattern, also those of its alternatives, that events do not have.
fn keys(pattern: &Map) -> Vec<(&str, crate::source::Span)> {
    let mut found = Vec::new();
    for (key, entry) in pattern.entries() {
        if **key == *ALTERNATIVES {
            let alternatives = entry.value.list().unwrap_or_default().iter().filter_map(|it| it.map());
            found.extend(
                alternatives
                    .flat_map(|it| it.entries())
                    .filter(|(key, _)| !is_known(key))
                    .map(|(key, it)| (&**key, it.key_span)),
            );
        } else if !is_known(key) {
            found.push((&**key, entry.key_span));
        }
    }
    found
}

fn is_known(key: &str) -> bool {
    KEYS.contains(&key) || key == ALTERNATIVES || key == "Ref" || key.starts_with("Fn::")
}

/// Whether a key differs only in case and signs, as `DetailType` does.
fn is_alike(key: &str, written: &str) -> bool {
    let letters = |it: &str| it.chars().filter(|it| it.is_alphanumeric()).collect::<String>().to_lowercase();
    letters(key) == letters(written)
}
