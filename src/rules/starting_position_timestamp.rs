//! Finds times to begin at that do not fit where to begin.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Case, EventSourceMapping, PolledService, Semantics};
use crate::syntax::{Node, Number, Value};

rule! {
    /// The time to start reading at is missing, has no effect, or is in the future.
    ///
    /// `StartingPosition: AT_TIMESTAMP` needs `StartingPositionTimestamp`, a number of seconds since 1970. The time is
    /// used only with that position, and cannot be in the future (`CreateEventSourceMapping` in the Lambda API; AWS CDK
    /// refuses one without the other).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Changes:
    ///           Type: Kinesis
    ///           Properties:
    ///             Stream: arn:aws:kinesis:us-east-1:123456789012:stream/changes
    ///             StartingPosition: AT_TIMESTAMP
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Changes:
    ///           Type: Kinesis
    ///           Properties:
    ///             Stream: arn:aws:kinesis:us-east-1:123456789012:stream/changes
    ///             StartingPosition: AT_TIMESTAMP
    ///             StartingPositionTimestamp: 1767225600
    /// ```
    "starting-position-timestamp" Error check
}

const POSITION: &str = "StartingPosition";
const TIMESTAMP: &str = "StartingPositionTimestamp";
const AT_TIMESTAMP: &str = "AT_TIMESTAMP";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for mapping in semantics.event_source_mappings() {
        let timestamps = semantics.cases(mapping.property(TIMESTAMP), &mapping.sides);
        // Tables cannot begin at a time; the row of their position says so.
        let alone = Some(&mapping)
            .filter(|it| it.service != PolledService::DynamoDb)
            .and_then(|it| mismatch(it, &timestamps, semantics));
        let future = timestamps.iter().find_map(|it| in_future(it, semantics));
        for finding in alone.into_iter().chain(future) {
            mapping.report(finding.if_named(&[POSITION, TIMESTAMP]), problems);
        }
    }
}

/// One of position and time does not go together with the other.
fn mismatch(mapping: &EventSourceMapping<'_>, timestamps: &[Case], semantics: &Semantics<'_>) -> Option<Diagnostic> {
    for position in semantics.cases(mapping.property(POSITION), &mapping.sides) {
        let is_timed = match &position {
            Case::Known(value) => value.node.is_text(AT_TIMESTAMP),
            Case::Unknown(..) => continue,
            Case::Missing(_) => false,
        };
        for timestamp in timestamps {
            if !semantics.is_possible(position.sides().iter().chain(timestamp.sides())) {
                continue;
            }
            match (is_timed, timestamp.at(), position.at()) {
                (true, None, Some(_)) => {
                    let finding = position.finding(&CODE, "`AT_TIMESTAMP` needs `StartingPositionTimestamp`")?;
                    return Some(finding.help(format!("add `{TIMESTAMP}:` with a number of seconds since 1970")));
                }
                (false, Some(_), position) => {
                    let message = format!("`{TIMESTAMP}` has no effect without `{POSITION}: {AT_TIMESTAMP}`");
                    let mut finding = timestamp.finding(&CODE, message)?;
                    if let Some(position) = position {
                        finding = finding.related(position, "the position is here");
                    }
                    return Some(finding.help(format!("remove it, or write `{POSITION}: {AT_TIMESTAMP}`")));
                }
                (true, ..) | (false, None, _) => (),
            }
        }
    }
    None
}

/// The time has not come yet; without a clock nothing is known.
fn in_future(timestamp: &Case, semantics: &Semantics<'_>) -> Option<Diagnostic> {
    let value = timestamp.known().filter(|_| semantics.seconds_since_1970 > 0)?;
    let seconds = seconds(&value.node)?;
    let finding = || value.finding(&CODE, format!("`{TIMESTAMP}` is in the future"));
    (seconds > semantics.seconds_since_1970 as f64).then(|| {
        // A date in milliseconds lies thousands of years ahead.
        let is_milliseconds = seconds / 1000.0 <= semantics.seconds_since_1970 as f64;
        let help = if is_milliseconds { "write seconds, not milliseconds" } else { "write a time in the past" };
        finding().help(help)
    })
}

fn seconds(node: &Node) -> Option<f64> {
    match &node.value {
        Value::Number(Number::Integer(number)) => Some(*number as f64),
        Value::Number(Number::Float(number)) => Some(*number),
        Value::Text(text) => text.trim().parse().ok().filter(|it: &f64| it.is_finite()),
        Value::Number(Number::Big(_)) | Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => None,
    }
}
