//! Finds functions that CloudFront cannot run.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::sam::resources;
use crate::semantics::{Branch, Semantics, Target};
use crate::syntax::{Map, Node};

rule! {
    /// A distribution of CloudFront runs a function that has what Lambda@Edge does not allow.
    ///
    /// CloudFront refuses functions with environment variables, layers, a VPC, a dead-letter queue, arm64, an image or a
    /// runtime that is neither Node.js nor Python, and takes only a numbered version of one, not `$LATEST` or an alias
    /// (CloudFront developer guide, "restrictions on Lambda@Edge"). Both `lambda.amazonaws.com` and
    /// `edgelambda.amazonaws.com` must be able to assume the function's role, and the role that SAM makes trusts only the
    /// first (CloudFront developer guide, "set up IAM permissions and roles for Lambda@Edge").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Rewrite:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       AutoPublishAlias: live
    ///       AssumeRolePolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal: {Service: [lambda.amazonaws.com, edgelambda.amazonaws.com]}
    ///             Action: sts:AssumeRole
    ///       Environment:
    ///         Variables: {STAGE: live}
    ///   Site:
    ///     Type: AWS::CloudFront::Distribution
    ///     Properties:
    ///       DistributionConfig:
    ///         Enabled: true
    ///         Origins: [{Id: site, DomainName: example.com, CustomOriginConfig: {OriginProtocolPolicy: https-only}}]
    ///         DefaultCacheBehavior:
    ///           TargetOriginId: site
    ///           ViewerProtocolPolicy: https-only
    ///           CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6
    ///           LambdaFunctionAssociations:
    ///             - {EventType: origin-request, LambdaFunctionARN: !Ref Rewrite.Version}
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Rewrite:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       AutoPublishAlias: live
    ///       AssumeRolePolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal: {Service: [lambda.amazonaws.com, edgelambda.amazonaws.com]}
    ///             Action: sts:AssumeRole
    ///   Site:
    ///     Type: AWS::CloudFront::Distribution
    ///     Properties:
    ///       DistributionConfig:
    ///         Enabled: true
    ///         Origins: [{Id: site, DomainName: example.com, CustomOriginConfig: {OriginProtocolPolicy: https-only}}]
    ///         DefaultCacheBehavior:
    ///           TargetOriginId: site
    ///           ViewerProtocolPolicy: https-only
    ///           CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6
    ///           LambdaFunctionAssociations:
    ///             - {EventType: origin-request, LambdaFunctionARN: !Ref Rewrite.Version}
    /// ```
    "unfit-edge-function" Error check
}

const ASSOCIATIONS: &str = "LambdaFunctionAssociations";
/// Properties that such a function cannot have, in SAM and in CloudFormation.
const REFUSED: [&str; 8] = [
    "DeadLetterConfig",
    "DeadLetterQueue",
    "Environment",
    "FileSystemConfigs",
    "ImageUri",
    "Layers",
    "ReservedConcurrentExecutions",
    "VpcConfig",
];
/// What assumes the role of a function at CloudFront.
const PRINCIPAL: &str = "edgelambda.amazonaws.com";
/// Seconds that a function may run, by what its event begins with.
const PATIENCE: [(&str, i64); 2] = [("viewer-", 5), ("origin-", 30)];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (id, _, distribution) in semantics.of_type(types::CLOUD_FRONT_DISTRIBUTION) {
        let sides = semantics.sides_of(id);
        let mut lists: Vec<&Node> = Vec::new();
        distribution.values().for_each(|it| it.walk(&mut |it| lists.extend(it.get(ASSOCIATIONS))));
        for Branch { node, sides } in lists.iter().flat_map(|it| semantics.items(it, &sides).unwrap_or_default()) {
            let Some(association) = node.map() else { continue };
            let Some(arn) = association.present("LambdaFunctionARN") else { continue };
            for target in semantics.targets(arn, &sides) {
                let is_function = resources::deployed_type(target.type_name()) == types::LAMBDA_FUNCTION;
                if is_function {
                    check_version(&target, id, problems);
                    check_function(semantics, association, &target, problems);
                } else if target.type_name() == types::LAMBDA_VERSION {
                    let of =
                        target.property("FunctionName").map(|it| semantics.targets(it, &sides)).unwrap_or_default();
                    of.iter().for_each(|it| check_function(semantics, association, it, problems));
                }
            }
        }
    }
}

