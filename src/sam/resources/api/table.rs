//! The properties of `AWS::Serverless::Api`.
use super::settings::*;
use crate::properties;
use crate::property::shape::*;
use crate::sam::api_gateway_v2::MutualTls;
use crate::sam::s3_location::DefinitionLocation;

properties! {
    /// A REST API of API Gateway, with its deployment and stage.
    pub(crate) struct Api {
        /// Whether SAM may add routes to the definition; set by SAM itself.
        "__MANAGE_SWAGGER" => managed: Option<Boolean>;
        /// Name of the API.
        "Name" => name: Option<Either<Text, Object>>, global;
        /// Name of the stage, which is the first part of the URL's path.
        "StageName" => stage_name: Either<Text, Object>, range(1..=128), pattern("[a-zA-Z0-9_-]+", "letters, digits, `-` and `_`");
        /// Tags of the stage, as a map.
        "Tags" => tags: Option<Object>;
        /// Whether the API's tags are propagated to generated resources.
        "PropagateTags" => propagate_tags: Option<Boolean>, global;
        /// The definition of the API, in Swagger or OpenAPI.
        "DefinitionBody" => definition_body: Option<Object>;
        /// The definition of the API: a local path, `s3://bucket/key`, or a map with `Bucket` and `Key`.
        "DefinitionUri" => definition_uri: Option<Either<Text, DefinitionLocation<'static>>>, global;
        /// Whether routes of events are added to the definition in `DefinitionBody`.
        "MergeDefinitions" => merge_definitions: Option<Literal<Boolean>>, global;
        /// Whether responses are cached.
        "CacheClusterEnabled" => cache_cluster_enabled: Option<Boolean>, global;
        /// Size of the cache in GB, as text: `0.5`, `1.6`, `6.1`, …, `237`.
        "CacheClusterSize" => cache_cluster_size: Option<Text>,
            one_of(&["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"]), global;
        /// Variables of the stage.
        "Variables" => variables: Option<Object>, global;
        /// Endpoint type: `EDGE`, `REGIONAL` or `PRIVATE`, or a map with `Type`.
        "EndpointConfiguration" => endpoint_configuration: Option<Either<Text, EndpointConfiguration<'static>>>, global;
        /// Logging, throttling and caching of methods.
        "MethodSettings" => method_settings: Option<Refined<List, ListOf<MethodSetting<'static>>>>, global;
        /// Media types that are binary; `~1` stands for `/`.
        "BinaryMediaTypes" => binary_media_types: Option<Refined<List, ListOf<Text>>>, global;
        /// Size in bytes from which responses are compressed.
        "MinimumCompressionSize" => minimum_compression_size: Option<Integer>, range(0..=10_485_760), global;
        /// What other sites may do: the allowed origin, or a map.
        "Cors" => cors: Option<Either<Text, Cors<'static>>>, global;
        /// Who may call the API.
        "Auth" => auth: Option<Auth<'static>>, global;
        /// Responses that API Gateway generates, by type, such as `UNAUTHORIZED`.
        "GatewayResponses" => gateway_responses: Option<Refined<Object, MapOf<GatewayResponse<'static>>>>, global;
        /// Where and how calls are logged: `DestinationArn` and `Format`.
        "AccessLogSetting" => access_log_setting: Option<AccessLog<'static>>, global;
        /// A canary: another deployment that receives some of the calls.
        "CanarySetting" => canary_setting: Option<Canary<'static>>, global;
        /// Whether X-Ray traces calls.
        "TracingEnabled" => tracing_enabled: Option<Boolean>, global;
        /// Version of OpenAPI that a generated definition has, such as `3.0.1`; no stage called `Stage` is created then.
        "OpenApiVersion" => open_api_version: Option<Text>, global;
        /// Schemas of requests, by name.
        "Models" => models: Option<Object>;
        /// A custom domain name.
        "Domain" => domain: Option<Domain<'static>>, global;
        /// Whether API Gateway rejects a definition that it has warnings about.
        "FailOnWarnings" => fail_on_warnings: Option<Boolean>;
        /// Description of the API.
        "Description" => description: Option<Text>;
        /// What happens to API resources that are not in the definition: `overwrite` or `merge`.
        "Mode" => mode: Option<Text>, one_of(&["overwrite", "merge"]);
        /// Whether clients must use the API's custom domain.
        "DisableExecuteApiEndpoint" => disable_execute_api_endpoint: Option<Boolean>;
        /// Where the API key of a call is: `HEADER` or `AUTHORIZER`.
        "ApiKeySourceType" => api_key_source_type: Option<Text>, one_of(&["HEADER", "AUTHORIZER"]);
        /// Whether each deployment of the stack deploys the API, even if it is unchanged.
        "AlwaysDeploy" => always_deploy: Option<Literal<Boolean>>, global;
        /// Resource policy of the API.
        "Policy" => policy: Option<Either<Text, Object>>;
        /// Which versions of TLS are allowed.
        "SecurityPolicy" => security_policy: Option<Text>, global;
        /// Whether calls must use the name of the endpoint: `BASIC` or `STRICT`.
        "EndpointAccessMode" => endpoint_access_mode: Option<Text>, one_of(&["BASIC", "STRICT"]), global;
    }
}

