//! The role that a function works under.
use super::condition::{self, Condition};
use super::table::Function;
use crate::cfn::{Context, Grant, Resource, iam, tags};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::node;
use crate::sam::SamResource;
use crate::sam::execution_role::{ExecutionRole, tracing_policy};
use crate::sam::policies::PolicyKind;
use crate::source::Span;
use crate::syntax::{IntoNode, Node};
use crate::template::intrinsics;

/// How X-Ray traces the function, if it does.
pub(super) fn tracing_mode(function: &Function<'_>, context: &Context<'_>, problems: &mut Problems) -> Option<Node> {
    let mut mode = function.tracing.filter(|it| it.is_truthy())?.clone();
    let known = context.parameters.resolve_below(&mut mode, problems);
    Some(mode).filter(|_| !known.is_text("Disabled"))
}

/// What a function's role has to allow besides what `Policies` say.
pub(super) struct Required {
    /// Inline policies of the function's destinations.
    pub policies: Vec<Node>,
    /// What its events need.
    pub grants: Vec<Grant>,
}

/// The role of a function: what it always needs, what its `Policies` say and what else is required.
pub(super) fn execution_role(
    function: &Function<'_>,
    policies: &[(PolicyKind, Node)],
    required: Required,
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Resource {
    let at = resource.span;
    let always = always_attached(function, context, problems).into_iter();
    let trust = function.assume_role_policy_document.cloned().unwrap_or_else(|| iam::trust(at, "lambda.amazonaws.com"));
    let role = ExecutionRole {
        trust,
        managed: always.map(|name| context.managed_policy_arn(name).into_node(at)).collect(),
        inline: dead_letter_policy(function).into_iter().chain(required.policies).collect(),
        policies,
        grants: required.grants,
        path: function.role_path,
        permissions_boundary: function.permissions_boundary,
        tags: tags::with_created_by(at, function.tags.and_then(Node::map)),
    };
    role.build(resource, context, problems)
}

/// The managed policies that a function needs for logging, tracing and its network.
fn always_attached(function: &Function<'_>, context: &Context<'_>, problems: &mut Problems) -> Vec<&'static str> {
    let mut names = vec![if function.durable_config.is_some_and(Node::is_truthy) {
        "service-role/AWSLambdaBasicDurableExecutionRolePolicy"
    } else {
        "service-role/AWSLambdaBasicExecutionRole"
    }];
    if tracing_mode(function, context, problems).is_some() {
        names.push(tracing_policy(context));
    }
    if function.vpc_config.is_some_and(Node::is_truthy) {
        names.push("service-role/AWSLambdaVPCAccessExecutionRole");
    }
    names
}

/// The inline policy that allows to send to the dead-letter queue.
fn dead_letter_policy(function: &Function<'_>) -> Option<Node> {
    let queue = function.dead_letter_queue?;
    let (kind, target) = (queue.get("Type")?, queue.get("TargetArn")?);
    let action = if kind.is_text("SNS") { "sns:Publish" } else { "sqs:SendMessage" };
    Some(node!(queue.span, {
        "PolicyName": "DeadLetterQueuePolicy",
        "PolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Action": action, "Resource": target, "Effect": "Allow"}]
        }
    }))
}

/// The role that a function gets.
pub(super) struct Chosen {
    /// Its ARN.
    pub arn: Node,
    /// The generated role, where it is used.
    pub generated: Option<Resource>,
    /// A condition that must be defined for it.
    pub condition: Option<Condition>,
}

/// Chooses between the role that the user gives and the generated one, which may depend on a condition.
///
/// `None` when the given role is not to be understood, which is reported.
pub(super) fn choose(
    given: Option<&Node>,
    mut generated: Resource,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Chosen> {
    let own = generated.get_att("Arn");
    let Some(given) = given else { return Some(Chosen { arn: own, generated: Some(generated), condition: None }) };
    if !intrinsics::is_if(given) {
        return Some(Chosen { arn: given.clone(), generated: None, condition: None });
    }
    let given = context.parameters.resolve(given, problems);
    let Some([condition, then, otherwise]) = intrinsics::if_branches(&given) else {
        let message = "`Fn::If` takes a condition and two values";
        let finding = Diagnostic::new(&codes::INVALID_INTRINSIC, given.span, message);
        problems.push(finding.help("write `!If [Condition, !GetAtt MyRole.Arn, !Ref AWS::NoValue]`"));
        return None;
    };
    match (intrinsics::is_no_value(then), intrinsics::is_no_value(otherwise)) {
        (true, true) => Some(Chosen { arn: own, generated: Some(generated), condition: None }),
        (true, false) => {
            let otherwise = if otherwise.is_null() { no_value(otherwise.span) } else { otherwise.clone() };
            let arn = intrinsics::if_else(given.span, condition, own, otherwise);
            generated.attributes.insert("Condition", condition.clone());
            Some(Chosen { arn, generated: Some(generated), condition: None })
        }
        (false, true) => {
            let arn = intrinsics::if_else(given.span, condition, then, own);
            let name = condition::name(condition, problems)?;
            let negation = condition::negation(format!("NOT{name}").into(), name, condition.span);
            generated.attributes.insert("Condition", negation.0.clone().into_node(condition.span));
            condition::check_section(std::slice::from_ref(&negation), context, condition.span, problems);
            Some(Chosen { arn, generated: Some(generated), condition: Some(negation) })
        }
        (false, false) => Some(Chosen { arn: given, generated: None, condition: None }),
    }
}

fn no_value(at: Span) -> Node {
    intrinsics::reference(at, "AWS::NoValue")
}
