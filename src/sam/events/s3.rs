//! `S3`: what happens to the objects of a bucket invokes the function.
use super::patched::{self, Reference};
use super::{Event, EventSource};
use crate::cfn::{AwaitedPermission, Context, Edit, Expansion, Known, Patch, Patchable, Resource, permission};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::facts::types;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::syntax::{IntoNode, Map, Node, Value};
use crate::template::intrinsics;

pub(super) static SOURCE: EventSource = EventSource { name: "S3", properties: S3::TABLE, expand };

properties! {
    /// Events of the objects in a bucket.
    pub(super) struct S3 {
        /// The bucket, as `!Ref` of an `AWS::S3::Bucket` in the same template.
        "Bucket" => bucket: Text;
        /// The kinds of S3 events: one, or a list.
        "Events" => events: Literal<Either<Text, ListOf<Text>>>, one_of(KINDS);
        /// Which objects: a map with `S3Key` and rules for the prefix and suffix of keys.
        "Filter" => filter: Option<Refined<MapOf<Text>, Filter<'static>>>;
    }
}

properties! {
    /// Which objects.
    pub(super) struct Filter {
        /// Rules for the keys of objects.
        "S3Key" => key: Passed<KeyFilter<'static>>;
    }
}

properties! {
    /// Rules for the keys of objects.
    pub(super) struct KeyFilter {
        /// The rules, all of which must match.
        "Rules" => rules: Passed<ListOf<FilterRule<'static>>>;
    }
}

properties! {
    /// A prefix or suffix that a key must have.
    pub(super) struct FilterRule {
        /// `prefix` or `suffix`.
        "Name" => name: Passed<Text>, one_of(&["prefix", "suffix", "Prefix", "Suffix"]);
        /// The prefix or suffix.
        "Value" => value: Passed<Text>, range(0..=1024);
    }
}

const KINDS: &[&str] = &[
    "s3:IntelligentTiering",
    "s3:LifecycleExpiration:*",
    "s3:LifecycleExpiration:Delete",
    "s3:LifecycleExpiration:DeleteMarkerCreated",
    "s3:LifecycleTransition",
    "s3:ObjectAcl:Put",
    "s3:ObjectAnnotation:*",
    "s3:ObjectAnnotation:Delete",
    "s3:ObjectAnnotation:Put",
    "s3:ObjectCreated:*",
    "s3:ObjectCreated:CompleteMultipartUpload",
    "s3:ObjectCreated:Copy",
    "s3:ObjectCreated:Post",
    "s3:ObjectCreated:Put",
    "s3:ObjectRemoved:*",
    "s3:ObjectRemoved:Delete",
    "s3:ObjectRemoved:DeleteMarkerCreated",
    "s3:ObjectRestore:*",
    "s3:ObjectRestore:Completed",
    "s3:ObjectRestore:Delete",
    "s3:ObjectRestore:Post",
    "s3:ObjectRetention:Put",
    "s3:ObjectTagging:*",
    "s3:ObjectTagging:Delete",
    "s3:ObjectTagging:Put",
    "s3:ReducedRedundancyLostObject",
    "s3:Replication:*",
    "s3:Replication:OperationFailedReplication",
    "s3:Replication:OperationMissedThreshold",
    "s3:Replication:OperationNotTracked",
    "s3:Replication:OperationReplicatedAfterThreshold",
];

const REFERENCE: Reference = Reference {
    property: "Bucket",
    noun: "bucket",
    elsewhere: "a bucket outside this template must send its events to EventBridge, for an `EventBridgeRule` event",
};

static BUCKET: Patchable = Patchable {
    type_name: types::S3_BUCKET,
    properties: &[
        "AccelerateConfiguration",
        "AccessControl",
        "AnalyticsConfigurations",
        "BucketEncryption",
        "BucketName",
        "CorsConfiguration",
        "IntelligentTieringConfigurations",
        "InventoryConfigurations",
        "LifecycleConfiguration",
        "LoggingConfiguration",
        "MetricsConfigurations",
        "NotificationConfiguration",
        "ObjectLockConfiguration",
        "ObjectLockEnabled",
        "OwnershipControls",
        "PublicAccessBlockConfiguration",
        "ReplicationConfiguration",
        "Tags",
        "VersioningConfiguration",
        "WebsiteConfiguration",
    ],
};

