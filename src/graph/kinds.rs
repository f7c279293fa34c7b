//! What can take part in an application: one table of CloudFormation types, services and families.

/// What a vertex is.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// What people call it, such as `SQS queue`.
    pub title: &'static str,
    pub family: Family,
    /// How its ARNs begin behind `arn:aws:`: the service, and where that has several kinds the start of what follows
    /// the account. Empty where there are none.
    pub arn: &'static str,
    /// Its resource types.
    pub types: &'static [&'static str],
    /// The property that holds the name that ARNs end with, where the user can choose it; else empty.
    pub name_property: &'static str,
    /// Whether it is shown even when nothing leads to or from it.
    pub alone: bool,
}

/// Kinds that look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    Compute,
    Api,
    Storage,
    Queue,
    Messaging,
    Stream,
    Workflow,
    Schedule,
    Identity,
    Service,
}

impl Kind {
    /// The service in its ARNs.
    pub fn service(&self) -> &'static str {
        self.arn.split(':').next().unwrap_or_default()
    }
}

/// The kind of a resource type.
pub fn of_type(type_name: &str) -> Option<&'static Kind> {
    ALL.iter().copied().find(|it| it.types.contains(&type_name))
}

/// The kind of what an ARN names, of which `service` is the service and `resource` what follows the account.
pub fn of_arn(service: &str, resource: &str) -> Option<&'static Kind> {
    let fits = |it: &&&Kind| match it.arn.split_once(':') {
        Some((own, start)) => own == service && resource.starts_with(start),
        None => it.arn == service,
    };
    ALL.iter().filter(fits).min_by_key(|it| std::cmp::Reverse(it.arn.len())).copied()
}

/// The kind that stands for a whole service: the first with its name.
pub fn of_service(service: &str) -> Option<&'static Kind> {
    ALL.iter().copied().find(|it| !service.is_empty() && it.service() == service)
}

macro_rules! kinds {
    ($($name:ident $title:literal $family:ident $arn:literal [$($type_name:literal),*] $property:literal $alone:ident;)*) => {
        $(pub static $name: Kind = Kind {
            title: $title,
            family: Family::$family,
            arn: $arn,
            types: &[$($type_name),*],
            name_property: $property,
            alone: kinds!(@$alone),
        };)*

        /// All kinds. Of several of one service the usual one comes first.
        pub static ALL: &[&Kind] = &[$(&$name),*];
    };
    (@alone) => { true };
    (@linked) => { false };
}

