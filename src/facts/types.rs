//! The resource types of CloudFormation that code asks for by name, and what is known of each: one row per type.
//!
//! What their properties and attributes are is in [`cloudformation`](super::cloudformation).
use Reference::{Id, Name, Url};
use Tags::{List, Map};

/// What is known of a resource type of CloudFormation. What is `None` is not known, or there is none.
#[derive(Debug)]
pub(crate) struct CloudFormationType {
    pub name: &'static str,
    /// How its ARNs begin behind `arn:aws:`: the service, and where that has several types the start of what follows the
    /// account.
    pub arn: Option<&'static str>,
    /// The property that holds the name that ARNs end with, where the user can choose it.
    pub name_property: Option<&'static str>,
    /// What people call a resource of it, such as "queue".
    pub noun: Option<&'static str>,
    /// What a `Ref` gives, where that is not the ARN. Types with it have the ARN as their attribute `Arn`.
    pub reference: Option<Reference>,
    /// The property that says that messages keep their order.
    pub fifo: Option<&'static str>,
    /// How its tags are written, if SAM gives it tags of the resource that it is generated for.
    pub tags: Option<Tags>,
}

/// What a `Ref` gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reference {
    Id,
    Name,
    Url,
}

/// The form of the property `Tags`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tags {
    /// Of maps with `Key` and `Value`.
    List,
    /// From keys to values.
    Map,
}

impl CloudFormationType {
    /// The service in its ARNs; empty where it has none.
    pub(crate) fn service(&self) -> &'static str {
        self.arn.and_then(|it| it.split(':').next()).unwrap_or_default()
    }

    const fn new(name: &'static str) -> Self {
        Self { name, arn: None, name_property: None, noun: None, reference: None, fifo: None, tags: None }
    }

    const fn arn(self, start: &'static str) -> Self {
        Self { arn: Some(start), ..self }
    }

    const fn named_by(self, property: &'static str) -> Self {
        Self { name_property: Some(property), ..self }
    }

    const fn noun(self, noun: &'static str) -> Self {
        Self { noun: Some(noun), ..self }
    }

    const fn reference(self, gives: Reference) -> Self {
        Self { reference: Some(gives), ..self }
    }

    const fn fifo(self, property: &'static str) -> Self {
        Self { fifo: Some(property), ..self }
    }

    const fn tags(self, form: Tags) -> Self {
        Self { tags: Some(form), ..self }
    }
}

/// A constant for the name of each type, and the table of them all.
macro_rules! types {
    ($($constant:ident $name:literal $($fact:ident($value:expr))*;)*) => {
        $(pub(crate) const $constant: &str = $name;)*

        /// All types, sorted by name.
        pub(crate) static ALL: &[CloudFormationType] = &[$(CloudFormationType::new($name)$(.$fact($value))*),*];
    };
}

