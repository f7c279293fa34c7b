//! Finds principals of policies that AWS refuses.
use crate::diagnostic::{Diagnostic, Problems, is_slip_of, nearest};
use crate::facts::arn::is_account;
use crate::facts::iam;
use crate::facts::policy_documents::PRINCIPALS;
use crate::rule;
use crate::semantics::Semantics;
use crate::semantics::policy_documents::{PolicyDocument, Statement};
use crate::syntax::Map;
use crate::template::intrinsics;

rule! {
    /// A principal of a policy is not one that AWS knows.
    ///
    /// `Principal` is `'*'`, or a map with `AWS`, `Service`, `Federated` or `CanonicalUser`. Under `AWS` stand accounts,
    /// and ARNs of roles and users, in which no wildcards are allowed; under `Service` names such as
    /// `lambda.amazonaws.com`. AWS refuses the policy otherwise, when the stack is deployed ("AWS JSON policy elements:
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
    ///             Principal: lambda.amazonaws.com
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
    ///             Principal: {Service: lambda.amazonaws.com}
    /// ```
    "invalid-principal" Error check
}

/// How the names of services end.
const DOMAIN: &str = "amazonaws.com";

/// Services that functions and roles often trust, which are seldom meant otherwise than they are written here.
const SERVICES: [&str; 14] = [
    "apigateway",
    "appsync",
    "cloudformation",
    "codebuild",
    "codepipeline",
    "cognito-idp",
    "ecs-tasks",
    "edgelambda",
    "events",
    "firehose",
    "lambda",
    "pipes",
    "scheduler",
    "states",
];

/// How the ids begin that AWS gives to users and roles.
const IDS: [&str; 2] = ["AIDA", "AROA"];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for document in semantics.policy_documents() {
        for statement in &document.statements {
            let mut report = |finding| problems.push(document.report(finding));
            check_form(statement, document, semantics, &mut report);
            check_accounts(statement, semantics, &mut report);
            check_services(statement, semantics, &mut report);
        }
    }
}

fn check_form<'a>(
    statement: &Statement<'a>,
    document: &PolicyDocument<'a>,
    semantics: &Semantics<'a>,
    report: &mut dyn FnMut(Diagnostic),
) {
    for part in statement.parts(&["Principal", "NotPrincipal"], semantics) {
        if let Some(map) = part.node.map().filter(|_| !intrinsics::is_intrinsic(part.node)) {
            check_kinds(map, document, report);
            continue;
        }
        for reading in part.readings(semantics).into_iter().filter(|it| it.is_whole() && it.text != "*") {
            let message = format!("`Principal` is `{}`; it must be `'*'` or a map", reading.text);
            let finding = reading.finding(&CODE, message);
            let kind = if reading.text.ends_with(DOMAIN) { "Service" } else { "AWS" };
            report(finding.help(format!("write `{kind}: {}`", reading.text)));
        }
    }
}

fn check_kinds(map: &Map, document: &PolicyDocument<'_>, report: &mut dyn FnMut(Diagnostic)) {
    for (key, entry) in map.entries().filter(|(it, _)| !PRINCIPALS.contains(&&***it) && !it.starts_with("Fn::")) {
        let finding = Diagnostic::new(&CODE, entry.key_span, format!("`{key}` is not a kind of principal"));
        let near = nearest(key, PRINCIPALS).filter(|it| is_slip_of(key, it));
        report(match near {
            Some(near) => finding.meant(document.span, [near]).did_you_mean(entry.key_span, key, near),
            None => finding.help("write `AWS`, `Service`, `Federated` or `CanonicalUser`"),
        });
    }
}

/// What stands under `AWS`, but malformed ARNs, which have a rule of their own.
fn check_accounts<'a>(statement: &Statement<'a>, semantics: &Semantics<'a>, report: &mut dyn FnMut(Diagnostic)) {
    for part in statement.principals("AWS", semantics) {
        for reading in part.readings(semantics).into_iter().filter(|it| it.is_whole()) {
            let text = &*reading.text;
            let is_id = IDS.iter().any(|it| text.starts_with(it));
            if text == "*" || text.starts_with("arn:") || is_account(text) || is_id {
                continue;
            }
            let message = format!("`{text}` is not an account, a role or a user");
            let help = match text.ends_with(DOMAIN) {
                true => "a service stands under `Service`".to_owned(),
                false if text.bytes().all(|it| it.is_ascii_digit()) => "account ids have 12 digits".to_owned(),
                false if semantics.template.resources().contains_key(text) => format!("write `!GetAtt {text}.Arn`"),
                false => "write the id of an account with 12 digits, or the ARN of a role or user".to_owned(),
            };
            report(reading.finding(&CODE, message).help(help));
        }
    }
}

fn check_services<'a>(statement: &Statement<'a>, semantics: &Semantics<'a>, report: &mut dyn FnMut(Diagnostic)) {
    for part in statement.principals("Service", semantics) {
        for reading in part.readings(semantics).into_iter().filter(|it| it.is_whole() && it.text != "*") {
            let Some(meant) = meant_service(&reading.text) else { continue };
            let finding = reading.finding(&CODE, format!("`{}` is not the name of a service", reading.text));
            report(reading.did_you_mean(finding, 0..reading.text.len(), &meant, semantics));
        }
    }
}

/// The name of the service that was meant, where another one is written that surely does not exist.
fn meant_service(text: &str) -> Option<String> {
    let Some((name, domain)) = text.split_once('.') else {
        let name = nearest(text, SERVICES).map_or(text, |it| it.name);
        return Some(format!("{name}.{DOMAIN}"));
    };
    if domain == DOMAIN {
        let near = nearest(name, SERVICES).filter(|it| is_slip_of(name, it) && it.name != name)?;
        // Other services have names that are as near.
        let is_near = name.len().abs_diff(near.len()) <= 1 && name.starts_with(&near[..2]);
        return (is_near && iam::service(name).is_none()).then(|| format!("{near}.{DOMAIN}"));
    }
    let is_known = ["amazonaws.com", "amazonaws.com.cn", "amazon.com", "aws.internal", "aws.com", "amazonaws.eu"];
    if is_known.iter().any(|it| text.ends_with(it)) {
        return None;
    }
    is_slip_of(domain, DOMAIN).then(|| format!("{name}.{DOMAIN}"))
}
