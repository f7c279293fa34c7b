//! What stands within the properties of a function that are handed to Lambda as they are.
use crate::properties;
use crate::property::shape::*;

properties! {
    /// Subnets and security groups that a function runs in.
    pub(super) struct VpcConfig {
        /// Ids of the subnets.
        "SubnetIds" => subnet_ids: ListOf<Text>, range(0..=16), pattern("subnet-[0-9a-z]*", "an id such as `subnet-0123456789abcdef0`");
        /// Ids of the security groups.
        "SecurityGroupIds" => security_group_ids: Option<ListOf<Text>>, range(0..=5),
            pattern("sg-[0-9a-zA-Z]*", "an id such as `sg-0123456789abcdef0`");
        /// Whether dual-stack subnets can be reached over IPv6.
        "Ipv6AllowedForDualStack" => ipv6_allowed_for_dual_stack: Option<Boolean>;
    }
}

properties! {
    /// Size of `/tmp`.
    pub(super) struct EphemeralStorage {
        /// Size in MB.
        "Size" => size: Integer, range(512..=10_240);
    }
}

properties! {
    /// Provisioned concurrency of an alias.
    pub(super) struct ProvisionedConcurrencyConfig {
        /// How many.
        "ProvisionedConcurrentExecutions" => provisioned_concurrent_executions: Integer, range(1..=i64::MAX);
    }
}

properties! {
    /// Entry point, command and working directory of a container image.
    pub(super) struct ImageConfig {
        /// The entry point, which overrides that of the image.
        "EntryPoint" => entry_point: Option<ListOf<Text>>, range(0..=1500);
        /// Arguments of the entry point, which override the command of the image.
        "Command" => command: Option<ListOf<Text>>, range(0..=1500);
        /// The working directory.
        "WorkingDirectory" => working_directory: Option<Text>, range(0..=1000);
    }
}

properties! {
    /// SnapStart.
    pub(super) struct SnapStart {
        /// Which versions start from a snapshot: `PublishedVersions` or `None`.
        "ApplyOn" => apply_on: Text, one_of(&["PublishedVersions", "None"]);
    }
}

properties! {
    /// When the runtime is updated.
    pub(super) struct RuntimeManagementConfig {
        /// `Auto`, `FunctionUpdate` or `Manual`.
        "UpdateRuntimeOn" => update_runtime_on: Text, one_of(&["Auto", "FunctionUpdate", "Manual"]);
        /// ARN of the version to stay with, for `Manual`.
        "RuntimeVersionArn" => runtime_version_arn: Option<Arn>,
            pattern("arn:[^:]*:lambda:[^:]*:[0-9]*:runtime[:/].+", "the ARN of a runtime: `arn:aws:lambda:eu-west-1::runtime:` and a hash");
    }
}

properties! {
    /// Where logs are sent, and what they contain.
    pub(super) struct LoggingConfig {
        /// `Text` or `JSON`.
        "LogFormat" => log_format: Option<Text>, one_of(&["Text", "JSON"]);
        /// The lowest level of the function's own logs.
        "ApplicationLogLevel" => application_log_level: Option<Text>,
            one_of(&["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]);
        /// The lowest level of Lambda's logs.
        "SystemLogLevel" => system_log_level: Option<Text>, one_of(&["DEBUG", "INFO", "WARN"]);
        /// Name of the log group; `/aws/lambda/` and the function's name when omitted.
        "LogGroup" => log_group: Option<Text>, range(1..=512),
            pattern("[._/#A-Za-z0-9-]+", "letters, digits and the characters `.`, `-`, `_`, `/` and `#`");
    }
}

properties! {
    /// Isolation of tenants.
    pub(super) struct TenancyConfig {
        /// `PER_TENANT`: execution environments are not shared between tenants.
        "TenantIsolationMode" => tenant_isolation_mode: Text, one_of(&["PER_TENANT"]);
    }
}

properties! {
    /// How long a durable execution may take, and how long its history is kept.
    pub(super) struct DurableConfig {
        /// Seconds that an execution may take.
        "ExecutionTimeout" => execution_timeout: Integer, range(1..=31_622_400);
        /// Days for which the history of an execution is kept.
        "RetentionPeriodInDays" => retention_period_in_days: Option<Integer>, range(1..=90);
        /// ARN of the key that encrypts the input and output of executions.
        "KMSKeyArn" => kms_key_arn: Option<Arn>;
    }
}

properties! {
    /// How many execution environments a capacity provider keeps.
    pub(super) struct FunctionScalingConfig {
        /// The minimum.
        "MinExecutionEnvironments" => min_execution_environments: Option<Integer>, range(0..=15_000);
        /// The maximum.
        "MaxExecutionEnvironments" => max_execution_environments: Option<Integer>, range(0..=15_000);
    }
}

properties! {
    /// A queue or topic for events that could not be processed.
    pub(super) struct DeadLetterQueue {
        /// `SQS` or `SNS`.
        "Type" => kind: Text, one_of(&["SQS", "SNS"]);
        /// ARN of the queue or topic.
        "TargetArn" => target_arn: Arn;
    }
}

properties! {
    /// Environment variables.
    pub(super) struct Environment {
        /// The variables: a map of strings.
        "Variables" => variables: Option<Passed<MapOf<Text>>>,
            keys("[a-zA-Z][a-zA-Z0-9_]+", "a letter, then letters, digits and `_`; at least two characters");
    }
}

properties! {
    /// A file system that the function mounts.
    pub(super) struct FileSystemConfig {
        /// ARN of the access point.
        "Arn" => arn: Arn;
        /// Where it is mounted, such as `/mnt/data`.
        "LocalMountPath" => local_mount_path: Text, range(0..=160),
            pattern("/mnt/[a-zA-Z0-9_.-]+", "`/mnt/` and a name of letters, digits, `-`, `_` and `.`");
        /// How files in S3 are accessed.
        "S3FilesConfig" => s3_files: Option<S3FilesConfig<'static>>;
    }
}

properties! {
    /// How files in S3 are accessed.
    pub(super) struct S3FilesConfig {
        /// Whether large reads go to the bucket itself: `AUTO` (the default), `ENABLED` or `DISABLED`.
        "DirectS3Read" => direct_read: Option<Text>, one_of(&["AUTO", "ENABLED", "DISABLED"]);
    }
}
