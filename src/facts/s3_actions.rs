//! Which actions of S3 are for buckets and which for objects.
use super::iam;

/// What an action is allowed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum S3Resource {
    Bucket,
    Object,
}

impl S3Resource {
    /// What an action is for, which may end with a wildcard; `None` where it is for both, for something else, or is not known.
    pub(crate) fn of_action(action: &str) -> Option<Self> {
        let (service, name) = action.split_once(':')?;
        if !service.eq_ignore_ascii_case("s3") || name.strip_suffix('*').unwrap_or(name).contains(['*', '?', '$']) {
            return None;
        }
        let Some(start) = name.strip_suffix('*') else { return Self::of_name(name) };
        let mut kinds = Vec::new();
        iam::service("s3")?.any(|it| {
            if it.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start)) {
                kinds.push(Self::of_name(it));
            }
            false
        });
        let first = *kinds.first()?;
        first.filter(|_| kinds.iter().all(|it| *it == first))
    }

    fn of_name(name: &str) -> Option<Self> {
        let is_in = |names: &[&str]| names.iter().any(|it| it.eq_ignore_ascii_case(name));
        match (is_in(OF_BUCKETS), is_in(OF_OBJECTS)) {
            (true, _) => Some(Self::Bucket),
            (_, true) => Some(Self::Object),
            _ => None,
        }
    }
}

/// From the Service Authorization Reference: "Actions, resources, and condition keys for Amazon S3", those whose only
/// resource is `bucket`.
const OF_BUCKETS: &[&str] = &[
    "CreateBucket",
    "DeleteBucket",
    "DeleteBucketPolicy",
    "DeleteBucketWebsite",
    "GetAccelerateConfiguration",
    "GetAnalyticsConfiguration",
    "GetBucketAcl",
    "GetBucketCORS",
    "GetBucketLocation",
    "GetBucketLogging",
    "GetBucketNotification",
    "GetBucketObjectLockConfiguration",
    "GetBucketOwnershipControls",
    "GetBucketPolicy",
    "GetBucketPolicyStatus",
    "GetBucketPublicAccessBlock",
    "GetBucketRequestPayment",
    "GetBucketTagging",
    "GetBucketVersioning",
    "GetBucketWebsite",
    "GetEncryptionConfiguration",
    "GetIntelligentTieringConfiguration",
    "GetInventoryConfiguration",
    "GetLifecycleConfiguration",
    "GetMetricsConfiguration",
    "GetReplicationConfiguration",
    "ListBucket",
    "ListBucketMultipartUploads",
    "ListBucketVersions",
    "PutAccelerateConfiguration",
    "PutAnalyticsConfiguration",
    "PutBucketAcl",
    "PutBucketCORS",
    "PutBucketLogging",
    "PutBucketNotification",
    "PutBucketObjectLockConfiguration",
    "PutBucketOwnershipControls",
    "PutBucketPolicy",
    "PutBucketPublicAccessBlock",
    "PutBucketRequestPayment",
    "PutBucketTagging",
    "PutBucketVersioning",
    "PutBucketWebsite",
    "PutEncryptionConfiguration",
    "PutIntelligentTieringConfiguration",
    "PutInventoryConfiguration",
    "PutLifecycleConfiguration",
    "PutMetricsConfiguration",
    "PutReplicationConfiguration",
];

/// Likewise those whose only resource is `object`.
const OF_OBJECTS: &[&str] = &[
    "AbortMultipartUpload",
    "BypassGovernanceRetention",
    "DeleteObject",
    "DeleteObjectAnnotation",
    "DeleteObjectTagging",
    "DeleteObjectVersion",
    "DeleteObjectVersionAnnotation",
    "DeleteObjectVersionTagging",
    "GetObject",
    "GetObjectAcl",
    "GetObjectAnnotation",
    "GetObjectAttributes",
    "GetObjectLegalHold",
    "GetObjectRetention",
    "GetObjectTagging",
    "GetObjectTorrent",
    "GetObjectVersion",
    "GetObjectVersionAcl",
    "GetObjectVersionAnnotation",
    "GetObjectVersionAnnotationForReplication",
    "GetObjectVersionAttributes",
    "GetObjectVersionForReplication",
    "GetObjectVersionTagging",
    "GetObjectVersionTorrent",
    "ListMultipartUploadParts",
    "ListObjectAnnotations",
    "ListObjectVersionAnnotations",
    "PutObject",
    "PutObjectAcl",
    "PutObjectAnnotation",
    "PutObjectLegalHold",
    "PutObjectRetention",
    "PutObjectTagging",
    "PutObjectVersionAcl",
    "PutObjectVersionAnnotation",
    "PutObjectVersionTagging",
    "ReplicateDelete",
    "ReplicateObject",
    "ReplicateObjectAnnotation",
    "ReplicateTags",
    "RestoreObject",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_exist() {
        let service = iam::service("s3").expect("a service");
        for name in [OF_BUCKETS, OF_OBJECTS].concat() {
            assert!(service.has(name), "{name}");
        }
    }

    #[test]
    fn actions_are_for_buckets_or_objects() {
        let of = S3Resource::of_action;
        assert_eq!(of("s3:ListBucket"), Some(S3Resource::Bucket));
        assert_eq!(of("S3:getobject"), Some(S3Resource::Object));
        assert_eq!(of("s3:GetBucket*"), None);
        assert_eq!(of("s3:ListBucket*"), Some(S3Resource::Bucket));
        assert_eq!(of("s3:DeleteObjectVersionT*"), Some(S3Resource::Object));
        assert_eq!(of("s3:*"), None);
        assert_eq!(of("s3:Get*"), None);
        assert_eq!(of("s3:*Object"), None);
        assert_eq!(of("s3:ListAllMyBuckets"), None);
        assert_eq!(of("dynamodb:GetItem"), None);
    }
}
