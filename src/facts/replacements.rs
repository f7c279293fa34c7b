//! Which properties have CloudFormation replace a resource when they change.
use super::cloudformation;

/// Its provider decides what becomes of it.
const CUSTOM: &str = "AWS::CloudFormation::CustomResource";

/// The properties of a type whose change does more than to update the resource.
#[derive(Clone, Debug)]
pub(crate) struct Replacements {
    /// The resource is replaced.
    pub always: Vec<PropertyPath>,
    /// It is replaced or updated: that depends on more than is known here.
    pub may: Vec<PropertyPath>,
}

/// The names that lead to a property; `*` stands for the items of a list.
pub(crate) type PropertyPath = Vec<String>;

/// What is known of a CloudFormation type. `None` when any change may replace a resource of it.
pub(crate) fn of(type_name: &str) -> Option<Replacements> {
    let known = cloudformation::find(type_name).filter(|it| it.updates && it.name != CUSTOM)?;
    let paths =
        |found: cloudformation::Texts| found.iter().map(|it| it.split('/').map(str::to_owned).collect()).collect();
    Some(Replacements { always: paths(known.replaces), may: paths(known.may_replace) })
}
