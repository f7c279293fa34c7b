//! Finds definitions of state machines that lack what every state machine has.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::rule;
use crate::semantics::{DefinitionForm, Semantics, StateMachine};
use crate::states::fields::{OF_BRANCHES, OF_MACHINES, OF_PROCESSORS, Shape, shown};
use crate::states::transitions::{ends, transitions};
use crate::states::{Machine, Scope, is_unknown, is_unknown_key, literal};
use crate::syntax::{Map, Node};

rule! {
    /// A state machine's definition is not one that Step Functions accepts.
    ///
    /// A definition is a map with `StartAt` and `States`, and at least one of the states must end it: by `End: true`, or as a
    /// Succeed or Fail state. The same holds for each branch of a Parallel state and for the `ItemProcessor` of a Map state.
    /// `DefinitionString` must be JSON (Amazon States Language specification, "Top-level fields"; CloudFormation,
    /// `AWS::StepFunctions::StateMachine`; Step Functions API, `ValidateStateMachineDefinitionDiagnostic`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Definition:
    ///         StartsAt: Receive
    ///         States:
    ///           Receive:
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
    ///             Type: Succeed
    /// ```
    "invalid-state-machine" Error check
}

/// How a Map state runs what it does with each item, with the fields of `ProcessorConfig`.
const PROCESSOR_CONFIG: [(&str, Shape); 2] =
    [("Mode", Shape::OneOf(&["INLINE", "DISTRIBUTED"])), ("ExecutionType", Shape::OneOf(&["STANDARD", "EXPRESS"]))];

/// What the fields of a state machine take.
const SHAPES: [(&str, Shape); 7] = [
    ("Comment", Shape::Text),
    ("QueryLanguage", Shape::OneOf(&["JSONPath", "JSONata"])),
    ("StartAt", Shape::Text),
    ("States", Shape::Map),
    ("TimeoutSeconds", Shape::Integer(1, 99_999_999)),
    ("Version", Shape::OneOf(&["1.0"])),
    ("ProcessorConfig", Shape::Map),
];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for owner in semantics.state_machines() {
        for definition in &owner.definitions {
            match &definition.form {
                DefinitionForm::Broken(at, fault) => {
                    let finding = Diagnostic::new(&CODE, *at, format!("`DefinitionString` is not valid JSON: {fault}"));
                    let help = "write JSON, or put the definition as a map under `Definition`";
                    owner.report(finding.help(help), problems);
                }
                _ if definition.tree.map().is_none() && !is_unknown(&definition.tree) && !definition.is_repeated => {
                    let message = format!("the definition is {}; it must be a map", definition.tree.kind_name());
                    let finding = Diagnostic::new(&CODE, definition.at, message);
                    owner.report(finding.help("write a map with `StartAt` and `States`"), problems);
                }
                _ => (),
            }
        }
        for (_, machine) in owner.machines() {
            for scope in &machine.scopes {
                Reading { semantics, owner, machine: &machine, scope }.check(problems);
            }
        }
    }
}

/// A state machine, or one within a state, while it is looked at.
struct Reading<'c, 'a> {
    semantics: &'c Semantics<'a>,
    owner: &'c StateMachine<'a>,
    machine: &'c Machine<'c>,
    scope: &'c Scope<'c>,
}

impl Reading<'_, '_> {
    fn report(&self, finding: Diagnostic, problems: &mut Problems) {
        self.owner.report(finding, problems);
    }

    /// What is looked at, as users call it.
    fn name(&self) -> String {
        let owner = self.scope.owner.map(|it| &self.machine.states[it]);
        match owner {
            None => "the state machine".to_owned(),
            Some(state) if state.map.contains_key("Branches") => format!("a branch of `{}`", state.name),
            Some(state) => format!("the item processor of `{}`", state.name),
        }
    }

