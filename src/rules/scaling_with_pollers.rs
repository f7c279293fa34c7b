//! Finds two ways of scaling for one queue.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{PolledService, Semantics};

rule! {
    /// A queue has both `ScalingConfig` and `ProvisionedPollerConfig`.
    ///
    /// The numbers of provisioned pollers control how far Lambda scales; a maximum of concurrent invocations is for
    /// queues without them. This is a warning because it is not verified that Lambda refuses both together.
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
    ///             ScalingConfig:
    ///               MaximumConcurrency: 10
    ///             ProvisionedPollerConfig:
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
    ///               MaximumPollers: 10
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    /// ```
    "scaling-with-pollers" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    // The others do not have `ScalingConfig` at all, which another rule says.
    for mapping in semantics.event_source_mappings().iter().filter(|it| it.service == PolledService::Sqs) {
        let (scaling, pollers) = ("ScalingConfig", "ProvisionedPollerConfig");
        let both = mapping.maps(scaling, semantics).into_iter().any(|(map, sides)| {
            let mut others = mapping.maps(pollers, semantics).into_iter().filter(|(map, _)| !map.is_empty());
            !map.is_empty() && others.any(|(_, other)| semantics.is_possible(sides.iter().chain(&other)))
        });
        let keys = mapping.properties.and_then(|it| it.key_span(scaling).zip(it.key_span(pollers)));
        let Some((scaling, pollers)) = keys.filter(|_| both) else { continue };
        let message = "`ScalingConfig` does not work with `ProvisionedPollerConfig`";
        let finding = Diagnostic::new(&CODE, scaling, message).related(pollers, "the pollers are here");
        mapping.report(finding.help("remove one of them"), problems);
    }
}
