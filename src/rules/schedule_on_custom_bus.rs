//! Finds schedules of rules that belong to another event bus than the default one.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::arn::Arn;
use crate::facts::types;
use crate::rule;
use crate::semantics::{Branch, Semantics};
use crate::states::is_unknown;

rule! {
    /// A rule has a schedule, and is one of another event bus than the default one.
    ///
    /// Only rules of the default event bus run on a schedule; all others are refused: "ScheduleExpression is supported only
    /// on the default event bus" (EventBridge user guide, "Creating a rule that runs on a schedule").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Events::EventBus
    ///     Properties:
    ///       Name: orders
    ///   Daily:
    ///     Type: AWS::Events::Rule
    ///     Properties:
    ///       EventBusName: !Ref Orders
    ///       ScheduleExpression: rate(1 day)
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Daily:
    ///     Type: AWS::Events::Rule
    ///     Properties:
    ///       ScheduleExpression: rate(1 day)
    /// ```
    "schedule-on-custom-bus" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (id, _, rule) in semantics.of_type(types::EVENTS_RULE) {
        let (Some(schedule), Some((_, bus))) = (rule.present("ScheduleExpression"), rule.entry("EventBusName")) else {
            continue;
        };
        let is_set = |it: &&_| !semantics.values_where(&[], it).iter().any(|it| it.node.is_text(""));
        let schedules = semantics.present_branches(schedule, &semantics.sides_of(id));
        let both = schedules.filter(|it| is_set(&it.node)).flat_map(|it| {
            let at = it.node.span;
            semantics.present_branches(&bus.value, &it.sides).map(move |bus| (at, bus))
        });
        let refused = both.into_iter().find(|(_, bus)| is_custom(bus, semantics));
        if let Some((at, bus)) = refused {
            let message = "a rule of this event bus cannot run on a schedule: only rules of the default event bus can";
            let finding = Diagnostic::new(&CODE, bus.node.span, message).related(at, "the schedule");
            let finding = finding.help("remove `EventBusName`, or use an `AWS::Scheduler::Schedule`");
            problems.in_resource(id, |problems| problems.push(finding));
        }
    }
}

/// Whether this is surely not the default event bus.
fn is_custom(bus: &Branch<'_>, semantics: &Semantics<'_>) -> bool {
    if let Some(target) = semantics.targets(bus.node, &bus.sides).first() {
        return target.type_name() == types::EVENTS_EVENT_BUS;
    }
    let Some(text) = bus.node.text().filter(|it| !it.is_empty() && !is_unknown(bus.node)) else { return false };
    let name = Arn::parse(text).map_or(&**text, |it| it.resource);
    name != "default" && name != "event-bus/default"
}
