//! Finds times of schedules that EventBridge cannot read.
use crate::diagnostic::Problems;
use crate::facts::types;
use crate::rule;
use crate::semantics::schedule_expression::{Service, faults};
use crate::semantics::{Configured, Semantics};

rule! {
    /// The time of a schedule is not a valid schedule expression.
    ///
    /// EventBridge refuses the schedule when it is deployed. A rate is a whole number and a unit: `minute`, `hour` or
    /// `day`. In a `Schedule`, the unit is singular after 1 and plural after all other numbers. A cron expression has
    /// six fields, of which the third or the fifth, the days, is a `?`; unlike in Unix, days of the week count from 1,
    /// Sunday. Only `ScheduleV2` accepts single times, `at(2030-12-24T18:00:00)`, in the time zone of
    /// `ScheduleExpressionTimezone`. (EventBridge user guide, "rate expressions" and "cron expressions"; EventBridge
    /// Scheduler user guide, "schedule types".)
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
    ///           Type: Schedule
    ///           Properties:
    ///             Schedule: rate(1 hours)
    ///         EveryMorning:
    ///           Type: ScheduleV2
    ///           Properties:
    ///             ScheduleExpression: cron(0 8 * * *)
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
    ///           Type: Schedule
    ///           Properties:
    ///             Schedule: rate(1 hour)
    ///         EveryMorning:
    ///           Type: ScheduleV2
    ///           Properties:
    ///             ScheduleExpression: cron(0 8 * * ? *)
    /// ```
    "invalid-schedule-expression" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for event in semantics.events_of(&["Schedule"]) {
        check_property(semantics, event.configured(), "Schedule", Service::Rule, problems);
    }
    for event in semantics.events_of(&["ScheduleV2"]) {
        check_property(semantics, event.configured(), "ScheduleExpression", Service::Scheduler, problems);
    }
    for (type_name, service) in [(types::EVENTS_RULE, Service::Rule), (types::SCHEDULER_SCHEDULE, Service::Scheduler)] {
        for resource in semantics.plain(type_name) {
            check_property(semantics, resource, "ScheduleExpression", service, problems);
        }
    }
}

fn check_property(
    semantics: &Semantics<'_>,
    of: Configured<'_>,
    property: &str,
    service: Service,
    problems: &mut Problems,
) {
    for value in semantics.values_in(&of, property) {
        let Some(text) = value.node.text() else { continue };
        for fault in faults(text, service) {
            let mut finding = value.finding(&CODE, fault.message);
            let span = semantics.span_within(&value, &fault.range);
            if let Some(span) = span {
                finding.span = span;
            }
            finding.help = fault.help;
            finding = match (span, fault.replacement) {
                (Some(span), Some(replacement)) => finding.fix(span, replacement),
                _ => finding,
            };
            of.report(finding, problems);
        }
    }
}
