//! Which services assume the roles that resources are given.

/// A property that names a role, and who assumes it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AssumedRole {
    pub type_name: &'static str,
    /// The properties that lead to the role; `*` stands for all items of a list, or all values of a map.
    pub path: &'static [&'static str],
    pub principal: Principal,
}

/// Whom a role has to trust, without `.amazonaws.com`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Principal {
    Service(&'static str),
    Federated(&'static str),
}

impl Principal {
    /// The whole name.
    pub(crate) fn name(self) -> String {
        let (Self::Service(name) | Self::Federated(name)) = self;
        format!("{name}.amazonaws.com")
    }

    /// The key of `Principal` in a policy.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::Service(_) => "Service",
            Self::Federated(_) => "Federated",
        }
    }
}

const fn by(service: &'static str, type_name: &'static str, path: &'static [&'static str]) -> AssumedRole {
    AssumedRole { type_name, path, principal: Principal::Service(service) }
}

const fn by_users_of(provider: &'static str, type_name: &'static str, path: &'static [&'static str]) -> AssumedRole {
    AssumedRole { type_name, path, principal: Principal::Federated(provider) }
}

const ROLE: &[&str] = &["Role"];
const ROLE_ARN: &[&str] = &["RoleArn"];

/// Sorted by type. From the property's description in the template reference, or the page on the role in the service's guide.
pub(crate) const ALL: &[AssumedRole] = &[
    by("apigateway", "AWS::ApiGateway::Account", &["CloudWatchRoleArn"]),
    by("apigateway", "AWS::ApiGateway::Authorizer", &["AuthorizerCredentials"]),
    by("apigateway", "AWS::ApiGateway::Method", &["Integration", "Credentials"]),
    by("apigateway", "AWS::ApiGatewayV2::Authorizer", &["AuthorizerCredentialsArn"]),
    by("apigateway", "AWS::ApiGatewayV2::Integration", &["CredentialsArn"]),
    by(
        "build.apprunner",
        "AWS::AppRunner::Service",
        &["SourceConfiguration", "AuthenticationConfiguration", "AccessRoleArn"],
    ),
    by("tasks.apprunner", "AWS::AppRunner::Service", &["InstanceConfiguration", "InstanceRoleArn"]),
    by("appsync", "AWS::AppSync::DataSource", &["ServiceRoleArn"]),
    by("appsync", "AWS::AppSync::GraphQLApi", &["LogConfig", "CloudWatchLogsRoleArn"]),
    by("backup", "AWS::Backup::BackupSelection", &["BackupSelection", "IamRoleArn"]),
    by("batch", "AWS::Batch::ComputeEnvironment", &["ServiceRole"]),
    by("ecs-tasks", "AWS::Batch::JobDefinition", &["ContainerProperties", "ExecutionRoleArn"]),
    by("ecs-tasks", "AWS::Batch::JobDefinition", &["ContainerProperties", "JobRoleArn"]),
    by("bedrock", "AWS::Bedrock::Agent", &["AgentResourceRoleArn"]),
    by("bedrock", "AWS::Bedrock::Flow", &["ExecutionRoleArn"]),
    by("bedrock", "AWS::Bedrock::KnowledgeBase", ROLE_ARN),
    by("cloudtrail", "AWS::CloudTrail::Trail", &["CloudWatchLogsRoleArn"]),
    by("codebuild", "AWS::CodeBuild::Project", &["ServiceRole"]),
    by("codedeploy", "AWS::CodeDeploy::DeploymentGroup", &["ServiceRoleArn"]),
    by("codepipeline", "AWS::CodePipeline::Pipeline", ROLE_ARN),
    by_users_of("cognito-identity", "AWS::Cognito::IdentityPoolRoleAttachment", &["Roles", "*"]),
    by("cognito-idp", "AWS::Cognito::UserPool", &["SmsConfiguration", "SnsCallerArn"]),
    by("config", "AWS::Config::ConfigurationRecorder", &["RoleARN"]),
    by("ecs-tasks", "AWS::ECS::TaskDefinition", &["ExecutionRoleArn"]),
    by("ecs-tasks", "AWS::ECS::TaskDefinition", &["TaskRoleArn"]),
    by("eks", "AWS::EKS::Cluster", ROLE_ARN),
    by("eks-fargate-pods", "AWS::EKS::FargateProfile", &["PodExecutionRoleArn"]),
    by("ec2", "AWS::EKS::Nodegroup", &["NodeRole"]),
    by("events", "AWS::Events::Rule", &["Targets", "*", "RoleArn"]),
    by("glue", "AWS::Glue::Crawler", ROLE),
    by("glue", "AWS::Glue::Job", ROLE),
    by("iot", "AWS::IoT::TopicRule", &["TopicRulePayload", "Actions", "*", "*", "RoleArn"]),
    by("iot", "AWS::IoT::TopicRule", &["TopicRulePayload", "ErrorAction", "*", "RoleArn"]),
    by("kinesisanalytics", "AWS::KinesisAnalyticsV2::Application", &["ServiceExecutionRole"]),
    by("firehose", "AWS::KinesisFirehose::DeliveryStream", &["*", "RoleARN"]),
    by("firehose", "AWS::KinesisFirehose::DeliveryStream", &["*", "S3BackupConfiguration", "RoleARN"]),
    by("firehose", "AWS::KinesisFirehose::DeliveryStream", &["*", "S3Configuration", "RoleARN"]),
    by("lambda", "AWS::Lambda::Function", ROLE),
    by("logs", "AWS::Logs::Destination", ROLE_ARN),
    by("logs", "AWS::Logs::SubscriptionFilter", ROLE_ARN),
    by("pipes", "AWS::Pipes::Pipe", ROLE_ARN),
    by("monitoring.rds", "AWS::RDS::DBCluster", &["MonitoringRoleArn"]),
    by("monitoring.rds", "AWS::RDS::DBInstance", &["MonitoringRoleArn"]),
    by("rds", "AWS::RDS::DBProxy", ROLE_ARN),
    by("s3", "AWS::S3::Bucket", &["ReplicationConfiguration", "Role"]),
    by("sns", "AWS::SNS::Subscription", &["SubscriptionRoleArn"]),
    by("sns", "AWS::SNS::Topic", &["DeliveryStatusLogging", "*", "FailureFeedbackRoleArn"]),
    by("sns", "AWS::SNS::Topic", &["DeliveryStatusLogging", "*", "SuccessFeedbackRoleArn"]),
    by("sagemaker", "AWS::SageMaker::Model", &["ExecutionRoleArn"]),
    by("sagemaker", "AWS::SageMaker::NotebookInstance", ROLE_ARN),
    by("scheduler", "AWS::Scheduler::Schedule", &["Target", "RoleArn"]),
    by("apigateway", "AWS::Serverless::Api", &["Auth", "Authorizers", "*", "FunctionInvokeRole"]),
    by("apigateway", "AWS::Serverless::Api", &["Auth", "InvokeRole"]),
    by("codedeploy", "AWS::Serverless::Function", &["DeploymentPreference", "Role"]),
    by("lambda", "AWS::Serverless::Function", ROLE),
    by("apigateway", "AWS::Serverless::HttpApi", &["Auth", "Authorizers", "*", "FunctionInvokeRole"]),
    by("states", "AWS::Serverless::StateMachine", ROLE),
    by("apigateway", "AWS::Serverless::WebSocketApi", &["Auth", "InvokeRole"]),
    by("states", "AWS::StepFunctions::StateMachine", ROLE_ARN),
    by("lambda", "AWS::Synthetics::Canary", &["ExecutionRoleArn"]),
    by("transfer", "AWS::Transfer::Server", &["LoggingRole"]),
    by("transfer", "AWS::Transfer::User", ROLE),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::cloudformation::{self, Schema};

    #[test]
    fn properties_are_there() {
        assert!(ALL.is_sorted_by_key(|it| it.type_name));
        for it in ALL.iter().filter(|it| !it.type_name.starts_with("AWS::Serverless::")) {
            let facts = cloudformation::find(it.type_name).unwrap_or_else(|| panic!("{}", it.type_name));
            assert!(is_there(facts.properties, it.path), "{} {:?}", it.type_name, it.path);
        }
    }

    fn is_there(schema: Schema, path: &[&str]) -> bool {
        match path {
            [] => true,
            ["*", rest @ ..] => match schema.parts().iter().find_map(|it| it.items) {
                Some(items) => is_there(items, rest),
                // Of maps whose keys anybody chooses, nothing more is known.
                None => {
                    let parts = schema.parts();
                    let mut named = parts.iter().filter_map(|it| it.properties).flat_map(|it| it.iter()).peekable();
                    named.peek().is_none() || named.any(|(_, it)| is_there(it, rest))
                }
            },
            [name, rest @ ..] => schema.property(name).is_some_and(|it| is_there(it, rest)),
        }
    }
}
