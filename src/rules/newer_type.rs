//! Finds resource types that are not known.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::cloudformation;
use crate::rule;
use crate::semantics::{Semantics, filed};

rule! {
    /// A resource type is not known.
    ///
    /// Either it does not exist, or it is newer than the facts that samc carries. The message names their date. A type
    /// that you know to exist can be listed under `types` in `.samc.yaml` ("AWS resource and property types reference"
    /// in the CloudFormation template reference).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::Workbench::Blueprint
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    /// ```
    "newer-type" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for unknown in semantics.unknown_types().iter().filter(|it| it.meant.is_none() && it.is_type) {
        let name = unknown.name;
        let message = format!("resource type `{name}` does not exist, or is newer than {}", cloudformation::DATE);
        let finding = Diagnostic::new(&CODE, unknown.at, message);
        let help = format!("if it exists, add `types: [{name}]` to `.samc.yaml`");
        problems.push(filed(finding.help(help), Some(unknown.resource), None));
    }
}
