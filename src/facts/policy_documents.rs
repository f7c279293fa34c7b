//! Where IAM policy documents stand in resources, and what each kind of them is for; the words of their grammar.

/// What a policy document is for, which decides what has to be in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// It says what those may do who have it. IAM checks it.
    Identity,
    /// It says who may take on a role. IAM checks it.
    Trust,
    /// It says who may do what with a resource. The service of the resource checks it.
    Resource,
    /// The same for services that leave out some of it, or ask for more.
    Other,
}

/// A property whose value is a policy document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PolicyProperty {
    pub type_name: &'static str,
    /// The properties that lead to it; `*` stands for all items of a list.
    pub path: &'static [&'static str],
    pub purpose: Purpose,
    /// Whether it has the statements alone, without a document around them.
    pub is_bare: bool,
}

/// The versions of the language. Each other date is refused.
pub(crate) const VERSIONS: [&str; 2] = ["2012-10-17", "2008-10-17"];

/// What can stand in a document.
pub(crate) const ELEMENTS: [&str; 3] = ["Version", "Id", "Statement"];

/// What can stand in a statement.
pub(crate) const STATEMENT_ELEMENTS: [&str; 9] =
    ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

pub(crate) const EFFECTS: [&str; 2] = ["Allow", "Deny"];

/// The kinds of principals.
pub(crate) const PRINCIPALS: [&str; 4] = ["AWS", "Service", "Federated", "CanonicalUser"];

/// The operators of conditions, without `IfExists` behind them and without what stands for all or any of several values.
pub(crate) const OPERATORS: [&str; 27] = [
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "Null",
];

/// What an operator can begin with.
pub(crate) const QUANTIFIERS: [&str; 2] = ["ForAllValues:", "ForAnyValue:"];

/// What an operator can end with.
pub(crate) const IF_EXISTS: &str = "IfExists";

/// How the resources of IAM begin in ARNs, behind the account. IAM refuses others.
pub(crate) const IAM_RESOURCES: [&str; 16] = [
    "access-report/",
    "assumed-role/",
    "federated-user/",
    "group/",
    "instance-profile/",
    "mfa/",
    "oidc-provider/",
    "policy/",
    "report/",
    "role/",
    "root",
    "saml-provider/",
    "server-certificate/",
    "sms-mfa/",
    "u2f/",
    "user/",
];

