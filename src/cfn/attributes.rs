//! The attributes that `Fn::GetAtt` gives of the types that SAM generates or is often used with.
//!
//! They are the return values in the CloudFormation template reference, and the read-only properties of the types'
//! public schemas. A type that does not stand here is not known, which says nothing of its attributes.

/// Types with their attributes, sorted. A name also stands for what follows it behind a dot.
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("AWS::ApiGateway::ApiKey", &["APIKeyId"]),
    ("AWS::ApiGateway::BasePathMapping", &[]),
    ("AWS::ApiGateway::Deployment", &["DeploymentId"]),
    (
        "AWS::ApiGateway::DomainName",
        &[
            "DistributionDomainName",
            "DistributionHostedZoneId",
            "DomainNameArn",
            "RegionalDomainName",
            "RegionalHostedZoneId",
        ],
    ),
    ("AWS::ApiGateway::DomainNameV2", &["DomainNameArn", "DomainNameId"]),
    ("AWS::ApiGateway::RestApi", &["RestApiId", "RootResourceId"]),
    ("AWS::ApiGateway::Stage", &[]),
    ("AWS::ApiGateway::UsagePlan", &["Id"]),
    ("AWS::ApiGateway::UsagePlanKey", &["Id"]),
    ("AWS::ApiGatewayV2::Api", &["ApiEndpoint", "ApiId"]),
    ("AWS::ApiGatewayV2::ApiMapping", &["ApiMappingId"]),
    ("AWS::ApiGatewayV2::Authorizer", &["AuthorizerId"]),
    ("AWS::ApiGatewayV2::DomainName", &["DomainNameArn", "RegionalDomainName", "RegionalHostedZoneId"]),
    ("AWS::ApiGatewayV2::Integration", &["IntegrationId"]),
    ("AWS::ApiGatewayV2::Route", &["RouteId"]),
    ("AWS::ApiGatewayV2::Stage", &["Id"]),
    ("AWS::CloudFormation::Stack", &["Outputs"]),
    ("AWS::Cognito::UserPool", &["Arn", "ProviderName", "ProviderURL", "UserPoolId"]),
    ("AWS::DynamoDB::Table", &["Arn", "StreamArn"]),
    ("AWS::Events::Rule", &["Arn"]),
    ("AWS::IAM::Role", &["Arn", "RoleId"]),
    ("AWS::IoT::TopicRule", &["Arn"]),
    ("AWS::Kinesis::Stream", &["Arn", "WarmThroughputObject"]),
    ("AWS::Lambda::Alias", &["AliasArn"]),
    ("AWS::Lambda::CapacityProvider", &["Arn", "State"]),
    ("AWS::Lambda::EventSourceMapping", &["EventSourceMappingArn", "Id"]),
    ("AWS::Lambda::Function", &["Arn", "SnapStartResponse"]),
    ("AWS::Lambda::LayerVersion", &["LayerVersionArn"]),
    ("AWS::Lambda::Permission", &["Id"]),
    ("AWS::Lambda::Url", &["FunctionArn", "FunctionUrl"]),
    ("AWS::Lambda::Version", &["FunctionArn", "Version"]),
    ("AWS::Logs::LogGroup", &["Arn"]),
    (
        "AWS::S3::Bucket",
        &[
            "Arn",
            "DomainName",
            "DualStackDomainName",
            "MetadataConfiguration",
            "MetadataTableConfiguration",
            "RegionalDomainName",
            "WebsiteURL",
        ],
    ),
    (
        "AWS::SNS::Topic",
        &[
            "ContentBasedDeduplication",
            "DeliveryStatusLogging",
            "DisplayName",
            "FifoThroughputScope",
            "FifoTopic",
            "KmsMasterKeyId",
            "SignatureVersion",
            "Subscription",
            "Tags",
            "TopicArn",
            "TopicName",
            "TracingConfig",
        ],
    ),
    (
        "AWS::SQS::Queue",
        &[
            "Arn",
            "ContentBasedDeduplication",
            "DeduplicationScope",
            "DelaySeconds",
            "FifoQueue",
            "FifoThroughputLimit",
            "KmsDataKeyReusePeriodSeconds",
            "KmsMasterKeyId",
            "MaximumMessageSize",
            "MessageRetentionPeriod",
            "QueueName",
            "QueueUrl",
            "ReceiveMessageWaitTimeSeconds",
            "RedrivePolicy",
            "SqsManagedSseEnabled",
            "Tags",
            "VisibilityTimeout",
        ],
    ),
    ("AWS::Scheduler::Schedule", &["Arn"]),
    ("AWS::StepFunctions::StateMachine", &["Arn", "Name", "StateMachineRevisionId"]),
    ("AWS::StepFunctions::StateMachineAlias", &["Arn"]),
    ("AWS::StepFunctions::StateMachineVersion", &["Arn"]),
];

/// The attributes of a type; `None` when it is not known.
pub fn of_type(type_name: &str) -> Option<&'static [&'static str]> {
    ATTRIBUTES.iter().find(|(name, _)| *name == type_name).map(|(_, attributes)| *attributes)
}

#[cfg(test)]
mod tests {
    use super::ATTRIBUTES;

    #[test]
    fn types_and_attributes_are_sorted() {
        assert!(ATTRIBUTES.is_sorted_by(|one, other| one.0 < other.0));
        assert!(ATTRIBUTES.iter().all(|(_, attributes)| attributes.is_sorted()));
    }
}
