//! The properties of `AWS::Serverless::GraphQLApi`.
use super::api_keys::ApiKey;
use super::auth::Auth;
use super::cache::Cache;
use super::data_sources::ListedDataSources;
use super::domain_name::DomainName;
use super::functions::Function;
use super::logging::Logging;
use super::resolvers::Resolver;
use crate::properties;
use crate::property::shape::*;

properties! {
    /// An AppSync API with its schema, data sources, functions and resolvers.
    pub(super) struct GraphQlApi {
        /// Name of the API; its logical id when omitted.
        "Name" => name: Option<Passed<Text>>, range(1..=65_536);
        /// Tags of the API, as a map.
        "Tags" => tags: Option<Literal<Object>>;
        /// Whether requests are traced with X-Ray.
        "XrayEnabled" => xray_enabled: Option<Converted<Literal<Boolean>>>;
        /// How clients authenticate.
        "Auth" => auth: Converted<Auth<'static>>;
        /// The schema, written in the template.
        "SchemaInline" => schema_inline: Option<Literal<Text>>;
        /// The schema as a file: `s3://bucket/key`, or a local path until it is packaged.
        "SchemaUri" => schema_uri: Option<Literal<Text>>;
        /// What is logged, and with which role; everything with a generated role when omitted, nothing with `false`.
        "Logging" => logging: Option<Converted<Either<Logging<'static>, Literal<Boolean>>>>;
        /// Where functions get their data from.
        "DataSources" => data_sources: Option<Converted<ListedDataSources<'static>>>;
        /// Functions for resolvers, by name.
        "Functions" => functions: Option<Converted<MapOf<Function<'static>>>>;
        /// Resolvers, by type of the schema and then by field.
        "Resolvers" => resolvers: Option<Converted<MapOf<MapOf<Resolver<'static>>>>>;
        /// Keys that clients can use, by name.
        "ApiKeys" => api_keys: Option<Converted<MapOf<ApiKey<'static>>>>;
        /// A custom domain name.
        "DomainName" => domain_name: Option<Converted<DomainName<'static>>>;
        /// A cache for what resolvers return.
        "Cache" => cache: Option<Converted<Cache<'static>>>;
        /// `GLOBAL` (the default) for an API on the internet, `PRIVATE` for one in a VPC only.
        "Visibility" => visibility: Option<Passed<Text>>, one_of(&["GLOBAL", "PRIVATE"]);
        /// Contact for questions about the API.
        "OwnerContact" => owner_contact: Option<Passed<Text>>, range(0..=256);
        /// Whether clients can query the schema: `ENABLED` (the default) or `DISABLED`.
        "IntrospectionConfig" => introspection_config: Option<Passed<Text>>, one_of(&["ENABLED", "DISABLED"]);
        /// How deep a query may be nested; 0 for any depth.
        "QueryDepthLimit" => query_depth_limit: Option<Passed<Integer>>, range(0..=75);
        /// How many resolvers a query may run; 0 for the limit of AppSync.
        "ResolverCountLimit" => resolver_count_limit: Option<Passed<Integer>>, range(0..=10_000);
    }
}
