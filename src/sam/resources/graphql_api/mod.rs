//! `AWS::Serverless::GraphQLApi`: an AppSync API with its schema, data sources, functions and resolvers.
mod api_keys;
mod auth;
mod cache;
mod data_sources;
mod domain_name;
mod functions;
mod logging;
mod resolvers;
mod table;

use super::{Phase, ResourceType};
use crate::cfn::{Context, Expansion, Resource, iam, tags};
use crate::diagnostic::{Diagnostic, Problems, Severity, codes};
use crate::facts::types;
use crate::node;
use crate::property::{converted, unknown_properties};
use crate::sam::SamResource;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};
use crate::template::intrinsics;
use auth::Authentication;
use data_sources::DataSources;
use table::GraphQlApi;

pub(super) static TYPE: ResourceType = ResourceType {
    name: "AWS::Serverless::GraphQLApi",
    becomes: types::APP_SYNC_GRAPHQL_API,
    properties: GraphQlApi::TABLE,
    events: &[],
    phase: Phase::Others,
    artifacts: &[],
    referable: &[],
    expand,
};

fn expand(resource: &SamResource<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let before = problems.error_count();
    let properties = converted(GraphQlApi::TABLE, resource.properties, problems);
    let written = GraphQlApi::read_rows(properties.as_ref().unwrap_or(resource.properties), resource.span, problems);
    warn_of_unknown(resource.properties, problems);
    let Some(written) = written.filter(|_| problems.error_count() == before) else { return Expansion::default() };
    // One mistake hides those that follow, as in the reference: each may blame another part of the API.
    expand_parts(&written, resource, context, problems).unwrap_or_default()
}

/// Everything that the API turns into. `None` at the first mistake, which is reported.
fn expand_parts(
    written: &GraphQlApi<'_>,
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Expansion> {
    let parts = Parts { resource, attributes: resource.attributes() };
    let authentication = Authentication::read(written.auth.map()?, written.auth.span, problems)?;
    let logging = logging::read(written.logging, &parts);
    let log_config = logging.as_ref().map(|it| it.config.clone());
    let schema = schema(written, &parts, problems)?;
    let schema_id = schema.logical_id.clone();
    let mut expansion = Expansion::of(vec![graphql_api(written, &authentication, log_config, &parts), schema]);
    expansion.extend(auth::connectors(&authentication, resource, context, problems)?);
    expansion.resources.extend(logging.and_then(|it| it.role));
    if let Some(keys) = written.api_keys.and_then(Node::map) {
        expansion.resources.extend(api_keys::build(keys, &parts, problems)?);
    }
    if let Some(cache) = written.cache.and_then(Node::map) {
        expansion.resources.push(cache::build(cache, &parts, problems)?);
    }
    let data_sources = match written.data_sources.and_then(Node::map) {
        Some(listed) => data_sources::expand(listed, &parts, context, problems)?,
        None => DataSources::default(),
    };
    expansion.extend(data_sources.expansion);
    if let Some(domain_name) = written.domain_name.and_then(Node::map) {
        expansion.resources.extend(domain_name::build(domain_name, &parts, problems)?);
    }
    let functions = functions::build(written.functions.and_then(Node::map), &data_sources.names, &parts, problems)?;
    expansion.resources.extend(functions.resources);
    if let Some(listed) = written.resolvers.and_then(Node::map) {
        expansion.resources.extend(resolvers::build(listed, &functions.ids, &schema_id, &parts, problems)?);
    }
    expansion.resources.extend(functions.none_data_source);
    Some(expansion)
}

/// What all parts of an API need to know of it.
struct Parts<'a> {
    resource: &'a SamResource<'a>,
    /// The attributes that all parts share.
    attributes: Map,
}

/// What a part of the API is in CloudFormation, and what it is there for.
#[derive(Clone, Copy)]
struct Kind {
    type_name: &'static str,
    purpose: &'static str,
}

const SCHEMA: Kind = Kind { type_name: types::APP_SYNC_GRAPHQL_SCHEMA, purpose: "schema of the API" };

