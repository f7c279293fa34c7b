//! Where the outcome of an asynchronous invocation is sent.
use super::condition::{self, Condition};
use super::shared;
use crate::cfn::{Context, Resource};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::types;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::source::Span;
use crate::syntax::{self, Map, Node};
use crate::template::intrinsics;

properties! {
    /// A destination of asynchronous invocations.
    pub(super) struct DestinationProperties {
        /// `SQS`, `SNS`, `EventBridge`, `Lambda` or `S3Bucket`.
        "Type" => kind: Text, one_of(&["SQS", "SNS", "EventBridge", "Lambda", "S3Bucket"]);
        /// ARN of the destination; a queue or topic is generated when omitted.
        "Destination" => destination: Option<Arn>;
    }
}

/// Kinds of destinations, as `Type` names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Queue,
    Topic,
    EventBus,
    Function,
    Bucket,
}

const KINDS: [(&str, Kind); 5] = [
    ("SQS", Kind::Queue),
    ("SNS", Kind::Topic),
    ("EventBridge", Kind::EventBus),
    ("Lambda", Kind::Function),
    ("S3Bucket", Kind::Bucket),
];

/// A destination, with what is generated for it.
pub(super) struct Destination {
    /// ARN of the destination.
    pub arn: Node,
    /// A queue or topic, where the user gives none.
    pub generated: Option<Resource>,
    /// The condition under which the user gives none, where it depends; its name, and its definition if it is new.
    pub condition: Option<(syntax::Text, Option<Condition>)>,
    /// What allows the function to send to it.
    pub policy: Node,
}

/// Reads `OnSuccess` or `OnFailure` (`event`) of the invoke config called `config_id`.
///
/// `None` when it is wrong, which is reported.
pub(super) fn read(
    written: &Node,
    config_id: &syntax::Text,
    event: &str,
    problems: &mut Problems,
) -> Option<Destination> {
    let Some(map) = written.map() else {
        let message = format!("`{event}` is {}; it must be a map", written.kind_name());
        problems.push(
            Diagnostic::new(&codes::WRONG_TYPE, written.span, message)
                .value_of(event)
                .help("write `Type: SQS` under it"),
        );
        return None;
    };
    let kind = kind(map, written.span, problems)?;
    let prefix = config_id.append(event);
    let given = map.present("Destination");
    let Some((condition, given)) = where_missing(given, config_id, problems)? else {
        let arn = given.expect("given on all sides, or it would be missing under a condition").clone();
        let policy = policy(kind, &arn, &prefix);
        return Some(Destination { arn, generated: None, condition: None, policy });
    };
    let Some(generated) = generated(kind, &prefix, written.span) else {
        let message = format!("`{event}` needs `Destination`");
        let finding = Diagnostic::new(&codes::MISSING_PROPERTY, written.span, message).missing(["Destination"]);
        problems
            .push(finding.help("add `Destination:` with an ARN; only a queue or a topic is generated when omitted"));
        return None;
    };
    let own = if kind == Kind::Topic { generated.reference() } else { generated.get_att("Arn") };
    let arn = match (&condition, given) {
        (Some((name, _)), Some(given)) if !given.is_null() => intrinsics::if_else(written.span, name, own, given),
        (Some((name, _)), _) => intrinsics::if_only(written.span, name, own),
        (None, _) => own,
    };
    let policy = policy(kind, &arn, &prefix);
    Some(Destination { arn, generated: Some(generated), condition, policy })
}

fn kind(map: &Map, at: Span, problems: &mut Problems) -> Option<Kind> {
    let written = map.present("Type");
    let found = written.and_then(|it| KINDS.iter().find(|(name, _)| it.is_text(name)));
    if found.is_none() {
        let names = "`SQS`, `SNS`, `EventBridge`, `Lambda` or `S3Bucket`";
        let finding = match written {
            Some(written) => Diagnostic::new(
                &codes::INVALID_VALUE,
                written.span,
                format!("the `Type` of a destination must be {names}"),
            ),
            None => Diagnostic::new(&codes::MISSING_PROPERTY, at, "a destination needs `Type`").missing(["Type"]),
        };
        problems.push(finding.help(format!("write `Type:` with {names}")));
    }
    found.map(|(_, kind)| *kind)
}

