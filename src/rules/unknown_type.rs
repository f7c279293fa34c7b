//! Finds resource types that are misspelt.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Semantics, filed};

rule! {
    /// A resource type does not exist, but one with nearly the same name does.
    ///
    /// CloudFormation refuses such a template. What is named like nothing that is known may be newer than the facts that
    /// samc carries, see `newer-type`. Custom resources, modules and third-party types are not checked ("AWS resource
    /// and property types reference" in the CloudFormation template reference).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Qeue
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    /// ```
    "unknown-type" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for unknown in semantics.unknown_types() {
        let Some(near) = unknown.meant else { continue };
        let message = format!("resource type `{}` does not exist", unknown.name);
        let finding = Diagnostic::new(&CODE, unknown.at, message);
        let finding = finding.did_you_mean(unknown.at, unknown.name, near).unknown();
        problems.push(filed(finding, Some(unknown.resource), None));
    }
}
