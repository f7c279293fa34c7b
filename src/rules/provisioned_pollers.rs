//! Finds numbers of pollers that a source cannot have.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Case, PolledService, Semantics};
use std::ops::RangeInclusive;

rule! {
    /// The numbers of provisioned pollers contradict each other, or the source cannot have them.
    ///
    /// The minimum cannot be more than the maximum. A queue has a minimum of 2 to 200 and a maximum of 2 to 10,000,
    /// Kafka a minimum of 1 to 200 and a maximum of 1 to 2,000 (`ProvisionedPollerConfig` in the Lambda API).
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
    ///         Orders:
    ///           Type: SQS
    ///           Properties:
    ///             Queue: !GetAtt Orders.Arn
    ///             ProvisionedPollerConfig:
    ///               MinimumPollers: 20
    ///               MaximumPollers: 10
    ///   Orders:
    ///     Type: AWS::SQS::Queue
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
    ///         Orders:
    ///           Type: SQS
    ///           Properties:
    ///             Queue: !GetAtt Orders.Arn
    ///             ProvisionedPollerConfig:
    ///               MinimumPollers: 10
    ///               MaximumPollers: 20
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    /// ```
    "provisioned-pollers" Error check
}

const MINIMUM: &str = "MinimumPollers";
const MAXIMUM: &str = "MaximumPollers";

/// What the property can be for some sources, where that is less than its row allows.
const LIMITS: &[(&[PolledService], &str, RangeInclusive<i64>)] = &[
    (&[PolledService::Sqs], MINIMUM, 2..=200),
    (&[PolledService::Sqs], MAXIMUM, 2..=10_000),
    (&[PolledService::Msk, PolledService::SelfManagedKafka], MAXIMUM, 1..=2000),
];
/// What the rows allow; outside of it, the rows' own rule speaks.
const ROWS: [(&str, RangeInclusive<i64>); 2] = [(MINIMUM, 1..=200), (MAXIMUM, 1..=10_000)];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for mapping in semantics.event_source_mappings() {
        for (config, sides) in mapping.maps("ProvisionedPollerConfig", semantics) {
            let minimum = semantics.cases(config.present(MINIMUM), &sides);
            let maximum = semantics.cases(config.present(MAXIMUM), &sides);
            let contradiction = minimum.iter().find_map(|minimum| contradiction(minimum, &maximum, semantics));
            if let Some(finding) = contradiction {
                mapping.report(finding, problems);
                continue;
            }
            for (name, cases) in [(MINIMUM, &minimum), (MAXIMUM, &maximum)] {
                let limits = LIMITS.iter().find(|it| it.0.contains(&mapping.service) && it.1 == name);
                let row = ROWS.iter().find(|it| it.0 == name);
                let (Some((_, _, limits)), Some((_, row))) = (limits, row) else { continue };
                for case in cases {
                    let Some(number) = case.number_or(0) else { continue };
                    if row.contains(&number) && !limits.contains(&number) {
                        let message = format!("`{name}` of `{}` cannot be {number}", mapping.service.name());
                        let help = format!("write a number from {} to {}", limits.start(), limits.end());
                        let finding = case.finding(&CODE, message).map(|it| it.help(help));
                        finding.into_iter().for_each(|it| mapping.report(it, problems));
                    }
                }
            }
        }
    }
}

/// The fewest pollers are more than the most on some side of the conditions.
fn contradiction(minimum: &Case, maximum: &[Case], semantics: &Semantics<'_>) -> Option<Diagnostic> {
    let fewest = minimum.number_or(0)?;
    let (most, most_at) = maximum.iter().find_map(|maximum| {
        let is_possible = semantics.is_possible(minimum.sides().iter().chain(maximum.sides()));
        let most = maximum.number_or(i64::MAX).filter(|it| *it < fewest && is_possible)?;
        Some((most, maximum.at()?))
    })?;
    let message = format!("`{MINIMUM}` is {fewest}, more than the {most} of `{MAXIMUM}`");
    let finding = minimum.finding(&CODE, message)?.related(most_at, "the maximum is here");
    Some(finding.help("write the smaller number as `MinimumPollers`"))
}
