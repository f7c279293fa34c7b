//! Finds FIFO queues that schedules and rules should put undelivered events into.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::{fifo, types};
use crate::rule;
use crate::semantics::{Branch, Semantics};

rule! {
    /// The dead-letter queue of a schedule or rule is a FIFO queue.
    ///
    /// EventBridge sends undelivered events only to standard queues (EventBridge Scheduler API, `DeadLetterConfig`,
    /// whose pattern does not allow the `.fifo` in a name; EventBridge user guide, "using dead-letter queues").
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
    ///           Type: ScheduleV2
    ///           Properties:
    ///             ScheduleExpression: rate(1 hour)
    ///             DeadLetterConfig:
    ///               Arn: !GetAtt Undelivered.Arn
    ///   Undelivered:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       FifoQueue: true
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
    ///           Type: ScheduleV2
    ///           Properties:
    ///             ScheduleExpression: rate(1 hour)
    ///             DeadLetterConfig:
    ///               Arn: !GetAtt Undelivered.Arn
    ///   Undelivered:
    ///     Type: AWS::SQS::Queue
    /// ```
    "undeliverable-to-fifo-queue" Error check
}

const HELP: &str = "use a standard queue";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for event in semantics.events_of(&["CloudWatchEvent", "EventBridgeRule", "Schedule", "ScheduleV2"]) {
        let Some(arn) = event.properties.present("DeadLetterConfig").and_then(|it| it.get("Arn")) else { continue };
        let sides = semantics.sides_of(event.resource_id);
        for value in semantics.values_where(&sides, arn) {
            if value.node.text().is_some_and(|it| it.ends_with(fifo::SUFFIX)) {
                let finding = value.finding(&CODE, "undelivered events cannot be sent to a FIFO queue");
                event.report(finding.help(HELP), problems);
            }
        }
        for Branch { node: arn, sides } in semantics.present_branches(arn, &sides) {
            let Some((id, queue)) = semantics.referenced(arn) else { continue };
            let is_queue = queue.get("Type").is_some_and(|it| it.is_text(types::SQS_QUEUE));
            let Some(fifo) = queue.at(&["Properties", "FifoQueue"]).filter(|_| is_queue) else { continue };
            let fifo = semantics.values_where(&sides, fifo);
            let Some(fifo) = fifo.iter().find(|it| it.node.bool() == Some(true) || it.node.is_text("true")) else {
                continue;
            };
            let message = format!("undelivered events cannot be sent to `{id}`, which is a FIFO queue");
            let finding = Diagnostic::new(&CODE, arn.span, message).related(fifo.at, "the queue is FIFO here");
            event.report(finding.help(HELP), problems);
        }
    }
}