impl Parts<'_> {
    /// A part of the API whose logical id ends with `suffix`; `span` is where that comes from. `None` when it cannot
    /// be part of an id, which is reported.
    fn named(&self, suffix: &str, kind: Kind, span: Span, problems: &mut Problems) -> Option<Resource> {
        let logical_id = self.resource.logical_id.append(suffix);
        if !suffix.chars().all(|it| it.is_ascii_alphanumeric()) {
            let message =
                format!("this name results in the logical id `{logical_id}`; only letters and digits are allowed");
            let finding = Diagnostic::new(&codes::INVALID_LOGICAL_ID, span, message).resource(&*logical_id);
            problems.push(finding.help("use only ASCII letters and digits in the name"));
            return None;
        }
        Some(self.part(logical_id, kind, span))
    }

    /// A part of the API.
    fn part(&self, logical_id: Text, Kind { type_name, purpose }: Kind, span: Span) -> Resource {
        Resource::new(logical_id, type_name, purpose, span)
            .attributes(&self.attributes)
            .depends_on(self.resource.depends_on())
    }

    /// A role that AppSync takes on.
    fn role(&self, logical_id: Text, purpose: &'static str, span: Span) -> Resource {
        self.part(logical_id, Kind { type_name: types::IAM_ROLE, purpose }, span)
            .set("AssumeRolePolicyDocument", iam::trust(span, "appsync.amazonaws.com"))
    }

    /// The id of the API, as AppSync knows it.
    fn api_id(&self) -> Node {
        intrinsics::get_att(self.resource.span, self.resource.logical_id, "ApiId")
    }
}

/// The value of a property when Python takes it for true.
fn truthy(value: Option<&Node>) -> Option<&Node> {
    value.filter(|it| it.is_truthy())
}

/// The API itself.
fn graphql_api(
    written: &GraphQlApi<'_>,
    authentication: &Authentication,
    log_config: Option<Node>,
    parts: &Parts<'_>,
) -> Resource {
    let SamResource { logical_id, span, .. } = *parts.resource;
    let mut tags = written.tags.and_then(Node::map).cloned().unwrap_or_default();
    tags.insert("graphqlapi:createdBy", node!(span, "SAM"));
    let mut api = parts
        .part(logical_id.clone(), Kind { type_name: TYPE.becomes, purpose: "the GraphQL API itself" }, span)
        .set("Name", truthy(written.name).cloned().unwrap_or_else(|| logical_id.into_node(span)))
        .set("Tags", tags::list(&tags))
        .set("XrayEnabled", written.xray_enabled);
    for (name, value) in &authentication.properties {
        api.put(name, value);
    }
    api.set("LogConfig", log_config)
        .set("Visibility", truthy(written.visibility))
        .set("OwnerContact", truthy(written.owner_contact))
        .set("IntrospectionConfig", truthy(written.introspection_config))
        .set("QueryDepthLimit", truthy(written.query_depth_limit))
        .set("ResolverCountLimit", truthy(written.resolver_count_limit))
}

/// The schema. `None` when there is none or two, which is reported.
fn schema(written: &GraphQlApi<'_>, parts: &Parts<'_>, problems: &mut Problems) -> Option<Resource> {
    let SamResource { logical_id, span, .. } = *parts.resource;
    let cause = match (truthy(written.schema_inline), truthy(written.schema_uri)) {
        (None, None) => {
            let finding = Diagnostic::new(&codes::MISSING_PROPERTY, span, "the API has no schema")
                .missing(["SchemaUri", "SchemaInline"]);
            problems.push(finding.help("add `SchemaUri:` with the file of the schema, or `SchemaInline:`"));
            return None;
        }
        (Some(inline), Some(uri)) => {
            let message = "`SchemaInline` and `SchemaUri` are both set";
            let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, uri.span, message);
            problems.push(finding.related(inline.span, "the other one").help("keep one of the two"));
            return None;
        }
        (Some(one), None) | (None, Some(one)) => one,
    };
    let schema = parts
        .part(logical_id.append("Schema"), SCHEMA, cause.span)
        .set("ApiId", parts.api_id())
        .set("Definition", written.schema_inline)
        .set("DefinitionS3Location", written.schema_uri);
    Some(schema)
}

/// Warns of properties that no API has: the reference passes over them, for this type alone.
fn warn_of_unknown(properties: &Map, problems: &mut Problems) {
    let mut found = Problems::default();
    unknown_properties(GraphQlApi::TABLE, properties, &mut found);
    for finding in found.into_found() {
        let help = format!("{}; it currently has no effect", finding.help.as_deref().unwrap_or_default());
        problems.push(Diagnostic { severity: Severity::Warning, help: Some(help), ..finding });
    }
}