/// A condition's name, and its definition if it is new; and what is given where it is not met.
type Missing<'a> = (Option<(syntax::Text, Option<Condition>)>, Option<&'a Node>);

/// When a destination is missing: under which condition, if it depends, and what is given else.
///
/// The inner `None` is a destination that is never missing. The outer one is a destination that is wrong, which is
/// reported.
fn where_missing<'a>(
    given: Option<&'a Node>,
    config_id: &syntax::Text,
    problems: &mut Problems,
) -> Option<Option<Missing<'a>>> {
    let Some(given) = given else { return Some(Some((None, None))) };
    if !intrinsics::is_if(given) {
        return Some(None);
    }
    let Some([condition, then, otherwise]) = intrinsics::if_branches(given) else {
        let message = "`Fn::If` takes a condition and two values";
        let finding = Diagnostic::new(&codes::INVALID_INTRINSIC, given.span, message).resource(&**config_id);
        problems.push(finding.help("write `!If [Condition, !GetAtt MyQueue.Arn, !Ref AWS::NoValue]`"));
        return None;
    };
    match (intrinsics::is_no_value(then), intrinsics::is_no_value(otherwise)) {
        (true, false) => {
            let name = condition::name(condition, problems)?;
            Some(Some((Some((name.clone(), None)), Some(otherwise))))
        }
        (false, true) => {
            let condition_name = condition::name(condition, problems)?;
            let name = condition::negation_name(condition_name, config_id);
            let negation = condition::negation(name.clone(), condition_name, condition.span);
            Some(Some((Some((name, Some(negation))), Some(then))))
        }
        (true, true) | (false, false) => Some(None),
    }
}

/// The queue or topic that is generated; other kinds must be given.
fn generated(kind: Kind, prefix: &syntax::Text, at: Span) -> Option<Resource> {
    match kind {
        Kind::Queue => Some(Resource::new(
            prefix.append("Queue"),
            types::SQS_QUEUE,
            "queue for the results of asynchronous invocations",
            at,
        )),
        Kind::Topic => Some(Resource::new(
            prefix.append("Topic"),
            types::SNS_TOPIC,
            "topic for the results of asynchronous invocations",
            at,
        )),
        Kind::EventBus | Kind::Function | Kind::Bucket => None,
    }
}

/// The inline policy that allows to send to `arn`.
fn policy(kind: Kind, arn: &Node, prefix: &syntax::Text) -> Node {
    let at = arn.span;
    let (suffix, action) = match kind {
        Kind::Queue => ("SQSPolicy", "sqs:SendMessage"),
        Kind::Topic => ("SNSPolicy", "sns:publish"),
        Kind::EventBus => ("EventBridgePolicy", "events:PutEvents"),
        Kind::Function => ("LambdaPolicy", "lambda:InvokeFunction"),
        Kind::Bucket => ("S3Policy", "s3:PutObject"),
    };
    let statements = if kind == Kind::Bucket {
        let objects = node!(at, {"Fn::Join": ["/", [arn, "*"]]});
        node!(at, [
            {"Action": action, "Effect": "Allow", "Resource": objects},
            {"Action": "s3:ListBucket", "Effect": "Allow", "Resource": arn}
        ])
    } else {
        node!(at, [{"Action": action, "Effect": "Allow", "Resource": arn}])
    };
    node!(at, {"PolicyName": (prefix.append(suffix)), "PolicyDocument": {"Statement": statements}})
}

/// `written` as the reference sees it: with the destination that was generated for another function before.
///
/// The reference fills in a destination that functions share for the first of them. So the others send to the queue or
/// topic of the first.
pub(super) fn with_shared(written: &Node, logical_id: &syntax::Text, event: &str, context: &Context<'_>) -> Node {
    let mut shared = written.clone();
    let path = ["EventInvokeConfig", "DestinationConfig", event];
    for (other, before) in shared::others(logical_id, written.span, &path, context) {
        if !before {
            break;
        }
        let config_id = other.logical_id.append("EventInvokeConfig");
        // What is wrong with it is reported at the first.
        let destination = read(&shared, &config_id, event, &mut Problems::default());
        let (Some(destination), Some(map)) = (destination, shared.map_mut()) else { break };
        if destination.generated.is_none() {
            break;
        }
        map.insert("Destination", destination.arn);
    }
    shared
}
