//! Finds ARNs in policies that AWS refuses for their form.
use crate::diagnostic::Problems;
use crate::facts::arn::{Arn, is_account, is_written_out};
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
    let mut report = |reading: &Reading, fault: Fault| {
        problems.push(document.report(reading.finding(&CODE, fault.message).help(fault.help)));
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

/// What is wrong with an ARN.
struct Fault {
    message: String,
    help: String,
}

impl Fault {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

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
        return Some(Fault::new(format!("`{text}` is not an ARN"), help));
    }
    let arn = Arn::parse(text)?;
    fault_of_parts(text, &arn).or_else(|| fault_within_iam(text, &arn))
}

fn fault_of_parts(text: &str, arn: &Arn<'_>) -> Option<Fault> {
    if arn.partition.is_empty() {
        return Some(Fault::new(
            format!("`{text}` has no partition"),
            format!("{FORM}; the partition is `aws` in most regions"),
        ));
    }
    if !arn.partition.starts_with(['*', '$']) && !arn.partition.starts_with("aws") {
        let message = format!("`{}` in `{text}` is not a partition", arn.partition);
        return Some(Fault::new(message, format!("{FORM}; the partition is `aws` in most regions")));
    }
    if arn.service.is_empty() {
        let help = match arn.region.is_empty() {
            false => format!("`{}` stands one place too far: remove a colon in front of it", arn.region),
            true => FORM.to_owned(),
        };
        return Some(Fault::new(format!("`{text}` has no service"), help));
    }
    None
}

/// What IAM knows of its own resources.
fn fault_within_iam(text: &str, arn: &Arn<'_>) -> Option<Fault> {
    if arn.service != "iam" {
        return None;
    }
    if !arn.region.is_empty() && !arn.region.contains(['*', '?', '$']) {
        return Some(Fault::new(
            format!("`{text}` has a region, which resources of IAM do not have"),
            "leave the region empty: `arn:aws:iam::account:resource`",
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
    Some(Fault::new(format!("`{text}` is not the ARN of a resource of IAM"), help))
}

fn fault_of_principal(text: &str) -> Option<Fault> {
    if !text.starts_with("arn:") {
        return None;
    }
    let Some(arn) = Arn::parse(text) else {
        let message = format!("`{text}` is not the ARN of a principal");
        return is_written_out(text).then(|| Fault::new(message, FORM));
    };
    if let Some(fault) = fault_of_parts(text, &arn) {
        return Some(fault);
    }
    if text.contains(['*', '?']) {
        let help = "write `'*'` alone, or name each principal; limit it with `aws:PrincipalArn` in `Condition`";
        return Some(Fault::new(format!("`{text}` contains a wildcard, which ARNs of principals cannot have"), help));
    }
    if !matches!(arn.service, "iam" | "sts") && !arn.service.contains('$') {
        let message = format!("`{text}` is not the ARN of an account, a role or a user");
        return Some(Fault::new(message, "name the role that it uses, or a service under `Service`"));
    }
    let is_account = is_account(arn.account) || arn.account.contains('$') || arn.account == "cloudfront";
    if !is_account {
        let message = format!("`{}` in `{text}` is not an account", arn.account);
        return Some(Fault::new(message, "account ids have 12 digits"));
    }
    fault_within_iam(text, &arn)
}