/// CloudFront asks for a version: the function itself has none in its ARN.
fn check_version(target: &Target<'_>, distribution: &str, problems: &mut Problems) {
    let names_version = target.attribute.as_deref() == Some("Version");
    if names_version {
        return;
    }
    let message = format!("CloudFront takes only a numbered version of `{}`", target.id);
    let finding = Diagnostic::new(&CODE, target.at, message).resource(distribution);
    problems
        .push(finding.help(format!("set `AutoPublishAlias` on the function and write `!Ref {}.Version`", target.id)));
}

fn check_function(semantics: &Semantics<'_>, association: &Map, target: &Target<'_>, problems: &mut Problems) {
    let Some(function) = target.resource.get("Properties").and_then(Node::map) else { return };
    let report = |at, message: String, help: &str, problems: &mut Problems| {
        let finding = Diagnostic::new(&CODE, at, message).related(target.at, "CloudFront runs the function");
        problems.push(finding.resource(&**target.id).help(help));
    };
    for name in REFUSED {
        let Some((_, entry)) = function.entry(name).filter(|(_, it)| it.value.is_truthy()) else { continue };
        if !semantics
            .branches(&entry.value, &target.sides)
            .iter()
            .any(|it| crate::template::intrinsics::is_no_value(it.node))
        {
            report(entry.key_span, format!("a function at CloudFront cannot have `{name}`"), "remove it", problems);
        }
    }
    for value in
        function.present("Architectures").and_then(Node::list).into_iter().flatten().filter(|it| it.is_text("arm64"))
    {
        report(value.span, "a function at CloudFront cannot run on `arm64`".to_owned(), "write `x86_64`", problems);
    }
    let patience = association.present("EventType").and_then(Node::text);
    let patience = patience.and_then(|event| PATIENCE.iter().find(|(it, _)| event.starts_with(it)));
    let timeouts = function.present("Timeout").map(|it| semantics.values_where(&target.sides, it));
    for value in timeouts.into_iter().flatten() {
        let (Some((_, most)), Some(seconds)) = (patience, value.node.integer()) else { continue };
        if seconds > *most {
            let message = format!("at CloudFront, the function may run for {most} seconds, not {seconds}");
            report(value.at, message, &format!("write `Timeout: {most}` or less"), problems);
        }
    }
    check_role(semantics, function, target, problems);
}

/// Lambda@Edge assumes the role of the function too.
fn check_role(semantics: &Semantics<'_>, function: &Map, target: &Target<'_>, problems: &mut Problems) {
    // What is put in may have a role.
    if semantics.has_macros() || function.contains_key("Fn::Transform") {
        return;
    }
    let report = |at, message: String, help: String, problems: &mut Problems| {
        let finding = Diagnostic::new(&CODE, at, message).related(target.at, "CloudFront runs the function");
        problems.push(finding.resource(&**target.id).help(help));
    };
    let is_untrusted = |id: &str| {
        let services = semantics.trust_of(id).and_then(|it| it.trusted_services(semantics));
        services.is_some_and(|it| it.iter().all(|it| it.split('.').next() != PRINCIPAL.split('.').next()))
    };
    if let Some(role) = function.present("Role") {
        let roles = semantics.targets(role, &target.sides).into_iter();
        for role in roles.filter(|it| it.type_name() == types::IAM_ROLE && is_untrusted(it.id)) {
            let message = format!("role `{}` of a function at CloudFront does not trust `{PRINCIPAL}`", role.id);
            report(role.at, message, format!("add `{PRINCIPAL}` to the `Service` that the role trusts"), problems);
        }
    } else if target.type_name() == resources::FUNCTION {
        let is_written = function.present("AssumeRolePolicyDocument").is_some();
        if is_written && !is_untrusted(target.id) {
            return;
        }
        let message = format!("the role of a function at CloudFront, `{}`, does not trust `{PRINCIPAL}`", target.id);
        let help = format!(
            "write an `AssumeRolePolicyDocument` on the function that allows `lambda.amazonaws.com` and `{PRINCIPAL}` to \
             assume the role"
        );
        report(target.id_span, message, help, problems);
    }
}
