//! Finds policies of queues, topics and buckets of which only one takes effect.
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Branch, Semantics};
use crate::source::Span;
use crate::syntax::Text;
use crate::template::conditions::Side;
use std::collections::HashMap;

rule! {
    /// A queue, topic or bucket has two policies, of which one overwrites the other.
    ///
    /// Each of them has one policy, which the resource that is deployed last sets ("AWS::SQS::QueuePolicy" in the template
    /// reference: "applies a policy to Amazon SQS queues"). For buckets that is an error: "The bucket policy already
    /// exists".
    ///
    /// ```yaml bad
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///   FromRules:
    ///     Type: AWS::SQS::QueuePolicy
    ///     Properties:
    ///       Queues: [!Ref Jobs]
    ///       PolicyDocument:
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal: {Service: events.amazonaws.com}
    ///             Action: sqs:SendMessage
    ///             Resource: !GetAtt Jobs.Arn
    ///   FromTopics:
    ///     Type: AWS::SQS::QueuePolicy
    ///     Properties:
    ///       Queues: [!Ref Jobs]
    ///       PolicyDocument:
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal: {Service: sns.amazonaws.com}
    ///             Action: sqs:SendMessage
    ///             Resource: !GetAtt Jobs.Arn
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///   JobsPolicy:
    ///     Type: AWS::SQS::QueuePolicy
    ///     Properties:
    ///       Queues: [!Ref Jobs]
    ///       PolicyDocument:
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal: {Service: [events.amazonaws.com, sns.amazonaws.com]}
    ///             Action: sqs:SendMessage
    ///             Resource: !GetAtt Jobs.Arn
    /// ```
    "overwritten-policy" Warning check
}

/// What sets a policy, with the property that names whose it is, and what that is called.
const POLICIES: [(&str, &str, &str); 3] = [
    (types::SQS_QUEUE_POLICY, "Queues", "queue"),
    ("AWS::SNS::TopicPolicy", "Topics", "topic"),
    (types::S3_BUCKET_POLICY, "Bucket", "bucket"),
];

/// A policy for a resource.
struct Policy<'a> {
    id: &'a Text,
    at: Span,
    sides: Vec<Side>,
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (type_name, property, noun) in POLICIES {
        let mut first: HashMap<&str, Policy<'_>> = HashMap::new();
        for (id, _, properties) in semantics.of_type(type_name) {
            let Some(written) = properties.present(property) else { continue };
            let sides = semantics.sides_of(id);
            let items = match written.list() {
                Some(_) => semantics.items(written, &sides).unwrap_or_default(),
                None => vec![Branch { node: written, sides }],
            };
            for target in items.iter().flat_map(|it| semantics.targets(it.node, &it.sides)) {
                let sides = [target.sides, semantics.sides_of(id)].concat();
                let Some(earlier) = first.get(&**target.id) else {
                    first.insert(&**target.id, Policy { id, at: target.at, sides });
                    continue;
                };
                if earlier.id == id || !semantics.is_possible(earlier.sides.iter().chain(&sides)) {
                    continue;
                }
                let message = format!(
                    "{noun} `{}` has another policy, `{}`; only one of them takes effect",
                    target.id, earlier.id
                );
                let mut finding = Diagnostic::new(&CODE, target.at, message);
                if noun == "bucket" {
                    finding.severity = Severity::Error;
                }
                let finding = finding.related(earlier.at, "the other one is here").resource(&**id);
                problems.push(finding.help("write all statements into one policy"));
            }
        }
    }
}
