//! Says where conditions can combine in more ways than are looked at.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::source::Span;

rule! {
    /// The conditions of the template can combine in too many ways to check them all.
    ///
    /// Many checks depend on which conditions can hold at the same time, so that they do not report what can never
    /// happen. Every parameter that conditions compare at least doubles the combinations. samc limits how many it
    /// tries, and how many branches of nested `Fn::If`s it follows in one property. Beyond that, checks that depend on
    /// conditions report nothing, even where there is a mistake. Expansion does not depend on it.
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
    /// Look the property up in a mapping instead of choosing it by conditions:
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
            "conditions can combine in too many ways to check them all; checks that depend on them are incomplete";
        let finding = Diagnostic::new(&CODE, at, message);
        problems.push(finding.help("nest fewer `Fn::If`s in one property, or look values up in `Mappings`"));
    }
}
