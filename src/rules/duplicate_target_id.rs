//! Finds targets of one rule that have the same id.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::python::json::sorted_json;
use crate::rule;
use crate::semantics::{Branch, Namesakes, Semantics};
use crate::source::Span;

rule! {
    /// Two targets of a rule have the same `Id`.
    ///
    /// EventBridge knows the targets of a rule by their ids: what is put under an id takes the place of what was there, so
    /// the rule does not have both (EventBridge API, `PutTargets`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Daily:
    ///     Type: AWS::Events::Rule
    ///     Properties:
    ///       ScheduleExpression: rate(1 day)
    ///       Targets:
    ///         - Id: job
    ///           Arn: arn:aws:lambda:eu-west-1:123456789012:function:report
    ///         - Id: job
    ///           Arn: arn:aws:lambda:eu-west-1:123456789012:function:cleanup
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Daily:
    ///     Type: AWS::Events::Rule
    ///     Properties:
    ///       ScheduleExpression: rate(1 day)
    ///       Targets:
    ///         - Id: report
    ///           Arn: arn:aws:lambda:eu-west-1:123456789012:function:report
    ///         - Id: cleanup
    ///           Arn: arn:aws:lambda:eu-west-1:123456789012:function:cleanup
    /// ```
    "duplicate-target-id" Warning check
}

/// Most targets that are compared with each other: a rule has five.
const MOST_COMPARED: usize = 16;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (id, _, rule) in semantics.of_type(types::EVENTS_RULE) {
        let targets = rule.present("Targets").and_then(|it| semantics.items(it, &semantics.sides_of(id)));
        // What stands in both branches of a condition is not there twice.
        let mut earlier: Namesakes<String, Span> = Namesakes::new(usize::MAX);
        for Branch { node, sides } in targets.into_iter().flatten().take(MOST_COMPARED) {
            let Some(name) = node.get("Id") else { continue };
            for Branch { node: name, sides } in semantics.present_branches(name, &sides) {
                if let Some((_, at)) = earlier.add(sorted_json(name), name.span, name.span, &sides, semantics) {
                    let shown = name.text().map_or_else(|| "this `Id`".to_owned(), |it| format!("`Id` `{it}`"));
                    let message = format!("{shown} is also that of another target, so the rule has only one of them");
                    let finding = Diagnostic::new(&CODE, name.span, message).related(at, "the other target");
                    let finding = finding.help("give each target an `Id` of its own");
                    problems.in_resource(id, |problems| problems.push(finding));
                    break;
                }
            }
        }
    }
}
