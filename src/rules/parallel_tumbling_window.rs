//! Finds windows over records that are worked on in parallel.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Case, EventSourceMapping, PolledService, Semantics};

rule! {
    /// A tumbling window is used together with a `ParallelizationFactor` over 1.
    ///
    /// A window passes its state from one invocation to the next, one batch after the other in each shard, which does
    /// not work when batches of a shard are processed at the same time. This is a warning because it is not verified
    /// that Lambda refuses both together.
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
    ///             TumblingWindowInSeconds: 60
    ///             ParallelizationFactor: 2
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
    ///             TumblingWindowInSeconds: 60
    /// ```
    "parallel-tumbling-window" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let streams = [PolledService::Kinesis, PolledService::DynamoDb];
    for mapping in semantics.event_source_mappings().iter().filter(|it| streams.contains(&it.service)) {
        if let Some(finding) = fault(mapping, semantics) {
            mapping.report(finding, problems);
        }
    }
}

fn fault(mapping: &EventSourceMapping<'_>, semantics: &Semantics<'_>) -> Option<Diagnostic> {
    let windows = semantics.cases(mapping.property("TumblingWindowInSeconds"), &mapping.sides);
    let factors = semantics.cases(mapping.property("ParallelizationFactor"), &mapping.sides);
    let over = |case: &Case, limit| case.number_or(0).is_some_and(|it| it > limit);
    let pairs = factors.iter().filter(|it| over(it, 1)).flat_map(|factor| windows.iter().map(move |it| (factor, it)));
    let mut pairs = pairs.filter(|(_, window)| over(window, 0));
    let (factor, window) =
        pairs.find(|(factor, window)| semantics.is_possible(factor.sides().iter().chain(window.sides())))?;
    let message = "a tumbling window does not work with a `ParallelizationFactor` over 1";
    let finding = factor.finding(&CODE, message)?;
    Some(finding.related(window.at()?, "the window is here").help("remove one of them"))
}
