//! Where the functions of an API get their data from: tables of DynamoDB and Lambda functions.
use super::{Kind, Parts, truthy};
use crate::cfn::{Context, Expansion, Resource};
use crate::diagnostic::{Problems, Sound};
use crate::facts::types;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::sam::resources::connector::GeneratedConnector;
use crate::source::Span;
use crate::syntax::{Entry, IntoNode, Map, Node, Text as Name};
use crate::template::intrinsics;
use std::collections::HashMap;

const DATA_SOURCE: Kind =
    Kind { type_name: types::APP_SYNC_DATA_SOURCE, purpose: "data source for the functions of the API" };

properties! {
    /// Where functions get their data from, by kind and name.
    pub(super) struct ListedDataSources {
        /// Tables of DynamoDB.
        "DynamoDb" => dynamodb: Option<MapOf<DynamoDbDataSource<'static>>>;
        /// Lambda functions.
        "Lambda" => lambda: Option<MapOf<LambdaDataSource<'static>>>;
    }
}

properties! {
    /// A table of DynamoDB.
    pub(super) struct DynamoDbDataSource {
        /// Name of the table.
        "TableName" => table_name: Passed<Text>;
        /// ARN of the role that AppSync uses to access the table; one is generated when omitted.
        "ServiceRoleArn" => service_role_arn: Option<Passed<Arn>>;
        /// ARN of the table, for the generated role; derived from name and region when omitted.
        "TableArn" => table_arn: Option<Passed<Arn>>;
        /// What the generated role allows: `Read`, `Write` or, when omitted, both.
        "Permissions" => permissions: Option<Literal<ListOf<Literal<Choice>>>>, one_of(&["Read", "Write"]);
        /// Name of the data source; its key when omitted.
        "Name" => name: Option<Passed<Text>>;
        /// Description of the data source.
        "Description" => description: Option<Passed<Text>>;
        /// Region of the table; that of the API when omitted.
        "Region" => region: Option<Passed<Text>>;
        /// Where changes are kept for clients that were offline.
        "DeltaSync" => delta_sync: Option<DeltaSync<'static>>;
        /// Whether the table is accessed with the permissions of the client.
        "UseCallerCredentials" => use_caller_credentials: Option<Passed<Boolean>>;
        /// Whether versions of items are kept, to detect conflicts.
        "Versioned" => versioned: Option<Passed<Boolean>>;
    }
}

properties! {
    /// Where changes of a table are kept for clients that were offline.
    pub(super) struct DeltaSync {
        /// Minutes that items stay in the table after they are deleted.
        "BaseTableTTL" => base_table_ttl: Passed<Integer>;
        /// Name of the table for changes.
        "DeltaSyncTableName" => table_name: Passed<Text>;
        /// Minutes that changes stay there.
        "DeltaSyncTableTTL" => table_ttl: Passed<Integer>;
    }
}

properties! {
    /// A Lambda function that provides data.
    pub(super) struct LambdaDataSource {
        /// ARN of the function.
        "FunctionArn" => function_arn: Passed<Arn>;
        /// ARN of the role that AppSync uses to invoke the function; one is generated when omitted.
        "ServiceRoleArn" => service_role_arn: Option<Passed<Arn>>;
        /// Name of the data source; its key when omitted.
        "Name" => name: Option<Passed<Text>>;
        /// Description of the data source.
        "Description" => description: Option<Passed<Text>>;
    }
}

/// What the data sources of an API turn into.
#[derive(Default)]
pub(super) struct DataSources {
    pub expansion: Expansion,
    /// The names that AppSync knows them by, by the keys under which they are listed.
    pub names: HashMap<Name, Node>,
}

