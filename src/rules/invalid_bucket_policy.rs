//! Finds statements that S3 refuses in the policy of a bucket.
use super::ineffective_statement::{help, inapplicable};
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::s3_statements::{NamedBucket, S3Statement};
use crate::semantics::{Semantics, Target};
use crate::syntax::Node;
use crate::template::transforms;

rule! {
    /// The policy of a bucket names another bucket, or actions that are not for the resources beside them.
    ///
    /// S3 refuses such a policy when the stack is deployed: "Policy has invalid resource", "Action does not apply to any
    /// resource(s) in statement". Actions such as `s3:GetObject` are for objects, whose ARNs have a slash behind the bucket;
    /// others, such as `s3:ListBucket`, are for the bucket itself (Service Authorization Reference, "actions, resources, and
    /// condition keys for Amazon S3"; S3 user guide, "bucket policies").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Images:
    ///     Type: AWS::S3::Bucket
    ///   ImagesPolicy:
    ///     Type: AWS::S3::BucketPolicy
    ///     Properties:
    ///       Bucket: !Ref Images
    ///       PolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal: {AWS: !Ref AWS::AccountId}
    ///             Action: [s3:GetObject, s3:ListBucket]
    ///             Resource: !Sub ${Images.Arn}/*
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Images:
    ///     Type: AWS::S3::Bucket
    ///   ImagesPolicy:
    ///     Type: AWS::S3::BucketPolicy
    ///     Properties:
    ///       Bucket: !Ref Images
    ///       PolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal: {AWS: !Ref AWS::AccountId}
    ///             Action: [s3:GetObject, s3:ListBucket]
    ///             Resource: [!GetAtt Images.Arn, !Sub '${Images.Arn}/*']
    /// ```
    "invalid-bucket-policy" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    for document in semantics.policy_documents().iter().filter(|it| it.type_name == types::S3_BUCKET_POLICY) {
        let policy = document.resource.and_then(|id| Some((id, semantics.resources().get(id)?)));
        let bucket = policy.and_then(|(id, it)| Some((id, it.at(&["Properties", "Bucket"])?)));
        let buckets = bucket.map(|(id, it)| semantics.targets(it, &semantics.sides_of(id))).unwrap_or_default();
        for statement in &document.statements {
            let Some(found) = S3Statement::of(statement, semantics) else { continue };
            for (action, kind) in found.inapplicable() {
                let Some(kind) = *kind else { continue };
                let finding = action.finding(&CODE, inapplicable(&action.text, kind));
                problems.push(document.report(finding.help(help(kind))));
            }
            for resource in &found.resources {
                let is_other = |it: &&Target<'_>| {
                    semantics.is_possible(it.sides.iter().chain(&resource.sides)) && is_another(it, &resource.bucket)
                };
                let Some(own) = buckets.iter().find(is_other) else { continue };
                let message = format!("the policy of bucket `{}` names another bucket", own.id);
                let finding = Diagnostic::new(&CODE, resource.at, message).related(own.at, "the bucket of the policy");
                let help = format!("write `${{{}.Arn}}` for the bucket, or set `Bucket` to the other one", own.id);
                problems.push(document.report(finding.help(help)));
            }
        }
    }
}

/// Whether this surely is not the bucket that is named.
fn is_another(bucket: &Target<'_>, named: &NamedBucket) -> bool {
    match named {
        NamedBucket::OfTemplate(id) => **bucket.id != **id,
        NamedBucket::Literal(name) => {
            bucket.property("BucketName").and_then(Node::text).is_some_and(|it| **it != **name)
        }
        NamedBucket::Unknown => false,
    }
}
