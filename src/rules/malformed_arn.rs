//! Finds ARNs in policies that AWS refuses for their form.
use crate::diagnostic::Problems;
use crate::facts::arn::Arn;
use crate::facts::policy_documents::{IAM_RESOURCES, Purpose};
use crate::rule;
use crate::semantics::Semantics;
use crate::semantics::policy_documents::{PolicyDocument, Reading, Statement};

rule! {
    /// An ARN in a policy does not have the parts that it must have.
    ///
    /// An ARN is `arn:partition:service:region:account:resource`; some services leave region and account empty, but not
    /// the colons. Resources are ARNs, or `'*'`; in ARNs of principals no wildcards are allowed. AWS refuses the policy
    /// otherwise, when the stack is deployed ("IAM JSON policy elements: Resource" and "AWS JSON policy elements:
    /// Principal" in the IAM user guide).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Worker:
    ///     Type: AWS::IAM::Role
    ///     Properties:
    ///       AssumeRolePolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Action: sts:AssumeRole
    ///             Principal: {AWS: 'arn:aws::iam::123456789012:root'}
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Worker:
    ///     Type: AWS::IAM::Role
    ///     Properties:
    ///       AssumeRolePolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Action: sts:AssumeRole
    ///             Principal: {AWS: 'arn:aws:iam::123456789012:root'}
    /// ```
    "malformed-arn" Error check
}

const FORM: &str = "an ARN is `arn:partition:service:region:account:resource`";

/// Services whose policies have other resources too.
const WITH_OTHER_RESOURCES: [&str; 2] = ["AWS::ApiGateway::", "AWS::Serverless::Api"];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for document in semantics.policy_documents() {
        for statement in &document.statements {
            check_statement(statement, document, semantics, problems);
        }
    }
}

fn check_statement<'a>(
    statement: &Statement<'a>,
    document: &PolicyDocument<'a>,
    semantics: &Semantics<'a>,
    problems: &mut Problems,
) {
    let mut report = |reading: &Reading, (message, help): (String, String)| {
        problems.push(document.report(reading.finding(&CODE, message).help(help)));
    };
    // What a trust policy says of resources has a rule of its own.
    if document.purpose != Purpose::Trust {
        for part in statement.parts(&["Resource", "NotResource"], semantics) {
            for reading in part.readings(semantics) {
                if let Some(fault) = fault_of_resource(&reading.text, document, semantics) {
                    report(&reading, fault);
                }
            }
        }
    }
    for part in statement.principals("AWS", semantics) {
        for reading in part.readings(semantics) {
            if let Some(fault) = fault_of_principal(&reading.text) {
                report(&reading, fault);
            }
        }
    }
}

type Fault = (String, String);

fn fault_of_resource(text: &str, document: &PolicyDocument<'_>, semantics: &Semantics<'_>) -> Option<Fault> {
    if !text.starts_with("arn:") {
        let is_open = text.starts_with(['*', '$', '?']);
        let has_others = WITH_OTHER_RESOURCES.iter().any(|it| document.type_name.starts_with(it));
        if is_open || has_others || document.purpose == Purpose::Other {
            return None;
        }
        let help = match semantics.template.resources().contains_key(text) {
            true => format!("write `!GetAtt {text}.Arn`"),
            false => "write an ARN, such as `arn:aws:s3:::bucket/*`, or `'*'`".to_owned(),
        };
        return Some((format!("`{text}` is not an ARN"), help));
    }
    let Some(arn) = Arn::parse(text) else {
        // What is left out at the end stands for everything.
        let last = text.rsplit(':').next().unwrap_or_default();
        let is_open = last.is_empty() || last.contains(['*', '?']) && !last.contains('/');
        let is_known = document.purpose == Purpose::Identity && is_written_out(text) && text.split(':').count() == 5;
        return (is_known && !is_open && !is_account(last))
            .then(|| (format!("`{text}` has {} parts; an ARN has six", text.split(':').count()), FORM.to_owned()));
    };
    fault_of_parts(text, &arn).or_else(|| fault_within_iam(text, &arn))
}

fn fault_of_parts(text: &str, arn: &Arn<'_>) -> Option<Fault> {
    if arn.partition.is_empty() {
        return Some((format!("`{text}` has no partition"), format!("{FORM}; the partition is `aws` in most regions")));
    }
    if !arn.partition.starts_with(['*', '$']) && !arn.partition.starts_with("aws") {
        let message = format!("`{}` in `{text}` is not a partition", arn.partition);
        return Some((message, format!("{FORM}; the partition is `aws` in most regions")));
    }
    if arn.service.is_empty() {
        let help = match arn.region.is_empty() {
            false => format!("`{}` stands one place too far: remove a colon in front of it", arn.region),
            true => FORM.to_owned(),
        };
        return Some((format!("`{text}` has no service"), help));
    }
    None
}

/// What IAM knows of its own resources.
fn fault_within_iam(text: &str, arn: &Arn<'_>) -> Option<Fault> {
    if arn.service != "iam" {
        return None;
    }
    if !arn.region.is_empty() && !arn.region.contains(['*', '?', '$']) {
        return Some((
            format!("`{text}` has a region, which resources of IAM do not have"),
            "leave the region empty: `arn:aws:iam::account:resource`".to_owned(),
        ));
    }
    let resource = arn.resource;
    let is_open = |it: &str| it.contains(['*', '?', '$']);
    let kind = resource.split('/').next().unwrap_or_default();
    if is_open(kind) || IAM_RESOURCES.iter().any(|it| resource.starts_with(it)) {
        return None;
    }
    let help = match resource.strip_prefix(':') {
        Some(rest) => format!("there is a colon too many in front of `{rest}`"),
        None => "write `role/`, `user/`, `policy/` or another kind in front of the name".to_owned(),
    };
    Some((format!("`{text}` is not the ARN of a resource of IAM"), help))
}

fn fault_of_principal(text: &str) -> Option<Fault> {
    if !text.starts_with("arn:") {
        return None;
    }
    let Some(arn) = Arn::parse(text) else {
        let message = format!("`{text}` is not the ARN of a principal");
        return is_written_out(text).then(|| (message, FORM.to_owned()));
    };
    if let Some(fault) = fault_of_parts(text, &arn) {
        return Some(fault);
    }
    if text.contains(['*', '?']) {
        let help = "write `'*'` alone, or name each principal; limit it with `aws:PrincipalArn` in `Condition`";
        return Some((format!("`{text}` contains a wildcard, which ARNs of principals cannot have"), help.to_owned()));
    }
    if !matches!(arn.service, "iam" | "sts") && !arn.service.contains('$') {
        let message = format!("`{text}` is not the ARN of an account, a role or a user");
        return Some((message, "name the role that it uses, or a service under `Service`".to_owned()));
    }
    let is_account = is_account(arn.account) || arn.account.contains('$') || arn.account == "cloudfront";
    if !is_account {
        let message = format!("`{}` in `{text}` is not an account", arn.account);
        return Some((message, "account ids have 12 digits".to_owned()));
    }
    fault_within_iam(text, &arn)
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|it| it.is_ascii_digit())
}

/// Whether nothing is put into a text, or nothing with colons in it.
fn is_written_out(text: &str) -> bool {
    let mut parts = text.split("${").skip(1).map(|it| it.split('}').next().unwrap_or_default());
    parts.all(|it| matches!(it, "AWS::AccountId" | "AWS::Partition" | "AWS::Region" | "AWS::StackName"))
}