/// Expands the data sources listed. `None` at the first that cannot be, which is reported.
pub(super) fn expand(
    listed: &Map,
    parts: &Parts<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<DataSources> {
    let listed = ListedDataSources::read(listed, parts.resource.span, problems)?;
    let mut expanded = DataSources::default();
    for (key, entry) in entries(listed.dynamodb) {
        let table = DynamoDbDataSource::read(entry.value.map()?, entry.key_span, problems)?;
        expanded.add(&DataSource::of_table(key, entry.key_span, &table), parts, context, problems)?;
    }
    for (key, entry) in entries(listed.lambda) {
        let function = LambdaDataSource::read(entry.value.map()?, entry.key_span, problems)?;
        expanded.add(&DataSource::of_function(key, entry.key_span, &function), parts, context, problems)?;
    }
    Some(expanded)
}

/// Keys and values of a map, if there is one.
fn entries(listed: Option<&Node>) -> impl Iterator<Item = (&Name, &Entry)> {
    listed.and_then(Node::map).into_iter().flat_map(Map::entries)
}

/// The data source of functions that need none.
pub(super) fn none_data_source(parts: &Parts<'_>, at: Span) -> Resource {
    let id = parts.resource.logical_id.append("NoneDataSource");
    parts.part(id.clone(), DATA_SOURCE, at).set("ApiId", parts.api_id()).set("Name", id).set("Type", "NONE")
}

/// A data source of either kind.
struct DataSource<'a> {
    key: &'a Name,
    span: Span,
    /// What its logical id ends with.
    suffix: &'static str,
    type_name: &'static str,
    name: Option<&'a Node>,
    description: Option<&'a Node>,
    /// Where the data is, and the property that says so.
    config: (&'static str, Node),
    service_role_arn: Option<&'a Node>,
    /// What the logical id of the connector ends with, if there is no role yet.
    connector_suffix: &'static str,
    /// CloudFormation type and ARN of where the data is.
    connected: (&'static str, Node),
    permissions: Node,
}

impl<'a> DataSource<'a> {
    fn of_table(key: &'a Name, span: Span, table: &DynamoDbDataSource<'a>) -> Self {
        let arn = truthy(table.table_arn).cloned().unwrap_or_else(|| table_arn(table));
        Self {
            key,
            span,
            suffix: "DynamoDBDataSource",
            type_name: "AMAZON_DYNAMODB",
            name: table.name,
            description: table.description,
            config: ("DynamoDBConfig", dynamodb_config(table, span)),
            service_role_arn: table.service_role_arn,
            connector_suffix: "ToTableConnector",
            connected: (types::DYNAMODB_TABLE, arn),
            permissions: truthy(table.permissions).cloned().unwrap_or_else(|| node!(span, ["Read", "Write"])),
        }
    }

    fn of_function(key: &'a Name, span: Span, function: &LambdaDataSource<'a>) -> Self {
        Self {
            key,
            span,
            suffix: "LambdaDataSource",
            type_name: "AWS_LAMBDA",
            name: function.name,
            description: function.description,
            config: ("LambdaConfig", node!(span, {"LambdaFunctionArn": (function.function_arn)})),
            service_role_arn: function.service_role_arn,
            connector_suffix: "ToLambdaConnector",
            connected: (types::LAMBDA_FUNCTION, function.function_arn.clone()),
            permissions: node!(span, ["Write"]),
        }
    }

    fn build(&self, parts: &Parts<'_>, problems: &mut Problems) -> Option<Resource> {
        let data_source = parts.named(&format!("{}{}", self.key, self.suffix), DATA_SOURCE, self.span, problems)?;
        let (config_name, config) = &self.config;
        let data_source = data_source
            .set("ApiId", parts.api_id())
            .set("Description", self.description)
            .set("Name", truthy(self.name).cloned().unwrap_or_else(|| self.key.into_node(self.span)))
            .set("Type", self.type_name)
            .set(config_name, config);
        Some(data_source)
    }

    /// Lets `role`, which `data_source` works under, use what the data is in.
    fn connector(&self, data_source: &Resource, role: &Resource) -> GeneratedConnector<'_> {
        let at = self.span;
        let (type_name, arn) = &self.connected;
        GeneratedConnector {
            logical_id: data_source.logical_id.append(self.connector_suffix),
            span: at,
            source: Map::from_iter([
                ("Type", node!(at, DATA_SOURCE.type_name)),
                ("Arn", data_source.get_att("DataSourceArn")),
                ("RoleName", role.reference()),
            ]),
            destination: Map::from_iter([("Type", node!(at, *type_name)), ("Arn", arn.clone())]),
            permissions: &self.permissions,
        }
    }
}

impl DataSources {
    /// Adds a data source, and a role for it unless one is given.
    fn add(
        &mut self,
        written: &DataSource<'_>,
        parts: &Parts<'_>,
        context: &Context<'_>,
        problems: &mut Problems,
    ) -> Option<Sound> {
        let data_source = written.build(parts, problems)?;
        self.names.insert(written.key.clone(), data_source.get_att("Name"));
        if let Some(arn) = truthy(written.service_role_arn) {
            self.expansion.resources.push(data_source.set("ServiceRoleArn", arn));
            return Some(Sound);
        }
        let role = parts.role(
            data_source.logical_id.append("Role"),
            "role that AppSync uses to access the data source",
            written.span,
        );
        let connected = written.connector(&data_source, &role).expand(context, problems)?;
        self.expansion.resources.extend([data_source.set("ServiceRoleArn", role.get_att("Arn")), role]);
        self.expansion.extend(connected);
        Some(Sound)
    }
}

fn region(table: &DynamoDbDataSource<'_>) -> Node {
    let own = || intrinsics::reference(table.table_name.span, "AWS::Region");
    truthy(table.region).cloned().unwrap_or_else(own)
}

fn dynamodb_config(table: &DynamoDbDataSource<'_>, at: Span) -> Node {
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
    config.into_node(at)
}

fn table_arn(table: &DynamoDbDataSource<'_>) -> Node {
    let text = "arn:${AWS::Partition}:dynamodb:${__Region__}:${AWS::AccountId}:table/${__TableName__}";
    let (name, region) = (table.table_name, region(table));
    node!(name.span, {"Fn::Sub": [text, {"__TableName__": name, "__Region__": region}]})
}
