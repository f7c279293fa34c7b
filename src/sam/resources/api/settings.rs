//! What stands within the properties of `AWS::Serverless::Api`; `expand` hands most of it on.
use crate::properties;
use crate::property::shape::*;

properties! {
    /// An authorizer of a REST API: a Cognito user pool or a function.
    pub(crate) struct Authorizer {
        /// ARN of the user pool, or a list of several (Cognito).
        "UserPoolArn" => user_pool_arn: Option<Passed<Either<Text, ListOf<Text>>>>;
        /// Scopes, of which a token needs one (Cognito).
        "AuthorizationScopes" => authorization_scopes: Option<Passed<ListOf<Text>>>;
        /// What identifies a caller.
        "Identity" => identity: Option<Passed<AuthorizerIdentity<'static>>>;
        /// ARN of the function that decides.
        "FunctionArn" => function_arn: Option<Passed<Arn>>;
        /// ARN of a role that may invoke the function, or `NONE`.
        "FunctionInvokeRole" => function_invoke_role: Option<Passed<Text>>;
        /// What the function receives: only the `TOKEN` (the default), or the whole `REQUEST`.
        "FunctionPayloadType" => function_payload_type: Option<Passed<Text>>, one_of(&["TOKEN", "REQUEST"]);
        /// Whether SAM leaves the permission to invoke the function to you.
        "DisableFunctionDefaultPermissions" => disable_function_default_permissions: Option<Passed<Boolean>>;
    }
}

properties! {
    /// What identifies a caller, and for how long a decision is cached.
    pub(crate) struct AuthorizerIdentity {
        /// The header with the token.
        "Header" => header: Option<Passed<Text>>;
        /// Headers (`REQUEST`).
        "Headers" => headers: Option<Passed<ListOf<Text>>>;
        /// Query strings (`REQUEST`).
        "QueryStrings" => query_strings: Option<Passed<ListOf<Text>>>;
        /// Variables of the stage (`REQUEST`).
        "StageVariables" => stage_variables: Option<Passed<ListOf<Text>>>;
        /// Context values (`REQUEST`).
        "Context" => context: Option<Passed<ListOf<Text>>>;
        /// Regular expression that a token must match before the authorizer is called.
        "ValidationExpression" => validation_expression: Option<Passed<Text>>;
        /// Seconds for which a decision is cached.
        "ReauthorizeEvery" => reauthorize_every: Option<Passed<Integer>>, range(0..=3600);
    }
}

properties! {
    /// Maximum number of calls per day, week or month.
    pub(crate) struct Quota {
        /// Number of calls.
        "Limit" => limit: Option<Integer>, needs(&["Period"]);
        /// Calls to subtract from the first period.
        "Offset" => offset: Option<Integer>;
        /// The period.
        "Period" => period: Option<Text>, one_of(&["DAY", "WEEK", "MONTH"]);
    }
}

properties! {
    /// Maximum number of calls per second.
    pub(crate) struct Throttle {
        /// Maximum number of calls in a burst.
        "BurstLimit" => burst_limit: Option<Integer>;
        /// Steady-state number of calls per second.
        "RateLimit" => rate_limit: Option<Double>;
    }
}

properties! {
    /// A tag.
    pub(crate) struct Tag {
        /// Name of the tag.
        "Key" => key: Text, range(1..=128);
        /// Its value.
        "Value" => value: Text, range(0..=256);
    }
}

properties! {
    /// The access log of a stage.
    pub(crate) struct AccessLog {
        /// ARN of the log group or delivery stream.
        "DestinationArn" => destination_arn: Option<Arn>;
        /// Format of a log line, with variables such as `$context.requestId`.
        "Format" => format: Option<Text>;
    }
}

properties! {
    /// A deployment that receives some of the calls.
    pub(crate) struct Canary {
        /// Id of the deployment.
        "DeploymentId" => deployment_id: Option<Text>;
        /// Its share of the calls.
        "PercentTraffic" => percent_traffic: Option<Double>, range(0..=100);
        /// Stage variables that are different for it.
        "StageVariableOverrides" => stage_variable_overrides: Option<Object>;
        /// Whether it uses the cache of the stage.
        "UseStageCache" => use_stage_cache: Option<Boolean>;
    }
}

properties! {
    /// Logging, throttling and caching of methods.
    pub(crate) struct MethodSetting {
        /// Path of the methods, `/*` for all; with `~1` for a `/` within it.
        "ResourcePath" => resource_path: Option<Text>;
        /// HTTP method, `*` for all.
        "HttpMethod" => http_method: Option<Text>;
        /// How much is logged.
        "LoggingLevel" => logging_level: Option<Text>, one_of(&["OFF", "ERROR", "INFO"]), any_case;
        /// Whether whole requests and responses are logged.
        "DataTraceEnabled" => data_trace_enabled: Option<Boolean>;
        /// Whether there are metrics of each method.
        "MetricsEnabled" => metrics_enabled: Option<Boolean>;
        /// Maximum number of calls in a burst.
        "ThrottlingBurstLimit" => throttling_burst_limit: Option<Integer>;
        /// Steady-state number of calls per second.
        "ThrottlingRateLimit" => throttling_rate_limit: Option<Double>;
        /// Whether responses are cached.
        "CachingEnabled" => caching_enabled: Option<Boolean>;
        /// Seconds for which a response is cached.
        "CacheTtlInSeconds" => cache_ttl: Option<Integer>, range(0..=3600);
        /// Whether the cache is encrypted.
        "CacheDataEncrypted" => cache_data_encrypted: Option<Boolean>;
    }
}

properties! {
    /// The VPC endpoint that may reach a private domain name.
    pub(crate) struct AccessAssociation {
        /// Id of the VPC endpoint.
        "VpcEndpointId" => vpc_endpoint_id: Text;
    }
}
