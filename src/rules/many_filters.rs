//! Finds more filters than an account has without asking for more.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::Node;
use crate::template::intrinsics;

rule! {
    /// A polled source has more filters than an account's default quota allows.
    ///
    /// An account has five filters for each source. AWS raises that to ten on request; without it, the deployment fails
    /// ("Event filtering" in the Lambda developer guide). More than ten are always refused.
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
    ///           Type: SQS
    ///           Properties:
    ///             Queue: !GetAtt Orders.Arn
    ///             FilterCriteria:
    ///               Filters:
    ///                 - Pattern: '{"body": {"kind": ["a"]}}'
    ///                 - Pattern: '{"body": {"kind": ["b"]}}'
    ///                 - Pattern: '{"body": {"kind": ["c"]}}'
    ///                 - Pattern: '{"body": {"kind": ["d"]}}'
    ///                 - Pattern: '{"body": {"kind": ["e"]}}'
    ///                 - Pattern: '{"body": {"kind": ["f"]}}'
    ///   Orders:
    ///     Type: AWS::SQS::Queue
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
    ///           Type: SQS
    ///           Properties:
    ///             Queue: !GetAtt Orders.Arn
    ///             FilterCriteria:
    ///               Filters:
    ///                 - Pattern: '{"body": {"kind": ["a", "b", "c", "d", "e", "f"]}}'
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    /// ```
    "many-filters" Warning check
}

/// Filters for each source before the quota is raised.
const QUOTA: usize = 5;
/// Filters for each source when it has been raised; the property's row says that more are refused.
const HIGHEST_QUOTA: usize = 10;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for mapping in semantics.event_source_mappings() {
        for (filters, _) in mapping.filters(semantics) {
            let certain: Vec<&Node> = filters.iter().filter(|it| !intrinsics::is_if(it)).collect();
            if (QUOTA + 1..=HIGHEST_QUOTA).contains(&certain.len()) {
                let message = format!("{} filters are more than the default quota of {QUOTA}", certain.len());
                let finding = Diagnostic::new(&CODE, certain[QUOTA].span, message);
                mapping.report(
                    finding.help("join filters by listing several values in one pattern, or request a higher quota"),
                    problems,
                );
            }
        }
    }
}
