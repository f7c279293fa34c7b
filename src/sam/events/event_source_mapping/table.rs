//! The properties that all polled event sources have in common.
//!
//! The reference takes each of them for each source, also those that Lambda then refuses.
use crate::properties;
use crate::property::shape::*;

properties! {
    /// How Lambda polls a source and hands over what it finds.
    pub struct MappingProperties {
        /// Most records in one invocation.
        "BatchSize" => batch_size: Option<Integer>, range(1..=10_000);
        /// Where to begin when the position is `AT_TIMESTAMP`, in Unix seconds.
        "StartingPositionTimestamp" => starting_position_timestamp: Option<Passed<Double>>;
        /// Whether the source is polled at all.
        "Enabled" => enabled: Option<Boolean>;
        /// Seconds to collect records before the function is invoked.
        "MaximumBatchingWindowInSeconds" => maximum_batching_window: Option<Integer>, range(0..=300);
        /// Times to try again when the function fails; -1 for until the records expire.
        "MaximumRetryAttempts" => maximum_retry_attempts: Option<Integer>, range(-1..=10_000);
        /// Whether a batch is split in two before it is tried again.
        "BisectBatchOnFunctionError" => bisect_batch: Option<Boolean>;
        /// Age in seconds at which records are given up; -1 for never.
        "MaximumRecordAgeInSeconds" => maximum_record_age: Option<Integer>, range(-1..=604_800);
        /// Where records go that the function could not handle.
        "DestinationConfig" => destination_config: Option<DestinationConfig<'static>>;
        /// Batches of one shard that are worked on at the same time.
        "ParallelizationFactor" => parallelization_factor: Option<Integer>, range(1..=10);
        /// Kafka topic to read.
        "Topics" => topics: Option<ListOf<Passed<Text>>>, range(1..=1),
            pattern("[^.][a-zA-Z0-9_.-]{1,248}", "2 to 249 letters, digits, `-`, `_` and `.`");
        /// Queue of the broker to read.
        "Queues" => queues: Option<ListOf<Passed<Text>>>, range(1..=1);
        /// Secrets and networks by which Lambda gets to the source.
        "SourceAccessConfigurations" => source_access: Option<ListOf<Passed<SourceAccess<'static>>>>, range(0..=23);
        /// Id of the KMS key that encrypts the secret of the source.
        "SecretsManagerKmsKeyId" => secrets_manager_kms_key_id: Option<Text>;
        /// Seconds of a window over which the function adds up its results.
        "TumblingWindowInSeconds" => tumbling_window: Option<Integer>, range(0..=900);
        /// What the function answers: `ReportBatchItemFailures` when it names the records that failed.
        "FunctionResponseTypes" => function_response_types: Option<ListOf<Passed<Text>>>, range(0..=1), one_of(&["ReportBatchItemFailures"]);
        /// Kafka brokers to begin with, as `host:port`.
        "KafkaBootstrapServers" => kafka_bootstrap_servers: Option<ListOf<Passed<Text>>>, range(1..=10),
            pattern("[a-zA-Z0-9.-]{1,290}:[0-9]{1,5}", "a host and a port, such as `broker.example.com:9092`");
        /// Which records the function wants.
        "FilterCriteria" => filter_criteria: Option<FilterCriteria<'static>>;
        /// ARN of the KMS key that encrypts the filters.
        "KmsKeyArn" => kms_key_arn: Option<Passed<Arn>>;
        /// Name of the Kafka consumer group to join.
        "ConsumerGroupId" => consumer_group_id: Option<Text>, range(1..=200);
        /// How far Lambda scales the mapping.
        "ScalingConfig" => scaling_config: Option<ScalingConfig<'static>>;
        /// Pollers that are kept ready.
        "ProvisionedPollerConfig" => provisioned_poller_config: Option<ProvisionedPollerConfig<'static>>;
        /// Registry with the schemas of Kafka records.
        "SchemaRegistryConfig" => schema_registry_config: Option<SchemaRegistryConfig<'static>>;
        /// Metrics about the mapping.
        "MetricsConfig" => metrics_config: Option<MetricsConfig<'static>>;
        /// Logs about the mapping.
        "LoggingConfig" => logging_config: Option<LoggingConfig<'static>>;
    }
}

properties! {
    /// Where records go that the function could not handle.
    pub struct DestinationConfig {
        /// The destination.
        "OnFailure" => on_failure: OnFailure<'static>;
    }
}

properties! {
    /// A destination; with its type given, the role of the function is allowed to send there.
    pub struct OnFailure {
        /// ARN of a queue, topic or bucket, or `kafka://` and the name of a topic.
        "Destination" => destination: Passed<Text>, range(0..=350);
        /// What the destination is.
        "Type" => destination_type: Option<Passed<Text>>, one_of(DESTINATION_TYPES);
    }
}

