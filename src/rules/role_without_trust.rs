//! Finds roles that the service which is to take them on cannot assume.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::policy_documents::Purpose;
use crate::facts::types;
use crate::rule;
use crate::sam::resources;
use crate::semantics::policy_documents::{PolicyDocument, Statement, is_open};
use crate::semantics::{Semantics, Target};
use crate::syntax::Node;
use crate::template::intrinsics;

rule! {
    /// A resource has a role of the template that its service cannot assume.
    ///
    /// A service takes on a role only if the role's `AssumeRolePolicyDocument` trusts it. Lambda, Step Functions and
    /// EventBridge Scheduler try that when the resource is created, and refuse it: "The role defined for the function cannot
    /// be assumed by Lambda" (Lambda developer guide, "execution role"; Step Functions, "creating an IAM role for your state
    /// machine"; EventBridge Scheduler, "setting up").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Role: !GetAtt HelloRole.Arn
    ///   HelloRole:
    ///     Type: AWS::IAM::Role
    ///     Properties:
    ///       AssumeRolePolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal: {Service: ec2.amazonaws.com}
    ///             Action: sts:AssumeRole
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Role: !GetAtt HelloRole.Arn
    ///   HelloRole:
    ///     Type: AWS::IAM::Role
    ///     Properties:
    ///       AssumeRolePolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal: {Service: lambda.amazonaws.com}
    ///             Action: sts:AssumeRole
    /// ```
    "role-without-trust" Error check
}

/// Types whose service assumes a role when they are created: the path to the role, and the name of the service.
const TAKING_ON: [(&str, &[&str], &str); 5] = [
    (resources::FUNCTION, &["Role"], "lambda"),
    (types::LAMBDA_FUNCTION, &["Role"], "lambda"),
    (resources::STATE_MACHINE, &["Role"], "states"),
    (types::STEP_FUNCTIONS_STATE_MACHINE, &["RoleArn"], "states"),
    (types::SCHEDULER_SCHEDULE, &["Target", "RoleArn"], "scheduler"),
];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (type_name, path, service) in TAKING_ON {
        for (id, _, properties) in semantics.of_type(type_name) {
            let [outer @ .., name] = path else { continue };
            let holder = outer.iter().try_fold(properties, |map, it| map.get(it)?.map());
            let Some(role) = holder.and_then(|it| it.present(name)) else { continue };
            for target in semantics.targets(role, &semantics.sides_of(id)) {
                let Some((document, trusted)) = trusted(&target, semantics) else { continue };
                if trusted.iter().any(|it| it.split('.').next() == Some(service)) {
                    continue;
                }
                let name = format!("{service}.amazonaws.com");
                let message = format!("role `{}` does not trust `{name}`, which has to assume it", target.id);
                let finding = Diagnostic::new(&CODE, target.at, message).resource(&**id);
                let finding = finding.related(document.span, format!("it trusts {}", listed(&trusted)));
                problems.push(finding.help(format!("add `{name}` to the `Service` that the role trusts")));
            }
        }
    }
}

/// The services that a role trusts, with the document that says so; `None` where it is no role, or not all are known.
fn trusted<'s>(target: &Target<'_>, semantics: &'s Semantics<'_>) -> Option<(&'s PolicyDocument<'s>, Vec<String>)> {
    if target.type_name() != types::IAM_ROLE {
        return None;
    }
    let document = semantics
        .policy_documents()
        .iter()
        .find(|it| it.purpose == Purpose::Trust && it.resource.is_some_and(|id| **id == **target.id))?;
    let written = document.map.filter(|it| !is_open(it))?.get("Statement")?;
    let written = written.list().unwrap_or(std::slice::from_ref(written));
    // A function may come to other statements than are seen.
    if written.iter().any(intrinsics::is_intrinsic) || written.len() != document.statements.len() {
        return None;
    }
    let mut services = Vec::new();
    for statement in document.statements.iter().filter(|it| !it.map.get("Effect").is_some_and(|it| it.is_text("Deny")))
    {
        services.extend(services_of(statement, semantics)?);
    }
    Some((document, services)).filter(|(_, it)| !it.is_empty())
}

/// The services that a statement names; `None` where others may be among its principals.
fn services_of(statement: &Statement<'_>, semantics: &Semantics<'_>) -> Option<Vec<String>> {
    let principal = statement.map.get("Principal").and_then(Node::map).filter(|it| !is_open(it))?;
    let is_any = |it: &Node| it.is_text("*");
    let is_open = |it: &Node| is_any(it) || it.list().is_some_and(|it| it.iter().any(is_any)) || intrinsics::is_if(it);
    if statement.is_open() || principal.in_any_order().any(|(_, it)| is_open(it)) {
        return None;
    }
    let names = statement.principals("Service", semantics).into_iter().map(|part| {
        let text = part.node.text().or_else(|| intrinsics::argument(part.node, "Fn::Sub").and_then(Node::text))?;
        // What a parameter says can change.
        Some(text.to_string()).filter(|it| !it.split('.').next().is_some_and(|it| it.contains("${")))
    });
    names.collect()
}

fn listed(services: &[String]) -> String {
    services.iter().map(|it| format!("`{it}`")).collect::<Vec<String>>().join(", ")
}
