//! Finds flexible time windows of schedules that do not say how long they are.
use crate::diagnostic::Problems;
use crate::facts::types;
use crate::rule;
use crate::semantics::{Branch, Semantics};

rule! {
    /// A schedule has a flexible time window without a length.
    ///
    /// With `Mode: FLEXIBLE`, the scheduler needs `MaximumWindowInMinutes`, 1 to 1440 (EventBridge Scheduler API,
    /// `FlexibleTimeWindow`). This is a warning because the property is optional in the API model, as `Mode: OFF` does
    /// not need it.
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

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let events = semantics.events_of(&["ScheduleV2"]).map(|it| it.configured());
    for schedule in events.chain(semantics.plain(types::SCHEDULER_SCHEDULE)) {
        let sides = semantics.sides_of(schedule.resource_id);
        let Some(window) = schedule.properties.present("FlexibleTimeWindow") else { continue };
        for Branch { node: window, sides } in semantics.present_branches(window, &sides) {
            let has_length = window.get("MaximumWindowInMinutes").is_some();
            let Some(mode) = window.get("Mode").filter(|_| !has_length) else { continue };
            for mode in semantics.values_where(&sides, mode).iter().filter(|it| it.node.is_text("FLEXIBLE")) {
                let finding = mode.finding(&CODE, "the window is flexible, but has no `MaximumWindowInMinutes`");
                let help = "add `MaximumWindowInMinutes:`, 1 to 1440, or write `Mode: \"OFF\"`";
                schedule.report(finding.help(help), problems);
            }
        }
    }
}
