//! Finds streams that are read from nowhere.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Branch, Case, EventSourceMapping, Form, PolledService, Semantics};
use crate::syntax::Node;
use crate::template::conditions::Side;

rule! {
    /// A stream is read without a starting position.
    ///
    /// Lambda needs `StartingPosition` for Kinesis, for DynamoDB streams and for MSK (`CreateEventSourceMapping` in the
    /// Lambda API). SAM refuses an event without it; this rule also finds it missing in plain event source mappings,
    /// and where a condition leaves it out.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///   Changes:
    ///     Type: AWS::Lambda::EventSourceMapping
    ///     Properties:
    ///       FunctionName: !Ref Worker
    ///       EventSourceArn: !GetAtt Stream.Arn
    ///   Stream:
    ///     Type: AWS::Kinesis::Stream
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///   Changes:
    ///     Type: AWS::Lambda::EventSourceMapping
    ///     Properties:
    ///       FunctionName: !Ref Worker
    ///       EventSourceArn: !GetAtt Stream.Arn
    ///       StartingPosition: LATEST
    ///   Stream:
    ///     Type: AWS::Kinesis::Stream
    /// ```
    "missing-starting-position" Error check
}

const POSITION: &str = "StartingPosition";
const STREAMS: [PolledService; 3] = [PolledService::Kinesis, PolledService::DynamoDb, PolledService::Msk];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for mapping in semantics.event_source_mappings().iter().filter(|it| STREAMS.contains(&it.service)) {
        let written = mapping.property(POSITION);
        let cases = semantics.cases(written, &mapping.sides);
        let is_left_out =
            cases.iter().any(|it| matches!(it, Case::Missing(sides) if may_poll(semantics, mapping, sides)));
        if !is_left_out || (written.is_none() && mapping.form != Form::Resource) {
            continue;
        }
        let at = written.map_or(mapping.span, |it| it.span);
        let message = format!("`{}` needs `{POSITION}`", mapping.service.name());
        let message = if written.is_some() { format!("{message} on both sides of the condition") } else { message };
        let finding = Diagnostic::new(&CODE, at, message);
        mapping.report(finding.help("write `TRIM_HORIZON` for the oldest records, or `LATEST` for new ones"), problems);
    }
}

/// Whether a stream may be polled on these sides of conditions, and not a queue.
fn may_poll(semantics: &Semantics<'_>, mapping: &EventSourceMapping<'_>, sides: &[Side]) -> bool {
    let Some(arn) = mapping.arn else { return true };
    let is_queue = |it: &Branch<'_>| {
        semantics.targets(it.node, &it.sides).iter().any(|it| it.type_name() == types::SQS_QUEUE)
            || semantics
                .values_where(&it.sides, it.node)
                .iter()
                .any(|it| Node::text(&it.node).is_some_and(|it| it.contains(":sqs:")))
    };
    semantics.present_branches(arn, sides).any(|it| !is_queue(&it))
}
