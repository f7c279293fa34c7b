//! Finds functions whose own role does not let Lambda poll their sources.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Access, PolledService, Semantics};
use crate::syntax::Node;
use crate::template::intrinsics;

rule! {
    /// A function has a role of the template that does not allow Lambda to poll its event source.
    ///
    /// Lambda reads queues and streams with the role of the function, and refuses to create the mapping when the role does not
    /// allow it: "The provided execution role does not have permissions to call ReceiveMessage on SQS", or "Cannot access
    /// stream" (Lambda developer guide, "execution role permissions" of each source). SAM adds what is needed to the role that
    /// it makes, but not to one that is given as `Role`.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Work:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Role: !GetAtt WorkRole.Arn
    ///       Events:
    ///         Job:
    ///           Type: SQS
    ///           Properties: {Queue: !GetAtt Jobs.Arn}
    ///   WorkRole:
    ///     Type: AWS::IAM::Role
    ///     Properties:
    ///       ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
    ///       AssumeRolePolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal: {Service: lambda.amazonaws.com}
    ///             Action: sts:AssumeRole
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Work:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Role: !GetAtt WorkRole.Arn
    ///       Events:
    ///         Job:
    ///           Type: SQS
    ///           Properties: {Queue: !GetAtt Jobs.Arn}
    ///   WorkRole:
    ///     Type: AWS::IAM::Role
    ///     Properties:
    ///       ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole]
    ///       AssumeRolePolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal: {Service: lambda.amazonaws.com}
    ///             Action: sts:AssumeRole
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    /// ```
    "polling-without-permission" Error check
}

/// What Lambda does first with a source, and the managed policy that allows all that it does.
fn needed(service: PolledService) -> Option<(&'static str, &'static str)> {
    match service {
        PolledService::Sqs => Some(("sqs:ReceiveMessage", "AWSLambdaSQSQueueExecutionRole")),
        PolledService::DynamoDb => Some(("dynamodb:GetRecords", "AWSLambdaDynamoDBExecutionRole")),
        // Others are polled in several ways, or by who is inside of a network.
        PolledService::Kinesis
        | PolledService::Msk
        | PolledService::SelfManagedKafka
        | PolledService::Mq
        | PolledService::DocumentDb => None,
    }
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    // Connectors generate policies too, so nothing is known without an expansion.
    let Some(generated) = semantics.generated().filter(|_| !semantics.has_unknown_types()) else { return };
    let Some(policies) = semantics.role_policies().filter(|_| !semantics.has_other_transforms()) else { return };
    for mapping in semantics.event_source_mappings() {
        let Some((action, managed)) = needed(mapping.service) else { continue };
        for function in &mapping.functions {
            let role = generated.get(function.id).and_then(|it| it.at(&["Properties", "Role"]));
            let Some(role_id) = role.and_then(intrinsics::referenced_id) else { continue };
            let is_role = |it: &&Node| it.get("Type").is_some_and(|it| it.is_text(types::IAM_ROLE));
            // What SAM makes allows it.
            let role = generated.get(role_id).filter(is_role).filter(|_| semantics.resources().contains_key(role_id));
            if role.is_none() {
                continue;
            }
            if !policies.may_allow(Access { action, target: None }, role_id) {
                let message = format!("role `{role_id}` of `{}` does not allow `{action}`", function.id);
                let finding = Diagnostic::new(&CODE, mapping.span, message);
                let help = format!(
                    "add `arn:aws:iam::aws:policy/service-role/{managed}` to the `ManagedPolicyArns` of the role"
                );
                mapping.report(finding.help(help), problems);
            }
        }
    }
}
