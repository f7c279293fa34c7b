//! Says where conditions can combine in more ways than are looked at.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::source::Span;

rule! {
    /// The conditions of the template can combine in so many ways that not all of them were looked at.
    ///
    /// Many checks ask which conditions can hold at the same time, so as not to blame a template for what never comes
    /// about. Every parameter that conditions compare doubles the answers, or worse. There is an end to what is tried,
    /// and to the sides of nested `Fn::If`s that are followed in one property. Past it, checks that depend on conditions
    /// say nothing, and what they would have found is not reported. Expansion does not depend on it.
    ///
    /// ```yaml bad
    /// Parameters:
    ///   Stage: {Type: String}
    /// Conditions:
    ///   IsProduction: !Equals [!Ref Stage, prod]
    ///   Twice: !And [!Condition IsProduction, !Condition IsProduction]
    ///   Often: !And [!Condition Twice, !Condition Twice, !Condition Twice, !Condition Twice, !Condition Twice]
    ///   VeryOften: !And [!Condition Often, !Condition Often, !Condition Often, !Condition Often, !Condition Often]
    ///   TooOften: !And [!Condition VeryOften, !Condition VeryOften, !Condition VeryOften, !Condition VeryOften]
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Changes:
    ///           Type: Kinesis
    ///           Properties:
    ///             Stream: !GetAtt Changes.Arn
    ///             StartingPosition: LATEST
    ///             TumblingWindowInSeconds: 60
    ///             ParallelizationFactor: !If [TooOften, 2, 1]
    ///   Changes:
    ///     Type: AWS::Kinesis::Stream
    /// ```
    /// A property that is chosen by conditions is better looked up in a mapping:
    ///
    /// ```yaml good
    /// Parameters:
    ///   Stage: {Type: String, AllowedValues: [test, prod]}
    /// Mappings:
    ///   Sizes:
    ///     test: {Memory: 128}
    ///     prod: {Memory: 1024}
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       MemorySize: !FindInMap [Sizes, !Ref Stage, Memory]
    /// ```
    "too-many-conditions" Warning check
}

/// Runs after all rules that ask about conditions.
fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if semantics.gave_up() {
        let sections = semantics.template.sections();
        let start = Span { end: semantics.template.span.start, ..semantics.template.span };
        let at = sections.key_span("Conditions").unwrap_or(start);
        let message =
            "conditions can combine in more ways than are looked at; checks that depend on them stopped there";
        let finding = Diagnostic::new(&CODE, at, message);
        problems.push(finding.help("nest fewer `Fn::If`s in one property, or look values up in `Mappings`"));
    }
}
