//! Warns of allowances that silence nothing. What silences is found elsewhere, after all other rules.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::Semantics;

rule! {
    /// A comment or an entry in `Metadata` allows a rule that finds nothing there.
    ///
    /// The mistake was fixed, or the rule's name is wrong; then nothing is silenced, or later the wrong finding.
    /// `# samc: allow unused-parameter` applies to its own line, or to the next line if it stands alone; separate
    /// several rules with commas. A reason may follow behind ` -- `. `Metadata: {samc: {allow: [unused-parameter]}}` applies to a whole resource and to
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

/// Nothing: what is silenced is known when all rules have run.
fn check(_: &Semantics<'_>, _: &mut Problems) {}
