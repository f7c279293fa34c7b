//! Finds transitions to states that do not exist.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::source::Span;
use crate::states::transitions::transitions;
use crate::states::{Scope, literal};
use crate::syntax::Node;
use std::collections::HashMap;

rule! {
    /// A state machine starts at, or goes on to, a state that does not exist.
    ///
    /// `StartAt`, `Next` and `Default` name a state beside them: transitions lead neither into the states of a Parallel or Map
    /// state nor out of them. Step Functions refuses the definition with `MISSING_TRANSITION_TARGET` (Amazon States Language
    /// specification, "Transitions"; Step Functions API, `ValidateStateMachineDefinitionDiagnostic`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Definition:
    ///         StartAt: Receive
    ///         States:
    ///           Receive:
    ///             Type: Pass
    ///             Next: Stroe
    ///           Store:
    ///             Type: Succeed
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Definition:
    ///         StartAt: Receive
    ///         States:
    ///           Receive:
    ///             Type: Pass
    ///             Next: Store
    ///           Store:
    ///             Type: Succeed
    /// ```
    "undefined-state" Error check
}

/// Most names for which it is looked what was meant by them, in one state machine.
const MOST_SUGGESTIONS: usize = 50;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for owner in semantics.state_machines() {
        for (_, machine) in owner.machines() {
            let mut suggestions = MOST_SUGGESTIONS;
            let all = machine.states.iter().map(|it| (&**it.name, it.name_span)).collect();
            for scope in machine.scopes.iter().filter(|it| !it.is_open && !it.names.is_empty()) {
                let start = scope.map.get("StartAt").map(|it| ("StartAt", it));
                let states = scope.states.iter().map(|it| &machine.states[*it]);
                let others = states.flat_map(|it| transitions(it).0).map(|it| (it.field, it.target));
                for (field, target) in start.into_iter().chain(others) {
                    if let Some(finding) = undefined(field, target, scope, &all, &mut suggestions, semantics) {
                        owner.report(finding, problems);
                    }
                }
            }
        }
    }
}

fn undefined(
    field: &str,
    target: &Node,
    scope: &Scope<'_>,
    all: &HashMap<&str, Span>,
    suggestions: &mut usize,
    semantics: &Semantics<'_>,
) -> Option<Diagnostic> {
    // What is no text is reported as that.
    let name = literal(target)?;
    if scope.has(name) {
        return None;
    }
    let finding =
        Diagnostic::new(&CODE, target.span, format!("`{field}` names the state `{name}`, which does not exist"));
    if let Some(elsewhere) = all.get(name) {
        let finding =
            Diagnostic::new(&CODE, target.span, format!("`{field}` cannot lead to the state `{name}` from here"));
        let finding = finding.related(*elsewhere, "it belongs to another part of the state machine");
        return Some(finding.help("transitions lead neither into a Parallel or Map state nor out of it"));
    }
    if *suggestions == 0 {
        return Some(finding);
    }
    *suggestions -= 1;
    let names = scope.names.iter().map(|(it, _)| &***it);
    Some(semantics.suggest(finding, target.span, name, names))
}