    fn check(&self, problems: &mut Problems) {
        let is_whole = !self.scope.map.keys().any(|it| is_unknown_key(it));
        let near = |wanted: &str| self.scope.map.keys().any(|it| **it == *wanted || nearest(it, [wanted]).is_some());
        if is_whole && !near("StartAt") && !near("States") {
            let message = format!("{} has neither `StartAt` nor `States`", self.name());
            let finding = Diagnostic::new(&CODE, self.scope.at, message);
            return self.report(finding.help("name the state that comes first, and list the states"), problems);
        }
        let known = match self.scope.owner.map(|it| &self.machine.states[it]) {
            None => OF_MACHINES,
            Some(state) if state.map.contains_key("Branches") => OF_BRANCHES,
            Some(_) => OF_PROCESSORS,
        };
        for (key, entry) in self.scope.map.entries().filter(|(key, _)| !is_unknown_key(key)) {
            if !known.contains(&&**key) {
                let message = format!("{} has no field `{key}`", self.name());
                let finding = Diagnostic::new(&CODE, entry.key_span, message);
                let missing = known.iter().copied().filter(|it| !self.scope.map.contains_key(it));
                let finding = self.semantics.suggest(finding, entry.key_span, key, missing.clone());
                let near = nearest(key, missing);
                let finding = match near {
                    Some(near) => finding.meant(self.scope.at, [near]),
                    None => finding.help(format!("its fields are {}", listed(known))),
                };
                self.report(finding, problems);
                continue;
            }
            let shape = SHAPES.iter().find(|(name, _)| **key == **name).map(|(_, shape)| *shape);
            if let Some(wanted) = shape.and_then(|it| it.refused(&entry.value, None)) {
                let message = format!("`{key}` is {}; it must be {wanted}", shown(&entry.value));
                self.report(Diagnostic::new(&CODE, entry.value.span, message), problems);
            }
        }
        for name in ["StartAt", "States"].into_iter().filter(|it| is_whole && !self.scope.map.contains_key(it)) {
            let finding =
                Diagnostic::new(&CODE, self.scope.at, format!("{} has no `{name}`", self.name())).missing([name]);
            let help = match name {
                "StartAt" => "name the state that comes first",
                _ => "add the states under their names",
            };
            self.report(finding.help(help), problems);
        }
        self.check_end(problems);
        if let Some(config) = self.scope.map.get("ProcessorConfig").filter(|it| !is_unknown(it)) {
            self.check_processor(config, problems);
        }
    }

    /// At least one state has to be the last.
    fn check_end(&self, problems: &mut Problems) {
        let Some((_, states)) = self.scope.map.entry("States").filter(|(_, it)| it.value.map().is_some()) else {
            return;
        };
        if self.scope.is_open {
            return;
        }
        if self.scope.names.is_empty() {
            let finding = Diagnostic::new(&CODE, states.key_span, format!("`States` of {} is empty", self.name()));
            return self.report(finding.help("add at least one state"), problems);
        }
        // Where a name leads nowhere, correcting it may lead to the end.
        let each = || self.scope.states.iter().map(|it| &self.machine.states[*it]);
        let is_known = |it: &Node| literal(it).is_some_and(|it| self.scope.has(it));
        if each().any(|it| !transitions(it).0.iter().all(|it| is_known(it.target))) {
            return;
        }
        let ends_or_lacks = |it: &Node| it.map().is_none_or(|it| ends(it) || leads_nowhere(it));
        if !self.scope.names.iter().any(|(_, it)| ends_or_lacks(&it.value)) {
            let message = format!("no state ends {}", self.name());
            let finding = Diagnostic::new(&CODE, states.key_span, message);
            self.report(
                finding.help("add `End: true` to the last state, or a state of type Succeed or Fail"),
                problems,
            );
        }
    }

    fn check_processor(&self, config: &Node, problems: &mut Problems) {
        let Some(fields) = config.map() else { return };
        for (key, entry) in fields.entries() {
            let Some((_, shape)) = PROCESSOR_CONFIG.iter().find(|(name, _)| **key == **name) else {
                let finding = Diagnostic::new(&CODE, entry.key_span, format!("`ProcessorConfig` has no field `{key}`"));
                let names = PROCESSOR_CONFIG.iter().map(|(name, _)| *name);
                self.report(self.semantics.suggest(finding, entry.key_span, key, names), problems);
                continue;
            };
            if let Some(wanted) = shape.refused(&entry.value, None) {
                let message = format!("`{key}` is {}; it must be {wanted}", shown(&entry.value));
                self.report(Diagnostic::new(&CODE, entry.value.span, message), problems);
            }
        }
        let distributed = fields.get("Mode").filter(|it| literal(it) == Some("DISTRIBUTED"));
        if let Some(mode) = distributed.filter(|_| self.semantics.is_express(self.owner) == Some(true)) {
            let finding =
                Diagnostic::new(&CODE, mode.span, "an express state machine cannot have a distributed Map state");
            return self.report(finding.help("write `INLINE`, or make it a standard state machine"), problems);
        }
        let mode = fields.entry("Mode").filter(|(_, it)| literal(&it.value) == Some("DISTRIBUTED"));
        if let Some((_, mode)) = mode.filter(|_| !fields.contains_key("ExecutionType")) {
            let message = "the mode `DISTRIBUTED` needs an `ExecutionType`";
            let finding = Diagnostic::new(&CODE, mode.value.span, message);
            self.report(finding.help("add `ExecutionType: STANDARD` or `ExecutionType: EXPRESS`"), problems);
        }
    }
}

/// Whether a state lacks what should say what comes next; that is another mistake, and may be where it should end.
fn leads_nowhere(state: &Map) -> bool {
    !["Next", "Choices", "Default"].iter().any(|it| state.contains_key(it))
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
}
