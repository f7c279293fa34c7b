//! What is known of AWS: resource types, runtimes, IAM actions, managed policies, what connects and what replaces resources. Knows no
//! template.
pub(crate) mod arn;
pub(crate) mod assumed_roles;
pub(crate) mod cloudformation;
pub(crate) mod connector_profiles;
mod dictionary;
pub(crate) mod documentation;
pub(crate) mod fifo;
pub(crate) mod iam;
mod json_table;
pub(crate) mod managed_policies;
pub(crate) mod names;
pub(crate) mod packaged;
mod packed;
pub(crate) mod policy_documents;
pub(crate) mod replacements;
pub(crate) mod runtimes;
pub(crate) mod s3_actions;
pub(crate) mod service_integrations;
pub(crate) mod types;
pub(crate) mod units;

pub(crate) use types::{CloudFormationType, Reference, Tags};

/// What is known of a CloudFormation type, such as `AWS::SQS::Queue`. `None` says nothing of the type: most are not known.
pub(crate) fn of(type_name: &str) -> Option<&'static CloudFormationType> {
    let at = types::ALL.binary_search_by_key(&type_name, |it| it.name).ok()?;
    Some(&types::ALL[at])
}