fn expand(event: &Event<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(written) = S3::read(event.properties, event.span, problems) else { return Expansion::default() };
    let Some(bucket_id) = patched::referenced_id(REFERENCE, written.bucket, context, problems) else {
        return Expansion::default();
    };
    let at = event.span;
    let permission = permission::invoke(event.logical_id, "", "s3.amazonaws.com", event.invoked, at)
        .set("SourceAccount", intrinsics::reference(at, "AWS::AccountId"));
    let awaited = match event.invoked.condition() {
        Some(condition) => AwaitedPermission::Conditional { tag: conditional_dependency(&permission, condition) },
        None => AwaitedPermission::Made((&permission.logical_id).into_node(at)),
    };
    let patch = Patch {
        logical_id: bucket_id,
        target: &BUCKET,
        resource_id: event.resource_id.clone(),
        event_id: event.id.clone(),
        origin: at,
        edit: Edit::Notifications { permission: awaited, notifications: notifications(&written, event) },
        tags: None,
    };
    Expansion { resources: vec![permission], patches: vec![patch], ..Expansion::default() }
}

/// What the bucket is to tell the function, one entry for each kind of event.
fn notifications(written: &S3<'_>, event: &Event<'_>) -> Vec<Node> {
    let kinds = written.events.list().unwrap_or(std::slice::from_ref(written.events));
    let notification = |kind: &Node| {
        let mut notification = node!(kind.span, {"Function": (&event.invoked.arn)});
        if let Some(map) = notification.map_mut() {
            if let Some(filter) = written.filter {
                map.insert("Filter", filter.clone());
            }
            map.insert("Event", kind.clone());
        }
        match event.invoked.condition() {
            Some(condition) => intrinsics::if_only(kind.span, condition, notification),
            None => notification,
        }
    };
    kinds.iter().map(notification).collect()
}

/// A tag that makes the bucket wait for a permission that may not be made: `DependsOn` cannot have a condition.
fn conditional_dependency(permission: &Resource, condition: &Node) -> Node {
    let at = permission.origin;
    let value = intrinsics::if_else(at, condition, permission.reference(), "no dependency");
    node!(at, {"Key": (format!("sam:ConditionalDependsOn:{}", permission.logical_id)), "Value": value})
}

/// Makes the bucket tell the function, and wait for the permission to do so.
pub(super) fn notify(
    patch: &Patch,
    (permission, notifications): (&AwaitedPermission, &[Node]),
    bucket: &mut Map,
    known: &mut Known,
    problems: &mut Problems,
) -> Option<Sound> {
    match permission {
        AwaitedPermission::Conditional { tag } => {
            let properties = patched::map_under(bucket, "Properties", patch, problems)?;
            patched::list_under(properties, "Tags", patch, problems)?.push(tag.clone());
        }
        AwaitedPermission::Made(id) => {
            wait(patch, id, bucket, known, problems)?;
        }
    }
    // Null is no map here, while elsewhere it counts as nothing at all.
    if let Some(properties) = bucket.get("Properties").filter(|it| it.is_null()) {
        patched::report("Properties", "a map", (properties.span, properties.kind_name()), patch, problems);
        return None;
    }
    let properties = patched::map_under(bucket, "Properties", patch, problems)?;
    let configuration = patched::map_under(properties, "NotificationConfiguration", patch, problems)?;
    let present = patched::list_under(configuration, "LambdaConfigurations", patch, problems)?;
    for notification in notifications {
        known.push_once("LambdaConfigurations", present, notification);
    }
    Some(Sound)
}

/// Adds the permission to what the bucket depends on, each of them once.
fn wait(
    patch: &Patch,
    permission: &Node,
    bucket: &mut Map,
    known: &mut Known,
    problems: &mut Problems,
) -> Option<Sound> {
    if let Some(list) = bucket.get_mut("DependsOn").and_then(Node::list_mut).filter(|_| known.has("DependsOn")) {
        known.push_once("DependsOn", list, permission);
        return Some(Sound);
    }
    let written = bucket.get("DependsOn");
    let mut all: Vec<Node> = match written.map(|it| &it.value) {
        None => Vec::new(),
        Some(Value::Text(one)) => vec![one.clone().into_node(patch.origin)],
        Some(Value::List(items)) if items.iter().all(|it| it.map().is_none() && it.list().is_none()) => items.clone(),
        // As a set of keys, which is how the reference reads it.
        Some(Value::Map(map)) => map.entries().map(|(key, entry)| key.into_node(entry.key_span)).collect(),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_)) => {
            let message =
                format!("`DependsOn` of `{}` must be a logical id or a list of logical ids", patch.logical_id);
            let at = written.map_or(patch.origin, |it| it.span);
            let finding = Diagnostic::new(&codes::WRONG_TYPE, at, message).value_of("DependsOn");
            problems.push(finding.related(patch.origin, "it must depend on the permission for this event"));
            return None;
        }
    };
    all.push(permission.clone());
    let mut each_once: Vec<Node> = Vec::new();
    all.iter().for_each(|id| known.push_once("DependsOn", &mut each_once, id));
    bucket.insert("DependsOn", each_once.into_node(patch.origin));
    Some(Sound)
}
