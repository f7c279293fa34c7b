//! Finds roles that the service which is to take them on cannot assume.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::sam::resources;
use crate::semantics::policy_documents::PolicyDocument;
use crate::semantics::{Semantics, Target};

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
    let document = semantics.trust_of(target.id)?;
    Some((document, document.trusted_services(semantics)?))
}

fn listed(services: &[String]) -> String {
    services.iter().map(|it| format!("`{it}`")).collect::<Vec<String>>().join(", ")
}
