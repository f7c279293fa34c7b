//! Finds paths, expressions and intrinsic functions in states that Step Functions cannot read.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Semantics, StateMachine};
use crate::states::choice_rules::{COMBINING, Operand, operand};
use crate::states::fields::{Shape, field};
use crate::states::payload::{DYNAMIC, leaves, templates};
use crate::states::{
    Kind, QueryLanguage, State, intrinsic_functions, is_expression, is_unknown, jsonata, literal, paths,
};
use crate::syntax::{Map, Node};
use std::collections::HashSet;

rule! {
    /// A path, an expression or a call of an intrinsic function cannot be read.
    ///
    /// Under JSONPath, paths begin with `$`. Where the name of a field ends in `.$`, its value is a path or a call of an
    /// intrinsic function, such as `States.Format('{}', $.name)`. Under JSONata, expressions stand in `{% … %}`, with
    /// nothing around. Step Functions refuses anything else with `SCHEMA_VALIDATION_FAILED` (Amazon States Language
    /// specification, "Paths" and "Intrinsic Functions"; Step Functions developer guide, "Intrinsic functions for
    /// JSONPath states in Step Functions" and "Transforming data with JSONata in Step Functions").
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
    ///             Type: Pass
    ///             Parameters:
    ///               name.$: States.Formt('{}', $.name)
    ///             ResultPath: result
    ///             End: true
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
    ///             Type: Pass
    ///             Parameters:
    ///               name.$: States.Format('{}', $.name)
    ///             ResultPath: $.result
    ///             End: true
    /// ```
    "invalid-state-expression" Error check
}

/// What went wrong, for expressions of catchers.
const ERROR_OUTPUT: &str = "$states.errorOutput";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for owner in semantics.state_machines() {
        for (_, machine) in owner.machines() {
            for state in &machine.states {
                let reading = Reading { semantics, owner };
                match state.language {
                    Some(QueryLanguage::JsonPath) => reading.state(state, problems),
                    Some(QueryLanguage::Jsonata) => {
                        reading.expressions(state, problems);
                        reading.error_output(state, problems);
                    }
                    None => (),
                }
            }
        }
    }
}

/// A state machine while it is looked at.
struct Reading<'c, 'a> {
    semantics: &'c Semantics<'a>,
    owner: &'c StateMachine<'a>,
}

impl Reading<'_, '_> {
    fn report(&self, finding: Diagnostic, problems: &mut Problems) {
        self.owner.report(finding, problems);
    }

    fn state(&self, state: &State<'_>, problems: &mut Problems) {
        let Some(kind) = state.kind else { return };
        for (key, entry) in state.map.entries() {
            let shape = field(key).filter(|it| it.kinds.contains(&kind)).map(|it| it.shape);
            self.path(key, &entry.value, shape, problems);
        }
        for catcher in state.map.get("Catch").and_then(Node::list).unwrap_or_default() {
            if let Some(path) = catcher.get("ResultPath") {
                self.path("ResultPath", path, Some(Shape::ReferencePathOrNull), problems);
            }
        }
        if kind == Kind::Choice {
            let rules = state.map.get("Choices").and_then(Node::list).unwrap_or_default();
            rules.iter().filter_map(Node::map).for_each(|it| self.rule(it, problems));
        }
        for leaf in templates(state.map, state.language).into_iter().flat_map(leaves) {
            let Some((name, _)) = leaf.key.filter(|(name, _)| name.ends_with(DYNAMIC)) else { continue };
            if leaf.value.text().is_none() && !is_unknown(leaf.value) {
                let what = leaf.value.kind_name();
                let message = format!("`{name}` is {what}; where a name ends in `.$`, the value is a path");
                let finding = Diagnostic::new(&CODE, leaf.value.span, message);
                let plain = name.trim_end_matches(DYNAMIC);
                self.report(finding.help(format!("write `{plain}` for a value that does not change")), problems);
            }
            self.path(name, leaf.value, Some(Shape::PathOrFunction), problems);
        }
    }

