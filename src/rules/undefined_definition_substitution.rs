//! Finds substitutions in definitions of state machines that have no value.
use crate::diagnostic::{Diagnostic, Problems, Searches};
use crate::rule;
use crate::semantics::{DefinitionForm, Semantics};
use crate::states::substitutions::substitutions;
use crate::syntax::{Map, Node};
use crate::template::intrinsics;

rule! {
    /// A definition has `${Name}`, and `DefinitionSubstitutions` has no value for it.
    ///
    /// CloudFormation puts only those values in that `DefinitionSubstitutions` lists. In a definition that stands in a file or
    /// in a `Definition` map, references to resources are not known by their names alone, and `${Name}` stays in the definition
    /// as it is (CloudFormation, `AWS::StepFunctions::StateMachine`, `DefinitionSubstitutions`).
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
    ///             Resource: ${WorkArn}
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
    "undefined-definition-substitution" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let searches = Searches::new();
    for owner in semantics.state_machines() {
        let given = owner.properties.present("DefinitionSubstitutions");
        // They may come from elsewhere.
        let is_open = owner.properties.contains_key("Fn::Transform");
        if is_open || given.is_some_and(|it| it.map().is_none() || intrinsics::is_intrinsic(it)) {
            continue;
        }
        let given = given.and_then(Node::map);
        if given.is_some_and(|it| it.keys().any(|key| key.starts_with("Fn::"))) {
            continue;
        }
        let names: Vec<&str> = given.into_iter().flat_map(Map::keys).map(|it| &**it).collect();
        // Where `Fn::Sub` puts values in as well, what it cannot is reported.
        let definitions = owner.definitions.iter().filter(|it| it.form != DefinitionForm::SubstitutedText);
        for found in definitions.flat_map(|it| substitutions(&it.tree)) {
            if given.is_some_and(|it| it.contains_key(found.name)) {
                continue;
            }
            let is_pseudo = found.name.starts_with("AWS::");
            let near = searches.nearest(found.name, names.iter().copied());
            if !found.is_certain() && !is_pseudo && near.is_none() {
                continue;
            }
            let part = found.offset..found.offset + found.name.len();
            let at = semantics.part_span(found.span, found.text, part).unwrap_or(found.span);
            let finding =
                Diagnostic::new(&CODE, at, format!("`DefinitionSubstitutions` has no value for `{}`", found.name));
            let help = match found.name.strip_prefix("AWS::") {
                Some(plain) => {
                    format!("write `${{{plain}}}`, and `{plain}: !Ref {}` under `DefinitionSubstitutions`", found.name)
                }
                None => format!("add `{}:` under `DefinitionSubstitutions`", found.name),
            };
            let finding = finding.help(help);
            let finding = match near {
                Some(near) => semantics.did_you_mean(finding, at, found.name, near),
                None => finding,
            };
            owner.report(finding, problems);
        }
    }
}
