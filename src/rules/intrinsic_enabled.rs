//! Finds schedules and rules whose `Enabled` is decided by an intrinsic function, which SAM treats as true.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::Node;
use crate::template::intrinsics;

rule! {
    /// `Enabled` of a schedule or rule is an intrinsic function, so the rule is always enabled.
    ///
    /// SAM reads `Enabled` while it expands the template, when conditions and parameters have no values yet: an
    /// intrinsic function counts as true, and the rule is always generated with `State: ENABLED`. SAM passes `State` on
    /// to CloudFormation, which evaluates it.
    ///
    /// ```yaml bad
    /// Conditions:
    ///   IsProd: !Equals [!Ref AWS::StackName, prod]
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Events:
    ///         Hourly:
    ///           Type: Schedule
    ///           Properties:
    ///             Schedule: rate(1 hour)
    ///             Enabled: !If [IsProd, true, false]
    /// ```
    /// ```yaml good
    /// Conditions:
    ///   IsProd: !Equals [!Ref AWS::StackName, prod]
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Events:
    ///         Hourly:
    ///           Type: Schedule
    ///           Properties:
    ///             Schedule: rate(1 hour)
    ///             State: !If [IsProd, ENABLED, DISABLED]
    /// ```
    "intrinsic-enabled" Error check, warned_by_expand
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for event in semantics.events_of(&["Schedule", "CloudWatchEvent", "EventBridgeRule"]) {
        let Some(enabled) = event.properties.present("Enabled").filter(|it| intrinsics::is_intrinsic(it)) else {
            continue;
        };
        // Nothing is lost where it is true either way.
        let values = semantics.values(enabled);
        if intrinsics::if_branches(enabled).is_some()
            && values.len() == 2
            && values.iter().all(|it| it.node.is_truthy())
        {
            continue;
        }
        let message = "SAM treats an intrinsic function in `Enabled` as true: the rule is always enabled";
        let finding = Diagnostic::new(&CODE, enabled.span, message);
        let help = match intrinsics::if_branches(enabled).and_then(|[condition, ..]| Node::text(condition)) {
            Some(condition) => format!("write `State: !If [{condition}, ENABLED, DISABLED]` instead"),
            None => "write `State:` instead, with the value `ENABLED` or `DISABLED`".to_owned(),
        };
        event.report(finding.help(help), problems);
    }
}
