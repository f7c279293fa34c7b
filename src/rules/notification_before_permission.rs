//! Finds buckets that are created before their targets let them send.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{CreationOrder, Grants, Semantics, senders};

rule! {
    /// A bucket does not wait for the policy or permission that its notifications need.
    ///
    /// S3 verifies the targets when the bucket is created: "Unable to validate the following destination configurations".
    /// CloudFormation creates what does not wait for each other at the same time, so the deployment may fail, and it surely
    /// does the first time where the permission itself waits for the bucket. Let the bucket wait by `DependsOn`, and write
    /// the ARN of the bucket in the permission as text ("unable to validate the following destination configurations" in
    /// the AWS Knowledge Center).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///   JobsPolicy:
    ///     Type: AWS::SQS::QueuePolicy
    ///     Properties:
    ///       Queues: [!Ref Jobs]
    ///       PolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal: {Service: s3.amazonaws.com}
    ///             Action: sqs:SendMessage
    ///             Resource: !GetAtt Jobs.Arn
    ///   Images:
    ///     Type: AWS::S3::Bucket
    ///     Properties:
    ///       NotificationConfiguration:
    ///         QueueConfigurations:
    ///           - Event: s3:ObjectCreated:*
    ///             Queue: !GetAtt Jobs.Arn
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///   JobsPolicy:
    ///     Type: AWS::SQS::QueuePolicy
    ///     Properties:
    ///       Queues: [!Ref Jobs]
    ///       PolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal: {Service: s3.amazonaws.com}
    ///             Action: sqs:SendMessage
    ///             Resource: !GetAtt Jobs.Arn
    ///   Images:
    ///     Type: AWS::S3::Bucket
    ///     DependsOn: JobsPolicy
    ///     Properties:
    ///       NotificationConfiguration:
    ///         QueueConfigurations:
    ///           - Event: s3:ObjectCreated:*
    ///             Queue: !GetAtt Jobs.Arn
    /// ```
    "notification-before-permission" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let (Some(grants), Some(generated)) = (Grants::of(semantics), semantics.generated()) else { return };
    let order = CreationOrder::new(semantics);
    for sender in senders(semantics).iter().filter(|it| it.service.principal == "s3") {
        let target = &sender.target;
        let allowing: Vec<_> = grants.for_target(target.id).filter(|it| it.may_allow("s3")).collect();
        // What is not known may be there already, and what other resources do has its own order.
        if allowing.is_empty() || !allowing.iter().all(|it| it.is_certain()) {
            continue;
        }
        if allowing.iter().any(|it| order.waits(sender.resource_id, it.id)) {
            continue;
        }
        let [grant, ..] = allowing.as_slice() else { continue };
        let is_after = order.waits(grant.id, sender.resource_id);
        let message = match is_after {
            true => format!("`{}`, which lets the bucket send to `{}`, waits for the bucket", grant.id, target.id),
            false => format!("the bucket does not wait for `{}`, which lets it send to `{}`", grant.id, target.id),
        };
        let finding = Diagnostic::new(&CODE, target.at, message).resource(&**sender.resource_id);
        let finding = match generated.key_span(grant.id) {
            Some(span) => finding.related(span, "it is here"),
            None => finding,
        };
        problems.push(match is_after {
            true => finding.help(format!(
                "write `DependsOn: {}` on the bucket, and its ARN there as text with the name of the bucket",
                grant.id
            )),
            false => finding.help(format!("write `DependsOn: {}` on the bucket", grant.id)),
        });
    }
}
