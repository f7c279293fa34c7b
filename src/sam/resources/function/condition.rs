//! Conditions that are generated from a condition of the user's.
use crate::cfn::{Context, logical_id};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::node;
use crate::source::Span;
use crate::syntax::{Node, Text};

/// An entry for the section `Conditions`.
pub(super) type Condition = (Text, Node);

/// A condition `name` that is met when `condition` is not.
pub(super) fn negation(name: Text, condition: &Text, at: Span) -> Condition {
    (name, node!(at, {"Fn::Not": [{"Condition": condition}]}))
}

/// The name of a negated condition, which holds a hash of what it is made for.
pub(super) fn negation_name(condition: &Text, made_for: &str) -> Text {
    logical_id::hashed(&format!("NOT{condition}"), made_for).into()
}

/// A condition that is met when both others are, as the reference writes it: one `Condition` around another.
pub(super) fn conjunction(one: &Text, two: &Text, made_for: &str, at: Span) -> Condition {
    let name = logical_id::hashed(&format!("{one}AND{two}"), made_for);
    (name.into(), node!(at, {"Fn::And": [{"Condition": {"Condition": one}}, {"Condition": {"Condition": two}}]}))
}

/// The name in the first place of an `Fn::If`. `None` when it is none, which is reported.
pub(super) fn name<'a>(condition: &'a Node, problems: &mut Problems) -> Option<&'a Text> {
    if condition.text().is_none() {
        let message = format!("the name of a condition is {}; it must be a string", condition.kind_name());
        let finding = Diagnostic::new(&codes::INVALID_INTRINSIC, condition.span, message);
        problems.push(finding.help("write the name of a condition: `!If [Name, value, other value]`"));
    }
    condition.text()
}

/// Refuses conditions that are made for a template without a section for them.
///
/// It could be made. But the condition that they are made from is missing as well then.
pub(super) fn check_section(conditions: &[Condition], context: &Context<'_>, at: Span, problems: &mut Problems) {
    if !conditions.is_empty() && context.conditions.is_none() {
        let message = "this refers to a condition, but the template has no `Conditions`";
        let finding = Diagnostic::new(&codes::UNDEFINED_CONDITION, at, message);
        problems.push(finding.help("define the condition under `Conditions:`"));
    }
}
