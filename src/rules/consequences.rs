//! Leaves out findings whose cause is among the others, so that each mistake is told once.
use crate::diagnostic::{Diagnostic, Severity};
use std::collections::HashSet;

/// Faults that are not there once a misspelt or misplaced property of one of these names is mended.
const CAUSES: [(&str, &[&str]); 7] = [
    ("conflicting-properties", &["IgnoreGlobals", "EndpointConfiguration"]),
    ("duplicate-route", &["Properties", "RestApiId", "ApiId", "Path", "Method"]),
    ("missing-role", &["Properties", "Role"]),
    ("starting-position-timestamp", &["StartingPosition", "StartingPositionTimestamp"]),
    ("unknown-api", &["Properties"]),
    ("unknown-authorizer", &["Properties", "Auth", "Authorizers", "DefaultAuthorizer", "RestApiId", "ApiId"]),
    ("unknown-model", &["Properties", "Models", "RestApiId"]),
];

/// The findings without those that only follow from others.
pub fn without_consequences(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let is_cause = |it: &&Diagnostic| it.severity == Severity::Error && it.consequence_of.is_none();
    let at_fault: HashSet<String> = found.iter().filter(is_cause).filter_map(|it| it.resource.clone()).collect();
    let meant: HashSet<String> = found.iter().filter_map(|it| it.meant.clone()).flat_map(|it| it.names).collect();
    let is_told = |it: &Diagnostic| {
        let of_resource = it.consequence_of.as_ref().is_some_and(|id| at_fault.contains(id));
        let causes = CAUSES.iter().find(|(rule, _)| *rule == it.code.name).map(|(_, names)| names);
        of_resource || causes.is_some_and(|names| names.iter().any(|name| meant.contains(*name)))
    };
    found.into_iter().filter(|it| !is_told(it)).collect()
}
