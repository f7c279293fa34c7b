//! Finds destinations of polled sources that the role of the function may not send to.
use super::Checked;
use super::destinations::{Destination, Invocation, destinations};
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::source::Span;
use crate::syntax::{Map, Node};
use crate::template::intrinsics;

rule! {
    /// A function's role may not send to the destination for records that failed.
    ///
    /// SAM lets the generated role send to the destination of a polled source where a `Type` stands beside it, and only
    /// there. Without it the role has to be allowed by `Policies` or a connector, or else what failed never arrives ("your
    /// execution role must have permissions for the destination", chapters on Kinesis, DynamoDB and Kafka in the developer
    /// guide of Lambda). Roles of your own are not looked at.
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

/// Something that can be sent to.
struct Kind {
    name: &'static str,
    /// What `Type` calls it.
    type_name: &'static str,
    /// The service in ARNs.
    service: &'static str,
    resource: &'static str,
    /// What sending takes, in lower case.
    action: &'static str,
}

const KINDS: [Kind; 3] = [
    Kind { name: "queue", type_name: "SQS", service: "sqs", resource: "AWS::SQS::Queue", action: "sqs:sendmessage" },
    Kind { name: "topic", type_name: "SNS", service: "sns", resource: "AWS::SNS::Topic", action: "sns:publish" },
    Kind { name: "bucket", type_name: "S3", service: "s3", resource: "AWS::S3::Bucket", action: "s3:putobject" },
];

/// The managed policies that SAM adds, none of which lets a role send anywhere.
const HARMLESS: &[&str] = &[
    "AWSLambdaBasicExecutionRole",
    "AWSLambdaVPCAccessExecutionRole",
    "AWSLambdaKinesisExecutionRole",
    "AWSLambdaDynamoDBExecutionRole",
    "AWSLambdaSQSQueueExecutionRole",
    "AWSLambdaMSKExecutionRole",
    "AWSXrayWriteOnlyAccess",
    "AWSXRayDaemonWriteAccess",
];

/// What adds policies to roles, with the property that names them.
const ATTACHED: [(&str, &str); 3] =
    [("AWS::IAM::Policy", "Roles"), ("AWS::IAM::ManagedPolicy", "Roles"), ("AWS::IAM::RolePolicy", "RoleName")];

fn check(checked: &Checked<'_>, problems: &mut Problems) {
    let Some(generated) = checked.generated() else { return };
    for destination in destinations(checked) {
        let is_polled = matches!(destination.of, Invocation::Polled(_)) && destination.event.is_some();
        if !is_polled || destination.properties.present("Type").is_some() {
            continue;
        }
        let Some(role) = generated_role(destination.resource_id, generated, checked) else { continue };
        for (at, kind) in targets(&destination, checked) {
            if role.may(kind.action, generated) {
                continue;
            }
            let message = format!("the role of `{}` may not send to this {}", destination.resource_id, kind.name);
            let help = format!("add `Type: {}`, so that SAM allows it", kind.type_name);
            destination.report(Diagnostic::warning(RULE.name, at, message).help(help), problems);
        }
    }
}

/// What a destination leads to, where that can be told, and where it is named.
fn targets(destination: &Destination<'_>, checked: &Checked<'_>) -> Vec<(Span, &'static Kind)> {
    let Some(arn) = destination.arn() else { return Vec::new() };
    let resources = checked.targets(arn, &destination.sides).into_iter();
    let mut found: Vec<(Span, &Kind)> = resources
        .filter_map(|target| Some((target.at, KINDS.iter().find(|it| it.resource == target.type_name())?)))
        .collect();
    found.extend(checked.values_where(&destination.sides, arn).into_iter().filter_map(|value| {
        let service = value.node.text()?.strip_prefix("arn:")?.split(':').nth(1)?;
        Some((value.at, KINDS.iter().find(|it| it.service == service)?))
    }));
    found
}

/// A role of the document that the template does not have.
struct Role<'a> {
    id: &'a str,
    properties: &'a Map,
}

fn generated_role<'a>(function: &str, generated: &'a Map, checked: &Checked<'_>) -> Option<Role<'a>> {
    let id = intrinsics::referenced_id(generated.get(function)?.at(&["Properties", "Role"])?)?;
    let properties = generated.get(id)?.get("Properties")?.map()?;
    (!checked.resources().contains_key(id)).then_some(Role { id, properties })
}

impl Role<'_> {
    /// Whether the role is allowed an action, or may be by what can not be known.
    fn may(&self, action: &str, generated: &Map) -> bool {
        let managed = self.properties.get("ManagedPolicyArns");
        let policies = self.properties.get("Policies");
        managed.is_some_and(|it| items(it).iter().any(|it| !is_harmless(it)))
            || policies.is_some_and(|it| items(it).iter().any(|it| policy_may_allow(it, action)))
            || generated.values().any(|it| self.may_have(it))
    }

    /// Whether a resource may add a policy to the role.
    fn may_have(&self, resource: &Node) -> bool {
        let found = ATTACHED.iter().find(|(name, _)| resource.get("Type").is_some_and(|it| it.is_text(name)));
        let roles = found.and_then(|(_, roles)| resource.at(&["Properties", roles]));
        roles.is_some_and(|it| items(it).iter().any(|it| intrinsics::referenced_id(it).is_none_or(|it| it == self.id)))
    }
}

/// The items of a list, or the one thing that stands in its place.
fn items(node: &Node) -> &[Node] {
    node.list().unwrap_or(std::slice::from_ref(node))
}

fn is_harmless(arn: &Node) -> bool {
    arn.text().and_then(|it| it.rsplit('/').next()).is_some_and(|it| HARMLESS.contains(&it))
}

/// Whether a policy may allow an action; conditions and intrinsics may hide one that does.
fn policy_may_allow(policy: &Node, action: &str) -> bool {
    let Some(statements) = policy.at(&["PolicyDocument", "Statement"]) else { return true };
    items(statements).iter().any(|statement| match statement.get("Action") {
        Some(actions) => items(actions).iter().any(|it| it.text().is_none_or(|it| may_be(it, action))),
        None => true,
    })
}

/// Whether what a statement allows may be an action: what comes after a wildcard is not looked at.
fn may_be(allowed: &str, action: &str) -> bool {
    let allowed = allowed.to_lowercase();
    match allowed.split_once(['*', '?']) {
        Some((beginning, _)) => action.starts_with(beginning),
        None => allowed == action,
    }
}
