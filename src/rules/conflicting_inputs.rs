//! Finds rules that hand several things over at once.
use super::Checked;
use super::cases::Branch;
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;

rule! {
    /// A rule has more than one of `Input`, `InputPath` and `InputTransformer`.
    ///
    /// Each says what is handed over in the place of the event, and EventBridge refuses more than one of them when the
    /// rule is deployed (EventBridge API, `Target` of `PutTargets`).
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
    ///               source: [shop.orders]
    ///             InputPath: $.detail
    ///             Input: '{"order": true}'
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
    ///             InputPath: $.detail
    /// ```
    "conflicting-inputs" Error check
}

const INPUTS: [&str; 3] = ["Input", "InputPath", "InputTransformer"];

fn check(checked: &Checked<'_>, problems: &mut Problems) {
    for event in checked.events_of(&["CloudWatchEvent", "EventBridgeRule"]) {
        let sides = checked.sides_of(event.resource_id);
        let mut present = Vec::new();
        for name in INPUTS {
            let Some((_, entry)) = event.properties.entry(name).filter(|(_, it)| !it.value.is_null()) else { continue };
            for Branch { sides, .. } in checked.present_branches(&entry.value, &sides) {
                present.push((name, entry.key_span, sides));
            }
        }
        let conflict = present.iter().enumerate().find_map(|(index, second)| {
            let earlier = present[..index].iter();
            let mut together =
                earlier.filter(|it| it.0 != second.0 && checked.is_possible(it.2.iter().chain(&second.2)));
            together.next().map(|first| (first, second))
        });
        if let Some((first, second)) = conflict {
            let message = format!("`{}` does not go with `{}`", second.0, first.0);
            let finding = Diagnostic::error(RULE.name, second.1, message);
            let finding = finding.related(first.1, format!("`{}` is here", first.0));
            event.report(finding.help("keep one of `Input`, `InputPath` and `InputTransformer`"), problems);
        }
    }
}
