//! The properties of `AWS::Serverless::Function`.
use super::capacity_provider::CapacityProviderConfig;
use super::configuration::*;
use super::deployment_preference::DeploymentPreference;
use super::event_invoke_config::EventInvokeConfig;
use super::url::UrlConfig;
use crate::properties;
use crate::property::shape::*;
use crate::sam::s3_location::CodeLocation;
use crate::syntax::{Map, Node};

properties! {
    /// A Lambda function with its role and what calls it.
    pub(super) struct Function {
        /// Name of the function; CloudFormation generates one when omitted.
        "FunctionName" => function_name: Option<Either<Text, Object>>,
            pattern("(.*:)?[a-zA-Z0-9_-]{1,64}", "at most 64 letters, digits, `-` and `_`");
        /// The function in the code that Lambda calls, such as `app.handler`.
        "Handler" => handler: Option<Passed<Text>>, range(0..=128), pattern(r"\S+", "it without spaces"), global;
        /// Language and version that run the code, such as `python3.13`.
        "Runtime" => runtime: Option<Passed<Text>>, global;
        /// The code: a local path, `s3://bucket/key`, or a map with `Bucket` and `Key`.
        "CodeUri" => code_uri: Option<Passed<Either<Text, CodeLocation<'static>>>>, global;
        /// URI of the container image in ECR.
        "ImageUri" => image_uri: Option<Passed<Text>>;
        /// `Zip` (the default) or `Image`.
        "PackageType" => package_type: Option<Passed<Text>>, one_of(&["Zip", "Image"]);
        /// The code itself, written in the template.
        "InlineCode" => inline_code: Option<Passed<Text>>;
        /// Queue or topic for events that could not be processed: `Type` (`SQS` or `SNS`) and `TargetArn`.
        "DeadLetterQueue" => dead_letter_queue: Option<DeadLetterQueue<'static>>, global;
        /// Description of the function.
        "Description" => description: Option<Passed<Text>>, range(0..=256), global;
        /// Memory in MB, which also determines the share of CPU.
        "MemorySize" => memory_size: Option<Passed<Integer>>, range(128..=10_240),
            largest_with("CapacityProviderConfig", 32_768), global;
        /// Seconds after which an invocation times out; 3 when omitted.
        "Timeout" => timeout: Option<Passed<Integer>>, range(1..=1800),
            largest_with("CapacityProviderConfig", 5400), global;
        /// Subnets and security groups that the function runs in.
        "VpcConfig" => vpc_config: Option<Passed<VpcConfig<'static>>>, global;
        /// ARN of an existing role; a role is generated when omitted.
        "Role" => role: Option<Arn>;
        /// Trust policy of the generated role.
        "AssumeRolePolicyDocument" => assume_role_policy_document: Option<Object>, global;
        /// What the generated role allows: names and ARNs of managed policies, policy templates, policy documents.
        "Policies" => policies: Option<Either<Either<Text, Object>, ListOf<Either<Text, Object>>>>;
        /// Path of the generated role.
        "RolePath" => role_path: Option<Passed<Text>>, range(1..=512),
            pattern("/|/[!-~]+/", "a path that begins and ends with `/`"), global;
        /// ARN of the permissions boundary of the generated role.
        "PermissionsBoundary" => permissions_boundary: Option<Arn>, global;
        /// Environment variables: a map with `Variables`.
        "Environment" => environment: Option<Refined<MapOf<Object>, Environment<'static>>>, global;
        /// What invokes the function.
        "Events" => events: Option<MapOf<Object>>;
        /// Tags of the function, as a map.
        "Tags" => tags: Option<Object>, global;
        /// Whether the function's tags are propagated to generated resources.
        "PropagateTags" => propagate_tags: Option<Boolean>, global;
        /// X-Ray tracing: `Active`, `PassThrough` or `Disabled`.
        "Tracing" => tracing: Option<Either<Text, Object>>, one_of(&["Active", "PassThrough", "Disabled"]), global;
        /// ARN of the key that encrypts the environment variables.
        "KmsKeyArn" => kms_key_arn: Option<Passed<Arn>>, global;
        /// How traffic is shifted to a new version.
        "DeploymentPreference" => deployment_preference: Option<DeploymentPreference<'static>>, global;
        /// Concurrent invocations that are reserved for the function, which is also its upper limit.
        "ReservedConcurrentExecutions" => reserved_concurrent_executions: Option<Passed<Integer>>, range(0..=i64::MAX), global;
        /// ARNs of layers.
        "Layers" => layers: Option<ListOf<Either<Text, Object>>>, range(0..=5), pattern(
            "arn:[^:]*:lambda:[^:]*:([0-9]{12}:layer:[a-zA-Z0-9_-]+:[0-9]+|:awslayer:[a-zA-Z0-9_-]+)",
            "the ARN of a version, such as `arn:aws:lambda:eu-west-1:123456789012:layer:tools:1`"
        ), global;
        /// Retries, age and destinations of asynchronous invocations.
        "EventInvokeConfig" => event_invoke_config: Option<EventInvokeConfig<'static>>, global;
        /// Size of `/tmp` in MB: a map with `Size`.
        "EphemeralStorage" => ephemeral_storage: Option<Passed<EphemeralStorage<'static>>>, global;
        /// Name of the alias that points to a new version whenever the code changes.
        "AutoPublishAlias" => auto_publish_alias: Option<Text>, range(1..=128), pattern(
            "[a-zA-Z0-9_-]*[a-zA-Z_-][a-zA-Z0-9_-]*",
            "letters, digits, `-` and `_`, not only digits"
        ), global;
        /// Hash of the code; a new version is published when it changes.
        "AutoPublishCodeSha256" => auto_publish_code_sha256: Option<Text>;
        /// Whether a new version is published when any property changes, not only the code.
        "AutoPublishAliasAllProperties" => auto_publish_alias_all_properties: Option<Literal<Boolean>>, global;
        /// Description of the published version.
        "VersionDescription" => version_description: Option<Passed<Text>>, range(0..=256);
        /// Provisioned concurrency of the alias.
        "ProvisionedConcurrencyConfig" => provisioned_concurrency_config: Option<Passed<ProvisionedConcurrencyConfig<'static>>>, global;
        /// EFS access points to mount.
        "FileSystemConfigs" => file_system_configs: Option<Passed<ListOf<FileSystemConfig<'static>>>>, range(0..=1), needs(&["VpcConfig"]), global;
        /// Entry point, command and working directory of a container image.
        "ImageConfig" => image_config: Option<Passed<ImageConfig<'static>>>;
        /// ARN of the code-signing configuration.
        "CodeSigningConfigArn" => code_signing_config_arn: Option<Passed<Arn>>, pattern(
            "arn:[^:]*:lambda:[^:]*:[0-9]{12}:code-signing-config:csc-[a-z0-9]{17}",
            "an ARN such as `arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0123456789abcdefg`"
        ), global;
        /// Processor: `[x86_64]` or `[arm64]`.
        "Architectures" => architectures: Option<Passed<ListOf<Text>>>, range(1..=1), one_of(&["x86_64", "arm64"]), global;
        /// SnapStart: a map with `ApplyOn`.
        "SnapStart" => snap_start: Option<SnapStart<'static>>, global;
        /// The function's URL.
        "FunctionUrlConfig" => function_url_config: Option<UrlConfig<'static>>, global;
        /// When the runtime is updated.
        "RuntimeManagementConfig" => runtime_management_config: Option<Passed<RuntimeManagementConfig<'static>>>, global;
        /// Log group, format and levels.
        "LoggingConfig" => logging_config: Option<Passed<LoggingConfig<'static>>>, global;
        /// What to do when the function calls itself in a loop: `Allow` or `Terminate`.
        "RecursiveLoop" => recursive_loop: Option<Passed<Text>>, one_of(&["Allow", "Terminate"]), global;
        /// ARN of the key that encrypts the code in S3.
        "SourceKMSKeyArn" => source_kms_key_arn: Option<Passed<Arn>>, global;
        /// The capacity provider that runs the function.
        "CapacityProviderConfig" => capacity_provider_config: Option<CapacityProviderConfig<'static>>, global;
        /// How many execution environments the capacity provider keeps.
        "FunctionScalingConfig" => function_scaling_config: Option<FunctionScalingConfig<'static>>, global;
        /// What happens to an old version: `Delete` or `Retain`.
        "VersionDeletionPolicy" => version_deletion_policy: Option<Choice>, one_of(&["Delete", "Retain"]), global;
        /// Whether publishing also moves `$LATEST.PUBLISHED`.
        "PublishToLatestPublished" => publish_to_latest_published: Option<Passed<Boolean>>, global;
        /// Isolation of tenants.
        "TenancyConfig" => tenancy_config: Option<Passed<TenancyConfig<'static>>>, global;
        /// Durable execution: how long an execution may take, and how long its history is kept.
        "DurableConfig" => durable_config: Option<DurableConfig<'static>>, global;
    }
}

impl<'a> Function<'a> {
    /// The tags that generated resources get as well.
    pub(super) fn propagated_tags(&self) -> Option<&'a Map> {
        self.propagate_tags.filter(|it| it.is_truthy())?;
        self.tags.filter(|it| it.is_truthy()).and_then(Node::map)
    }
}
