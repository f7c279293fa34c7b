//! Finds access control lists of buckets that S3 has turned off.
use crate::diagnostic::Problems;
use crate::facts::types;
use crate::rule;
use crate::semantics::{Case, Semantics};
use crate::syntax::Node;

rule! {
    /// A bucket has an access control list, and lists are turned off for new buckets.
    ///
    /// Since April 2023, new buckets take lists only with `OwnershipControls`; others are refused: "Bucket cannot have ACLs
    /// set with ObjectOwnership's BucketOwnerEnforced setting" (S3 user guide, "controlling ownership of objects and
    /// disabling ACLs"). `Private` and `BucketOwnerFullControl` say what holds anyway.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Site:
    ///     Type: AWS::S3::Bucket
    ///     Properties:
    ///       AccessControl: PublicRead
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Site:
    ///     Type: AWS::S3::Bucket
    ///     Properties:
    ///       AccessControl: PublicRead
    ///       OwnershipControls:
    ///         Rules:
    ///           - ObjectOwnership: BucketOwnerPreferred
    ///       PublicAccessBlockConfiguration:
    ///         BlockPublicAcls: false
    /// ```
    "acl-without-ownership" Error check
}

/// Lists that give rights to others than the owner.
const LISTS: [&str; 5] = ["AuthenticatedRead", "AwsExecRead", "LogDeliveryWrite", "PublicRead", "PublicReadWrite"];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for bucket in semantics.plain(types::S3_BUCKET) {
        let sides = semantics.sides_of(bucket.resource_id);
        for case in semantics.cases(bucket.properties.get("AccessControl"), &sides) {
            let Case::Known(value) = &case else { continue };
            let Some(list) = Node::text(&value.node).filter(|it| LISTS.contains(&&***it)) else { continue };
            let controls = semantics.cases(bucket.properties.get("OwnershipControls"), case.sides());
            if !controls.iter().any(|it| matches!(it, Case::Missing(_))) {
                continue;
            }
            let message =
                format!("`{list}` is refused: access control lists are turned off without `OwnershipControls`");
            let finding = value.finding(&CODE, message).if_named(&["OwnershipControls"]);
            let help =
                "give access in an `AWS::S3::BucketPolicy`, or add `OwnershipControls` with `BucketOwnerPreferred`";
            bucket.report(finding.help(help), problems);
        }
    }
}
