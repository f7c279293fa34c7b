//! The properties of `AWS::Serverless::WebFunction`.
use crate::properties;
use crate::property::shape::*;
use crate::sam::s3_location::CodeLocation;

properties! {
    /// A web server that Lambda runs, with a revision of its code and an endpoint.
    pub(super) struct WebFunction {
        /// Name of the function; derived from the stack name and the logical id when omitted.
        "FunctionName" => function_name: Option<Either<Text, Object>>;
        /// Tags of the function and of the generated role, as a map.
        "Tags" => tags: Option<Object>;
        /// More regions that run the function: names and groups (`EU`, `ALL_STANDARD`), or a map with `IncludeRegions`
        /// and `ExcludeRegions`.
        "ReplicaRegions" => replica_regions: Option<Refined<Either<List, Object>, Either<List, ReplicaRegions<'static>>>>;
        /// Who may call the endpoint: `IamAuth`, or `ApplicationManaged` for everyone.
        "AuthType" => auth_type: Option<Passed<Text>>, one_of(&["IamAuth", "ApplicationManaged"]);
        /// Language and version that run the code.
        "Runtime" => runtime: Option<Passed<Text>>;
        /// The code, as `s3://bucket/key` or a map with `Bucket` and `Key`.
        "CodeUri" => code_uri: Option<Passed<Either<Text, CodeLocation<'static>>>>;
        /// Not supported yet.
        "InlineCode" => inline_code: Option<Passed<Text>>;
        /// Description of the revision.
        "RevisionDescription" => revision_description: Option<Passed<Text>>, range(0..=256);
        /// ARN of the key that encrypts the code.
        "KmsKeyArn" => kms_key_arn: Option<Passed<Arn>>;
        /// ARN of an existing role; a role is generated when omitted.
        "ExecutionRoleArn" => execution_role_arn: Option<Text>;
        /// Environment variables, as a map.
        "EnvironmentVariables" => environment_variables: Option<Object>;
        /// The file that starts the server.
        "EntryPoint" => entry_point: Option<Passed<Text>>;
        /// Number of concurrent requests per execution environment.
        "MaxConcurrencyPerEnvironment" => max_concurrency: Option<Passed<Integer>>, range(1..=128);
        /// ARN of a version of a network connector.
        "EgressNetworkConnectorArn" => egress_network_connector_arn: Option<Passed<Arn>>, pattern(
            "arn:[^:]*:lambda:[^:]*:[0-9]{12}:network-connector:[a-zA-Z0-9_-]+:[0-9]+",
            "the ARN of a version: `arn:aws:lambda:eu-west-1:123456789012:network-connector:name:1`"
        );
        /// Seconds after which a request times out; 30 when omitted.
        "Timeout" => timeout: Option<Integer>, range(3..=900);
        /// Log group and levels.
        "LoggingConfig" => logging_config: Option<Passed<LoggingConfig<'static>>>;
        /// Share of the requests for each revision, in percent; all go to the latest when omitted.
        "RevisionWeights" => revision_weights: Option<Passed<MapOf<Integer>>>, range(0..=2);
        /// Name of the endpoint; `prod` when omitted.
        "EndpointName" => endpoint_name: Option<Passed<Text>>;
        /// `HomeRegion` (the default), `MultiRegion` or `PerRegion`.
        "EndpointType" => endpoint_type: Option<Passed<Text>>, one_of(&["HomeRegion", "MultiRegion", "PerRegion"]);
        /// Description of the endpoint.
        "EndpointDescription" => endpoint_description: Option<Passed<Text>>, range(0..=256);
        /// How many execution environments the endpoint keeps.
        "ScalingConfig" => scaling_config: Option<Passed<ScalingConfig<'static>>>;
        /// How many requests the endpoint accepts.
        "ThrottleConfig" => throttle_config: Option<Passed<ThrottleConfig<'static>>>;
        /// Whether the endpoint follows new revisions: `LatestRevision` (the default) or `Disabled`.
        "AutoDeploymentMode" => auto_deployment_mode: Option<Passed<Text>>, one_of(&["LatestRevision", "Disabled"]);
    }
}

properties! {
    /// More regions that run a web function.
    pub(super) struct ReplicaRegions {
        /// Names and groups of regions.
        "IncludeRegions" => include: Option<List>;
        /// Regions among them to exclude.
        "ExcludeRegions" => exclude: Option<List>;
    }
}

properties! {
    /// Where logs are sent, and what they contain.
    pub(super) struct LoggingConfig {
        /// Name of the log group.
        "LogGroup" => log_group: Option<Text>, range(1..=500),
            pattern("[._/#A-Za-z0-9-]+", "letters, digits and the characters `.`, `-`, `_`, `/` and `#`");
        /// The lowest level of the function's own logs.
        "ApplicationLogLevel" => application_log_level: Option<Text>,
            one_of(&["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]);
        /// The lowest level of Lambda's logs.
        "SystemLogLevel" => system_log_level: Option<Text>, one_of(&["DEBUG", "INFO", "WARN"]);
    }
}

properties! {
    /// How many execution environments an endpoint keeps.
    pub(super) struct ScalingConfig {
        /// Maximum number of execution environments.
        "MaxEnvironments" => max_environments: Option<Integer>, range(2..=10_000);
    }
}

properties! {
    /// How many requests an endpoint accepts.
    pub(super) struct ThrottleConfig {
        /// Maximum number of requests per second; 0 for none.
        "RateLimit" => rate_limit: Option<Integer>, range(0..=i64::MAX);
    }
}