properties! {
    /// Endpoint type of an API.
    pub(crate) struct EndpointConfiguration {
        /// `EDGE`, `REGIONAL` or `PRIVATE`.
        "Type" => kind: Option<Text>, one_of(&["EDGE", "REGIONAL", "PRIVATE"]);
        /// VPC endpoints of a private API.
        "VPCEndpointIds" => vpc_endpoint_ids: Option<Refined<List, ListOf<Text>>>;
        /// The same, in another spelling.
        "VpcEndpointIds" => other_vpc_endpoint_ids: Option<Refined<List, ListOf<Text>>>;
        /// `ipv4` or `dualstack`.
        "IpAddressType" => ip_address_type: Option<Text>, one_of(&["ipv4", "dualstack"]);
    }
}

properties! {
    /// What other sites may do. Values that become headers must be in single quotes.
    pub(crate) struct Cors {
        /// Allowed methods, such as `"'GET,POST'"`; those of each path when omitted.
        "AllowMethods" => methods: Option<Text>;
        /// Allowed headers.
        "AllowHeaders" => headers: Option<Text>;
        /// The allowed origin; all when omitted.
        "AllowOrigin" => origin: Option<Text>;
        /// Seconds for which browsers cache the answer.
        "MaxAge" => max_age: Option<Text>;
        /// Whether calls may carry credentials.
        "AllowCredentials" => credentials: Option<Boolean>;
    }
}

properties! {
    /// Who may call an API.
    pub(crate) struct Auth {
        /// Authorizers by name: Cognito user pools and functions.
        "Authorizers" => authorizers: Option<Refined<Object, MapOf<Authorizer<'static>>>>;
        /// Name of the authorizer of all methods without one of their own, or `AWS_IAM`.
        "DefaultAuthorizer" => default_authorizer: Option<Text>;
        /// Role that calls functions with `AWS_IAM`: an ARN, `CALLER_CREDENTIALS` or `NONE`.
        "InvokeRole" => invoke_role: Option<Text>;
        /// Whether the default authorizer also applies to preflight requests; it does when omitted.
        "AddDefaultAuthorizerToCorsPreflight" => guard_preflight: Option<Boolean>;
        /// Whether preflight requests also need the API key; they do when omitted.
        "AddApiKeyRequiredToCorsPreflight" => key_for_preflight: Option<Boolean>;
        /// Whether all methods need an API key.
        "ApiKeyRequired" => api_key_required: Option<Boolean>;
        /// Which accounts, IP addresses and networks may call the API.
        "ResourcePolicy" => resource_policy: Option<ResourcePolicy<'static>>;
        /// Quota and rate of API keys.
        "UsagePlan" => usage_plan: Option<UsagePlan<'static>>;
    }
}

properties! {
    /// Which accounts, IP addresses and networks may call an API.
    pub(crate) struct ResourcePolicy {
        /// Accounts that may call the API.
        "AwsAccountWhitelist" => accounts: Option<Passed<Either<ListOf<Text>, Text>>>;
        /// Accounts that may not call the API.
        "AwsAccountBlacklist" => refused_accounts: Option<Passed<Either<ListOf<Text>, Text>>>;
        /// The only IP addresses and ranges that may call the API.
        "IpRangeWhitelist" => ranges: Option<Passed<Either<ListOf<Text>, Text>>>;
        /// IP addresses and ranges that may not call the API.
        "IpRangeBlacklist" => refused_ranges: Option<Passed<Either<ListOf<Text>, Text>>>;
        /// The only VPCs and VPC endpoints, by id, that may call the API.
        "SourceVpcWhitelist" => networks: Option<Passed<Either<ListOf<Text>, Text>>>;
        /// VPCs and VPC endpoints, by id, that may not call the API.
        "SourceVpcBlacklist" => refused_networks: Option<Passed<Either<ListOf<Text>, Text>>>;
        /// The only VPCs that may call the API; intrinsic functions are allowed.
        "IntrinsicVpcWhitelist" => vpcs: Option<Passed<Either<ListOf<Text>, Text>>>;
        /// The only VPC endpoints that may call the API; intrinsic functions are allowed.
        "IntrinsicVpceWhitelist" => vpc_endpoints: Option<Passed<Either<ListOf<Text>, Text>>>;
        /// VPCs that may not call the API; intrinsic functions are allowed.
        "IntrinsicVpcBlacklist" => refused_vpcs: Option<Passed<Either<ListOf<Text>, Text>>>;
        /// VPC endpoints that may not call the API; intrinsic functions are allowed.
        "IntrinsicVpceBlacklist" => refused_vpc_endpoints: Option<Passed<Either<ListOf<Text>, Text>>>;
        /// Statements of a policy, as in IAM.
        "CustomStatements" => custom_statements: Option<Passed<Either<List, Object>>>;
    }
}

