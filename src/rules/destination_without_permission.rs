//! Finds destinations of polled sources that the role made for the function may not send to.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Access, Destination, Invocation, Semantics};
use crate::syntax::Map;
use crate::template::intrinsics;

rule! {
    /// A polled source has a destination without `Type`, and nothing allows the function's role to send to it.
    ///
    /// From `Type`, SAM generates the permission to send to the destination. Without it, SAM only passes `Destination`
    /// on, and failed records do not arrive unless other policies allow the role to send ("your execution role must
    /// have permissions", chapters on Kinesis, DynamoDB and Kafka in the Lambda guide).
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
    ///                 Destination: !GetAtt Failed.Arn
    ///   Failed:
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
    "destination-without-permission" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    // Connectors generate policies too, so nothing is known without an expansion.
    let (Some(generated), Some(policies)) = (semantics.generated(), semantics.role_policies()) else { return };
    for destination in semantics.destinations() {
        if !matches!(destination.of, Invocation::Polled(_)) || destination.properties.truthy("Type").is_some() {
            continue;
        }
        let Some(role_id) = generated_role(destination, semantics, generated) else { continue };
        for recipient in destination.recipients(semantics) {
            // Another rule reports where records cannot be sent at all.
            let Ok(Some(service)) = recipient.service else { continue };
            let access = Access { action: service.action, target: None };
            if !service.takes[0] || policies.may_allow(access, role_id) {
                continue;
            }
            let message =
                format!("nothing allows the function to send to {}: this destination has no `Type`", service.name);
            let finding = Diagnostic::new(&CODE, recipient.at, message);
            let written = service.types.first().map_or_else(String::new, |it| format!("add `Type: {it}`"));
            let help = format!("{written}, or allow `{}` in the function's `Policies`", service.action);
            destination.report(finding.help(help), problems);
        }
    }
}

/// The role that SAM makes for the function whose event this is. `None` where the function has a `Role`.
fn generated_role<'g>(destination: &Destination<'_>, semantics: &Semantics<'_>, generated: &'g Map) -> Option<&'g str> {
    destination.event?;
    let role = generated.get(destination.resource_id)?.at(&["Properties", "Role"])?;
    let id = intrinsics::referenced_id(role).filter(|it| !semantics.resources().contains_key(it))?;
    generated.contains_key(id).then_some(id)
}
