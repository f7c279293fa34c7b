//! Finds retriers and catchers that Step Functions does not accept.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::rule;
use crate::semantics::{Semantics, StateMachine};
use crate::states::fields::{Shape, shown};
use crate::states::{State, is_unknown, is_unknown_key, literal};
use crate::syntax::{Map, Node};

rule! {
    /// An item under `Retry` or `Catch` is not one that Step Functions accepts.
    ///
    /// Each item lists errors under `ErrorEquals`. `States.ALL` stands alone, and in the last item, since it matches all errors.
    /// A catcher names the state that comes `Next`. Step Functions refuses the definition with `SCHEMA_VALIDATION_FAILED`
    /// (Amazon States Language specification, "Errors"; Step Functions developer guide, "Handling errors in Step Functions
    /// workflows").
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
    ///               - ErrorEquals: [States.ALL, States.Timeout]
    ///                 MaxAttempt: 3
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
    ///               - ErrorEquals: [States.ALL]
    ///                 MaxAttempts: 3
    /// ```
    "invalid-error-handler" Error check
}

/// The fields of a retrier.
const RETRIER: [(&str, Shape); 7] = [
    ("ErrorEquals", Shape::List),
    ("IntervalSeconds", Shape::Integer(1, 99_999_999)),
    ("MaxAttempts", Shape::Integer(0, 99_999_999)),
    ("BackoffRate", Shape::Number(1.0, f64::MAX)),
    ("MaxDelaySeconds", Shape::Integer(1, 31_622_400)),
    ("JitterStrategy", Shape::OneOf(&["FULL", "NONE"])),
    ("Comment", Shape::Text),
];
/// The fields of a catcher; which query language has which is reported as that.
const CATCHER: [(&str, Shape); 6] = [
    ("ErrorEquals", Shape::List),
    ("Next", Shape::Text),
    ("ResultPath", Shape::ReferencePathOrNull),
    ("Assign", Shape::Anything),
    ("Output", Shape::Anything),
    ("Comment", Shape::Text),
];
/// Stands for all errors.
const ALL_ERRORS: &str = "States.ALL";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for owner in semantics.state_machines() {
        for (_, machine) in owner.machines() {
            for state in &machine.states {
                for (name, noun, fields) in [("Retry", "retrier", &RETRIER[..]), ("Catch", "catcher", &CATCHER[..])] {
                    Reading { semantics, owner, noun, fields }.list(state, name, problems);
                }
            }
        }
    }
}

/// The retriers or catchers of a state while they are looked at.
struct Reading<'c, 'a> {
    semantics: &'c Semantics<'a>,
    owner: &'c StateMachine<'a>,
    noun: &'static str,
    fields: &'static [(&'static str, Shape)],
}

impl Reading<'_, '_> {
    fn report(&self, finding: Diagnostic, problems: &mut Problems) {
        self.owner.report(finding, problems);
    }

    fn list(&self, state: &State<'_>, name: &str, problems: &mut Problems) {
        let items = state.map.get(name).and_then(Node::list).unwrap_or_default();
        for (index, item) in items.iter().enumerate().filter(|(_, it)| !is_unknown(it)) {
            let Some(map) = item.map() else {
                let message = format!("a {} is {}; it must be a map with `ErrorEquals`", self.noun, item.kind_name());
                self.report(Diagnostic::new(&CODE, item.span, message), problems);
                continue;
            };
            self.item(map, item, state, problems);
            self.errors(map, index + 1 == items.len(), problems);
        }
    }

    fn item(&self, map: &Map, item: &Node, state: &State<'_>, problems: &mut Problems) {
        let at = map.entries().next().map_or(item.span, |(_, it)| it.key_span);
        for (key, entry) in map.entries().filter(|(key, _)| !is_unknown_key(key)) {
            let Some((_, shape)) = self.fields.iter().find(|(name, _)| **key == **name) else {
                let message = format!("a {} has no field `{key}`", self.noun);
                let finding = Diagnostic::new(&CODE, entry.key_span, message);
                let missing = || self.fields.iter().map(|(name, _)| *name).filter(|it| !map.contains_key(it));
                let finding = self.semantics.suggest(finding, entry.key_span, key, missing());
                let near = nearest(key, missing());
                self.report(if let Some(near) = near { finding.meant(at, [near]) } else { finding }, problems);
                continue;
            };
            if let Some(wanted) = shape.refused(&entry.value, state.language) {
                let message = format!("`{key}` is {}; it must be {wanted}", shown(&entry.value));
                self.report(Diagnostic::new(&CODE, entry.value.span, message), problems);
            }
        }
        let needed = ["ErrorEquals", "Next"].into_iter().filter(|name| self.fields.iter().any(|(it, _)| it == name));
        for name in needed.filter(|it| !map.contains_key(it)) {
            let finding = Diagnostic::new(&CODE, at, format!("a {} needs `{name}`", self.noun)).missing([name]);
            let help = match name {
                "Next" => "name the state that comes after the error",
                _ => "list the errors, as in `ErrorEquals: [States.ALL]`",
            };
            self.report(finding.help(help), problems);
        }
        let number = |name: &str| map.get(name).and_then(Node::integer);
        if let (Some(most), Some(first)) = (number("MaxDelaySeconds"), number("IntervalSeconds"))
            && most <= first
            && let Some(place) = map.get("MaxDelaySeconds")
        {
            let message =
                format!("`MaxDelaySeconds` is {most}; it must be more than `IntervalSeconds`, which is {first}");
            self.report(Diagnostic::new(&CODE, place.span, message), problems);
        }
    }

    fn errors(&self, map: &Map, is_last: bool, problems: &mut Problems) {
        let Some((_, entry)) = map.entry("ErrorEquals") else { return };
        let Some(errors) = entry.value.list() else { return };
        if errors.is_empty() {
            let finding = Diagnostic::new(&CODE, entry.key_span, "`ErrorEquals` is empty");
            self.report(finding.help("list the errors, as in `ErrorEquals: [States.ALL]`"), problems);
        }
        for error in errors.iter().filter(|it| it.text().is_none() && !is_unknown(it)) {
            let message = format!("an error in `ErrorEquals` is {}; it must be a string", error.kind_name());
            self.report(Diagnostic::new(&CODE, error.span, message).help("write it in quotes"), problems);
        }
        let Some(all) = errors.iter().find(|it| literal(it) == Some(ALL_ERRORS)) else { return };
        if errors.len() > 1 {
            let finding = Diagnostic::new(&CODE, all.span, "`States.ALL` must stand alone in `ErrorEquals`");
            self.report(finding.help("keep it alone, or move it to an item of its own behind all others"), problems);
        } else if !is_last {
            let message = format!("`States.ALL` must stand in the last {}", self.noun);
            self.report(Diagnostic::new(&CODE, all.span, message).help("move this item to the end"), problems);
        }
    }
}
