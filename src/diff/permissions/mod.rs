//! Who may do more than before: statements of policies, managed policies of roles, permissions of functions.
mod documents;
mod statement;

use super::renames::Renames;
use super::side::Side;
use crate::cfn::wildcard::Steps;
pub use statement::Statement;
use std::collections::{HashMap, HashSet};

/// Something that is allowed, or no longer denied, in the new document only.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PermissionChange<'a> {
    /// The resource that says so: a role, a policy, a queue's or topic's policy, a permission, …
    pub logical_id: &'a str,
    /// Its type.
    pub type_name: &'a str,
    /// From the resource, as in `Properties.Policies.0.PolicyDocument.Statement.1`.
    pub path: Vec<String>,
    /// What is allowed.
    pub grant: Grant,
}

/// What allows something.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Grant {
    /// A statement of a policy, with how it differs from what there was.
    Statement(Growth, Box<Statement>),
    /// A managed policy that is attached, as ARN or name.
    ManagedPolicy(String),
}

/// How a statement differs from what there was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Growth {
    /// There was none like it.
    New,
    /// It says more than one that there was: what it has besides.
    Wider {
        /// Actions that were not allowed before.
        actions: Vec<String>,
        /// Resources for which they were not allowed before.
        resources: Vec<String>,
        /// Who was not allowed them before.
        principals: Vec<String>,
        /// The operators and keys of conditions that no longer hold, or are others.
        conditions: Vec<String>,
    },
    /// It denied something, and is gone or denies less.
    NoLongerDenied,
}

/// Most steps in which the patterns of all policies are compared; it takes a quarter of a second.
const MOST_STEPS: usize = 50_000_000;

/// Compares what the resources of both documents allow. Renamed resources are compared with what they were.
pub(super) fn changes<'a>(old: &Side<'a>, new: &Side<'a>, renames: &Renames<'a>) -> Vec<PermissionChange<'a>> {
    let mut before = HashMap::new();
    for (logical_id, resource) in old.resources().iter() {
        let found = documents::of(resource, &|text| renames.followed(text));
        before.insert(renames.new_id(logical_id).unwrap_or(logical_id), found);
    }
    let none = documents::Documents::default();
    let steps = Steps::new(MOST_STEPS);
    let mut found = Vec::new();
    for (logical_id, resource) in new.resources().iter() {
        let Some(generated) = new.generated(logical_id) else { continue };
        let after = documents::of(resource, &str::to_owned);
        let old = before.get(&**logical_id).unwrap_or(&none);
        let change = |path: &[String], grant| PermissionChange {
            logical_id,
            type_name: generated.type_name,
            path: path.to_vec(),
            grant,
        };
        found.extend(
            statement::growth(&old.statements, &after.statements, &steps)
                .into_iter()
                .map(|(path, growth, statement)| change(path, Grant::Statement(growth, Box::new(statement)))),
        );
        let attached_before: HashSet<&String> = old.managed.iter().map(|(_, it)| it).collect();
        let attached = after.managed.iter().filter(|(_, it)| !attached_before.contains(it));
        found.extend(attached.map(|(path, it)| change(path, Grant::ManagedPolicy(it.clone()))));
    }
    // With a policy that is gone its denials are gone, while what it was about may still be there.
    for (logical_id, resource) in old.resources().iter().filter(|(it, _)| renames.new_id(it).is_none()) {
        let Some(generated) = old.generated(logical_id).filter(|it| it.type_name.ends_with("Policy")) else { continue };
        if new.resource(logical_id).is_none() {
            let statements =
                documents::of(resource, &str::to_owned).statements.into_iter().filter(|(_, it)| !it.allows);
            found.extend(statements.map(|(path, statement)| PermissionChange {
                logical_id,
                type_name: generated.type_name,
                path,
                grant: Grant::Statement(Growth::NoLongerDenied, Box::new(statement)),
            }));
        }
    }
    found
}
