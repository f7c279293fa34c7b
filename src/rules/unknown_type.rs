//! Finds resource types that are misspelt, or are none.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Semantics, filed};

rule! {
    /// A resource type does not exist: one with nearly the same name does, or it lacks a part that all have.
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
        let message = format!("resource type `{}` does not exist", unknown.name);
        let finding = Diagnostic::new(&CODE, unknown.at, message).unknown();
        let finding = match unknown.meant {
            Some(near) => finding.did_you_mean(unknown.at, unknown.name, near),
            None if unknown.is_type => continue,
            None => finding.help("write its organization, service and name, such as `AWS::SQS::Queue`"),
        };
        problems.push(filed(finding, Some(unknown.resource), None));
    }
}
