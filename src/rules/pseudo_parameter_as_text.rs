//! Finds names of pseudo parameters where their values are meant.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Semantics, walk_plain_texts};
use crate::source::Span;
use crate::template::pseudo_parameters::PSEUDO_PARAMETERS;
use crate::template::transforms;

rule! {
    /// A value is the name of a pseudo parameter, without `!Ref`.
    ///
    /// `AWS::Region` alone is the text `AWS::Region`; only `!Ref AWS::Region` is the region, and only `!Ref AWS::NoValue`
    /// leaves a property out ("Get AWS values using pseudo parameters" in the CloudFormation user guide).
    ///
    /// ```yaml bad
    /// Parameters:
    ///   Name: {Type: String, Default: ''}
    /// Conditions:
    ///   HasName: !Not [!Equals [!Ref Name, '']]
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       QueueName: !If [HasName, !Ref Name, AWS::NoValue]
    /// ```
    /// ```yaml good
    /// Parameters:
    ///   Name: {Type: String, Default: ''}
    /// Conditions:
    ///   HasName: !Not [!Equals [!Ref Name, '']]
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       QueueName: !If [HasName, !Ref Name, !Ref AWS::NoValue]
    /// ```
    "pseudo-parameter-as-text" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    let is_json = semantics.source.text().trim_start().starts_with('{');
    walk_plain_texts(semantics, problems, &mut |_, node, text, problems| {
        if !PSEUDO_PARAMETERS.contains(&&**text) {
            return;
        }
        let finding = Diagnostic::new(&CODE, node.span, format!("`{text}` is text here, not the pseudo parameter"));
        let finding = finding.if_accepted(node.span);
        let start = Span { start: node.span.start, end: node.span.start };
        problems.push(match is_json {
            true => finding.help(format!("write `{{\"Ref\": \"{text}\"}}`")),
            false => finding.help(format!("write `!Ref {text}`")).fix(start, "!Ref "),
        });
    });
}
