//! Finds managed policies that AWS does not have.
use crate::diagnostic::{Diagnostic, Problems, Searches, is_typo_of};
use crate::facts::arn::Arn;
use crate::facts::managed_policies;
use crate::rule;
use crate::sam::policy_templates;
use crate::semantics::policy_documents::{Reading, attached_policies};
use crate::semantics::{Semantics, filed};
use std::collections::HashSet;
use std::sync::LazyLock;

rule! {
    /// A managed policy does not exist.
    ///
    /// SAM passes names on that it does not know, and IAM refuses them when the stack is deployed. In an ARN, the path
    /// belongs to the policy, as in `policy/service-role/AWSLambdaBasicExecutionRole`. AWS adds policies, and the list that
    /// samc has is that of SAM, so that a name is only reported if it is a policy of AWS but for a typo, or begins as none
    /// of them does ("AWS managed policy reference guide").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies: [AmazonS3ReadOnlyAcess]
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies: [AmazonS3ReadOnlyAccess]
    /// ```
    "unknown-managed-policy" Warning check
}

/// What the names of AWS's policies begin with.
static FIRST_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| managed_policies::names().map(first_word).collect());

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let searches = Searches::new();
    for (part, resource, is_of_sam) in attached_policies(semantics) {
        for reading in part.readings(semantics) {
            let found = match reading.text.starts_with("arn:") {
                true => fault_of_arn(&reading, &searches, semantics),
                false => fault_of_name(&reading, is_of_sam, &searches, semantics),
            };
            if let Some(finding) = found {
                problems.push(filed(finding, resource, None));
            }
        }
    }
}

/// What is wrong with the ARN of one of AWS's own policies.
fn fault_of_arn(reading: &Reading, searches: &Searches, semantics: &Semantics<'_>) -> Option<Diagnostic> {
    let arn = Arn::parse(&reading.text).filter(|it| it.service == "iam" && it.account == "aws")?;
    let rest = arn.resource.strip_prefix("policy")?;
    let (path, name) = rest.split_at(rest.rfind('/')? + 1);
    if rest.contains('$') {
        return None;
    }
    let start = reading.text.len() - rest.len();
    let Some(known) = managed_policies::path(name) else {
        let finding = reading.finding(&CODE, format!("AWS has no managed policy `{name}`"));
        let near = searches.nearest(name, managed_policies::names()).filter(|it| is_typo_of(name, it))?;
        let meant = format!("{}{near}", managed_policies::path(&near).unwrap_or("/"));
        return Some(reading.did_you_mean(finding, start..reading.text.len(), &meant, semantics));
    };
    (known != path).then(|| {
        let finding = reading.finding(&CODE, format!("the managed policy `{name}` has another ARN"));
        let finding = finding.help(format!("write `{}{known}{name}`", &reading.text[..start]));
        match reading.span_of(start..reading.text.len(), semantics) {
            Some(span) => finding.fix(span, format!("{known}{name}")),
            None => finding,
        }
    })
}

/// What is wrong with a name, which SAM alone takes.
fn fault_of_name(
    reading: &Reading,
    is_of_sam: bool,
    searches: &Searches,
    semantics: &Semantics<'_>,
) -> Option<Diagnostic> {
    let name = &*reading.text;
    if !is_of_sam || !reading.is_whole() || name.is_empty() || policy_templates::exists(name) {
        return None;
    }
    if managed_policies::path(name).is_some() {
        return None;
    }
    let names = managed_policies::names().chain(policy_templates::names());
    let near = searches.nearest(name, names);
    if FIRST_WORDS.contains(first_word(name)) && !near.is_some_and(|it| is_typo_of(name, &it)) {
        return None;
    }
    let finding = reading.finding(&CODE, format!("there is no managed policy `{name}`"));
    Some(match near {
        Some(near) => reading.did_you_mean(finding, 0..name.len(), near, semantics),
        None if semantics.template.resources().contains_key(name) => finding.help(format!("write `!Ref {name}`")),
        None => finding.help("AWS's own policies are given by name, others by ARN"),
    })
}

/// `Amazon` of `AmazonS3FullAccess`, `AWS` of `AWSLambda_FullAccess`: most names of AWS begin with one of few words.
fn first_word(name: &str) -> &str {
    let bytes = name.as_bytes();
    let is_start = |at: &usize| {
        bytes[*at].is_ascii_uppercase()
            && (bytes[at - 1].is_ascii_lowercase() || bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase))
    };
    let end = (1..bytes.len()).find(is_start).unwrap_or(bytes.len());
    name.get(..end).unwrap_or(name)
}
