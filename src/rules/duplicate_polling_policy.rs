//! Finds policies of one role that replace each other.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Event, Semantics};
use crate::source::Span;
use crate::syntax::{Node, Text};
use std::collections::HashMap;

rule! {
    /// A role gets two policies with the same name, because its function polls several sources of one kind.
    ///
    /// SAM allows the function's role to read each broker and its secret, by a policy that has the same name for every
    /// broker unless the event says `DynamicPolicyName: true` ("MQ" in the SAM guide). A role has only one inline
    /// policy of each name, so only one of the brokers can be read.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Orders:
    ///           Type: MQ
    ///           Properties:
    ///             Broker: arn:aws:mq:us-east-1:123456789012:broker:orders:b-1
    ///             Queues: [orders]
    ///             SourceAccessConfigurations:
    ///               - Type: BASIC_AUTH
    ///                 URI: arn:aws:secretsmanager:us-east-1:123456789012:secret:orders
    ///         Returns:
    ///           Type: MQ
    ///           Properties:
    ///             Broker: arn:aws:mq:us-east-1:123456789012:broker:returns:b-2
    ///             Queues: [returns]
    ///             SourceAccessConfigurations:
    ///               - Type: BASIC_AUTH
    ///                 URI: arn:aws:secretsmanager:us-east-1:123456789012:secret:returns
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Orders:
    ///           Type: MQ
    ///           Properties:
    ///             Broker: arn:aws:mq:us-east-1:123456789012:broker:orders:b-1
    ///             DynamicPolicyName: true
    ///             Queues: [orders]
    ///             SourceAccessConfigurations:
    ///               - Type: BASIC_AUTH
    ///                 URI: arn:aws:secretsmanager:us-east-1:123456789012:secret:orders
    ///         Returns:
    ///           Type: MQ
    ///           Properties:
    ///             Broker: arn:aws:mq:us-east-1:123456789012:broker:returns:b-2
    ///             DynamicPolicyName: true
    ///             Queues: [returns]
    ///             SourceAccessConfigurations:
    ///               - Type: BASIC_AUTH
    ///                 URI: arn:aws:secretsmanager:us-east-1:123456789012:secret:returns
    /// ```
    "duplicate-polling-policy" Error check
}

/// The sources whose policies have one name for all events.
const KINDS: &[&str] = &["MQ", "DocumentDB", "MSK", "SelfManagedKafka"];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let mut events: HashMap<Span, Event<'_>> = HashMap::new();
    for event in semantics.events_of(KINDS) {
        events.entry(event.span).or_insert(event);
    }
    let resources = semantics.generated().into_iter().flat_map(|it| it.values());
    let roles = resources.filter(|it| it.get("Type").is_some_and(|it| it.is_text(types::IAM_ROLE)));
    for policies in roles.filter_map(|it| it.at(&["Properties", "Policies"])?.list()) {
        let mut named: HashMap<&Text, &Node> = HashMap::new();
        for policy in policies {
            let Some(name) = policy.get("PolicyName").and_then(Node::text) else { continue };
            let first = *named.entry(name).or_insert(policy);
            // A generated policy has the span of the event that needs it.
            let Some(event) = events.get(&policy.span).filter(|_| !std::ptr::eq(first, policy)) else { continue };
            let message =
                format!("the role gets a policy `{name}` for this event and for another; only one takes effect");
            let finding = Diagnostic::new(&CODE, event.span, message).related(first.span, "the other event is here");
            event.report(
                finding.help(if event.kind == "MQ" {
                    "add `DynamicPolicyName: true` to both events"
                } else {
                    "read it with another function, or give this one a `Role` that can read all its sources"
                }),
                problems,
            );
        }
    }
}
