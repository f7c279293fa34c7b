//! Finds destinations of polled sources that the role made for the function may not send to.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Destination, Invocation, Semantics};
use crate::syntax::{Map, Node};
use crate::template::intrinsics;
use crate::template::references::references;

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

/// Managed policies that SAM attaches by itself, by the beginnings of their names. None of them lets a role send.
const NOT_FOR_SENDING: [&str; 3] = ["service-role/AWSLambda", "AWSXrayWriteOnlyAccess", "AWSXRayDaemonWriteAccess"];
/// What gives policies to roles that stand elsewhere.
const POLICIES: [&str; 3] = [types::IAM_POLICY, types::IAM_MANAGED_POLICY, types::IAM_ROLE_POLICY];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    // Connectors generate policies too, so nothing is known without an expansion.
    let Some(generated) = semantics.generated() else { return };
    for destination in semantics.destinations() {
        if !matches!(destination.of, Invocation::Polled(_)) || destination.properties.truthy("Type").is_some() {
            continue;
        }
        let Some((role_id, role)) = generated_role(destination, semantics, generated) else { continue };
        for recipient in destination.recipients(semantics) {
            // Another rule reports where records cannot be sent at all.
            let Ok(Some(service)) = recipient.service else { continue };
            if !service.takes[0] || may_send(service.action, role_id, role, generated) {
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
fn generated_role<'g>(
    destination: &Destination<'_>,
    semantics: &Semantics<'_>,
    generated: &'g Map,
) -> Option<(&'g str, &'g Node)> {
    destination.event?;
    let role = generated.get(destination.resource_id)?.at(&["Properties", "Role"])?;
    let id = intrinsics::referenced_id(role).filter(|it| !semantics.resources().contains_key(it))?;
    Some((id, generated.get(id)?))
}

/// Whether a policy of the role may allow the action: it does, or what it allows cannot be known.
fn may_send(action: &str, role_id: &str, role: &Node, generated: &Map) -> bool {
    let Some(properties) = role.get("Properties") else { return true };
    let managed = properties.get("ManagedPolicyArns");
    let own = properties.get("Policies");
    managed.is_some_and(|it| it.list().is_none_or(|it| it.iter().any(may_be_for_sending)))
        || own.is_some_and(|it| it.list().is_none_or(|it| it.iter().any(|it| may_allow(it, action))))
        || generated.values().any(|resource| {
            let is_policy = POLICIES.iter().any(|name| resource.get("Type").is_some_and(|it| it.is_text(name)));
            is_policy
                && references(resource).iter().any(|it| it.target() == role_id)
                && resource.get("Properties").is_none_or(|it| may_allow(it, action))
        })
}

fn may_be_for_sending(arn: &Node) -> bool {
    let name = arn.text().and_then(|it| it.split_once(":policy/"));
    name.is_none_or(|(_, name)| !NOT_FOR_SENDING.iter().any(|it| name.starts_with(it)))
}

fn may_allow(policy: &Node, action: &str) -> bool {
    let Some(statements) = policy.at(&["PolicyDocument", "Statement"]) else { return true };
    let statements = statements.list().unwrap_or(std::slice::from_ref(statements));
    statements.iter().any(|statement| {
        let Some(actions) = statement.get("Action") else { return true };
        let is_denied = statement.get("Effect").is_some_and(|it| it.is_text("Deny"));
        let mut actions = actions.list().unwrap_or(std::slice::from_ref(actions)).iter();
        !is_denied && actions.any(|it| it.text().is_none_or(|it| may_name(it, action)))
    })
}

/// Whether an action of a policy, perhaps with wildcards, may be this one: up to its first wildcard it is.
fn may_name(written: &str, action: &str) -> bool {
    let (written, action) = (written.to_ascii_lowercase(), action.to_ascii_lowercase());
    match written.split_once(['*', '?']) {
        Some((start, _)) => action.starts_with(start),
        None => written == action,
    }
}