kinds! {
    FUNCTION "Lambda function" Compute "lambda" ["AWS::Lambda::Function", "AWS::Serverless::Function", "AWS::Serverless::WebFunction"] "FunctionName" alone;
    CONTAINER "ECS task" Compute "ecs" ["AWS::ECS::TaskDefinition"] "Family" linked;
    CLUSTER "ECS cluster" Compute "ecs:cluster" ["AWS::ECS::Cluster"] "ClusterName" linked;
    INSTANCE "EC2 instance" Compute "ec2" ["AWS::EC2::Instance"] "" linked;
    JOB "Batch job" Compute "batch" ["AWS::Batch::JobQueue"] "JobQueueName" linked;
    BUILD "CodeBuild project" Compute "codebuild" ["AWS::CodeBuild::Project"] "Name" linked;
    MICRO_VM "MicroVM image" Compute "" ["AWS::Lambda::MicrovmImage", "AWS::Serverless::MicrovmImage"] "" linked;

    REST_API "REST API" Api "execute-api" ["AWS::ApiGateway::RestApi", "AWS::Serverless::Api"] "" alone;
    HTTP_API "HTTP API" Api "execute-api" ["AWS::ApiGatewayV2::Api", "AWS::Serverless::HttpApi", "AWS::Serverless::WebSocketApi"] "" alone;
    WEBSOCKET_API "WebSocket API" Api "execute-api" [] "" alone;
    GRAPHQL_API "GraphQL API" Api "appsync" ["AWS::AppSync::GraphQLApi", "AWS::Serverless::GraphQLApi", "AWS::AppSync::Api"] "" alone;
    FUNCTION_URL "function URL" Api "" ["AWS::Lambda::Url"] "" linked;
    LOAD_BALANCER "load balancer" Api "elasticloadbalancing" ["AWS::ElasticLoadBalancingV2::LoadBalancer"] "Name" linked;
    DISTRIBUTION "CloudFront distribution" Api "cloudfront" ["AWS::CloudFront::Distribution"] "" linked;
    ENDPOINT "HTTP endpoint" Api "" [] "" linked;

    TABLE "DynamoDB table" Storage "dynamodb" ["AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable", "AWS::Serverless::SimpleTable"] "TableName" alone;
    BUCKET "S3 bucket" Storage "s3" ["AWS::S3::Bucket"] "BucketName" alone;
    DIRECTORY_BUCKET "S3 directory bucket" Storage "s3express" ["AWS::S3Express::DirectoryBucket"] "BucketName" alone;
    DATABASE "RDS database" Storage "rds" ["AWS::RDS::DBCluster", "AWS::RDS::DBInstance"] "" linked;
    DATABASE_PROXY "RDS proxy" Storage "rds:db-proxy" ["AWS::RDS::DBProxy"] "DBProxyName" linked;
    DOCUMENT_DATABASE "DocumentDB cluster" Storage "" ["AWS::DocDB::DBCluster"] "" linked;
    CACHE "ElastiCache" Storage "elasticache" ["AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup", "AWS::ElastiCache::ServerlessCache"] "" linked;
    REDSHIFT "Redshift" Storage "redshift" ["AWS::Redshift::Cluster"] "" linked;
    SEARCH "OpenSearch" Storage "es" ["AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain"] "DomainName" linked;
    SEARCH_COLLECTION "OpenSearch collection" Storage "aoss" ["AWS::OpenSearchServerless::Collection"] "Name" linked;
    FILE_SYSTEM "EFS access point" Storage "elasticfilesystem" ["AWS::EFS::AccessPoint"] "" linked;
    SECRET "secret" Storage "secretsmanager" ["AWS::SecretsManager::Secret"] "Name" linked;
    PARAMETER "SSM parameter" Storage "ssm:parameter" ["AWS::SSM::Parameter"] "Name" linked;
    LOG_GROUP "log group" Storage "logs" ["AWS::Logs::LogGroup"] "LogGroupName" linked;

    QUEUE "SQS queue" Queue "sqs" ["AWS::SQS::Queue"] "QueueName" alone;
    BROKER "MQ broker" Queue "mq" ["AWS::AmazonMQ::Broker"] "BrokerName" linked;
    TOPIC "SNS topic" Messaging "sns" ["AWS::SNS::Topic"] "TopicName" alone;
    BUS "event bus" Messaging "events:event-bus" ["AWS::Events::EventBus"] "Name" alone;
    API_DESTINATION "API destination" Api "events:api-destination" ["AWS::Events::ApiDestination"] "Name" linked;
    STREAM "Kinesis stream" Stream "kinesis" ["AWS::Kinesis::Stream"] "Name" alone;
    FIREHOSE "Firehose stream" Stream "firehose" ["AWS::KinesisFirehose::DeliveryStream"] "DeliveryStreamName" alone;
    KAFKA "MSK cluster" Stream "kafka" ["AWS::MSK::Cluster", "AWS::MSK::ServerlessCluster"] "ClusterName" linked;
    SELF_MANAGED_KAFKA "Kafka cluster" Stream "" [] "" linked;
    PIPE "EventBridge pipe" Stream "pipes" ["AWS::Pipes::Pipe"] "Name" alone;

    STATE_MACHINE "state machine" Workflow "states" ["AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine"] "StateMachineName" alone;
    ACTIVITY "Step Functions activity" Workflow "states:activity" ["AWS::StepFunctions::Activity"] "Name" linked;
    NESTED "nested application" Workflow "cloudformation" ["AWS::CloudFormation::Stack", "AWS::Serverless::Application"] "" alone;
    PIPELINE "CodePipeline" Workflow "codepipeline" ["AWS::CodePipeline::Pipeline"] "Name" linked;
    GLUE_JOB "Glue job" Workflow "glue" ["AWS::Glue::Job"] "Name" linked;
    CRAWLER "Glue crawler" Workflow "glue:crawler" ["AWS::Glue::Crawler"] "Name" linked;

    SCHEDULE "schedule" Schedule "scheduler" ["AWS::Scheduler::Schedule"] "Name" linked;
    ALARM "CloudWatch alarm" Schedule "cloudwatch" ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"] "AlarmName" linked;

    USER_POOL "user pool" Identity "cognito-idp" ["AWS::Cognito::UserPool"] "UserPoolName" linked;
    IOT "AWS IoT" Service "iot" [] "" linked;
    IOT_RULE "IoT rule" Messaging "iot:rule" ["AWS::IoT::TopicRule"] "RuleName" linked;

    ALEXA "Alexa skill" Service "" [] "" linked;
    EMAIL "email" Service "ses" [] "" linked;
    PHONE "text message" Service "" [] "" linked;
    DEPLOYMENT "CloudFormation" Service "" [] "" linked;
    REKOGNITION "Rekognition" Service "rekognition" [] "" linked;
    TEXTRACT "Textract" Service "textract" [] "" linked;
    COMPREHEND "Comprehend" Service "comprehend" [] "" linked;
    TRANSLATE "Translate" Service "translate" [] "" linked;
    TRANSCRIBE "Transcribe" Service "transcribe" [] "" linked;
    POLLY "Polly" Service "polly" [] "" linked;
    BEDROCK "Bedrock" Service "bedrock" [] "" linked;
    SAGEMAKER "SageMaker" Service "sagemaker" [] "" linked;
    ATHENA "Athena" Service "athena" [] "" linked;
    EMR "EMR" Service "elasticmapreduce" [] "" linked;
    MEDIA_CONVERT "MediaConvert" Service "mediaconvert" [] "" linked;
    DOCUMENT "SSM document" Workflow "ssm:automation-definition" ["AWS::SSM::Document"] "Name" linked;
    SERVICE "AWS service" Service "" [] "" linked;
    OTHER "resource" Service "" [] "" linked;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_and_types_lead_to_kinds() {
        assert_eq!(of_type("AWS::SQS::Queue"), Some(&QUEUE));
        assert_eq!(of_arn("events", "event-bus/orders"), Some(&BUS));
        assert_eq!(of_arn("events", "rule/orders"), None);
        assert_eq!(of_arn("rds", "db-proxy:prx"), Some(&DATABASE_PROXY));
        assert_eq!(of_service("states"), Some(&STATE_MACHINE));
        assert_eq!(of_service("events"), Some(&BUS));
        assert_eq!(of_service("iot"), Some(&IOT));
        assert_eq!(of_service(""), None);
    }
}
