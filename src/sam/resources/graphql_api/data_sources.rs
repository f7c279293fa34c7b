//! Where the functions of an API get their data from: tables of DynamoDB and Lambda functions.
use super::{Parts, truthy};
use crate::cfn::{Context, Expansion, Resource};
use crate::diagnostic::Problems;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::sam::resources::connector::GeneratedConnector;
use crate::source::Span;
use crate::syntax::{Entry, IntoNode, Map, Node, Text as Name};
use crate::template::intrinsics;
use std::collections::HashMap;

const TYPE: &str = "AWS::AppSync::DataSource";

properties! {
    /// Where functions get their data from, by kind and name.
    pub struct ListedDataSources {
        /// Tables of DynamoDB.
        "DynamoDb" => dynamodb: Option<MapOf<DynamoDbDataSource<'static>>>;
        /// Lambda functions.
        "Lambda" => lambda: Option<MapOf<LambdaDataSource<'static>>>;
    }
}

properties! {
    /// A table of DynamoDB.
    pub struct DynamoDbDataSource {
        /// Name of the table.
        "TableName" => table_name: Passed<Text>;
        /// ARN of the role by which AppSync uses the table; one is generated when left out.
        "ServiceRoleArn" => service_role_arn: Option<Passed<Arn>>;
        /// ARN of the table, for the generated role; made of name and region when left out.
        "TableArn" => table_arn: Option<Passed<Arn>>;
        /// What the generated role allows: `Read`, `Write` or, when left out, both.
        "Permissions" => permissions: Option<Literal<ListOf<Literal<Choice>>>>, one_of(&["Read", "Write"]);
        /// Name of the data source; its key when left out.
        "Name" => name: Option<Passed<Text>>;
        /// What the data source is for.
        "Description" => description: Option<Passed<Text>>;
        /// Region of the table; that of the API when left out.
        "Region" => region: Option<Passed<Text>>;
        /// Where changes are kept for clients that were offline.
        "DeltaSync" => delta_sync: Option<DeltaSync<'static>>;
        /// Whether the table is used with the rights of the client.
        "UseCallerCredentials" => use_caller_credentials: Option<Passed<Boolean>>;
        /// Whether versions of items are kept, to detect conflicts.
        "Versioned" => versioned: Option<Passed<Boolean>>;
    }
}

properties! {
    /// Where changes of a table are kept for clients that were offline.
    pub struct DeltaSync {
        /// Minutes that items stay in the table after they are deleted.
        "BaseTableTTL" => base_table_ttl: Passed<Integer>;
        /// Name of the table for changes.
        "DeltaSyncTableName" => table_name: Passed<Text>;
        /// Minutes that changes stay there.
        "DeltaSyncTableTTL" => table_ttl: Passed<Integer>;
    }
}

properties! {
    /// A Lambda function that gives data.
    pub struct LambdaDataSource {
        /// ARN of the function.
        "FunctionArn" => function_arn: Passed<Arn>;
        /// ARN of the role by which AppSync invokes the function; one is generated when left out.
        "ServiceRoleArn" => service_role_arn: Option<Passed<Arn>>;
        /// Name of the data source; its key when left out.
        "Name" => name: Option<Passed<Text>>;
        /// What the data source is for.
        "Description" => description: Option<Passed<Text>>;
    }
}

/// What the data sources of an API turn into.
#[derive(Default)]
pub struct DataSources {
    pub expansion: Expansion,
    /// The names that AppSync knows them by, by the keys under which they are listed.
    pub names: HashMap<Name, Node>,
}

/// Expands the data sources listed. `None` at the first that can not be, which is reported.
pub fn expand(listed: &Map, parts: &Parts<'_>, context: &Context<'_>, problems: &mut Problems) -> Option<DataSources> {
    let listed = ListedDataSources::read(listed, parts.resource.span, problems)?;
    let mut expanded = DataSources::default();
    for (key, entry) in listed.dynamodb.and_then(Node::map).into_iter().flat_map(Map::entries) {
        let table = DynamoDbDataSource::read(entry.value.map()?, entry.key_span, problems)?;
        let named = Named { key, entry, kind: "DynamoDB", name: table.name, description: table.description };
        let data_source = named.data_source(parts, problems)?;
        let data_source =
            data_source.set("Type", "AMAZON_DYNAMODB").set("DynamoDBConfig", dynamodb_config(&table, entry.key_span));
        let default_permissions = node!(entry.key_span, ["Read", "Write"]);
        let needed = Needed {
            suffix: "ToTableConnector",
            type_name: "AWS::DynamoDB::Table",
            arn: truthy(table.table_arn).cloned().unwrap_or_else(|| table_arn(&table)),
            permissions: truthy(table.permissions).unwrap_or(&default_permissions),
        };
        expanded.add(key, data_source, table.service_role_arn, &needed, parts, context, problems)?;
    }
    for (key, entry) in listed.lambda.and_then(Node::map).into_iter().flat_map(Map::entries) {
        let function = LambdaDataSource::read(entry.value.map()?, entry.key_span, problems)?;
        let named = Named { key, entry, kind: "Lambda", name: function.name, description: function.description };
        let data_source = named.data_source(parts, problems)?;
        let config = node!(entry.key_span, {"LambdaFunctionArn": (function.function_arn)});
        let data_source = data_source.set("Type", "AWS_LAMBDA").set("LambdaConfig", config);
        let needed = Needed {
            suffix: "ToLambdaConnector",
            type_name: "AWS::Lambda::Function",
            arn: function.function_arn.clone(),
            permissions: &node!(entry.key_span, ["Write"]),
        };
        expanded.add(key, data_source, function.service_role_arn, &needed, parts, context, problems)?;
    }
    Some(expanded)
}

