//! Finds values of `DefinitionSubstitutions` that the definition does not use.
use crate::diagnostic::{Diagnostic, Problems, Searches};
use crate::rule;
use crate::semantics::{DefinitionForm, Semantics, StateMachine};
use crate::states::substitutions::substitutions;
use crate::syntax::{Map, Node};
use crate::template::intrinsics;
use std::collections::HashSet;

rule! {
    /// `DefinitionSubstitutions` has a value that the definition does not use.
    ///
    /// A value is put in where the definition has `${Name}`. If it has none, the value has no effect, and what should use it may
    /// be misspelt (CloudFormation, `AWS::StepFunctions::StateMachine`, `DefinitionSubstitutions`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Definition:
    ///         StartAt: Work
    ///         States:
    ///           Work:
    ///             Type: Task
    ///             Resource: arn:aws:lambda:us-east-1:123456789012:function:work
    ///             End: true
    ///       DefinitionSubstitutions:
    ///         WorkerArn: arn:aws:lambda:us-east-1:123456789012:function:work
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Definition:
    ///         StartAt: Work
    ///         States:
    ///           Work:
    ///             Type: Task
    ///             Resource: ${WorkerArn}
    ///             End: true
    ///       DefinitionSubstitutions:
    ///         WorkerArn: arn:aws:lambda:us-east-1:123456789012:function:work
    /// ```
    "unused-definition-substitution" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let searches = Searches::new();
    for owner in semantics.state_machines().iter().filter(|it| is_known(it)) {
        let given = owner.substitutions().filter(|it| !it.keys().any(|key| key.starts_with("Fn::")));
        let used: HashSet<&str> =
            owner.definitions.iter().flat_map(|it| substitutions(&it.tree)).map(|it| it.name).collect();
        let is_given = |it: &&str| given.is_some_and(|given| given.contains_key(it));
        let mut undefined: Vec<&str> = used.iter().copied().filter(|it| !is_given(it)).collect();
        undefined.sort_unstable();
        for (name, entry) in given.into_iter().flat_map(Map::entries) {
            if used.contains(&**name) {
                continue;
            }
            let finding = Diagnostic::new(&CODE, entry.key_span, format!("the definition does not use `${{{name}}}`"));
            let is_misspelt = searches.nearest(name, undefined.iter().copied()).is_some();
            // One of the two is misspelt, and that is reported where it is used.
            if !is_misspelt {
                owner.report(finding.help("remove it"), problems);
            }
        }
    }
}

/// Whether all that a state machine can do is known: every definition that it can have.
fn is_known(owner: &StateMachine<'_>) -> bool {
    let is_whole = |it: &Node| {
        let mut whole = true;
        it.walk(&mut |it| whole &= intrinsics::argument(it, "Fn::Transform").is_none());
        whole
    };
    let is_read = |it: &DefinitionForm| !matches!(it, DefinitionForm::Broken(..));
    let written = ["Definition", "DefinitionString"].iter().filter_map(|it| owner.properties.present(it));
    let branches: usize = written.map(count).sum();
    !owner.definitions.is_empty()
        && !owner.properties.contains_key("Fn::Transform")
        && owner.definitions.iter().all(|it| is_read(&it.form) && is_whole(&it.tree))
        && (branches == owner.definitions.len() || owner.definitions[0].form == DefinitionForm::File)
}

/// How many sides of conditions a value has.
fn count(value: &Node) -> usize {
    intrinsics::if_branches(value).map_or(1, |[_, then, otherwise]| count(then) + count(otherwise))
}
