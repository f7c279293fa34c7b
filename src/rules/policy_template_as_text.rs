//! Finds policy templates that are written as if they were managed policies.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::sam::policy_templates;
use crate::semantics::policy_documents::attached_policies;
use crate::semantics::{Semantics, filed};

rule! {
    /// A policy template is written as a string.
    ///
    /// SAM takes a string under `Policies` for the name or ARN of a managed policy, and passes it on. IAM refuses it when
    /// the stack is deployed. A policy template is a map: its name, and under it its parameters ("AWS SAM policy
    /// templates").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies: [S3ReadPolicy]
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - S3ReadPolicy: {BucketName: photos}
    /// ```
    "policy-template-as-text" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (part, resource, _) in attached_policies(semantics).into_iter().filter(|(_, _, is_of_sam)| *is_of_sam) {
        for reading in part.readings(semantics) {
            let Some(template) = policy_templates::find(&reading.text) else { continue };
            let name = template.name;
            let given: Vec<String> = template.parameters.iter().map(|it| format!("{}: …", it.name)).collect();
            let message = format!("`{name}` is a policy template; a string is the name of a managed policy");
            let finding: Diagnostic = reading.finding(&CODE, message);
            problems.push(filed(finding.help(format!("write `{name}: {{{}}}`", given.join(", "))), resource, None));
        }
    }
}