/// The data source of functions that need none.
pub fn none_data_source(parts: &Parts<'_>, at: Span) -> Resource {
    let id = parts.resource.logical_id.append("NoneDataSource");
    parts.part(id.clone(), TYPE, at).set("ApiId", parts.api_id()).set("Name", id).set("Type", "NONE")
}

/// What data sources of all kinds have.
struct Named<'a> {
    key: &'a Name,
    entry: &'a Entry,
    kind: &'static str,
    name: Option<&'a Node>,
    description: Option<&'a Node>,
}

impl Named<'_> {
    fn data_source(&self, parts: &Parts<'_>, problems: &mut Problems) -> Option<Resource> {
        let at = self.entry.key_span;
        let data_source = parts.named(&format!("{}{}DataSource", self.key, self.kind), TYPE, at, problems)?;
        let data_source = data_source
            .set("ApiId", parts.api_id())
            .set("Description", self.description)
            .set("Name", truthy(self.name).cloned().unwrap_or_else(|| self.key.into_node(at)));
        Some(data_source)
    }
}

/// What the generated role of a data source allows.
struct Needed<'a> {
    /// The end of the connector's logical id.
    suffix: &'static str,
    type_name: &'static str,
    arn: Node,
    permissions: &'a Node,
}

impl DataSources {
    /// Adds a data source, and a role for it unless one is given.
    #[allow(clippy::too_many_arguments)]
    fn add(
        &mut self,
        key: &Name,
        data_source: Resource,
        service_role_arn: Option<&Node>,
        needed: &Needed<'_>,
        parts: &Parts<'_>,
        context: &Context<'_>,
        problems: &mut Problems,
    ) -> Option<()> {
        self.names.insert(key.clone(), data_source.get_att("Name"));
        if let Some(arn) = truthy(service_role_arn) {
            self.expansion.resources.push(data_source.set("ServiceRoleArn", arn));
            return Some(());
        }
        let (id, at) = (&data_source.logical_id, data_source.origin);
        let role = parts.role(id.append("Role"), at);
        let source = Map::from_iter([
            ("Type", node!(at, TYPE)),
            ("Arn", data_source.get_att("DataSourceArn")),
            ("RoleName", role.reference()),
        ]);
        let destination = Map::from_iter([("Type", node!(at, needed.type_name)), ("Arn", needed.arn.clone())]);
        let connector = GeneratedConnector {
            logical_id: id.append(needed.suffix),
            span: at,
            source,
            destination,
            permissions: needed.permissions,
        };
        let connected = connector.expand(context, problems)?;
        self.expansion.resources.extend([data_source.set("ServiceRoleArn", role.get_att("Arn")), role]);
        self.expansion.extend(connected);
        Some(())
    }
}

fn region(table: &DynamoDbDataSource<'_>) -> Node {
    let own = || intrinsics::reference(table.table_name.span, "AWS::Region");
    truthy(table.region).cloned().unwrap_or_else(own)
}

fn dynamodb_config(table: &DynamoDbDataSource<'_>, at: Span) -> Map {
    let mut config = Map::from_iter([("AwsRegion", region(table)), ("TableName", table.table_name.clone())]);
    let optional = [
        ("UseCallerCredentials", truthy(table.use_caller_credentials)),
        ("Versioned", truthy(table.versioned)),
        ("DeltaSyncConfig", table.delta_sync),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            config.insert_at(name.into(), at, value.clone());
        }
    }
    config
}

fn table_arn(table: &DynamoDbDataSource<'_>) -> Node {
    let text = "arn:${AWS::Partition}:dynamodb:${__Region__}:${AWS::AccountId}:table/${__TableName__}";
    let (name, region) = (table.table_name, region(table));
    node!(name.span, {"Fn::Sub": [text, {"__TableName__": name, "__Region__": region}]})
}
