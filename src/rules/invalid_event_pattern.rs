//! Finds patterns of events that EventBridge cannot read.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::facts::types;
use crate::python::json::sorted_json;
use crate::rule;
use crate::semantics::{Branch, Configured, Semantics};
use crate::source::Span;
use crate::syntax::{Map, Node, Value};
use crate::template::intrinsics;

rule! {
    /// The `Pattern` of a rule is not a valid event pattern.
    ///
    /// A pattern has the form of the events that it matches: maps in maps, and where the event has a value, the pattern
    /// has a list of matching values, or of comparisons such as `prefix: orders/`. EventBridge refuses anything else
    /// when the rule is deployed, and also patterns of more than 4096 characters (EventBridge user guide, "event
    /// patterns" and "comparison operators"; EventBridge API, `PutRule`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Archive:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Events:
    ///         Orders:
    ///           Type: EventBridgeRule
    ///           Properties:
    ///             Pattern:
    ///               source: shop.orders
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Archive:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Events:
    ///         Orders:
    ///           Type: EventBridgeRule
    ///           Properties:
    ///             Pattern:
    ///               source: [shop.orders]
    /// ```
    "invalid-event-pattern" Error check
}

/// Most characters of a pattern (EventBridge API, `EventPattern`).
const LONGEST_PATTERN: usize = 4096;
/// What a value can be compared by, as the EventBridge user guide lists them under "comparison operators".
const COMPARISONS: [&str; 8] =
    ["anything-but", "cidr", "equals-ignore-case", "exists", "numeric", "prefix", "suffix", "wildcard"];
/// The key of patterns of which one has to match.
const ALTERNATIVES: &str = "$or";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for event in semantics.events_of(&["CloudWatchEvent", "EventBridgeRule"]) {
        let configured = event.configured();
        if event.properties.present("Pattern").is_some() {
            check_property(semantics, configured, "Pattern", problems);
        } else if semantics.complete {
            // Otherwise it may be there under a name that was refused.
            let finding = Diagnostic::new(&CODE, event.span, "the rule has no `Pattern`, so no event matches");
            let help = "add `Pattern:`, or use an event of type `Schedule` for a rule that runs at set times";
            event.report(finding.help(help), problems);
        }
    }
    for rule in semantics.plain(types::EVENTS_RULE) {
        check_property(semantics, rule, "EventPattern", problems);
    }
}

fn check_property<'a>(semantics: &Semantics<'a>, of: Configured<'a>, property: &str, problems: &mut Problems) {
    let Some((_, entry)) = of.properties.entry(property) else { return };
    for Branch { node: pattern, .. } in semantics.present_branches(&entry.value, &semantics.sides_of(of.resource_id)) {
        let Some(map) = pattern.map().filter(|_| !intrinsics::is_intrinsic(pattern)) else { continue };
        let reading = Reading { semantics, of: &of };
        reading.pattern(map, entry.key_span, problems);
        check_length(pattern, entry.key_span, &of, problems);
    }
}

fn check_length(pattern: &Node, at: Span, of: &Configured<'_>, problems: &mut Problems) {
    let mut is_known = true;
    pattern.walk(&mut |it| is_known &= !intrinsics::is_intrinsic(it));
    let text = sorted_json(pattern);
    // Other characters are longer here than where EventBridge counts them.
    if is_known && text.is_ascii() && text.len() > LONGEST_PATTERN {
        let message =
            format!("the pattern has {} characters as JSON; at most {LONGEST_PATTERN} are allowed", text.len());
        let finding = Diagnostic::new(&CODE, at, message);
        of.report(finding.help("split it into several events"), problems);
    }
}

/// A pattern while it is looked at.
struct Reading<'c, 'a> {
    semantics: &'c Semantics<'a>,
    of: &'c Configured<'a>,
}

impl Reading<'_, '_> {
    fn report(&self, finding: Diagnostic, problems: &mut Problems) {
        self.of.report(finding, problems);
    }

    /// A map of the pattern. `at` is where its key stands.
    fn pattern(&self, map: &Map, at: Span, problems: &mut Problems) {
        if map.is_empty() {
            let finding = Diagnostic::new(&CODE, at, "a pattern cannot contain an empty map");
            self.report(finding.help("name the fields that must match, or remove it"), problems);
        }
        for (key, entry) in map.entries() {
            let value = &entry.value;
            match &value.value {
                Value::Map(_) if intrinsics::is_intrinsic(value) => (),
                Value::Map(inner) => self.pattern(inner, entry.key_span, problems),
                Value::List(items) if items.is_empty() => {
                    let message = format!("`{key}` is an empty list, which nothing matches");
                    let finding = Diagnostic::new(&CODE, value.span, message);
                    self.report(finding.help("list the values that match, or remove it"), problems);
                }
                Value::List(items) if *key == ALTERNATIVES && items.iter().all(|it| it.map().is_some()) => {
                    for item in items.iter().filter(|it| !intrinsics::is_intrinsic(it)) {
                        self.pattern(item.map().expect("a map, as all of them are"), item.span, problems);
                    }
                }
                Value::List(items) => items.iter().for_each(|it| self.matcher(key, it, problems)),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {
                    let message = format!("`{key}` is {}; it must be a list of matching values", value.kind_name());
                    let finding = Diagnostic::new(&CODE, value.span, message);
                    let written = self.semantics.source.slice(value.span);
                    self.report(
                        match is_safe_in_list(written) {
                            true => {
                                finding.help(format!("write `[{written}]`")).fix(value.span, format!("[{written}]"))
                            }
                            false => finding.help("put it into a list"),
                        },
                        problems,
                    );
                }
            }
        }
    }

    /// An item of a list in a pattern: a value that matches, or a comparison.
    fn matcher(&self, field: &str, item: &Node, problems: &mut Problems) {
        let map = match &item.value {
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => return,
            Value::List(_) => {
                let finding = Diagnostic::new(&CODE, item.span, format!("`{field}` contains a list in a list"));
                return self.report(finding.help("list the values directly"), problems);
            }
            Value::Map(_) if intrinsics::is_intrinsic(item) => return,
            Value::Map(map) => map,
        };
        let Some((key, value)) = map.only() else {
            let finding =
                Diagnostic::new(&CODE, item.span, format!("`{field}` contains a map that is not a comparison"));
            let help = "write a comparison with one key, such as `prefix`; do not put fields of the event into a list";
            return self.report(finding.help(help), problems);
        };
        if COMPARISONS.contains(&&**key) {
            if *key == "exists" && value.bool().is_none() && !intrinsics::is_intrinsic(value) {
                let message = format!("`exists` is {}; it must be `true` or `false`", value.kind_name());
                self.report(Diagnostic::new(&CODE, value.span, message), problems);
            }
            return;
        }
        // There may be comparisons by now that are not known here.
        let at = map.key_span(key).unwrap_or(item.span);
        let finding = Diagnostic::new(&CODE, at, format!("there is no comparison `{key}`"));
        match nearest(key, COMPARISONS) {
            Some(near) => self.report(finding.did_you_mean(at, key, near), problems),
            None if value.map().is_some() => {
                self.report(finding.help("do not put fields of the event into a list"), problems);
            }
            None => (),
        }
    }
}

/// Whether a scalar means the same between brackets as it does alone.
pub(super) fn is_safe_in_list(written: &str) -> bool {
    let is_quoted = written.starts_with(['"', '\'']);
    !written.is_empty()
        && !written.contains('\n')
        && (is_quoted || !written.contains([',', '[', ']', '{', '}', '|', '>', '*', '&', '!']))
}
