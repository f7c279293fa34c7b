//! Finds names of errors that Step Functions does not have.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::rule;
use crate::semantics::Semantics;
use crate::states::literal;
use crate::syntax::Node;

rule! {
    /// `ErrorEquals` lists an error that Step Functions does not have.
    ///
    /// Names that begin with `States.` are those of errors that Step Functions itself reports. Others never occur, so the
    /// retrier or catcher has no effect (Step Functions developer guide, "Handling errors in Step Functions workflows").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Role: arn:aws:iam::123456789012:role/orders
    ///       Definition:
    ///         StartAt: Work
    ///         States:
    ///           Work:
    ///             Type: Task
    ///             Resource: arn:aws:states:::lambda:invoke
    ///             End: true
    ///             Retry:
    ///               - ErrorEquals: [States.TimeOut]
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Role: arn:aws:iam::123456789012:role/orders
    ///       Definition:
    ///         StartAt: Work
    ///         States:
    ///           Work:
    ///             Type: Task
    ///             Resource: arn:aws:states:::lambda:invoke
    ///             End: true
    ///             Retry:
    ///               - ErrorEquals: [States.Timeout]
    /// ```
    "unknown-error-name" Warning check
}

/// The errors of Step Functions. There may be others by now, so that only what is near to one of them is reported.
const ERRORS: [&str; 18] = [
    "States.ALL",
    "States.BranchFailed",
    "States.DataLimitExceeded",
    "States.ExceedToleratedFailureThreshold",
    "States.HeartbeatTimeout",
    "States.Http.Socket",
    "States.IntrinsicFailure",
    "States.ItemReaderFailed",
    "States.NoChoiceMatched",
    "States.ParameterPathFailure",
    "States.Permissions",
    "States.QueryEvaluationError",
    "States.ResultPathMatchFailure",
    "States.ResultWriterFailed",
    "States.Runtime",
    "States.TaskFailed",
    "States.Timeout",
    "States.ServiceQuotaExceeded",
];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for owner in semantics.state_machines() {
        for (_, machine) in owner.machines() {
            let handlers = machine.states.iter().flat_map(|state| {
                ["Retry", "Catch"].into_iter().filter_map(|it| state.map.get(it)).filter_map(Node::list).flatten()
            });
            for error in handlers.filter_map(|it| it.get("ErrorEquals")?.list()).flatten() {
                let Some(name) = literal(error).filter(|it| !ERRORS.contains(it)) else { continue };
                let near = nearest(name, ERRORS).filter(|_| name.to_ascii_lowercase().starts_with("states."));
                if let Some(near) = near {
                    let finding = Diagnostic::new(&CODE, error.span, format!("Step Functions has no error `{name}`"));
                    owner.report(semantics.suggest(finding, error.span, name, [near.name]), problems);
                }
            }
        }
    }
}
