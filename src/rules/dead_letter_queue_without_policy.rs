//! Finds dead-letter queues of rules that do not let EventBridge send to them.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Branch, Semantics};
use crate::syntax::Node;
use crate::template::intrinsics;

rule! {
    /// A rule's dead-letter queue has no policy that lets EventBridge send to it.
    ///
    /// For `Type: SQS`, SAM generates the queue and its policy. For `Arn`, you provide both: without a policy, events
    /// that cannot be delivered are silently dropped (EventBridge user guide, "granting permissions to the dead-letter
    /// queue"). Only queues in the same template are checked.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Events:
    ///         Hourly:
    ///           Type: Schedule
    ///           Properties:
    ///             Schedule: rate(1 hour)
    ///             DeadLetterConfig:
    ///               Arn: !GetAtt Undelivered.Arn
    ///   Undelivered:
    ///     Type: AWS::SQS::Queue
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Events:
    ///         Hourly:
    ///           Type: Schedule
    ///           Properties:
    ///             Schedule: rate(1 hour)
    ///             DeadLetterConfig:
    ///               Arn: !GetAtt Undelivered.Arn
    ///   Undelivered:
    ///     Type: AWS::SQS::Queue
    ///   UndeliveredPolicy:
    ///     Type: AWS::SQS::QueuePolicy
    ///     Properties:
    ///       Queues:
    ///         - !Ref Undelivered
    ///       PolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Principal:
    ///               Service: events.amazonaws.com
    ///             Action: sqs:SendMessage
    ///             Resource: !GetAtt Undelivered.Arn
    /// ```
    "dead-letter-queue-without-policy" Warning check
}

const PRINCIPAL: &str = "events.amazonaws.com";
/// What gives a queue a policy, with the property that names the queue.
const POLICIES: [(&str, &str); 2] = [(types::SQS_QUEUE_POLICY, "Queues"), ("AWS::SQS::QueueInlinePolicy", "Queue")];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for event in semantics.events_of(&["CloudWatchEvent", "EventBridgeRule", "Schedule"]) {
        let Some(arn) = event.properties.present("DeadLetterConfig").and_then(|it| it.get("Arn")) else { continue };
        for Branch { node: arn, .. } in semantics.present_branches(arn, &semantics.sides_of(event.resource_id)) {
            let Some((id, queue)) = semantics.referenced(arn) else { continue };
            let is_queue = queue.get("Type").is_some_and(|it| it.is_text(types::SQS_QUEUE));
            if !is_queue || may_be_allowed(semantics, id) {
                continue;
            }
            let message = format!("queue `{id}` has no policy that lets EventBridge send to it");
            let mut finding = Diagnostic::new(&CODE, arn.span, message);
            if let Some(span) = semantics.resources().key_span(id) {
                finding = finding.related(span, "the queue is here");
            }
            let help = format!(
                "allow `{PRINCIPAL}` to call `sqs:SendMessage` in an `AWS::SQS::QueuePolicy`, or write `Type: SQS` instead of \
                 `Arn` to generate the queue and its policy"
            );
            event.report(finding.help(help), problems);
        }
    }
}

/// Whether a policy in the document may let EventBridge send to the queue.
fn may_be_allowed(semantics: &Semantics<'_>, queue_id: &str) -> bool {
    // Connectors generate policies too, so nothing is known without an expansion.
    let Some(generated) = semantics.generated() else { return true };
    generated.values().any(|resource| {
        let found = POLICIES.iter().find(|(name, _)| resource.get("Type").is_some_and(|it| it.is_text(name)));
        let Some((_, queues)) = found else { return false };
        let Some(properties) = resource.get("Properties") else { return true };
        let is_of_queue = properties.get(queues).is_none_or(|it| may_name(it, queue_id));
        is_of_queue && properties.get("PolicyDocument").is_none_or(allows)
    })
}

/// Whether a queue, or a list of queues, may be this one: it is, or what it is cannot be known.
fn may_name(queues: &Node, id: &str) -> bool {
    match queues.list() {
        Some(items) => items.iter().any(|it| may_name(it, id)),
        None => match intrinsics::referenced_id(queues) {
            Some(other) => other == id,
            None => true,
        },
    }
}

/// Whether one of the statements may be for EventBridge.
fn allows(document: &Node) -> bool {
    let Some(statements) = document.get("Statement") else { return true };
    let statements = statements.list().unwrap_or(std::slice::from_ref(statements));
    statements.iter().any(|statement| statement.get("Principal").is_none_or(may_be_event_bridge))
}

fn may_be_event_bridge(principal: &Node) -> bool {
    if intrinsics::is_intrinsic(principal) || principal.is_text("*") {
        return true;
    }
    let is_any = principal.get("AWS").is_some_and(|it| it.is_text("*"));
    let services = principal.get("Service");
    let services = services.map(|it| it.list().unwrap_or(std::slice::from_ref(it))).unwrap_or_default();
    is_any || services.iter().any(|it| intrinsics::is_intrinsic(it) || it.is_text(PRINCIPAL) || it.is_text("*"))
}
