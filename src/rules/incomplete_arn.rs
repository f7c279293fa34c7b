//! Finds ARNs in policies in which a name stands in the place of the account.
use crate::diagnostic::Problems;
use crate::facts::arn::{is_account, is_written_out};
use crate::facts::policy_documents::Purpose;
use crate::rule;
use crate::semantics::Semantics;

rule! {
    /// The ARN of a resource in a policy lacks a colon.
    ///
    /// An ARN has six parts. IAM takes those that are missing at the end for `*`; with a colon too few, the name of the
    /// resource stands in the place of the account, and the policy is for nothing ("IAM JSON policy elements: Resource" in
    /// the IAM user guide).
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
    ///               Action: s3:GetObject
    ///               Resource: arn:aws:s3::photos/*
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
    ///               Action: s3:GetObject
    ///               Resource: arn:aws:s3:::photos/*
    /// ```
    "incomplete-arn" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for document in semantics.policy_documents().iter().filter(|it| it.purpose != Purpose::Trust) {
        for statement in &document.statements {
            for part in statement.parts(&["Resource", "NotResource"], semantics) {
                for reading in part.readings(semantics).into_iter().filter(|it| has_name_for_account(&it.text)) {
                    let message = format!("`{}` has five parts; an ARN has six", reading.text);
                    let help = "an ARN is `arn:partition:service:region:account:resource`; leave parts empty, not out";
                    problems.push(document.report(reading.finding(&CODE, message).help(help)));
                }
            }
        }
    }
}

/// Whether a text is an ARN whose fifth part, which is its last one, is surely not an account.
fn has_name_for_account(text: &str) -> bool {
    let mut pieces = text.split("${");
    let first = pieces.next().unwrap_or_default().to_owned();
    // Variables have colons in their names.
    let behind = pieces.map(|it| it.split_once('}').map_or("", |(_, rest)| rest));
    let plain = behind.fold(first, |all, rest| format!("{all}${rest}"));
    let ["arn", _, _, _, account] = plain.split(':').collect::<Vec<_>>()[..] else { return false };
    let is_open = account.is_empty() || account.starts_with(['*', '?', '$']);
    is_written_out(text) && !is_open && !is_account(account)
}
