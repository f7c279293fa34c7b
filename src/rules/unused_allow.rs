//! Warns of allowances that silence nothing. What silences is found elsewhere, after all other rules.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::Semantics;

rule! {
    /// A comment or an entry in `Metadata` allows a rule that finds nothing there.
    ///
    /// The mistake was mended, or the rule's name is not quite right; then nothing is silenced, or later the wrong
    /// thing. `# samc: allow unused-parameter` holds for its own line, or for the next when it stands alone; several
    /// rules are separated by commas. `Metadata: {samc: {allow: [unused-parameter]}}` holds for a whole resource and for
    /// everything generated from it.
    ///
    /// ```yaml bad
    /// Parameters:
    ///   # samc: allow unused-parameter
    ///   Stage:
    ///     Type: String
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    ///     Properties:
    ///       TableName: !Sub products-${Stage}
    /// ```
    /// ```yaml good
    /// Parameters:
    ///   # The pipeline passes it to all stacks.
    ///   # samc: allow unused-parameter
    ///   Stage:
    ///     Type: String
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// ```
    "unused-allow" Warning check
}

/// Nothing: what is silenced is known when all rules have been heard.
fn check(_: &Semantics<'_>, _: &mut Problems) {}
