//! `AWS::Serverless::SimpleTable`: a DynamoDB table with a key of one attribute.
use super::{Phase, ResourceType};
use crate::cfn::{Context, Expansion, Resource, tags};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::types;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::sam::SamResource;
use crate::syntax::{Map, Node};

pub(super) static TYPE: ResourceType = ResourceType {
    name: "AWS::Serverless::SimpleTable",
    becomes: types::DYNAMODB_TABLE,
    properties: SimpleTable::TABLE,
    events: &[],
    phase: Phase::Others,
    artifacts: &[],
    referable: &[],
    expand,
};

properties! {
    /// A DynamoDB table with a key of one attribute.
    pub(super) struct SimpleTable {
        /// Whether the table can be restored to any second of the last 35 days.
        "PointInTimeRecoverySpecification" => point_in_time_recovery: Option<Passed<PointInTimeRecovery<'static>>>;
        /// Name and type of the partition key; a string called `id` when omitted.
        "PrimaryKey" => primary_key: Option<Refined<MapOf<Text>, PrimaryKey<'static>>>;
        /// Reads and writes per second to reserve; the table is billed per request when omitted.
        "ProvisionedThroughput" => provisioned_throughput: Option<Refined<MapOf<Either<Integer, Object>>, Throughput<'static>>>;
        /// Name of the table; CloudFormation generates one when omitted.
        "TableName" => table_name: Option<Either<Text, Object>>,
            pattern("[a-zA-Z0-9_.-]{3,255}", "3 to 255 letters, digits, `-`, `_` and `.`");
        /// Tags of the table, as a map.
        "Tags" => tags: Option<Object>;
        /// Encryption at rest.
        "SSESpecification" => encryption: Option<Encryption<'static>>, global;
    }
}

properties! {
    /// Point-in-time recovery.
    pub(super) struct PointInTimeRecovery {
        /// Whether it can.
        "PointInTimeRecoveryEnabled" => enabled: Option<Boolean>;
        /// For how many days; 35 when omitted.
        "RecoveryPeriodInDays" => days: Option<Integer>, range(1..=35);
    }
}

properties! {
    /// The partition key.
    pub(super) struct PrimaryKey {
        /// Name of the attribute.
        "Name" => name: Option<Text>, range(1..=255);
        /// Type of the attribute.
        "Type" => key_type: Option<Text>, one_of(&["String", "Number", "Binary"]);
    }
}

properties! {
    /// Reads and writes per second to reserve.
    pub(super) struct Throughput {
        /// Reads of up to 4 KB in a second.
        "ReadCapacityUnits" => read: Integer, range(1..=i64::MAX);
        /// Writes of up to 1 KB in a second.
        "WriteCapacityUnits" => write: Integer, range(1..=i64::MAX);
    }
}

properties! {
    /// Encryption at rest.
    pub(super) struct Encryption {
        /// Whether a KMS key is used instead of a DynamoDB-owned key.
        "SSEEnabled" => enabled: Option<Boolean>;
        /// Id, ARN or alias of the key; `alias/aws/dynamodb` when omitted.
        "KMSMasterKeyId" => key_id: Option<Text>;
        /// Kind of encryption.
        "SSEType" => encryption_type: Option<Text>, one_of(&["KMS"]);
    }
}

/// The names that SAM has for the types of a key, with those of DynamoDB.
const KEY_TYPES: [(&str, &str); 3] = [("String", "S"), ("Number", "N"), ("Binary", "B")];

fn expand(resource: &SamResource<'_>, _: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(table) = SimpleTable::read(resource.properties, resource.span, problems) else {
        return Expansion::default();
    };
    let at = resource.span;
    let Some((name, key_type)) = primary_key(table.primary_key, resource, problems) else {
        return Expansion::default();
    };
    let throughput = table.provisioned_throughput.filter(|it| it.is_truthy());
    let billing = if throughput.is_none() { Some("PAY_PER_REQUEST") } else { None };
    let tags = table.tags.and_then(Node::map).filter(|it| !it.is_empty()).map(tags::list);
    let resource = Resource::new(resource.logical_id, TYPE.becomes, "the table itself", at)
        .attributes(&resource.attributes())
        .depends_on(resource.depends_on())
        .set("AttributeDefinitions", node!(at, [{"AttributeName": (&name), "AttributeType": key_type}]))
        .set("KeySchema", node!(at, [{"AttributeName": name, "KeyType": "HASH"}]))
        .set("PointInTimeRecoverySpecification", table.point_in_time_recovery.filter(|it| it.is_truthy()))
        .set("ProvisionedThroughput", throughput)
        .set("TableName", table.table_name.filter(|it| it.is_truthy()))
        .set("Tags", tags)
        .set("SSESpecification", table.encryption.filter(|it| it.is_truthy()))
        .set("BillingMode", billing);
    Expansion::of(vec![resource])
}

/// Name and DynamoDB type of the key. `None` when it is incomplete, which is reported.
fn primary_key(written: Option<&Node>, resource: &SamResource<'_>, problems: &mut Problems) -> Option<(Node, Node)> {
    let at = resource.span;
    let Some(key) = written.filter(|it| it.is_truthy()) else { return Some((node!(at, "id"), node!(at, "S"))) };
    let map = key.map().expect("a map, or an intrinsic which is a map, by the table");
    let name = required(map, "Name", key, problems);
    let key_type = required(map, "Type", key, problems)?;
    let known = key_type.text().and_then(|it| KEY_TYPES.iter().find(|(written, _)| *it == *written));
    let Some((_, dynamodb)) = known else {
        let message = "the type of a primary key must be `String`, `Number` or `Binary`";
        problems.push(Diagnostic::new(&codes::INVALID_VALUE, key_type.span, message));
        return None;
    };
    Some((name?.clone(), node!(key_type.span, *dynamodb)))
}

fn required<'a>(map: &'a Map, name: &'static str, key: &Node, problems: &mut Problems) -> Option<&'a Node> {
    let found = map.present(name);
    if found.is_none() {
        let finding =
            Diagnostic::new(&codes::MISSING_PROPERTY, key.span, format!("`PrimaryKey` needs `{name}`")).missing([name]);
        problems.push(finding.help("write `PrimaryKey: { Name: id, Type: String }`"));
    }
    found
}