types! {
    AMAZON_MQ_BROKER "AWS::AmazonMQ::Broker" arn("mq") named_by("BrokerName") noun("broker") reference(Id);
    API_GATEWAY_API_KEY "AWS::ApiGateway::ApiKey" tags(List);
    API_GATEWAY_AUTHORIZER "AWS::ApiGateway::Authorizer";
    API_GATEWAY_BASE_PATH_MAPPING "AWS::ApiGateway::BasePathMapping";
    API_GATEWAY_BASE_PATH_MAPPING_V2 "AWS::ApiGateway::BasePathMappingV2";
    API_GATEWAY_DEPLOYMENT "AWS::ApiGateway::Deployment";
    API_GATEWAY_DOMAIN_NAME "AWS::ApiGateway::DomainName" tags(List);
    API_GATEWAY_DOMAIN_NAME_ACCESS_ASSOCIATION "AWS::ApiGateway::DomainNameAccessAssociation" tags(List);
    API_GATEWAY_DOMAIN_NAME_V2 "AWS::ApiGateway::DomainNameV2" tags(List);
    API_GATEWAY_GATEWAY_RESPONSE "AWS::ApiGateway::GatewayResponse";
    API_GATEWAY_METHOD "AWS::ApiGateway::Method";
    API_GATEWAY_RESOURCE "AWS::ApiGateway::Resource";
    API_GATEWAY_REST_API "AWS::ApiGateway::RestApi" arn("execute-api") tags(List);
    API_GATEWAY_STAGE "AWS::ApiGateway::Stage" tags(List);
    API_GATEWAY_USAGE_PLAN "AWS::ApiGateway::UsagePlan" tags(List);
    API_GATEWAY_USAGE_PLAN_KEY "AWS::ApiGateway::UsagePlanKey";
    // SAM leaves its tags to the definition of the API.
    API_GATEWAY_V2_API "AWS::ApiGatewayV2::Api" arn("execute-api");
    API_GATEWAY_V2_API_MAPPING "AWS::ApiGatewayV2::ApiMapping";
    API_GATEWAY_V2_AUTHORIZER "AWS::ApiGatewayV2::Authorizer";
    API_GATEWAY_V2_DOMAIN_NAME "AWS::ApiGatewayV2::DomainName" tags(Map);
    API_GATEWAY_V2_INTEGRATION "AWS::ApiGatewayV2::Integration";
    API_GATEWAY_V2_ROUTE "AWS::ApiGatewayV2::Route";
    API_GATEWAY_V2_STAGE "AWS::ApiGatewayV2::Stage" tags(Map);
    APP_SYNC_API "AWS::AppSync::Api" arn("appsync");
    APP_SYNC_DATA_SOURCE "AWS::AppSync::DataSource";
    APP_SYNC_GRAPHQL_API "AWS::AppSync::GraphQLApi" arn("appsync") tags(List);
    APP_SYNC_GRAPHQL_SCHEMA "AWS::AppSync::GraphQLSchema";
    APP_SYNC_RESOLVER "AWS::AppSync::Resolver";
    BATCH_JOB_QUEUE "AWS::Batch::JobQueue" arn("batch") named_by("JobQueueName");
    CLOUD_FORMATION_CUSTOM_RESOURCE "AWS::CloudFormation::CustomResource";
    CLOUD_FORMATION_STACK "AWS::CloudFormation::Stack" arn("cloudformation") tags(List);
    CLOUD_FRONT_DISTRIBUTION "AWS::CloudFront::Distribution" arn("cloudfront");
    CLOUD_WATCH_ALARM "AWS::CloudWatch::Alarm" arn("cloudwatch") named_by("AlarmName");
    CLOUD_WATCH_COMPOSITE_ALARM "AWS::CloudWatch::CompositeAlarm" arn("cloudwatch") named_by("AlarmName");
    CODE_BUILD_PROJECT "AWS::CodeBuild::Project" arn("codebuild") named_by("Name");
    CODE_DEPLOY_APPLICATION "AWS::CodeDeploy::Application" tags(List);
    CODE_DEPLOY_DEPLOYMENT_GROUP "AWS::CodeDeploy::DeploymentGroup" tags(List);
    CODE_PIPELINE_PIPELINE "AWS::CodePipeline::Pipeline" arn("codepipeline") named_by("Name");
    COGNITO_USER_POOL "AWS::Cognito::UserPool" arn("cognito-idp") named_by("UserPoolName");
    DOCDB_DB_CLUSTER "AWS::DocDB::DBCluster" arn("rds");
    DYNAMODB_GLOBAL_TABLE "AWS::DynamoDB::GlobalTable" arn("dynamodb") named_by("TableName");
    DYNAMODB_TABLE "AWS::DynamoDB::Table" arn("dynamodb") named_by("TableName") tags(List);
    EC2_INSTANCE "AWS::EC2::Instance" arn("ec2");
    ECS_CLUSTER "AWS::ECS::Cluster" arn("ecs:cluster") named_by("ClusterName");
    ECS_SERVICE "AWS::ECS::Service";
    ECS_TASK_DEFINITION "AWS::ECS::TaskDefinition" arn("ecs") named_by("Family");
    EFS_ACCESS_POINT "AWS::EFS::AccessPoint" arn("elasticfilesystem");
    ELASTICACHE_CACHE_CLUSTER "AWS::ElastiCache::CacheCluster" arn("elasticache");
    ELASTICACHE_REPLICATION_GROUP "AWS::ElastiCache::ReplicationGroup" arn("elasticache");
    ELASTICACHE_SERVERLESS_CACHE "AWS::ElastiCache::ServerlessCache" arn("elasticache");
    ELASTIC_LOAD_BALANCING_V2_LISTENER "AWS::ElasticLoadBalancingV2::Listener";
    ELASTIC_LOAD_BALANCING_V2_LISTENER_RULE "AWS::ElasticLoadBalancingV2::ListenerRule";
    ELASTIC_LOAD_BALANCING_V2_LOAD_BALANCER "AWS::ElasticLoadBalancingV2::LoadBalancer" arn("elasticloadbalancing")
        named_by("Name");
    ELASTICSEARCH_DOMAIN "AWS::Elasticsearch::Domain" arn("es") named_by("DomainName");
    EVENTS_API_DESTINATION "AWS::Events::ApiDestination" arn("events:api-destination") named_by("Name");
    EVENTS_EVENT_BUS "AWS::Events::EventBus" arn("events:event-bus") named_by("Name") noun("bus") reference(Name);
    EVENTS_RULE "AWS::Events::Rule";
    GLUE_CRAWLER "AWS::Glue::Crawler" arn("glue:crawler") named_by("Name");
    GLUE_JOB "AWS::Glue::Job" arn("glue") named_by("Name");
    IAM_MANAGED_POLICY "AWS::IAM::ManagedPolicy";
    IAM_POLICY "AWS::IAM::Policy";
    IAM_ROLE "AWS::IAM::Role" tags(List);
    IAM_ROLE_POLICY "AWS::IAM::RolePolicy";
    IOT_TOPIC_RULE "AWS::IoT::TopicRule" arn("iot:rule") named_by("RuleName") tags(List);
    KINESIS_STREAM "AWS::Kinesis::Stream" arn("kinesis") named_by("Name") noun("stream") reference(Name);
    KINESIS_STREAM_CONSUMER "AWS::Kinesis::StreamConsumer" arn("kinesis");
    KINESIS_FIREHOSE_DELIVERY_STREAM "AWS::KinesisFirehose::DeliveryStream" arn("firehose")
        named_by("DeliveryStreamName");
    LAMBDA_ALIAS "AWS::Lambda::Alias";
    LAMBDA_CAPACITY_PROVIDER "AWS::Lambda::CapacityProvider" tags(List);
    LAMBDA_EVENT_INVOKE_CONFIG "AWS::Lambda::EventInvokeConfig";
    LAMBDA_EVENT_SOURCE_MAPPING "AWS::Lambda::EventSourceMapping";
    LAMBDA_FUNCTION "AWS::Lambda::Function" arn("lambda") named_by("FunctionName") noun("function") reference(Name)
        tags(List);
    LAMBDA_LAYER_VERSION "AWS::Lambda::LayerVersion";
    LAMBDA_MICROVM_IMAGE "AWS::Lambda::MicrovmImage" tags(List);
    LAMBDA_NETWORK_CONNECTOR "AWS::Lambda::NetworkConnector" tags(List);
    LAMBDA_PERMISSION "AWS::Lambda::Permission";
    LAMBDA_URL "AWS::Lambda::Url";
    LAMBDA_VERSION "AWS::Lambda::Version";
    LAMBDA_WEB_FUNCTION "AWS::Lambda::WebFunction" named_by("FunctionName") tags(List);
    LOGS_LOG_GROUP "AWS::Logs::LogGroup" arn("logs") named_by("LogGroupName");
    LOGS_SUBSCRIPTION_FILTER "AWS::Logs::SubscriptionFilter";
    MSK_CLUSTER "AWS::MSK::Cluster" arn("kafka") named_by("ClusterName");
    MSK_SERVERLESS_CLUSTER "AWS::MSK::ServerlessCluster" arn("kafka") named_by("ClusterName");
    OPENSEARCH_SERVERLESS_COLLECTION "AWS::OpenSearchServerless::Collection" arn("aoss") named_by("Name");
    OPENSEARCH_SERVICE_DOMAIN "AWS::OpenSearchService::Domain" arn("es") named_by("DomainName");
    PIPES_PIPE "AWS::Pipes::Pipe" arn("pipes") named_by("Name");
    RDS_DB_CLUSTER "AWS::RDS::DBCluster" arn("rds");
    RDS_DB_INSTANCE "AWS::RDS::DBInstance" arn("rds");
    RDS_DB_PROXY "AWS::RDS::DBProxy" arn("rds:db-proxy") named_by("DBProxyName");
    REDSHIFT_CLUSTER "AWS::Redshift::Cluster" arn("redshift");
    ROUTE53_RECORD_SET_GROUP "AWS::Route53::RecordSetGroup";
    S3_BUCKET "AWS::S3::Bucket" arn("s3") named_by("BucketName") noun("bucket") reference(Name) tags(List);
    S3_BUCKET_POLICY "AWS::S3::BucketPolicy";
    S3_EXPRESS_DIRECTORY_BUCKET "AWS::S3Express::DirectoryBucket" arn("s3express") named_by("BucketName");
    SNS_SUBSCRIPTION "AWS::SNS::Subscription";
    SNS_TOPIC "AWS::SNS::Topic" arn("sns") named_by("TopicName") noun("topic") fifo("FifoTopic") tags(List);
    SQS_QUEUE "AWS::SQS::Queue" arn("sqs") named_by("QueueName") noun("queue") fifo("FifoQueue") reference(Url)
        tags(List);
    SQS_QUEUE_POLICY "AWS::SQS::QueuePolicy";
    SSM_DOCUMENT "AWS::SSM::Document" arn("ssm:automation-definition") named_by("Name");
    SSM_PARAMETER "AWS::SSM::Parameter" arn("ssm:parameter") named_by("Name");
    SCHEDULER_SCHEDULE "AWS::Scheduler::Schedule" arn("scheduler") named_by("Name");
    SECRETS_MANAGER_SECRET "AWS::SecretsManager::Secret" arn("secretsmanager") named_by("Name");
    STEP_FUNCTIONS_ACTIVITY "AWS::StepFunctions::Activity" arn("states:activity") named_by("Name");
    STEP_FUNCTIONS_STATE_MACHINE "AWS::StepFunctions::StateMachine" arn("states") named_by("StateMachineName")
        tags(List);
    STEP_FUNCTIONS_STATE_MACHINE_ALIAS "AWS::StepFunctions::StateMachineAlias";
    STEP_FUNCTIONS_STATE_MACHINE_VERSION "AWS::StepFunctions::StateMachineVersion";
}

/// How the types of custom resources begin that users name.
pub(crate) const CUSTOM: &str = "Custom::";

/// Whether a resource of this type is answered for by code of the user.
pub(crate) fn is_custom(type_name: &str) -> bool {
    type_name.starts_with(CUSTOM) || type_name == CLOUD_FORMATION_CUSTOM_RESOURCE
}

#[cfg(test)]
mod tests {
    use super::ALL;
    use crate::facts::cloudformation;

    #[test]
    fn types_are_sorted() {
        assert!(ALL.is_sorted_by(|one, other| one.name < other.name));
    }

    #[test]
    fn references_that_give_no_arn_can_be_put_into_words_and_corrected() {
        for known in ALL.iter().filter(|it| it.reference.is_some()) {
            assert!(known.noun.is_some(), "{}", known.name);
            let facts = cloudformation::find(known.name).expect("a type");
            assert!(facts.attribute("Arn").is_some(), "{}", known.name);
        }
    }
}
