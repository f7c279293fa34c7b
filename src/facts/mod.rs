//! What is known of AWS: resource types, runtimes, managed policies, what connects and what replaces resources. Knows no
//! template.
pub mod arn;
pub mod connector_profiles;
pub mod fifo;
mod json_table;
pub mod managed_policies;
pub mod replacements;
pub mod runtimes;
pub mod types;

pub use types::{CloudFormationType, Reference, Tags};

/// What is known of a CloudFormation type, such as `AWS::SQS::Queue`. `None` says nothing of the type: most are not known.
pub fn of(type_name: &str) -> Option<&'static CloudFormationType> {
    let at = types::ALL.binary_search_by_key(&type_name, |it| it.name).ok()?;
    Some(&types::ALL[at])
}
