//! Finds roles that the service which is to take them on cannot assume.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::assumed_roles::{self, Principal};
use crate::facts::types;
use crate::rule;
use crate::sam::openapi::INTEGRATION;
use crate::sam::resources;
use crate::semantics::policy_documents::PolicyDocument;
use crate::semantics::{Branch, Semantics};
use crate::syntax::{Node, Text};
use crate::template::conditions::Side;

rule! {
    /// A resource has a role of the template that its service cannot assume.
    ///
    /// A service takes on a role only if the role's `AssumeRolePolicyDocument` trusts it. Lambda, Step Functions and
    /// EventBridge try that when the resource is created, and refuse it: "The role defined for the function cannot be
    /// assumed by Lambda"; others, such as API Gateway and ECS, fail when they use the role (IAM user guide, "create a role
    /// to delegate permissions to an AWS service", and the page on such roles in the guide of each service). An identity pool
    /// needs a role that trusts `cognito-identity.amazonaws.com` as a federated principal.
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

/// Where the role of an integration stands in the definition of an API, by the types that have one.
const DEFINITIONS: [(&str, &str); 4] = [
    (types::API_GATEWAY_REST_API, "Body"),
    (types::API_GATEWAY_V2_API, "Body"),
    (resources::API, "DefinitionBody"),
    (resources::HTTP_API, "DefinitionBody"),
];
const IN_DEFINITIONS: Principal = Principal::Service("apigateway");
const OF_FUNCTIONS: Principal = Principal::Service("lambda");

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for role in assumed_roles::ALL {
        for (id, _, properties) in semantics.of_type(role.type_name) {
            for Branch { node, sides } in semantics.at_path(properties, role.path, &semantics.sides_of(id)) {
                check_role(semantics, id, node, &sides, role.principal, problems);
            }
        }
    }
    for (type_name, property) in DEFINITIONS {
        for (id, _, properties) in semantics.of_type(type_name) {
            let Some(definition) = properties.present(property) else { continue };
            let mut found = Vec::new();
            definition.walk(&mut |it| found.extend(it.get(INTEGRATION).and_then(|it| it.get("credentials"))));
            found.iter().for_each(|it| {
                check_role(semantics, id, it, &semantics.sides_of(id), IN_DEFINITIONS, problems);
            });
        }
    }
    // The role that SAM makes trusts whom the function says, and nobody else.
    for (id, _, properties) in semantics.of_type(resources::FUNCTION).filter(|it| !it.2.contains_key("Role")) {
        let Some((document, trusted)) = untrusted(semantics, id, OF_FUNCTIONS) else { continue };
        let name = OF_FUNCTIONS.name();
        let message =
            format!("the role of `{id}` does not trust `{name}`, which has to assume it; it trusts {trusted}");
        let at = properties.key_span("AssumeRolePolicyDocument").unwrap_or(document.span);
        let finding = Diagnostic::new(&CODE, at, message).resource(&**id);
        problems.push(finding.help(format!("add `{name}` to the `Service` that the role trusts")));
    }
}

/// Whether a role of the template trusts whoever has to assume it.
fn check_role(
    semantics: &Semantics<'_>,
    id: &Text,
    role: &Node,
    sides: &[Side],
    principal: Principal,
    problems: &mut Problems,
) {
    for target in semantics.targets(role, sides).iter().filter(|it| it.type_name() == types::IAM_ROLE) {
        let Some((document, trusted)) = untrusted(semantics, target.id, principal) else { continue };
        let name = principal.name();
        let message = format!("role `{}` does not trust `{name}`, which has to assume it", target.id);
        let finding = Diagnostic::new(&CODE, target.at, message).resource(&**id);
        let finding = finding.related(document.span, format!("it trusts {trusted}"));
        problems.push(finding.help(format!("add `{name}` to the `{}` that the role trusts", principal.kind())));
    }
}

/// What says whom a role trusts, and that in words, if it surely is not this principal.
fn untrusted<'s>(
    semantics: &'s Semantics<'_>,
    role_id: &str,
    principal: Principal,
) -> Option<(&'s PolicyDocument<'s>, String)> {
    let document = semantics.trust_of(role_id)?;
    let services = document.trusted_services(semantics)?;
    let is_trusted = match principal {
        Principal::Service(service) => {
            let is_it = |it: &String| it.strip_prefix(service).is_some_and(|it| it.is_empty() || it.starts_with('.'));
            services.iter().any(is_it)
        }
        // Which provider it is may be known only at deployment.
        Principal::Federated(_) => {
            document.statements.iter().any(|it| !it.principals(principal.kind(), semantics).is_empty())
        }
    };
    let listed: Vec<String> = services.iter().map(|it| format!("`{it}`")).collect();
    (!is_trusted).then(|| (document, listed.join(", ")))
}
