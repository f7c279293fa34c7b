//! What can take part in an application: one table of CloudFormation types, services and families.
use crate::facts::{self, CloudFormationType, types};
use crate::sam::resources;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a vertex is.
#[derive(Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Kind {
    /// What people call it, such as `SQS queue`.
    pub title: &'static str,
    /// The kinds that look like it.
    pub family: Family,
    /// The service in ARNs, where there is no resource type that says it; else empty.
    bare_service: &'static str,
    /// Its resource types. The first says how ARNs begin, and what property has the name that these end with.
    pub types: &'static [&'static str],
    /// Whether it is shown even when nothing leads to or from it.
    pub alone: bool,
}

/// Kinds that look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Family {
    /// Functions and other things that run code.
    Compute,
    /// What takes requests.
    Api,
    /// Tables, buckets and databases.
    Storage,
    /// Queues.
    Queue,
    /// Topics and event buses.
    Messaging,
    /// Streams of records.
    Stream,
    /// State machines.
    Workflow,
    /// What acts at set times.
    Schedule,
    /// Users and who they are.
    Identity,
    /// All other services.
    Service,
}

impl Kind {
    /// The service in its ARNs; empty where there are none.
    pub fn service(&self) -> &'static str {
        self.facts().map_or(self.bare_service, CloudFormationType::service)
    }

    /// The property that holds the name that ARNs end with, where the user can choose it.
    pub fn name_property(&self) -> Option<&'static str> {
        self.facts()?.name_property
    }

    /// How its ARNs begin behind `arn:aws:`: the service, or the service and the start of what follows the account.
    fn arn(&self) -> &'static str {
        self.facts().map_or(self.bare_service, |it| it.arn.unwrap_or_default())
    }

    fn facts(&self) -> Option<&'static CloudFormationType> {
        self.types.first().and_then(|it| facts::of(it))
    }
}

/// The kind of a resource type; a type of SAM has that of the type that takes its place.
pub(crate) fn of_type(type_name: &str) -> Option<&'static Kind> {
    let kind = ALL.iter().copied().find(|it| it.types.contains(&type_name));
    kind.or_else(|| of_type(resources::find(type_name)?.becomes))
}

/// The kind of what an ARN names, of which `service` is the service and `resource` what follows the account.
pub(crate) fn of_arn(service: &str, resource: &str) -> Option<&'static Kind> {
    let fits = |it: &&&Kind| match it.arn().split_once(':') {
        Some((own, start)) => own == service && resource.starts_with(start),
        None => it.arn() == service,
    };
    ALL.iter().filter(fits).min_by_key(|it| std::cmp::Reverse(it.arn().len())).copied()
}

/// The kind that stands for a whole service: the first with its name.
pub(crate) fn of_service(service: &str) -> Option<&'static Kind> {
    static BY_SERVICE: LazyLock<HashMap<&str, &Kind>> = LazyLock::new(|| {
        // The first of several is to stay.
        ALL.iter().rev().map(|it| (it.service(), *it)).filter(|(service, _)| !service.is_empty()).collect()
    });
    BY_SERVICE.get(service).copied()
}

macro_rules! kinds {
    ($($name:ident $title:literal $family:ident $($service:literal)? [$($type_name:expr),*] $alone:ident;)*) => {
        $(pub(crate) static $name: Kind = Kind {
            title: $title,
            family: Family::$family,
            bare_service: concat!($($service)?),
            types: &[$($type_name),*],
            alone: kinds!(@$alone),
        };)*

        /// All kinds. Of several of one service the usual one comes first.
        pub(crate) static ALL: &[&Kind] = &[$(&$name),*];
    };
    (@alone) => { true };
    (@linked) => { false };
}