const fn document(type_name: &'static str, path: &'static [&'static str], purpose: Purpose) -> PolicyProperty {
    PolicyProperty { type_name, path, purpose, is_bare: false }
}

const fn statements(type_name: &'static str, path: &'static [&'static str]) -> PolicyProperty {
    PolicyProperty { type_name, path, purpose: Purpose::Resource, is_bare: true }
}

const INLINE: &[&str] = &["Policies", "*", "PolicyDocument"];
const ALONE: &[&str] = &["PolicyDocument"];
const POLICY: &[&str] = &["Policy"];
const TRUST: &[&str] = &["AssumeRolePolicyDocument"];
const OF_SAM: &[&str] = &["Policies", "*"];

use Purpose::{Identity, Other, Resource, Trust};

/// Sorted by type. From the resource type schemas, and the properties of SAM.
pub(crate) const PROPERTIES: &[PolicyProperty] = &[
    document("AWS::ApiGateway::DomainNameV2", POLICY, Resource),
    document("AWS::ApiGateway::RestApi", POLICY, Resource),
    document("AWS::Backup::BackupVault", &["AccessPolicy"], Other),
    document("AWS::Backup::LogicallyAirGappedBackupVault", &["AccessPolicy"], Other),
    document("AWS::CloudTrail::ResourcePolicy", &["ResourcePolicy"], Other),
    document("AWS::CodeArtifact::Domain", &["PermissionsPolicyDocument"], Other),
    document("AWS::CodeArtifact::Repository", &["PermissionsPolicyDocument"], Other),
    document("AWS::DynamoDB::GlobalTable", &["Replicas", "*", "ResourcePolicy", "PolicyDocument"], Resource),
    document("AWS::DynamoDB::Table", &["ResourcePolicy", "PolicyDocument"], Resource),
    document("AWS::DynamoDB::Table", &["StreamSpecification", "ResourcePolicy", "PolicyDocument"], Resource),
    document("AWS::EC2::VPCEndpoint", ALONE, Resource),
    document("AWS::ECR::PublicRepository", &["RepositoryPolicyText"], Resource),
    document("AWS::ECR::RegistryPolicy", &["PolicyText"], Resource),
    document("AWS::ECR::Repository", &["RepositoryPolicyText"], Resource),
    document("AWS::EFS::FileSystem", &["FileSystemPolicy"], Other),
    document("AWS::Elasticsearch::Domain", &["AccessPolicies"], Resource),
    document("AWS::EventSchemas::RegistryPolicy", POLICY, Other),
    document("AWS::Events::EventBus", POLICY, Resource),
    statements("AWS::Events::EventBusPolicy", &["Statement"]),
    document("AWS::IAM::Group", INLINE, Identity),
    document("AWS::IAM::GroupPolicy", ALONE, Identity),
    document("AWS::IAM::ManagedPolicy", ALONE, Identity),
    document("AWS::IAM::Policy", ALONE, Identity),
    document("AWS::IAM::Role", TRUST, Trust),
    document("AWS::IAM::Role", INLINE, Identity),
    document("AWS::IAM::RolePolicy", ALONE, Identity),
    document("AWS::IAM::User", INLINE, Identity),
    document("AWS::IAM::UserPolicy", ALONE, Identity),
    document("AWS::IoT::Policy", ALONE, Other),
    document("AWS::KMS::Key", &["KeyPolicy"], Resource),
    document("AWS::KMS::ReplicaKey", &["KeyPolicy"], Resource),
    document("AWS::Kinesis::ResourcePolicy", &["ResourcePolicy"], Resource),
    document("AWS::Lambda::ResourcePolicy", ALONE, Other),
    document("AWS::Lex::ResourcePolicy", POLICY, Other),
    document("AWS::Logs::ResourcePolicy", ALONE, Resource),
    document("AWS::MSK::ClusterPolicy", POLICY, Other),
    document("AWS::MediaPackageV2::ChannelPolicy", POLICY, Other),
    document("AWS::MediaPackageV2::OriginEndpointPolicy", POLICY, Other),
    document("AWS::OSIS::Pipeline", &["ResourcePolicy", "Policy"], Other),
    document("AWS::Oam::Sink", POLICY, Other),
    document("AWS::OpenSearchService::Domain", &["AccessPolicies"], Resource),
    document("AWS::S3::AccessPoint", POLICY, Resource),
    document("AWS::S3::BucketPolicy", ALONE, Resource),
    document("AWS::S3::MultiRegionAccessPointPolicy", POLICY, Resource),
    document("AWS::S3Express::BucketPolicy", ALONE, Resource),
    document("AWS::S3ObjectLambda::AccessPointPolicy", ALONE, Resource),
    document("AWS::S3Tables::TableBucketPolicy", &["ResourcePolicy"], Other),
    document("AWS::S3Tables::TablePolicy", &["ResourcePolicy"], Other),
    document("AWS::S3Vectors::VectorBucketPolicy", POLICY, Other),
    document("AWS::SNS::TopicInlinePolicy", ALONE, Resource),
    document("AWS::SNS::TopicPolicy", ALONE, Resource),
    document("AWS::SQS::QueueInlinePolicy", ALONE, Resource),
    document("AWS::SQS::QueuePolicy", ALONE, Resource),
    document("AWS::SSO::PermissionSet", &["InlinePolicy"], Identity),
    document("AWS::SecretsManager::ResourcePolicy", &["ResourcePolicy"], Resource),
    statements("AWS::Serverless::Api", &["Auth", "ResourcePolicy", "CustomStatements"]),
    document("AWS::Serverless::Function", TRUST, Trust),
    document("AWS::Serverless::Function", OF_SAM, Identity),
    document("AWS::Serverless::StateMachine", OF_SAM, Identity),
    document("AWS::VpcLattice::AuthPolicy", POLICY, Other),
    document("AWS::VpcLattice::ResourcePolicy", POLICY, Other),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::cloudformation;

    #[test]
    fn properties_are_there() {
        assert!(PROPERTIES.is_sorted_by_key(|it| it.type_name));
        for it in PROPERTIES.iter().filter(|it| !it.type_name.starts_with("AWS::Serverless::")) {
            let facts = cloudformation::find(it.type_name).unwrap_or_else(|| panic!("{}", it.type_name));
            let found = it.path.iter().try_fold(facts.properties, |schema, name| match *name {
                "*" => schema.parts().iter().find_map(|it| it.items),
                name => schema.property(name),
            });
            assert!(found.is_some(), "{} {:?}", it.type_name, it.path);
        }
    }
}
