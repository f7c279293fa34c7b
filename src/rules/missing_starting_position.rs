//! Finds streams that are read from nowhere.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Case;
use crate::semantics::Checked;
use crate::semantics::polling::{Source, Written};

rule! {
    /// A stream is read without saying where to begin.
    ///
    /// Lambda needs `StartingPosition` for Kinesis, for the stream of a table and for MSK (`CreateEventSourceMapping` in the
    /// API of Lambda). SAM sees when an event has none; this rule finds it in plain event source mappings, and where a
    /// condition leaves it out.
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
const STREAMS: [Source; 3] = [Source::Kinesis, Source::DynamoDb, Source::Msk];

fn check(checked: &Checked<'_>, problems: &mut Problems) {
    for mapping in checked.mappings().iter().filter(|it| STREAMS.contains(&it.source)) {
        let written = mapping.property(POSITION);
        let is_left_out = checked.cases(written, &mapping.sides).iter().any(|it| matches!(it, Case::Missing(_)));
        if !is_left_out || (written.is_none() && mapping.written != Written::Resource) {
            continue;
        }
        let at = written.map_or(mapping.span, |it| it.span);
        let message = format!("`{}` needs `{POSITION}`", mapping.source.name());
        let message = if written.is_some() { format!("{message} on both sides of the condition") } else { message };
        let finding = Diagnostic::new(&CODE, at, message);
        mapping.report(finding.help("write `TRIM_HORIZON` for the oldest records, or `LATEST` for new ones"), problems);
    }
}
