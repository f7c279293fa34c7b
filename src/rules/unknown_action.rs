//! Finds actions in policies that do not exist.
use crate::cfn::wildcard::covers;
use crate::diagnostic::{Diagnostic, Problems, Searches};
use crate::facts::{cloudformation, iam};
use crate::rule;
use crate::semantics::Semantics;
use crate::semantics::policy_documents::Reading;

rule! {
    /// A policy names an action that does not exist.
    ///
    /// IAM accepts it, and it allows or denies nothing: what was meant is refused when the application runs. Actions are
    /// named after operations of a service, but not all are the same: `s3:ListBucket` allows the operation `ListObjects`.
    /// The actions are those of "Actions, resources, and condition keys for AWS services" in the service authorization
    /// reference.
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
    ///         - Version: '2012-10-17'
    ///           Statement:
    ///             - Effect: Allow
    ///               Action: dynamodb:GetItems
    ///               Resource: '*'
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
    ///         - Version: '2012-10-17'
    ///           Statement:
    ///             - Effect: Allow
    ///               Action: dynamodb:GetItem
    ///               Resource: '*'
    /// ```
    "unknown-action" Warning check
}

/// What allows operations of S3 whose names are not those of actions.
const OTHERWISE: [(&str, &str); 12] = [
    ("s3:CopyObject", "s3:PutObject"),
    ("s3:CreateMultipartUpload", "s3:PutObject"),
    ("s3:DeleteObjects", "s3:DeleteObject"),
    ("s3:HeadBucket", "s3:ListBucket"),
    ("s3:HeadObject", "s3:GetObject"),
    ("s3:ListBuckets", "s3:ListAllMyBuckets"),
    ("s3:ListObject", "s3:ListBucket"),
    ("s3:ListObjects", "s3:ListBucket"),
    ("s3:ListObjectsV2", "s3:ListBucket"),
    ("s3:ListObjectVersions", "s3:ListBucketVersions"),
    ("s3:UploadPart", "s3:PutObject"),
    ("lambda:Invoke", "lambda:InvokeFunction"),
];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let searches = Searches::new();
    for document in semantics.policy_documents() {
        for statement in &document.statements {
            for part in statement.parts(&["Action", "NotAction"], semantics) {
                for reading in part.readings(semantics).into_iter().filter(Reading::is_whole) {
                    if let Some(finding) = fault(&reading, &searches, semantics) {
                        problems.push(document.report(finding));
                    }
                }
            }
        }
    }
}

fn fault(reading: &Reading, searches: &Searches, semantics: &Semantics<'_>) -> Option<Diagnostic> {
    // What is not a service and an action has a rule of its own.
    let (prefix, action) = reading.text.split_once(':')?;
    if action.is_empty() || prefix.contains(['*', '?']) || prefix.is_empty() {
        return None;
    }
    let Some(service) = iam::service(prefix) else {
        let finding = reading.finding(&CODE, format!("there is no service `{prefix}` in IAM"));
        let names = || iam::services().map(|it| it.prefix);
        let near = searches.nearest_of(prefix, names(), |it| has(it, action));
        let near = near.or_else(|| searches.nearest(prefix, names()));
        return Some(match near {
            Some(near) => reading.did_you_mean(finding, 0..prefix.len(), near, semantics),
            None => finding.help(newer()),
        });
    };
    if has(service.prefix, action) {
        return None;
    }
    if action.contains(['*', '?']) {
        return Some(reading.finding(&CODE, format!("no action of `{prefix}` matches `{action}`")));
    }
    let finding = reading.finding(&CODE, format!("`{prefix}` has no action `{action}`"));
    if let Some((_, meant)) = OTHERWISE.iter().find(|(it, _)| it.eq_ignore_ascii_case(&reading.text)) {
        return Some(finding.help(format!("`{meant}` allows that operation")));
    }
    let actions = service.actions();
    Some(match searches.nearest(action, actions.iter().map(|it| &**it)) {
        Some(near) => reading.did_you_mean(finding, prefix.len() + 1..reading.text.len(), near, semantics),
        None => finding.help(newer()),
    })
}

/// Whether a service has an action that a pattern stands for.
fn has(prefix: &str, pattern: &str) -> bool {
    let Some(service) = iam::service(prefix) else { return false };
    if pattern.contains(['*', '?']) {
        let pattern = pattern.to_ascii_lowercase();
        return service.any(|it| covers(&pattern, &it.to_ascii_lowercase()));
    }
    service.has(pattern)
}

fn newer() -> String {
    format!("if it is newer than {}, samc does not know it", cloudformation::DATE)
}

#[cfg(test)]
mod tests {
    use super::{OTHERWISE, has};

    #[test]
    fn what_allows_operations_exists() {
        for (operation, action) in OTHERWISE {
            let exists = |it: &str| it.split_once(':').is_some_and(|(prefix, name)| has(prefix, name));
            assert!(!exists(operation) && exists(action), "{operation}");
        }
        assert!(has("S3", "get?bject") && has("sqs", "*") && !has("s3", "Fetch*"));
    }
}
