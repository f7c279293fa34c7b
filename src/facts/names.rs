//! The properties that name resources, where a second resource of the same name is refused.

/// Types of resources with the properties whose values together no other resource of an account and region may have, as
/// the template reference of CloudFormation and the services' own references say. Types of SAM name what they become.
///
/// Left out is what may be there twice, such as the names of user pools and APIs.
const NAMES: &[(&str, &[&str])] = &[
    ("AWS::ApiGateway::DomainName", &["DomainName"]),
    ("AWS::ApiGatewayV2::DomainName", &["DomainName"]),
    ("AWS::ApiGateway::Method", &["RestApiId", "ResourceId", "HttpMethod"]),
    ("AWS::ApiGateway::Resource", &["RestApiId", "ParentId", "PathPart"]),
    ("AWS::ApiGateway::Stage", &["RestApiId", "StageName"]),
    ("AWS::ApiGatewayV2::Route", &["ApiId", "RouteKey"]),
    ("AWS::ApiGatewayV2::Stage", &["ApiId", "StageName"]),
    ("AWS::Athena::WorkGroup", &["Name"]),
    ("AWS::AutoScaling::AutoScalingGroup", &["AutoScalingGroupName"]),
    ("AWS::CloudFront::Function", &["Name"]),
    ("AWS::CloudTrail::Trail", &["TrailName"]),
    ("AWS::CloudWatch::Alarm", &["AlarmName"]),
    ("AWS::CloudWatch::CompositeAlarm", &["AlarmName"]),
    ("AWS::CloudWatch::Dashboard", &["DashboardName"]),
    ("AWS::CodeBuild::Project", &["Name"]),
    ("AWS::CodeCommit::Repository", &["RepositoryName"]),
    ("AWS::CodeDeploy::Application", &["ApplicationName"]),
    ("AWS::CodePipeline::Pipeline", &["Name"]),
    ("AWS::Cognito::UserPoolDomain", &["Domain"]),
    ("AWS::DynamoDB::GlobalTable", &["TableName"]),
    ("AWS::DynamoDB::Table", &["TableName"]),
    ("AWS::ECR::Repository", &["RepositoryName"]),
    ("AWS::ECS::Cluster", &["ClusterName"]),
    ("AWS::EKS::Cluster", &["Name"]),
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", &["Name"]),
    ("AWS::ElasticLoadBalancingV2::TargetGroup", &["Name"]),
    ("AWS::Events::ApiDestination", &["Name"]),
    ("AWS::Events::Archive", &["ArchiveName"]),
    ("AWS::Events::Connection", &["Name"]),
    ("AWS::Events::EventBus", &["Name"]),
    ("AWS::Events::Rule", &["EventBusName", "Name"]),
    ("AWS::Glue::Crawler", &["Name"]),
    ("AWS::Glue::Job", &["Name"]),
    ("AWS::IAM::Group", &["GroupName"]),
    ("AWS::IAM::InstanceProfile", &["InstanceProfileName"]),
    ("AWS::IAM::ManagedPolicy", &["ManagedPolicyName"]),
    ("AWS::IAM::Role", &["RoleName"]),
    ("AWS::IAM::User", &["UserName"]),
    ("AWS::IoT::Policy", &["PolicyName"]),
    ("AWS::IoT::Thing", &["ThingName"]),
    ("AWS::IoT::TopicRule", &["RuleName"]),
    ("AWS::KMS::Alias", &["AliasName"]),
    ("AWS::Kinesis::Stream", &["Name"]),
    ("AWS::KinesisFirehose::DeliveryStream", &["DeliveryStreamName"]),
    ("AWS::Lambda::Alias", &["FunctionName", "Name"]),
    ("AWS::Lambda::Function", &["FunctionName"]),
    ("AWS::Logs::LogGroup", &["LogGroupName"]),
    ("AWS::Logs::MetricFilter", &["LogGroupName", "FilterName"]),
    ("AWS::Logs::SubscriptionFilter", &["LogGroupName", "FilterName"]),
    ("AWS::OpenSearchService::Domain", &["DomainName"]),
    ("AWS::Pipes::Pipe", &["Name"]),
    ("AWS::RDS::DBCluster", &["DBClusterIdentifier"]),
    ("AWS::RDS::DBInstance", &["DBInstanceIdentifier"]),
    ("AWS::S3::AccessPoint", &["Name"]),
    ("AWS::S3::Bucket", &["BucketName"]),
    ("AWS::SES::ConfigurationSet", &["Name"]),
    ("AWS::SES::EmailIdentity", &["EmailIdentity"]),
    ("AWS::SNS::Topic", &["TopicName"]),
    ("AWS::SQS::Queue", &["QueueName"]),
    ("AWS::SSM::Document", &["Name"]),
    ("AWS::SSM::Parameter", &["Name"]),
    ("AWS::Scheduler::Schedule", &["GroupName", "Name"]),
    ("AWS::Scheduler::ScheduleGroup", &["Name"]),
    ("AWS::SecretsManager::Secret", &["Name"]),
    ("AWS::Serverless::Function", &["FunctionName"]),
    ("AWS::Serverless::SimpleTable", &["TableName"]),
    ("AWS::Serverless::StateMachine", &["Name"]),
    ("AWS::StepFunctions::Activity", &["Name"]),
    ("AWS::StepFunctions::StateMachine", &["StateMachineName"]),
];

/// The properties that together name a resource of this type; the last of them is what the user chooses.
pub(crate) fn of(type_name: &str) -> Option<&'static [&'static str]> {
    NAMES.iter().find(|(name, _)| *name == type_name).map(|(_, properties)| *properties)
}

#[cfg(test)]
mod tests {
    use super::NAMES;
    use crate::facts::cloudformation;

    #[test]
    fn every_property_exists() {
        for (name, properties) in NAMES.iter().filter(|(name, _)| !name.starts_with("AWS::Serverless::")) {
            let facts = cloudformation::find(name).unwrap_or_else(|| panic!("{name} is a type"));
            for property in *properties {
                assert!(facts.properties.property(property).is_some(), "{name} has {property}");
            }
        }
    }
}
