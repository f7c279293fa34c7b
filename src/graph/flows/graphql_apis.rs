//! GraphQL APIs: the data sources behind their fields, and their authorizers.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource, id_in, placeholders};
use crate::graph::drawing::Drawing;
use crate::graph::kinds::{self, Kind};
use crate::graph::model::Manner;
use crate::syntax::{Map, Node};

pub(super) static APIS: Flow = Flow { types: &[types::APP_SYNC_GRAPHQL_API], draw: draw_api };
pub(super) static SOURCES: Flow = Flow { types: &[types::APP_SYNC_DATA_SOURCE], draw: draw_source };
pub(super) static RESOLVERS: Flow = Flow { types: &[types::APP_SYNC_RESOLVER], draw: draw_resolver };

/// Where data sources name what is behind them.
const BEHIND: [(&[&str], &Kind, Manner); 7] = [
    (&["LambdaConfig", "LambdaFunctionArn"], &kinds::FUNCTION, Manner::Event),
    (&["DynamoDBConfig", "TableName"], &kinds::TABLE, Manner::Access),
    (&["EventBridgeConfig", "EventBusArn"], &kinds::BUS, Manner::Event),
    (&["HttpConfig", "Endpoint"], &kinds::ENDPOINT, Manner::Access),
    (&["RelationalDatabaseConfig", "RdsHttpEndpointConfig", "DbClusterIdentifier"], &kinds::DATABASE, Manner::Access),
    (&["OpenSearchServiceConfig", "Endpoint"], &kinds::SEARCH, Manner::Access),
    (&["ElasticsearchConfig", "Endpoint"], &kinds::SEARCH, Manner::Access),
];

fn draw_api<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let others = resource.properties.present("AdditionalAuthenticationProviders").and_then(Node::list);
    let providers = others.into_iter().flatten().filter_map(Node::map).chain([resource.properties]);
    for provider in providers {
        let function = provider.present("LambdaAuthorizerConfig").and_then(|it| it.get("AuthorizerUri"));
        let functions = application.ends(function, &kinds::FUNCTION);
        drawing.edges(&[End::Own(resource.id)], &functions, Manner::Event, "authorizer");
        let pool = provider.present("UserPoolConfig").and_then(|it| it.get("UserPoolId"));
        let pools = application.ends(pool, &kinds::USER_POOL);
        drawing.edges(&[End::Own(resource.id)], &pools, Manner::Access, "authorizer");
    }
}

fn draw_source<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    connect(resource, "", application, drawing);
}

/// Draws what a data source leads to, with a label where there is something to say.
fn connect<'a>(source: &Resource<'a>, label: &str, application: &Application<'a>, drawing: &mut Drawing) {
    let apis = application.ends(source.properties.present("ApiId"), &kinds::GRAPHQL_API);
    for (path, kind, manner) in BEHIND {
        let [first, rest @ ..] = path else { continue };
        let behind = source.properties.present(first).and_then(|it| it.at(rest));
        drawing.edges(&apis, &application.ends(behind, kind), manner, label);
    }
}

fn draw_resolver<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let text = |name: &str| resource.properties.present(name).map(|it| application.text(it)).unwrap_or_default();
    let label = format!("{}.{}", text("TypeName"), text("FieldName"));
    let steps = resource.properties.present("PipelineConfig").and_then(|it| it.get("Functions")).and_then(Node::list);
    let steps = steps.into_iter().flatten().filter_map(|it| referenced(it, "FunctionId", application));
    for holder in steps.map(|it| it.properties).chain([resource.properties]) {
        if let Some(source) = source(holder, application) {
            connect(&source, &label, application, drawing);
        }
    }
}

fn source<'a>(holder: &'a Map, application: &Application<'a>) -> Option<Resource<'a>> {
    let name = holder.present("DataSourceName")?;
    referenced(name, "Name", application).or_else(|| {
        let name = application.text(name);
        let is_named = |it: &&Resource<'a>| it.properties.get("Name").is_some_and(|it| application.text(it) == name);
        application.of_type(types::APP_SYNC_DATA_SOURCE).iter().find(is_named).copied()
    })
}

/// The resource of which a value is an attribute.
fn referenced<'a>(value: &Node, attribute: &str, application: &Application<'a>) -> Option<Resource<'a>> {
    let text = application.text(value);
    let (name, _) = *placeholders(&text).first()?;
    name.ends_with(attribute).then(|| application.resource(id_in(name))).flatten()
}
