//! Finds parameters that policy templates do not have.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::rule;
use crate::sam::policy_templates;
use crate::semantics::policy_documents::attached_policies;
use crate::semantics::{Semantics, filed};

rule! {
    /// A policy template is given a parameter that it does not have.
    ///
    /// It has no effect: the policy is for what the parameters say that the template has ("AWS SAM policy template list").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - S3ReadPolicy: {BucketName: photos, Prefix: in/}
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
    "unknown-policy-parameter" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (part, resource, _) in attached_policies(semantics).into_iter().filter(|(_, _, is_of_sam)| *is_of_sam) {
        let Some((name, given)) = part.node.map().and_then(|it| it.only()) else { continue };
        let Some((template, given)) = policy_templates::find(name).zip(given.map()) else { continue };
        // What is missing may be there under another name, which the passes say.
        if !template.missing(given).is_empty() {
            continue;
        }
        for key in template.unknown(given).into_iter().filter(|it| !it.starts_with("Fn::")) {
            let at = given.key_span(key).unwrap_or(part.node.span);
            let finding = Diagnostic::new(&CODE, at, format!("policy template `{name}` has no parameter `{key}`"));
            let names = || template.parameters.iter().map(|it| &*it.name);
            let listed: Vec<String> = names().map(|it| format!("`{it}`")).collect();
            let finding = finding.unknown();
            let finding = match (nearest(key, names()), listed.is_empty()) {
                (Some(near), _) => finding.help(format!("`{near}` is given already; remove it")),
                (None, true) => finding.help("it has no parameters; remove it"),
                (None, false) => finding.help(format!("it has {}; remove it", listed.join(", "))),
            };
            problems.push(filed(finding, resource, None));
        }
    }
}
