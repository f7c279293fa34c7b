//! Finds targets of notifications, rules and subscriptions that the sender may not use.
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::facts::{self, types};
use crate::rule;
use crate::sam::resources;
use crate::semantics::{Grants, Semantics, senders};

rule! {
    /// A bucket, rule, topic or other resource sends to a target that does not let it.
    ///
    /// For the events of its functions, SAM generates the permissions; for the function that authorizes requests to an HTTP
    /// API, only with `EnableFunctionDefaultPermissions: true`. What is written as CloudFormation needs an
    /// `AWS::Lambda::Permission` for a function, an `AWS::SQS::QueuePolicy` for a queue, an `AWS::SNS::TopicPolicy` for a
    /// topic. S3, CloudWatch Logs and Secrets Manager verify that, and the deployment fails ("Unable to validate the
    /// following destination configurations"), which is an error; from other services nothing arrives (EventBridge user
    /// guide, "resource-based policies"; SNS developer guide, "give permission to send messages to the queue").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///   Daily:
    ///     Type: AWS::Events::Rule
    ///     Properties:
    ///       ScheduleExpression: rate(1 day)
    ///       Targets:
    ///         - Id: jobs
    ///           Arn: !GetAtt Jobs.Arn
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///   JobsPolicy:
    ///     Type: AWS::SQS::QueuePolicy
    ///     Properties:
    ///       Queues:
    ///         - !Ref Jobs
    ///       PolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal:
    ///               Service: events.amazonaws.com
    ///             Action: sqs:SendMessage
    ///             Resource: !GetAtt Jobs.Arn
    ///   Daily:
    ///     Type: AWS::Events::Rule
    ///     Properties:
    ///       ScheduleExpression: rate(1 day)
    ///       Targets:
    ///         - Id: jobs
    ///           Arn: !GetAtt Jobs.Arn
    /// ```
    "target-without-permission" Warning check
}

/// What a target needs, by its type: what is done with it, the action, and the resource that allows it.
const NEEDED: [(&str, &str, &str, &str); 3] = [
    (types::LAMBDA_FUNCTION, "invoke", "lambda:InvokeFunction", types::LAMBDA_PERMISSION),
    (types::SQS_QUEUE, "send to", "sqs:SendMessage", types::SQS_QUEUE_POLICY),
    (types::SNS_TOPIC, "publish to", "sns:Publish", "AWS::SNS::TopicPolicy"),
];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some(grants) = Grants::of(semantics) else { return };
    // What a resource of a misspelled type was meant to allow is not known.
    if !semantics.unknown_types().is_empty() {
        return;
    }
    for sender in senders(semantics) {
        let (target, service) = (&sender.target, sender.service);
        let type_name = resources::deployed_type(target.type_name());
        let Some((_, verb, action, needed)) = NEEDED.iter().find(|(name, ..)| *name == type_name) else { continue };
        if grants.may_allow(target.id, service.principal) {
            continue;
        }
        let noun = facts::of(type_name).and_then(|it| it.noun).unwrap_or("resource");
        let message = format!("nothing allows {} to {verb} {noun} `{}`", service.name, target.id);
        let mut finding = Diagnostic::new(&CODE, target.at, message);
        if service.is_verified {
            finding.severity = Severity::Error;
        }
        let finding = finding.related(target.id_span, format!("the {noun} is here"));
        let help = format!("allow `{action}` to `{}.amazonaws.com` in an `{needed}`", service.principal);
        let finding = finding.resource(&**sender.resource_id).consequence_of(&**target.id);
        problems.push(finding.help(help));
    }
}
