//! Finds flexible time windows of schedules that do not say how long they are.
use super::Checked;
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;

rule! {
    /// A schedule may be late, but it is not said by how much.
    ///
    /// With `Mode: FLEXIBLE` the scheduler wants `MaximumWindowInMinutes`, 1 to 1440 (EventBridge Scheduler API,
    /// `FlexibleTimeWindow`); the API model leaves it optional since `Mode: OFF` goes without, hence a warning.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Events:
    ///         Hourly:
    ///           Type: ScheduleV2
    ///           Properties:
    ///             ScheduleExpression: rate(1 hour)
    ///             FlexibleTimeWindow:
    ///               Mode: FLEXIBLE
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Events:
    ///         Hourly:
    ///           Type: ScheduleV2
    ///           Properties:
    ///             ScheduleExpression: rate(1 hour)
    ///             FlexibleTimeWindow:
    ///               Mode: FLEXIBLE
    ///               MaximumWindowInMinutes: 15
    /// ```
    "flexible-window-without-length" Warning check
}

fn check(checked: &Checked<'_>, problems: &mut Problems) {
    for event in checked.events_of(&["ScheduleV2"]) {
        let sides = checked.sides_of(event.resource_id);
        for window in event.properties.present("FlexibleTimeWindow").into_iter().flat_map(|it| {
            // Each side of a condition is a window of its own.
            checked.values_where(&sides, it)
        }) {
            let Some(mode) = window.node.get("Mode").filter(|_| window.node.get("MaximumWindowInMinutes").is_none())
            else {
                continue;
            };
            for mode in checked.values_where(&window.conditions, mode).iter().filter(|it| it.node.is_text("FLEXIBLE")) {
                let message = "the window is flexible, but has no `MaximumWindowInMinutes`";
                let finding = Diagnostic::warning(RULE.name, mode.at, message);
                event.report(
                    finding.help("add `MaximumWindowInMinutes:`, 1 to 1440, or write `Mode: \"OFF\"`"),
                    problems,
                );
            }
        }
    }
}
