//! What stands beside `Properties`: what each attribute of a resource takes, and for which types it means something.
//!
//! From "Resource attribute reference" in the template reference of CloudFormation.

/// Types of which a snapshot is taken before they are deleted: "DeletionPolicy attribute".
const WITH_SNAPSHOT: [&str; 8] = [
    "AWS::DocDB::DBCluster",
    "AWS::EC2::Volume",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::Neptune::DBCluster",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
];

/// What may become of a resource that leaves the stack.
const DELETION: [&str; 4] = ["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"];
/// What may become of a resource that is replaced.
const REPLACEMENT: [&str; 3] = ["Delete", "Retain", "Snapshot"];

/// Types for which CloudFormation waits: "CreationPolicy attribute", with the keys that they take.
const CREATION: [(&str, &[&str]); 4] = [
    ("AWS::AppStream::Fleet", &["StartFleet"]),
    ("AWS::AutoScaling::AutoScalingGroup", &["AutoScalingCreationPolicy", "ResourceSignal"]),
    ("AWS::CloudFormation::WaitCondition", &["ResourceSignal"]),
    ("AWS::EC2::Instance", &["ResourceSignal"]),
];

/// Types that are updated in ways of their own: "UpdatePolicy attribute", with the keys that they take.
const UPDATE: [(&str, &[&str]); 6] = [
    ("AWS::AppStream::Fleet", &["StopBeforeUpdate", "StartAfterUpdate"]),
    (
        "AWS::AutoScaling::AutoScalingGroup",
        &[
            "AutoScalingReplacingUpdate",
            "AutoScalingRollingUpdate",
            "AutoScalingScheduledAction",
            "AutoScalingInstanceRefresh",
        ],
    ),
    ("AWS::ElastiCache::ReplicationGroup", &["UseOnlineResharding"]),
    ("AWS::Elasticsearch::Domain", &["EnableVersionUpgrade"]),
    ("AWS::Lambda::Alias", &["CodeDeployLambdaAliasUpdate"]),
    ("AWS::OpenSearchService::Domain", &["EnableVersionUpgrade"]),
];

/// The keys of what `CreationPolicy` and `UpdatePolicy` consist of.
const PARTS: [(&str, &[&str]); 6] = [
    ("AutoScalingCreationPolicy", &["MinSuccessfulInstancesPercent"]),
    ("AutoScalingReplacingUpdate", &["WillReplace"]),
    (
        "AutoScalingRollingUpdate",
        &[
            "MaxBatchSize",
            "MinActiveInstancesPercent",
            "MinInstancesInService",
            "MinSuccessfulInstancesPercent",
            "PauseTime",
            "SuspendProcesses",
            "WaitOnResourceSignals",
        ],
    ),
    ("AutoScalingScheduledAction", &["IgnoreUnmodifiedGroupSizeProperties"]),
    (
        "CodeDeployLambdaAliasUpdate",
        &["AfterAllowTrafficHook", "ApplicationName", "BeforeAllowTrafficHook", "DeploymentGroupName"],
    ),
    ("ResourceSignal", &["Count", "Timeout"]),
];

/// What a value below `CreationPolicy` or `UpdatePolicy` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueKind {
    Boolean,
    /// Of at least 0 and at most this.
    Integer(i64),
    Text,
    /// As ISO 8601 has it: `PT5M`.
    Duration,
    List,
}

const VALUES: [(&str, ValueKind); 17] = [
    ("AfterAllowTrafficHook", ValueKind::Text),
    ("ApplicationName", ValueKind::Text),
    ("BeforeAllowTrafficHook", ValueKind::Text),
    ("Count", ValueKind::Integer(i64::MAX)),
    ("DeploymentGroupName", ValueKind::Text),
    ("EnableVersionUpgrade", ValueKind::Boolean),
    ("IgnoreUnmodifiedGroupSizeProperties", ValueKind::Boolean),
    ("MaxBatchSize", ValueKind::Integer(i64::MAX)),
    ("MinActiveInstancesPercent", ValueKind::Integer(100)),
    ("MinInstancesInService", ValueKind::Integer(i64::MAX)),
    ("MinSuccessfulInstancesPercent", ValueKind::Integer(100)),
    ("PauseTime", ValueKind::Duration),
    ("SuspendProcesses", ValueKind::List),
    ("Timeout", ValueKind::Duration),
    ("UseOnlineResharding", ValueKind::Boolean),
    ("WaitOnResourceSignals", ValueKind::Boolean),
    ("WillReplace", ValueKind::Boolean),
];

/// What the value of a key below `CreationPolicy` or `UpdatePolicy` is, where it is not a map.
pub(crate) fn value_kind(key: &str) -> Option<ValueKind> {
    VALUES.iter().find(|(it, _)| *it == key).map(|(_, kind)| *kind)
}

/// The values of `DeletionPolicy` or `UpdateReplacePolicy`; `None` for another attribute.
pub(crate) fn values(attribute: &str) -> Option<&'static [&'static str]> {
    match attribute {
        "DeletionPolicy" => Some(&DELETION),
        "UpdateReplacePolicy" => Some(&REPLACEMENT),
        _ => None,
    }
}

/// Whether CloudFormation can take snapshots of this type.
pub(crate) fn has_snapshots(type_name: &str) -> bool {
    WITH_SNAPSHOT.contains(&type_name)
}

/// The keys that `CreationPolicy` or `UpdatePolicy` takes for a type; none where it has no effect.
pub(crate) fn keys(attribute: &str, type_name: &str) -> &'static [&'static str] {
    let of_types: &[(&str, &[&str])] = if attribute == "CreationPolicy" { &CREATION } else { &UPDATE };
    find(of_types, type_name).unwrap_or_default()
}

/// The types for which `CreationPolicy` or `UpdatePolicy` means something.
pub(crate) fn types(attribute: &str) -> impl Iterator<Item = &'static str> {
    let of_types: &'static [(&str, &[&str])] = if attribute == "CreationPolicy" { &CREATION } else { &UPDATE };
    of_types.iter().map(|(name, _)| *name)
}

/// The keys of a part of `CreationPolicy` or `UpdatePolicy`, where it has some.
pub(crate) fn keys_of_part(part: &str) -> Option<&'static [&'static str]> {
    find(&PARTS, part)
}

fn find(table: &[(&str, &'static [&'static str])], name: &str) -> Option<&'static [&'static str]> {
    table.iter().find(|(it, _)| *it == name).map(|(_, keys)| *keys)
}
