//! Finds dead-letter queues of the other kind.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Semantics, channels};
use crate::source::Span;
use crate::syntax::{Map, Text};

rule! {
    /// A queue and its dead-letter queue are of different kinds: one is FIFO, the other is not.
    ///
    /// SQS refuses that when the stack is deployed: the dead-letter queue of a FIFO queue must be FIFO, and that of a
    /// standard queue must be standard (`RedrivePolicy` of `SetQueueAttributes` in the SQS API).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       FifoQueue: true
    ///       RedrivePolicy:
    ///         maxReceiveCount: 3
    ///         deadLetterTargetArn: !GetAtt Failed.Arn
    ///   Failed:
    ///     Type: AWS::SQS::Queue
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       FifoQueue: true
    ///       RedrivePolicy:
    ///         maxReceiveCount: 3
    ///         deadLetterTargetArn: !GetAtt Failed.Arn
    ///   Failed:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       FifoQueue: true
    /// ```
    "mismatched-dead-letter-queue" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (id, id_span, queue) in semantics.of_type(types::SQS_QUEUE) {
        if let Some(finding) = fault(id, id_span, queue, semantics) {
            problems.push(finding.resource(&**id));
        }
    }
}

fn fault(id: &Text, id_span: Span, queue: &Map, semantics: &Semantics<'_>) -> Option<Diagnostic> {
    let policy = queue.present("RedrivePolicy")?;
    for case in semantics.cases(queue.present("FifoQueue"), &semantics.sides_of(id)) {
        let Some(is_fifo) = case.is_true() else { continue };
        for (policy, sides) in semantics.maps(policy, case.sides()) {
            let Some(arn) = policy.present("deadLetterTargetArn") else { continue };
            let others = channels(arn, &sides, semantics);
            let Some(other) = others.into_iter().find(|it| it.kind == "queue" && it.is_fifo != is_fifo) else {
                continue;
            };
            let name = |is_fifo| if is_fifo { "a FIFO queue" } else { "a standard queue" };
            let (found, wanted) = (name(other.is_fifo), name(is_fifo));
            let message =
                format!("`{}` is {found}; the dead-letter queue of {wanted} must be {wanted} too", other.name);
            let finding = Diagnostic::new(&CODE, other.at, message);
            let at = queue.key_span("FifoQueue").unwrap_or(id_span);
            let finding = finding.related(at, format!("this is {}", name(is_fifo)));
            return Some(match other.declared {
                Some(declared) if is_fifo => finding
                    .related(declared, "the dead-letter queue is here")
                    .help("add `FifoQueue: true` to the dead-letter queue"),
                Some(declared) => finding
                    .related(declared, "the dead-letter queue is here")
                    .help("remove `FifoQueue` from the dead-letter queue"),
                None => finding.help("name a queue of the same kind"),
            });
        }
    }
    None
}
