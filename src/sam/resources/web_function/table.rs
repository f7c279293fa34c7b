//! The properties of `AWS::Serverless::WebFunction`.
use crate::properties;
use crate::property::shape::*;
use crate::sam::s3_location::CodeLocation;

properties! {
    /// A web server that Lambda runs, with a revision of its code and an endpoint.
    pub struct WebFunction {
        /// Name of the function; made of the logical id and the stack's when left out.
        "FunctionName" => function_name: Option<Either<Text, Object>>;
        /// Tags of the function and of the generated role, as a map.
        "Tags" => tags: Option<Object>;
        /// Regions that run the function too: names and groups (`EU`, `ALL_STANDARD`), or a map with `IncludeRegions`
        /// and `ExcludeRegions`.
        "ReplicaRegions" => replica_regions: Option<Refined<Either<List, Object>, Either<List, ReplicaRegions<'static>>>>;
        /// Who may call the endpoint: `IamAuth`, or `ApplicationManaged` for everybody.
        "AuthType" => auth_type: Option<Passed<Text>>, one_of(&["IamAuth", "ApplicationManaged"]);
        /// Language and version that run the code.
        "Runtime" => runtime: Option<Passed<Text>>;
        /// The code, as `s3://bucket/key` or a map with `Bucket` and `Key`.
        "CodeUri" => code_uri: Option<Passed<Either<Text, CodeLocation<'static>>>>;
        /// Not supported yet.
        "InlineCode" => inline_code: Option<Passed<Text>>;
        /// What the revision is about.
        "RevisionDescription" => revision_description: Option<Passed<Text>>, range(0..=256);
        /// ARN of the key that encrypts the code.
        "KmsKeyArn" => kms_key_arn: Option<Passed<Arn>>;
        /// ARN of a role of your own; a role is generated when left out.
        "ExecutionRoleArn" => execution_role_arn: Option<Text>;
        /// Environment variables, as a map.
        "EnvironmentVariables" => environment_variables: Option<Object>;
        /// The file that starts the server.
        "EntryPoint" => entry_point: Option<Passed<Text>>;
        /// Requests that one execution environment handles at the same time.
        "MaxConcurrencyPerEnvironment" => max_concurrency: Option<Passed<Integer>>, range(1..=128);
        /// ARN of a version of a network connector.
        "EgressNetworkConnectorArn" => egress_network_connector_arn: Option<Passed<Arn>>, pattern(
            "arn:[^:]*:lambda:[^:]*:[0-9]{12}:network-connector:[a-zA-Z0-9_-]+:[0-9]+",
            "the ARN of a version: `arn:aws:lambda:eu-west-1:123456789012:network-connector:name:1`"
        );
        /// Seconds after which a request is ended; 30 when left out.
        "Timeout" => timeout: Option<Integer>, range(3..=900);
        /// Log group and levels.
        "LoggingConfig" => logging_config: Option<Passed<LoggingConfig<'static>>>;
        /// Which revision gets which share of the requests, in percent; the latest gets all when left out.
        "RevisionWeights" => revision_weights: Option<Passed<MapOf<Integer>>>, range(0..=2);
        /// Name of the endpoint; `prod` when left out.
        "EndpointName" => endpoint_name: Option<Passed<Text>>;
        /// `HomeRegion` (the default), `MultiRegion` or `PerRegion`.
        "EndpointType" => endpoint_type: Option<Passed<Text>>, one_of(&["HomeRegion", "MultiRegion", "PerRegion"]);
        /// What the endpoint is for.
        "EndpointDescription" => endpoint_description: Option<Passed<Text>>, range(0..=256);
        /// How many execution environments the endpoint keeps.
        "ScalingConfig" => scaling_config: Option<Passed<ScalingConfig<'static>>>;
        /// How many requests the endpoint takes.
        "ThrottleConfig" => throttle_config: Option<Passed<ThrottleConfig<'static>>>;
        /// Whether the endpoint follows new revisions: `LatestRevision` (the default) or `Disabled`.
        "AutoDeploymentMode" => auto_deployment_mode: Option<Passed<Text>>, one_of(&["LatestRevision", "Disabled"]);
    }
}

properties! {
    /// Regions that run a web function too.
    pub struct ReplicaRegions {
        /// Names and groups of regions.
        "IncludeRegions" => include: Option<List>;
        /// Those of them that do not run it.
        "ExcludeRegions" => exclude: Option<List>;
    }
}

properties! {
    /// Where logs go, and what stands in them.
    pub struct LoggingConfig {
        /// Name of the log group.
        "LogGroup" => log_group: Option<Text>, range(1..=500),
            pattern("[._/#A-Za-z0-9-]+", "letters, digits and the characters `.`, `-`, `_`, `/` and `#`");
        /// The least level of the function's own logs.
        "ApplicationLogLevel" => application_log_level: Option<Text>,
            one_of(&["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]);
        /// The least level of Lambda's logs.
        "SystemLogLevel" => system_log_level: Option<Text>, one_of(&["DEBUG", "INFO", "WARN"]);
    }
}

properties! {
    /// How many execution environments an endpoint keeps.
    pub struct ScalingConfig {
        /// Most of them at the same time.
        "MaxEnvironments" => max_environments: Option<Integer>, range(2..=10_000);
    }
}

properties! {
    /// How many requests an endpoint takes.
    pub struct ThrottleConfig {
        /// Most requests in a second; 0 for none at all.
        "RateLimit" => rate_limit: Option<Integer>, range(0..=i64::MAX);
    }
}
