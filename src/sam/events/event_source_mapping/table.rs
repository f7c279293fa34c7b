//! The properties that all polled event sources have in common.
//!
//! The reference takes each of them for each source, also those that Lambda then refuses.
use crate::properties;
use crate::property::shape::*;

properties! {
    /// How Lambda polls a source and invokes the function.
    pub(crate) struct MappingProperties {
        /// Maximum number of records per invocation.
        "BatchSize" => batch_size: Option<Integer>, range(1..=10_000);
        /// Where to start reading with the position `AT_TIMESTAMP`, in Unix seconds.
        "StartingPositionTimestamp" => starting_position_timestamp: Option<Passed<Double>>;
        /// Whether the source is polled.
        "Enabled" => enabled: Option<Boolean>;
        /// Seconds to collect records before the function is invoked.
        "MaximumBatchingWindowInSeconds" => maximum_batching_window: Option<Integer>, range(0..=300);
        /// Maximum number of retries when the function fails; -1 until the records expire.
        "MaximumRetryAttempts" => maximum_retry_attempts: Option<Integer>, range(-1..=10_000);
        /// Whether a batch is split in two before a retry.
        "BisectBatchOnFunctionError" => bisect_batch: Option<Boolean>;
        /// Maximum age of records in seconds; -1 for no limit.
        "MaximumRecordAgeInSeconds" => maximum_record_age: Option<Integer>, range(-1..=604_800);
        /// Where records are sent that the function could not process.
        "DestinationConfig" => destination_config: Option<DestinationConfig<'static>>;
        /// Number of batches per shard that are processed concurrently.
        "ParallelizationFactor" => parallelization_factor: Option<Integer>, range(1..=10);
        /// Kafka topic to read.
        "Topics" => topics: Option<ListOf<Passed<Text>>>, range(1..=1),
            pattern("[^.][a-zA-Z0-9_.-]{1,248}", "2 to 249 letters, digits, `-`, `_` and `.`");
        /// Queue of the broker to read.
        "Queues" => queues: Option<ListOf<Passed<Text>>>, range(1..=1);
        /// Secrets and networks that Lambda uses to access the source.
        "SourceAccessConfigurations" => source_access: Option<ListOf<Passed<SourceAccess<'static>>>>, range(0..=23);
        /// Id of the KMS key that encrypts the secret of the source.
        "SecretsManagerKmsKeyId" => secrets_manager_kms_key_id: Option<Text>;
        /// Length in seconds of a tumbling window.
        "TumblingWindowInSeconds" => tumbling_window: Option<Integer>, range(0..=900);
        /// Response types: `ReportBatchItemFailures` when the function names the records that failed.
        "FunctionResponseTypes" => function_response_types: Option<ListOf<Passed<Text>>>, range(0..=1), one_of(&["ReportBatchItemFailures"]);
        /// Kafka bootstrap brokers, as `host:port`.
        "KafkaBootstrapServers" => kafka_bootstrap_servers: Option<ListOf<Passed<Text>>>, range(1..=10),
            pattern("[a-zA-Z0-9.-]{1,290}:[0-9]{1,5}", "a host and a port, such as `broker.example.com:9092`");
        /// Which records invoke the function.
        "FilterCriteria" => filter_criteria: Option<FilterCriteria<'static>>;
        /// ARN of the KMS key that encrypts the filters.
        "KmsKeyArn" => kms_key_arn: Option<Passed<Arn>>;
        /// Name of the Kafka consumer group to join.
        "ConsumerGroupId" => consumer_group_id: Option<Text>, range(1..=200);
        /// How far Lambda scales the mapping.
        "ScalingConfig" => scaling_config: Option<ScalingConfig<'static>>;
        /// Provisioned pollers.
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
    /// Where records are sent that the function could not process.
    pub(crate) struct DestinationConfig {
        /// The destination.
        "OnFailure" => on_failure: OnFailure<'static>;
    }
}

properties! {
    /// A destination; with a type, the function's role is allowed to send to it.
    pub(crate) struct OnFailure {
        /// ARN of a queue, topic or bucket, or `kafka://` and the name of a topic.
        "Destination" => destination: Passed<Text>, range(0..=350);
        /// What the destination is.
        "Type" => destination_type: Option<Passed<Text>>, one_of(DESTINATION_TYPES);
    }
}

/// What `OnFailure.Type` may say.
pub(super) const DESTINATION_TYPES: &[&str] = &["SQS", "SNS", "S3", "Kafka"];

properties! {
    /// A secret or network that Lambda uses to access the source.
    pub(crate) struct SourceAccess {
        /// Its type, such as `BASIC_AUTH`.
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
        /// ARN of the secret, or the id or name of the resource.
        "URI" => uri: Option<Passed<Text>>, range(1..=200);
    }
}

properties! {
    /// Which records invoke the function.
    pub(crate) struct FilterCriteria {
        /// Filters; a record must match one of them.
        "Filters" => filters: Option<Passed<ListOf<Filter<'static>>>>, range(0..=10);
    }
}

properties! {
    /// A filter for records.
    pub(crate) struct Filter {
        /// JSON text of the pattern that records must match.
        "Pattern" => pattern: Option<Passed<Text>>, range(0..=4096);
    }
}

properties! {
    /// How far Lambda scales the mapping.
    pub(crate) struct ScalingConfig {
        /// Maximum number of concurrent invocations.
        "MaximumConcurrency" => maximum_concurrency: Option<Passed<Integer>>, range(2..=1000);
    }
}

properties! {
    /// Provisioned pollers.
    pub(crate) struct ProvisionedPollerConfig {
        /// Minimum number of pollers; an SQS queue needs two.
        "MinimumPollers" => minimum_pollers: Option<Passed<Integer>>, range(1..=200);
        /// Maximum number of pollers; up to 2,000 for Kafka.
        "MaximumPollers" => maximum_pollers: Option<Passed<Integer>>, range(1..=10_000);
        /// Name of a group of Kafka mappings that share their pollers.
        "PollerGroupName" => poller_group_name: Option<Passed<Text>>, range(0..=128),
            pattern("[a-zA-Z0-9_-]*", "letters, digits, `-` and `_`");
    }
}

properties! {
    /// Registry with the schemas of Kafka records.
    pub(crate) struct SchemaRegistryConfig {
        /// ARN of a Glue registry, or the URL of a Confluent one.
        "SchemaRegistryURI" => uri: Passed<Text>, range(1..=10_000);
        /// What the function receives: records as `JSON`, or in their original format (`SOURCE`).
        "EventRecordFormat" => event_record_format: Passed<Text>, one_of(EVENT_RECORD_FORMATS);
        /// Which parts of a record are checked against their schemas.
        "SchemaValidationConfigs" => validations: Passed<ListOf<SchemaValidation<'static>>>;
        /// Secrets that Lambda uses to access the registry.
        "AccessConfigs" => access_configs: Option<Passed<ListOf<SchemaRegistryAccess<'static>>>>;
    }
}

/// What `SchemaRegistryConfig.EventRecordFormat` may say.
pub(super) const EVENT_RECORD_FORMATS: &[&str] = &["JSON", "SOURCE"];

properties! {
    /// A part of a record that is checked against its schema.
    pub(crate) struct SchemaValidation {
        /// The part.
        "Attribute" => attribute: Option<Passed<Text>>, one_of(&["KEY", "VALUE"]);
    }
}

properties! {
    /// A secret that Lambda uses to access the registry.
    pub(crate) struct SchemaRegistryAccess {
        /// What the secret contains.
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
    pub(crate) struct MetricsConfig {
        /// The metrics to produce; the last two are for Kafka only.
        "Metrics" => metrics: Option<Passed<ListOf<Text>>>, range(0..=3), one_of(&["EventCount", "ErrorCount", "KafkaMetrics"]);
    }
}

properties! {
    /// Logs about the mapping.
    pub(crate) struct LoggingConfig {
        /// How much is logged.
        "SystemLogLevel" => system_log_level: Option<Passed<Text>>, one_of(&["DEBUG", "INFO", "WARN"]);
    }
}