kinds! {
    FUNCTION "Lambda function" Compute [types::LAMBDA_FUNCTION, resources::WEB_FUNCTION] alone;
    CONTAINER "ECS task" Compute [types::ECS_TASK_DEFINITION] linked;
    CLUSTER "ECS cluster" Compute [types::ECS_CLUSTER] linked;
    INSTANCE "EC2 instance" Compute [types::EC2_INSTANCE] linked;
    JOB "Batch job" Compute [types::BATCH_JOB_QUEUE] linked;
    BUILD "CodeBuild project" Compute [types::CODE_BUILD_PROJECT] linked;
    MICRO_VM "MicroVM image" Compute [types::LAMBDA_MICROVM_IMAGE] linked;

    REST_API "REST API" Api [types::API_GATEWAY_REST_API] alone;
    HTTP_API "HTTP API" Api [types::API_GATEWAY_V2_API] alone;
    WEBSOCKET_API "WebSocket API" Api "execute-api" [] alone;
    GRAPHQL_API "GraphQL API" Api [types::APP_SYNC_GRAPHQL_API, types::APP_SYNC_API] alone;
    FUNCTION_URL "function URL" Api [types::LAMBDA_URL] linked;
    LOAD_BALANCER "load balancer" Api [types::ELASTIC_LOAD_BALANCING_V2_LOAD_BALANCER] linked;
    DISTRIBUTION "CloudFront distribution" Api [types::CLOUD_FRONT_DISTRIBUTION] linked;
    ENDPOINT "HTTP endpoint" Api [] linked;

    TABLE "DynamoDB table" Storage [types::DYNAMODB_TABLE, types::DYNAMODB_GLOBAL_TABLE] alone;
    BUCKET "S3 bucket" Storage [types::S3_BUCKET] alone;
    DIRECTORY_BUCKET "S3 directory bucket" Storage [types::S3_EXPRESS_DIRECTORY_BUCKET] alone;
    DATABASE "RDS database" Storage [types::RDS_DB_CLUSTER, types::RDS_DB_INSTANCE] linked;
    DATABASE_PROXY "RDS proxy" Storage [types::RDS_DB_PROXY] linked;
    DOCUMENT_DATABASE "DocumentDB cluster" Storage [types::DOCDB_DB_CLUSTER] linked;
    CACHE "ElastiCache" Storage
        [types::ELASTICACHE_CACHE_CLUSTER, types::ELASTICACHE_REPLICATION_GROUP, types::ELASTICACHE_SERVERLESS_CACHE] linked;
    REDSHIFT "Redshift" Storage [types::REDSHIFT_CLUSTER] linked;
    SEARCH "OpenSearch" Storage [types::OPENSEARCH_SERVICE_DOMAIN, types::ELASTICSEARCH_DOMAIN] linked;
    SEARCH_COLLECTION "OpenSearch collection" Storage [types::OPENSEARCH_SERVERLESS_COLLECTION] linked;
    FILE_SYSTEM "EFS access point" Storage [types::EFS_ACCESS_POINT] linked;
    SECRET "secret" Storage [types::SECRETS_MANAGER_SECRET] linked;
    PARAMETER "SSM parameter" Storage [types::SSM_PARAMETER] linked;
    LOG_GROUP "log group" Storage [types::LOGS_LOG_GROUP] linked;

    QUEUE "SQS queue" Queue [types::SQS_QUEUE] alone;
    BROKER "MQ broker" Queue [types::AMAZON_MQ_BROKER] linked;
    TOPIC "SNS topic" Messaging [types::SNS_TOPIC] alone;
    BUS "event bus" Messaging [types::EVENTS_EVENT_BUS] alone;
    API_DESTINATION "API destination" Api [types::EVENTS_API_DESTINATION] linked;
    STREAM "Kinesis stream" Stream [types::KINESIS_STREAM] alone;
    FIREHOSE "Firehose stream" Stream [types::KINESIS_FIREHOSE_DELIVERY_STREAM] alone;
    KAFKA "MSK cluster" Stream [types::MSK_CLUSTER, types::MSK_SERVERLESS_CLUSTER] linked;
    SELF_MANAGED_KAFKA "Kafka cluster" Stream [] linked;
    PIPE "EventBridge pipe" Stream [types::PIPES_PIPE] alone;

    STATE_MACHINE "state machine" Workflow [types::STEP_FUNCTIONS_STATE_MACHINE] alone;
    ACTIVITY "Step Functions activity" Workflow [types::STEP_FUNCTIONS_ACTIVITY] linked;
    NESTED "nested application" Workflow [types::CLOUD_FORMATION_STACK] alone;
    PIPELINE "CodePipeline" Workflow [types::CODE_PIPELINE_PIPELINE] linked;
    GLUE_JOB "Glue job" Workflow [types::GLUE_JOB] linked;
    CRAWLER "Glue crawler" Workflow [types::GLUE_CRAWLER] linked;

    SCHEDULE "schedule" Schedule [types::SCHEDULER_SCHEDULE] linked;
    ALARM "CloudWatch alarm" Schedule [types::CLOUD_WATCH_ALARM, types::CLOUD_WATCH_COMPOSITE_ALARM] linked;

    USER_POOL "user pool" Identity [types::COGNITO_USER_POOL] linked;
    IOT "AWS IoT" Service "iot" [] linked;
    IOT_RULE "IoT rule" Messaging [types::IOT_TOPIC_RULE] linked;

    ALEXA "Alexa skill" Service [] linked;
    EMAIL "email" Service "ses" [] linked;
    PHONE "text message" Service [] linked;
    DEPLOYMENT "CloudFormation" Service [] linked;
    REKOGNITION "Rekognition" Service "rekognition" [] linked;
    TEXTRACT "Textract" Service "textract" [] linked;
    COMPREHEND "Comprehend" Service "comprehend" [] linked;
    TRANSLATE "Translate" Service "translate" [] linked;
    TRANSCRIBE "Transcribe" Service "transcribe" [] linked;
    POLLY "Polly" Service "polly" [] linked;
    BEDROCK "Bedrock" Service "bedrock" [] linked;
    SAGEMAKER "SageMaker" Service "sagemaker" [] linked;
    ATHENA "Athena" Service "athena" [] linked;
    EMR "EMR" Service "elasticmapreduce" [] linked;
    MEDIA_CONVERT "MediaConvert" Service "mediaconvert" [] linked;
    DOCUMENT "SSM document" Workflow [types::SSM_DOCUMENT] linked;
    SERVICE "AWS service" Service [] linked;
    OTHER "resource" Service [] linked;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_and_types_lead_to_kinds() {
        assert_eq!(of_type("AWS::SQS::Queue"), Some(&QUEUE));
        assert_eq!(of_type("AWS::Serverless::SimpleTable"), Some(&TABLE));
        assert_eq!(of_type("AWS::Serverless::Connector"), None);
        assert_eq!(of_arn("events", "event-bus/orders"), Some(&BUS));
        assert_eq!(of_arn("events", "rule/orders"), None);
        assert_eq!(of_arn("rds", "db-proxy:prx"), Some(&DATABASE_PROXY));
        assert_eq!(of_service("states"), Some(&STATE_MACHINE));
        assert_eq!(of_service("events"), Some(&BUS));
        assert_eq!(of_service("iot"), Some(&IOT));
        assert_eq!(of_service(""), None);
    }
}