/// What `OnFailure.Type` may say.
pub const DESTINATION_TYPES: &[&str] = &["SQS", "SNS", "S3", "Kafka"];

properties! {
    /// A secret or network by which Lambda gets to the source.
    pub struct SourceAccess {
        /// What it is, such as `BASIC_AUTH`.
        "Type" => access_type: Passed<Text>, one_of(&[
            "BASIC_AUTH",
            "VPC_SUBNET",
            "VPC_SECURITY_GROUP",
            "SASL_SCRAM_512_AUTH",
            "SASL_SCRAM_256_AUTH",
            "VIRTUAL_HOST",
            "CLIENT_CERTIFICATE_TLS_AUTH",
            "SERVER_ROOT_CA_CERTIFICATE",
            "OAUTHBEARER_AUTH",
            "OAUTHBEARER_SCOPE",
            "OAUTHBEARER_AUDIENCE",
            "OAUTHBEARER_LOGICAL_CLUSTER",
            "OAUTHBEARER_IDENTITY_POOL",
            "IAM_AUTH",
            "IAM_OAUTHBEARER_AUTH",
        ]);
        /// ARN of the secret, or the id or name of what is meant.
        "URI" => uri: Option<Passed<Text>>, range(1..=200);
    }
}

properties! {
    /// Which records the function wants.
    pub struct FilterCriteria {
        /// Filters; a record has to pass one of them.
        "Filters" => filters: Option<Passed<ListOf<Filter<'static>>>>, range(0..=10);
    }
}

properties! {
    /// A filter for records.
    pub struct Filter {
        /// JSON text of the pattern that records have to match.
        "Pattern" => pattern: Option<Passed<Text>>, range(0..=4096);
    }
}

properties! {
    /// How far Lambda scales the mapping.
    pub struct ScalingConfig {
        /// Most invocations at the same time.
        "MaximumConcurrency" => maximum_concurrency: Option<Passed<Integer>>, range(2..=1000);
    }
}

properties! {
    /// Pollers that are kept ready.
    pub struct ProvisionedPollerConfig {
        /// Fewest pollers; an SQS queue needs two.
        "MinimumPollers" => minimum_pollers: Option<Passed<Integer>>, range(1..=200);
        /// Most pollers; Kafka can have 2,000.
        "MaximumPollers" => maximum_pollers: Option<Passed<Integer>>, range(1..=10_000);
        /// Name of a group of Kafka mappings that share their pollers.
        "PollerGroupName" => poller_group_name: Option<Passed<Text>>, range(0..=128),
            pattern("[a-zA-Z0-9_-]*", "letters, digits, `-` and `_`");
    }
}

properties! {
    /// Registry with the schemas of Kafka records.
    pub struct SchemaRegistryConfig {
        /// ARN of a Glue registry, or the URL of a Confluent one.
        "SchemaRegistryURI" => uri: Passed<Text>, range(1..=10_000);
        /// What the function gets: records as `JSON`, or as they are (`SOURCE`).
        "EventRecordFormat" => event_record_format: Passed<Text>, one_of(EVENT_RECORD_FORMATS);
        /// Which parts of a record are checked against their schemas.
        "SchemaValidationConfigs" => validations: Passed<ListOf<SchemaValidation<'static>>>;
        /// Secrets by which Lambda gets to the registry.
        "AccessConfigs" => access_configs: Option<Passed<ListOf<SchemaRegistryAccess<'static>>>>;
    }
}

/// What `SchemaRegistryConfig.EventRecordFormat` may say.
pub const EVENT_RECORD_FORMATS: &[&str] = &["JSON", "SOURCE"];

properties! {
    /// A part of a record that is checked against its schema.
    pub struct SchemaValidation {
        /// The part.
        "Attribute" => attribute: Option<Passed<Text>>, one_of(&["KEY", "VALUE"]);
    }
}

properties! {
    /// A secret by which Lambda gets to the registry.
    pub struct SchemaRegistryAccess {
        /// What the secret holds.
        "Type" => access_type: Passed<Text>, one_of(&[
            "BASIC_AUTH",
            "CLIENT_CERTIFICATE_TLS_AUTH",
            "SERVER_ROOT_CA_CERTIFICATE",
            "OAUTHBEARER_AUTH",
        ]);
        /// ARN of the secret.
        "URI" => uri: Passed<Arn>, range(1..=10_000);
    }
}

properties! {
    /// Metrics about the mapping.
    pub struct MetricsConfig {
        /// The metrics to produce; the last two are for Kafka alone.
        "Metrics" => metrics: Option<Passed<ListOf<Text>>>, range(0..=3), one_of(&["EventCount", "ErrorCount", "KafkaMetrics"]);
    }
}

properties! {
    /// Logs about the mapping.
    pub struct LoggingConfig {
        /// How much is logged.
        "SystemLogLevel" => system_log_level: Option<Passed<Text>>, one_of(&["DEBUG", "INFO", "WARN"]);
    }
}
