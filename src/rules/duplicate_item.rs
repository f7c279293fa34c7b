//! Finds the same entry twice where entries have to differ.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::{Semantics, Unfit};

rule! {
    /// A list has the same entry twice, where all must be different.
    ///
    /// CloudFormation refuses such a list ("uniqueItems" in the resource type schema).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Boundary:
    ///     Type: AWS::IAM::Group
    ///     Properties:
    ///       ManagedPolicyArns:
    ///         - arn:aws:iam::aws:policy/ReadOnlyAccess
    ///         - arn:aws:iam::aws:policy/ReadOnlyAccess
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Boundary:
    ///     Type: AWS::IAM::Group
    ///     Properties:
    ///       ManagedPolicyArns:
    ///         - arn:aws:iam::aws:policy/ReadOnlyAccess
    /// ```
    "duplicate-item" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for misfit in semantics.misfits() {
        let Unfit::Duplicate { first } = misfit.fault else { continue };
        let finding = misfit.finding(&CODE, format!("`{}` has the same entry twice", misfit.property));
        problems.push(finding.related(first, "it is here already").help("remove one of them"));
    }
}
