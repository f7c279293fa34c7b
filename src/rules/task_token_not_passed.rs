//! Finds tasks that wait for a token that they do not pass on.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::states::{QueryLanguage, State, is_unknown};
use crate::syntax::Node;

rule! {
    /// A task waits for its token to be sent back, and does not pass it on.
    ///
    /// With `.waitForTaskToken` a task waits until somebody calls `SendTaskSuccess` with its token. Whoever does that must have
    /// got the token: from `$$.Task.Token` under JSONPath, or `$states.context.Task.Token` under JSONata. Without it the task
    /// waits until its timeout, or for a year (Step Functions developer guide, "Discover service integration patterns in Step
    /// Functions").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Role: arn:aws:iam::123456789012:role/orders
    ///       Definition:
    ///         StartAt: Approve
    ///         States:
    ///           Approve:
    ///             Type: Task
    ///             Resource: arn:aws:states:::sqs:sendMessage.waitForTaskToken
    ///             Parameters:
    ///               QueueUrl: https://sqs.us-east-1.amazonaws.com/123456789012/approvals
    ///               MessageBody:
    ///                 order.$: $.id
    ///             End: true
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Role: arn:aws:iam::123456789012:role/orders
    ///       Definition:
    ///         StartAt: Approve
    ///         States:
    ///           Approve:
    ///             Type: Task
    ///             Resource: arn:aws:states:::sqs:sendMessage.waitForTaskToken
    ///             Parameters:
    ///               QueueUrl: https://sqs.us-east-1.amazonaws.com/123456789012/approvals
    ///               MessageBody:
    ///                 order.$: $.id
    ///                 token.$: $$.Task.Token
    ///             End: true
    /// ```
    "task-token-not-passed" Warning check
}

/// What ends the `Resource` of a task that waits.
const WAITING: &str = ".waitForTaskToken";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for owner in semantics.state_machines() {
        for (_, machine) in owner.machines() {
            for state in machine.states.iter().filter(|it| !it.is_open && !may_pass_token(it)) {
                let Some(resource) = state.map.get("Resource") else { continue };
                if !resource.text().is_some_and(|it| it.ends_with(WAITING)) {
                    continue;
                }
                let message = format!("the task `{}` waits for its token, and does not pass it on", state.name);
                let finding = Diagnostic::new(&CODE, resource.span, message);
                let help = match state.language {
                    Some(QueryLanguage::Jsonata) => "add `{% $states.context.Task.Token %}` to its `Arguments`",
                    _ => "add a field such as `TaskToken.$: $$.Task.Token` to its `Parameters`",
                };
                owner.report(finding.help(help), problems);
            }
        }
    }
}

/// Whether a state has the token, or the context object that it is in, among its data; or it is not known what it has.
fn may_pass_token(state: &State<'_>) -> bool {
    let passed = ["Parameters", "Arguments"].into_iter().filter_map(|it| state.map.get(it));
    let mut may = false;
    for node in passed {
        node.walk(&mut |it: &Node| {
            let holds = |text: &str| text.contains("$$") || text.contains("Token") || text.contains("$states.context");
            may |= is_unknown(it) || it.text().is_some_and(|it| holds(it));
        });
    }
    may
}
