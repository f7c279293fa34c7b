//! Finds actions in policies that AWS refuses for their form.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::iam;
use crate::facts::policy_documents::Purpose;
use crate::rule;
use crate::semantics::Semantics;
use crate::semantics::policy_documents::Reading;

rule! {
    /// An action of a policy is not a service and an action, or not one that the policy can have.
    ///
    /// Actions are written `service:Action`, such as `s3:GetObject`. IAM takes `*` and `?` in the action, not in the
    /// service. In a trust policy it takes actions of `sts` alone. It refuses the policy otherwise, when the stack is
    /// deployed ("IAM JSON policy elements: Action" in the IAM user guide).
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
    ///               Action: GetItem
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
    "malformed-action" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for document in semantics.policy_documents() {
        for statement in &document.statements {
            for part in statement.parts(&["Action", "NotAction"], semantics) {
                for reading in part.readings(semantics).into_iter().filter(Reading::is_whole) {
                    if let Some(finding) = fault(&reading, document.purpose) {
                        problems.push(document.report(finding));
                    }
                }
            }
        }
    }
}

fn fault(reading: &Reading, purpose: Purpose) -> Option<Diagnostic> {
    let text = &*reading.text;
    let Some((prefix, action)) = text.split_once(':') else {
        if text.chars().all(|it| it == '*') && !text.is_empty() {
            return None;
        }
        let finding = reading.finding(&CODE, format!("`{text}` does not name a service"));
        let with_it = services_with(text);
        return Some(match with_it.is_empty() || with_it.len() > MOST_SERVICES {
            true => finding.help("write the service in front of it, as in `s3:GetObject`"),
            false => finding.help(format!("write {}", with_it.join(" or "))),
        });
    };
    if prefix.is_empty() || action.is_empty() {
        let lack = if prefix.is_empty() { "a service" } else { "an action" };
        return Some(reading.finding(&CODE, format!("`{text}` does not name {lack}")));
    }
    if prefix.contains(['*', '?']) && prefix != "*" {
        let finding = reading.finding(&CODE, format!("the service `{prefix}` contains a wildcard"));
        return Some(finding.help("write one action for each service; wildcards are allowed in the action alone"));
    }
    let is_of_trust = prefix.eq_ignore_ascii_case("sts") || prefix == "*";
    (purpose == Purpose::Trust && !is_of_trust && iam::service(prefix).is_some()).then(|| {
        let finding = reading.finding(&CODE, format!("a trust policy cannot have the action `{text}`"));
        finding.help("write `sts:AssumeRole` here, and what the role may do in `Policies`")
    })
}

/// Most services that are offered.
const MOST_SERVICES: usize = 3;

/// The action with each service that has one of this name.
fn services_with(action: &str) -> Vec<String> {
    let services = iam::services().filter(|it| it.any(|it| it.eq_ignore_ascii_case(action)));
    services.map(|it| format!("`{}:{action}`", it.prefix)).collect()
}
