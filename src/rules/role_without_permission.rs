//! Finds functions whose own role does not allow what Lambda asks for when it creates them.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Access, Function, Semantics, recipients};
use crate::source::Span;
use crate::syntax::{Map, Node};
use crate::template::conditions::Side;
use crate::template::intrinsics;
use std::collections::HashSet;

rule! {
    /// A function has a role of the template that does not allow what its configuration needs.
    ///
    /// Lambda works in a network and sends to a dead-letter queue with the role of the function, and refuses to create the
    /// function when the role does not allow it: "The provided execution role does not have permissions to call
    /// CreateNetworkInterface on EC2" (Lambda developer guide, "giving Lambda functions access to resources in an Amazon
    /// VPC" and "dead-letter queues"). SAM adds what is needed to the role that it makes, but not to one that is given as
    /// `Role`.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Role: !GetAtt ReportRole.Arn
    ///       VpcConfig:
    ///         SubnetIds: [subnet-0a1b2c3d4e5f6a7b8]
    ///         SecurityGroupIds: [sg-0a1b2c3d4e5f6a7b8]
    ///   ReportRole:
    ///     Type: AWS::IAM::Role
    ///     Properties:
    ///       ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
    ///       AssumeRolePolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal: {Service: lambda.amazonaws.com}
    ///             Action: sts:AssumeRole
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Role: !GetAtt ReportRole.Arn
    ///       VpcConfig:
    ///         SubnetIds: [subnet-0a1b2c3d4e5f6a7b8]
    ///         SecurityGroupIds: [sg-0a1b2c3d4e5f6a7b8]
    ///   ReportRole:
    ///     Type: AWS::IAM::Role
    ///     Properties:
    ///       ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole]
    ///       AssumeRolePolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal: {Service: lambda.amazonaws.com}
    ///             Action: sts:AssumeRole
    /// ```
    "role-without-permission" Error check
}

/// Something that a property of a function asks of its role.
struct Need {
    /// What Lambda calls with the role, or would call.
    actions: &'static [&'static str],
    /// The managed policy that allows it.
    managed: Option<&'static str>,
}

static NETWORK: Need = Need {
    actions: &["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface"],
    managed: Some("AWSLambdaVPCAccessExecutionRole"),
};
/// What Lambda calls for each kind of dead-letter queue.
static DEAD_LETTERS: [Need; 2] =
    [Need { actions: &["sqs:SendMessage"], managed: None }, Need { actions: &["sns:Publish"], managed: None }];
/// The type of parameters that name at least one subnet that exists.
const SUBNETS: &str = "List<AWS::EC2::Subnet::Id>";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    // Connectors generate policies too, so nothing is known without an expansion.
    let Some(generated) = semantics.generated().filter(|_| !semantics.has_unknown_types()) else { return };
    let Some(policies) = semantics.role_policies().filter(|_| !semantics.has_other_transforms()) else { return };
    let mut reported = HashSet::new();
    for function in semantics.functions() {
        let Some(role_id) = own_role(&function, semantics, generated) else { continue };
        for (need, property, at) in needs(&function, semantics) {
            let is_missing = |it: &&&str| !policies.may_allow(Access { action: it, target: None }, role_id);
            let missing: Vec<&str> = need.actions.iter().filter(is_missing).copied().collect();
            // One role may be that of many functions.
            if missing.is_empty() || !reported.insert((role_id, need.actions)) {
                continue;
            }
            let message = format!(
                "role `{role_id}` of `{}` does not allow {}, which `{property}` needs",
                function.id,
                listed(&missing)
            );
            let mut finding = Diagnostic::new(&CODE, at, message);
            if let Some(span) = semantics.resources().key_span(role_id) {
                finding = finding.related(span, "the role is here");
            }
            let help = match need.managed {
                Some(managed) => format!(
                    "add `arn:aws:iam::aws:policy/service-role/{managed}` to the `ManagedPolicyArns` of the role"
                ),
                None => format!("allow {} in the `Policies` of the role", listed(&missing)),
            };
            problems.push(finding.help(help).resource(&**function.id).consequence_of(role_id));
        }
    }
}

/// The role of a function, if it is one that the template writes.
fn own_role<'g>(function: &Function<'_>, semantics: &Semantics<'_>, generated: &'g Map) -> Option<&'g str> {
    let role = generated.get(function.id)?.at(&["Properties", "Role"])?;
    // What SAM makes allows it.
    let id = intrinsics::referenced_id(role).filter(|it| semantics.resources().contains_key(it))?;
    generated.get(id)?.get("Type")?.is_text(types::IAM_ROLE).then_some(id)
}

/// What a function asks of its role, with the property that does, and where that stands.
fn needs(function: &Function<'_>, semantics: &Semantics<'_>) -> Vec<(&'static Need, &'static str, Span)> {
    let mut found = Vec::new();
    let holders = |name| {
        let value = function.properties.present(name);
        value.map(|it| semantics.maps(it, &function.sides)).unwrap_or_default()
    };
    let subnets = holders("VpcConfig").into_iter().filter_map(|(map, sides)| Some((map.present("SubnetIds")?, sides)));
    let subnets = subnets.into_iter().find(|(it, sides)| has_subnet(it, sides, semantics));
    found.extend(subnets.map(|(it, _)| (&NETWORK, "VpcConfig", it.span)));
    let dead_letters = if function.is_sam { "DeadLetterQueue" } else { "DeadLetterConfig" };
    for (map, sides) in holders(dead_letters) {
        let recipients = map.present("TargetArn").map(|it| recipients(it, &sides, semantics)).unwrap_or_default();
        for recipient in recipients {
            let Ok(Some(service)) = recipient.service else { continue };
            let need = DEAD_LETTERS.iter().find(|it| it.actions == [service.action]);
            found.extend(need.map(|it| (it, dead_letters, recipient.at)));
        }
    }
    found
}

/// Whether there surely is a subnet among these.
fn has_subnet(subnets: &Node, sides: &[Side], semantics: &Semantics<'_>) -> bool {
    let is_parameter = |it: &Node| {
        let name = intrinsics::argument(it, "Ref").and_then(Node::text);
        name.and_then(|it| semantics.template.parameter_type(it)).is_some_and(|it| it == SUBNETS)
    };
    let lists = semantics.present_branches(subnets, sides);
    lists
        .into_iter()
        .any(|it| is_parameter(it.node) || semantics.items(it.node, &it.sides).is_some_and(|it| !it.is_empty()))
}

fn listed(actions: &[&str]) -> String {
    let names: Vec<String> = actions.iter().map(|it| format!("`{it}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
