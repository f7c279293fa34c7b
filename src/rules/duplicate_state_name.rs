//! Finds states of one state machine that have the same name.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::source::Span;
use std::collections::HashMap;

rule! {
    /// Two states of a state machine have the same name.
    ///
    /// Names are unique within the whole state machine, also among the states within Parallel and Map states. Step Functions
    /// refuses the definition with `DUPLICATE_STATE_NAME` (Amazon States Language specification, "States"; Step Functions API,
    /// `ValidateStateMachineDefinitionDiagnostic`).
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
    ///             Type: Parallel
    ///             End: true
    ///             Branches:
    ///               - StartAt: Work
    ///                 States:
    ///                   Work:
    ///                     Type: Succeed
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
    ///             Type: Parallel
    ///             End: true
    ///             Branches:
    ///               - StartAt: Store
    ///                 States:
    ///                   Store:
    ///                     Type: Succeed
    /// ```
    "duplicate-state-name" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for owner in semantics.state_machines() {
        for (_, machine) in owner.machines() {
            let mut states: Vec<(&str, Span)> = machine.states.iter().map(|it| (&**it.name, it.name_span)).collect();
            // The first in the text is the one that counts, whatever it is nested in.
            states.sort_by_key(|(_, at)| at.start);
            let mut first: HashMap<&str, Span> = HashMap::new();
            for (name, at) in states {
                match first.get(name) {
                    None => drop(first.insert(name, at)),
                    Some(other) => {
                        let message = format!("the state machine already has a state `{name}`");
                        let finding = Diagnostic::new(&CODE, at, message).related(*other, "the other one");
                        owner.report(finding.help("rename one of the two, and what leads to it"), problems);
                    }
                }
            }
        }
    }
}
