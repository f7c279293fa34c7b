//! Finds states to which nothing leads.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::states::transitions::unreachable;

rule! {
    /// Nothing leads to a state.
    ///
    /// Each state must be where the state machine starts, or come after another one by its `Next`, `Default`, `Choices` or
    /// `Catch`. Step Functions refuses the definition with `MISSING_TRANSITION_TARGET` (Step Functions API,
    /// `ValidateStateMachineDefinitionDiagnostic`).
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
    ///             End: true
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
    "unreachable-state" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for owner in semantics.state_machines() {
        for (_, machine) in owner.machines() {
            for state in machine.scopes.iter().flat_map(|it| unreachable(&machine, it)) {
                let finding =
                    Diagnostic::new(&CODE, state.name_span, format!("nothing leads to the state `{}`", state.name));
                owner.report(finding.help("name it in `Next` of another state, or remove it"), problems);
            }
        }
    }
}