properties! {
    /// Quota and rate of API keys.
    pub(crate) struct UsagePlan {
        /// A plan for this API only, one shared by all APIs that ask for it, or none.
        "CreateUsagePlan" => create: Choice, one_of(&["SHARED", "PER_API", "NONE"]);
        /// Description of the plan.
        "Description" => description: Option<Text>;
        /// Maximum number of calls per day, week or month.
        "Quota" => quota: Option<Quota<'static>>;
        /// Tags of the plan, as a list.
        "Tags" => tags: Option<Refined<List, ListOf<Tag<'static>>>>;
        /// Maximum number of calls per second.
        "Throttle" => throttle: Option<Throttle<'static>>;
        /// Name of the plan.
        "UsagePlanName" => name: Option<Text>;
    }
}

properties! {
    /// A response that API Gateway generates.
    pub(crate) struct GatewayResponse {
        /// Headers and other parameters of the response.
        "ResponseParameters" => parameters: Option<Object>;
        /// Bodies, by media type.
        "ResponseTemplates" => templates: Option<Object>;
        /// Status code.
        "StatusCode" => status_code: Option<Either<Integer, Text>>;
    }
}

properties! {
    /// A custom domain name.
    pub(crate) struct Domain {
        /// The domain name.
        "DomainName" => domain_name: Text;
        /// ARN of its certificate.
        "CertificateArn" => certificate_arn: Arn;
        /// `EDGE`, `REGIONAL` (when omitted) or `PRIVATE`.
        "EndpointConfiguration" => endpoint: Option<Text>, one_of(&["EDGE", "REGIONAL", "PRIVATE"]);
        /// `ipv4` or `dualstack`.
        "IpAddressType" => ip_address_type: Option<Text>, one_of(&["ipv4", "dualstack"]);
        /// Mutual TLS, where clients present certificates: `TruststoreUri` and `TruststoreVersion`.
        "MutualTlsAuthentication" => mutual_tls: Option<MutualTls<'static>>;
        /// Which versions of TLS are allowed.
        "SecurityPolicy" => security_policy: Option<Text>;
        /// Whether calls must use the name of the endpoint: `BASIC` or `STRICT`.
        "EndpointAccessMode" => endpoint_access_mode: Option<Text>, one_of(&["BASIC", "STRICT"]);
        /// Resource policy of a private domain name.
        "Policy" => policy: Option<Object>;
        /// ARN of a certificate that proves who owns the domain.
        "OwnershipVerificationCertificateArn" => ownership_certificate_arn: Option<Arn>;
        /// Paths below the domain that are mapped to the API.
        "BasePath" => base_path: Option<Either<Text, ListOf<Text>>>;
        /// Whether everything except letters and digits is removed from base paths; it is when omitted.
        "NormalizeBasePath" => normalize_base_path: Option<Boolean>;
        /// DNS records for the domain.
        "Route53" => route53: Option<Route53<'static>>;
        /// The VPC endpoint that may reach a private domain name: a map with `VpcEndpointId`.
        "AccessAssociation" => access_association: Option<AccessAssociation<'static>>;
    }
}

properties! {
    /// DNS records for a domain name.
    pub(crate) struct Route53 {
        /// Id of the hosted zone.
        "HostedZoneId" => zone_id: Option<Text>;
        /// Name of the hosted zone, with a trailing dot.
        "HostedZoneName" => zone_name: Option<Text>;
        /// Whether the health of the domain is evaluated.
        "EvaluateTargetHealth" => evaluate_target_health: Option<Boolean>;
        /// Whether there is also a record for IPv6.
        "IpV6" => ipv6: Option<Boolean>;
        /// Domain name of the CloudFront distribution of an edge-optimized domain.
        "DistributionDomainName" => distribution_domain_name: Option<Text>;
        /// Region, for latency-based routing.
        "Region" => region: Option<Text>;
        /// Distinguishes this record from others with the same name.
        "SetIdentifier" => set_identifier: Option<Text>;
        /// Whether the records are in their own group.
        "SeparateRecordSetGroup" => separate: Option<Boolean>;
        /// Domain name of the VPC endpoint of a private domain.
        "VpcEndpointDomainName" => vpc_endpoint_domain_name: Option<Text>;
        /// Hosted zone of the VPC endpoint of a private domain.
        "VpcEndpointHostedZoneId" => vpc_endpoint_hosted_zone_id: Option<Text>;
    }
}