    /// What went wrong is known in catchers only.
    fn error_output(&self, state: &State<'_>, problems: &mut Problems) {
        let own = ["Arguments", "Output", "Assign", "Items", "ItemSelector"].into_iter();
        for leaf in own.filter_map(|it| state.map.get(it)).flat_map(leaves) {
            let text = literal(leaf.value).filter(|it| is_expression(it) && it.contains(ERROR_OUTPUT));
            if text.is_some() {
                let message = format!("`{ERROR_OUTPUT}` is available in catchers only");
                let finding = Diagnostic::new(&CODE, leaf.value.span, message);
                self.report(finding.help("use it in `Output` or `Assign` of an item of `Catch`"), problems);
            }
        }
    }

    /// The expressions of a state of JSONata.
    fn expressions(&self, state: &State<'_>, problems: &mut Problems) {
        let fields = state.map.iter().filter(|(key, it)| it.text().is_some() && **key != *"Comment");
        let rules = state.map.get("Choices").and_then(Node::list).unwrap_or_default();
        let conditions = rules.iter().filter_map(|it| it.get("Condition"));
        let leaves = templates(state.map, state.language).into_iter().flat_map(leaves).map(|it| it.value);
        let mut seen = HashSet::new();
        for value in fields.map(|(_, it)| it).chain(conditions).chain(leaves) {
            let Some(fault) = literal(value).and_then(jsonata::fault) else { continue };
            if !seen.insert(value.span) {
                continue;
            }
            let finding = Diagnostic::new(&CODE, value.span, format!("the expression {}", fault.message));
            self.report(finding.help(fault.help), problems);
        }
    }

    /// The paths of a choice rule and of those within it.
    fn rule(&self, rule: &Map, problems: &mut Problems) {
        for (key, entry) in rule.entries() {
            if **key == *"Variable" || operand(key) == Some(Operand::Path) {
                self.path(key, &entry.value, Some(Shape::Path), problems);
            } else if COMBINING.contains(&&**key) {
                let inner = entry.value.list().unwrap_or(std::slice::from_ref(&entry.value));
                inner.iter().filter_map(Node::map).for_each(|it| self.rule(it, problems));
            }
        }
    }

    fn path(&self, name: &str, value: &Node, shape: Option<Shape>, problems: &mut Problems) {
        // What is no text is reported as that.
        let Some(text) = literal(value) else { return };
        let takes_functions = shape == Some(Shape::PathOrFunction);
        let fault = match shape {
            Some(Shape::PathOrFunction) if text.starts_with("States.") => return self.call(value, text, problems),
            Some(Shape::ReferencePathOrNull | Shape::ReferencePath) => paths::reference_fault(text),
            Some(Shape::Path | Shape::PathOrNull | Shape::PathOrFunction) => paths::fault(text),
            _ => return,
        };
        let Some(fault) = fault else { return };
        if text.is_empty() {
            let finding = Diagnostic::new(&CODE, value.span, format!("`{name}` is empty"));
            return self.report(finding.help("write a path, such as `$.order.id`"), problems);
        }
        let finding = Diagnostic::new(&CODE, value.span, format!("the path `{text}` of `{name}` {fault}"));
        let is_name = text.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '.' | '[' | ']'));
        let help = match () {
            () if name.ends_with(DYNAMIC) && !text.starts_with('$') => {
                let plain = name.trim_end_matches(DYNAMIC);
                format!("write a path, which begins with `$`, or `{plain}` for a text that does not change")
            }
            () if is_name && !text.starts_with('$') && !text.starts_with('.') => format!("write `$.{text}`"),
            () if takes_functions => "write a path or a call of an intrinsic function".to_owned(),
            () => "write a path, such as `$.order.id`".to_owned(),
        };
        self.report(finding.help(help), problems);
    }

    fn call(&self, value: &Node, text: &str, problems: &mut Problems) {
        let Some(fault) = intrinsic_functions::fault(text) else {
            if !text.contains('(') {
                let finding = Diagnostic::new(&CODE, value.span, format!("`{text}` is not a call of a function"));
                self.report(finding.help("write its arguments in parentheses, as in `States.UUID()`"), problems);
            }
            return;
        };
        let part = value.text().and_then(|it| self.semantics.part_span(value.span, it, fault.range.clone()));
        let at = part.unwrap_or(value.span);
        let finding = Diagnostic::new(&CODE, at, fault.message);
        let finding = match fault.meant {
            Some(meant) if part.is_some() => self.semantics.suggest(finding, at, &text[fault.range], [meant]),
            Some(meant) => finding.help(format!("did you mean `{meant}`?")),
            None => finding,
        };
        self.report(finding, problems);
    }
}
