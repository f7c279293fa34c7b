//! Finds ages at which Lambda does not give up records.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::{PolledService, Semantics};

rule! {
    /// `MaximumRecordAgeInSeconds` is between 0 and 59.
    ///
    /// Lambda discards records after 60 seconds at the earliest, or never (-1). Smaller numbers are within the range of
    /// the parameter but are refused (AWS CDK, and the Lambda API for `EventSourceMappingConfiguration`).
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
    ///             StartingPosition: LATEST
    ///             MaximumRecordAgeInSeconds: 30
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
    ///             StartingPosition: LATEST
    ///             MaximumRecordAgeInSeconds: 60
    /// ```
    "short-record-age" Error check
}

/// The earliest that Lambda gives a record up.
const SHORTEST_AGE: i64 = 60;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    // The others do not have the property, which another rule says.
    let with_age = |it: PolledService| matches!(it, PolledService::Kinesis | PolledService::DynamoDb) || it.is_kafka();
    for mapping in semantics.event_source_mappings().iter().filter(|it| with_age(it.service)) {
        for case in semantics.cases(mapping.property("MaximumRecordAgeInSeconds"), &mapping.sides) {
            let (Some(value), Some(age)) = (case.known(), case.number_or(-1)) else { continue };
            if (0..SHORTEST_AGE).contains(&age) {
                let message = format!("`MaximumRecordAgeInSeconds` cannot be {age}");
                let finding = value.finding(&CODE, message);
                mapping.report(finding.help("write 60 or more, or -1 to keep trying until records expire"), problems);
            }
        }
    }
}
