//! Finds FIFO queues and topics where Lambda sends to standard ones only.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::{Invocation, PolledService, Semantics, channels};
use std::collections::HashSet;

rule! {
    /// A destination is a FIFO queue or topic, which Lambda does not send to.
    ///
    /// Failed records of Kinesis and of tables, and the results of asynchronous invocations, can be sent only to
    /// standard queues and standard topics ("Destinations" of `PutFunctionEventInvokeConfig` in the Lambda API, and the
    /// chapters on Kinesis and DynamoDB in the Lambda developer guide).
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
    ///             DestinationConfig:
    ///               OnFailure:
    ///                 Type: SQS
    ///                 Destination: !GetAtt Failed.Arn
    ///   Failed:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       FifoQueue: true
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
    ///             DestinationConfig:
    ///               OnFailure:
    ///                 Type: SQS
    ///                 Destination: !GetAtt Failed.Arn
    ///   Failed:
    ///     Type: AWS::SQS::Queue
    /// ```
    "fifo-destination" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for destination in semantics.destinations() {
        let what = match destination.of {
            Invocation::Polled(PolledService::Kinesis | PolledService::DynamoDb) => "records of a stream",
            Invocation::Polled(_) => continue,
            Invocation::FailedAsynchronous => "failed events",
            Invocation::SuccessfulAsynchronous => "results",
        };
        let Some(arn) = destination.arn() else { continue };
        for channel in channels(arn, &destination.sides, semantics).into_iter().filter(|it| it.is_fifo) {
            let message = format!("{what} cannot be sent to `{}`, which is a FIFO {}", channel.name, channel.kind);
            let finding = channel.finding(&CODE, message);
            destination.report(finding.help(format!("send them to a standard {}", channel.kind)), problems);
        }
    }
    check_dead_letter_queues(semantics, problems);
}

/// What functions put events into that they could not handle, written as SAM or as CloudFormation.
fn check_dead_letter_queues(semantics: &Semantics<'_>, problems: &mut Problems) {
    let mut seen = HashSet::new();
    for function in semantics.functions() {
        let property = if function.is_sam { "DeadLetterQueue" } else { "DeadLetterConfig" };
        let configs = function.properties.present(property).map(|it| semantics.maps(it, &function.sides));
        for (config, sides) in configs.into_iter().flatten() {
            let channels = config.present("TargetArn").map(|it| channels(it, &sides, semantics));
            for channel in channels.into_iter().flatten().filter(|it| it.is_fifo && seen.insert(it.at)) {
                let message =
                    format!("failed events cannot be sent to `{}`, which is a FIFO {}", channel.name, channel.kind);
                let finding = channel.finding(&CODE, message).resource(&**function.id);
                problems.push(finding.help(format!("send them to a standard {}", channel.kind)));
            }
        }
    }
}
