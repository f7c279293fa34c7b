//! Finds states that lack fields which their type needs, or have fields that it does not have.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::rule;
use crate::semantics::{Semantics, StateMachine};
use crate::states::fields::{EXCLUSIVE, field, names, required, shown};
use crate::states::{Kind, Machine, State, is_unknown, is_unknown_key, literal};
use crate::syntax::{Entry, Node};

rule! {
    /// A state does not have the fields that its type needs, or has others.
    ///
    /// Each type of states has its own fields. Most states need either `Next` or `End: true`; Choice, Succeed and Fail states
    /// have neither. Step Functions refuses the definition with `SCHEMA_VALIDATION_FAILED` (Amazon States Language specification,
    /// "State types"; Step Functions developer guide, chapters on the states).
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
    ///             Timeout: 30
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
    ///             TimeoutSeconds: 30
    ///             End: true
    /// ```
    "invalid-state" Error check
}

/// Most characters of a state's name.
const LONGEST_NAME: usize = 80;
/// Most characters of the label of a Map state.
const LONGEST_LABEL: usize = 40;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for owner in semantics.state_machines() {
        for (_, machine) in owner.machines() {
            let reading = Reading { semantics, owner };
            reading.check_forms(&machine, problems);
            machine.states.iter().for_each(|it| reading.check(it, problems));
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

    /// States are maps, and have names that are not too long.
    fn check_forms(&self, machine: &Machine<'_>, problems: &mut Problems) {
        for (name, entry) in machine.scopes.iter().flat_map(|it| &it.names) {
            if entry.value.map().is_none() && !is_unknown(&entry.value) {
                let message = format!("the state `{name}` is {}; it must be a map", entry.value.kind_name());
                self.report(
                    Diagnostic::new(&CODE, entry.key_span, message).help("write at least its `Type`"),
                    problems,
                );
            }
            let length = name.chars().count();
            if length > LONGEST_NAME {
                let message =
                    format!("the name of this state has {length} characters; at most {LONGEST_NAME} are allowed");
                self.report(Diagnostic::new(&CODE, entry.key_span, message), problems);
            }
        }
    }

    fn check(&self, state: &State<'_>, problems: &mut Problems) {
        let Some(kind) = state.kind else { return self.check_type(state, problems) };
        for (key, entry) in state.map.entries().filter(|(key, _)| !is_unknown_key(key)) {
            self.check_field(state, kind, key, entry, problems);
        }
        if state.is_open {
            return;
        }
        for alternatives in required(kind) {
            if !alternatives.iter().any(|it| state.map.contains_key(it)) {
                let message = format!("the {} state `{}` has no {}", kind.name(), state.name, needed(kind));
                let finding = Diagnostic::new(&CODE, state.name_span, message).missing(alternatives.iter().copied());
                self.report(finding.help(how_to_add(kind)), problems);
            }
        }
        for alternatives in EXCLUSIVE {
            let mut given = alternatives.iter().filter_map(|it| Some((it, state.map.entry(it)?.1)));
            if let (Some((first, entry)), Some((second, other))) = (given.next(), given.next()) {
                if !field(first).is_some_and(|it| it.kinds.contains(&kind)) {
                    continue;
                }
                let message = format!("a state cannot have both `{first}` and `{second}`");
                let finding = Diagnostic::new(&CODE, other.key_span, message).related(entry.key_span, "the other one");
                self.report(finding.help("keep one of the two"), problems);
            }
        }
        self.check_next(state, kind, problems);
        self.check_numbers(state, problems);
    }

    /// A state has one of the types that there are.
    fn check_type(&self, state: &State<'_>, problems: &mut Problems) {
        let types = Kind::ALL.map(Kind::name);
        let finding = match state.map.get("Type") {
            None if state.is_open => return,
            None => {
                let message = format!("the state `{}` has no `Type`", state.name);
                let misnamed = state.map.entries().find(|(key, _)| nearest(key, ["Type"]).is_some());
                let Some((key, entry)) = misnamed else {
                    let finding = Diagnostic::new(&CODE, state.name_span, message);
                    let help = format!("add `Type:` with one of {}", types.join(", "));
                    return self.report(finding.help(help), problems);
                };
                let finding = Diagnostic::new(&CODE, entry.key_span, format!("a state has no field `{key}`"));
                self.semantics.suggest(finding, entry.key_span, key, ["Type"])
            }
            Some(written) if is_unknown(written) => return,
            Some(written) => {
                let message = match literal(written) {
                    Some(name) => format!("`{name}` is not a type of states"),
                    None => format!("`Type` is {}; it must be a string", written.kind_name()),
                };
                let finding = Diagnostic::new(&CODE, written.span, message);
                let name = literal(written).unwrap_or_default();
                match nearest(name, types) {
                    Some(_) => self.semantics.suggest(finding, written.span, name, types),
                    None => finding.help(format!("the types are {}", types.join(", "))),
                }
            }
        };
        self.report(finding, problems);
    }

    fn check_field(&self, state: &State<'_>, kind: Kind, key: &str, entry: &Entry, problems: &mut Problems) {
        let found = field(key);
        if let Some(found) = found.filter(|it| it.kinds.contains(&kind)) {
            if let Some(wanted) = found.shape.refused(&entry.value, state.language) {
                let message = format!("`{key}` is {}; it must be {wanted}", shown(&entry.value));
                self.report(Diagnostic::new(&CODE, entry.value.span, message), problems);
            }
            return;
        }
        let message = format!("a {} state has no field `{key}`", kind.name());
        let finding = Diagnostic::new(&CODE, entry.key_span, message);
        let known = || names(kind, state.language).filter(|it| !state.map.contains_key(it));
        let finding = match found {
            // `End: false` says nothing.
            Some(_) if key == "End" && entry.value.bool() == Some(false) => return,
            Some(found) if found.name == "Next" || found.name == "End" => finding.help(match kind {
                Kind::Choice => "write `Next` in each of the `Choices`, and `Default` for all other cases",
                _ => "this state is always the last: remove it",
            }),
            Some(found) => {
                let kinds: Vec<&str> = found.kinds.iter().map(|it| it.name()).collect();
                finding.help(format!("it is a field of {} states", listed(&kinds)))
            }
            None => match nearest(key, known()) {
                Some(near) => {
                    let finding = self.semantics.suggest(finding, entry.key_span, key, known());
                    finding.meant(state.name_span, [near])
                }
                None => finding.help("remove it"),
            },
        };
        self.report(finding, problems);
    }

    /// Most states say what comes next, or that nothing does.
    fn check_next(&self, state: &State<'_>, kind: Kind, problems: &mut Problems) {
        if !kind.has_next() {
            return;
        }
        let end = state.map.entry("End").map(|(_, it)| it);
        let is_end = end.is_some_and(|it| it.value.bool() != Some(false));
        match (state.map.entry("Next"), end.filter(|_| is_end)) {
            (None, None) => {
                let message = format!("the state `{}` has neither `Next` nor `End: true`", state.name);
                let finding = Diagnostic::new(&CODE, state.name_span, message).missing(["Next", "End"]);
                self.report(finding.help("name the state that comes after it, or write `End: true`"), problems);
            }
            (Some((_, next)), Some(end)) if end.value.bool() == Some(true) => {
                let message = format!("the state `{}` has both `Next` and `End: true`", state.name);
                let finding = Diagnostic::new(&CODE, end.key_span, message).related(next.key_span, "the other one");
                self.report(finding.help("keep one of the two"), problems);
            }
            _ => (),
        }
    }

    /// Numbers and texts that depend on each other, or have limits of their own.
    fn check_numbers(&self, state: &State<'_>, problems: &mut Problems) {
        let number = |name: &str| state.map.get(name).and_then(Node::integer);
        if let (Some(heartbeat), Some(timeout)) = (number("HeartbeatSeconds"), number("TimeoutSeconds"))
            && heartbeat >= timeout
            && let Some(at) = state.map.get("HeartbeatSeconds")
        {
            let message =
                format!("`HeartbeatSeconds` is {heartbeat}; it must be less than `TimeoutSeconds`, which is {timeout}");
            self.report(Diagnostic::new(&CODE, at.span, message), problems);
        }
        if let Some(label) = state.map.get("Label")
            && let Some(length) = literal(label).map(|it| it.chars().count())
            && length > LONGEST_LABEL
        {
            let message = format!("`Label` has {length} characters; at most {LONGEST_LABEL} are allowed");
            self.report(Diagnostic::new(&CODE, label.span, message), problems);
        }
        for name in ["Branches", "Choices"] {
            if let Some((_, entry)) =
                state.map.entry(name).filter(|(_, it)| it.value.list().is_some_and(<[_]>::is_empty))
            {
                let finding = Diagnostic::new(&CODE, entry.key_span, format!("`{name}` is empty"));
                self.report(finding.help("write at least one"), problems);
            }
        }
        let branches = state.map.get("Branches").and_then(Node::list).unwrap_or_default();
        for branch in branches.iter().filter(|it| it.map().is_none() && !is_unknown(it)) {
            let message = format!("a branch is {}; it must be a map with `StartAt` and `States`", branch.kind_name());
            self.report(Diagnostic::new(&CODE, branch.span, message), problems);
        }
    }
}

/// What a state of this type cannot do without.
fn needed(kind: Kind) -> &'static str {
    match kind {
        Kind::Task => "`Resource`",
        Kind::Parallel => "`Branches`",
        Kind::Map => "`ItemProcessor`",
        Kind::Wait => "`Seconds` or `Timestamp`",
        Kind::Choice => "`Choices`",
        Kind::Pass | Kind::Succeed | Kind::Fail => "`Type`",
    }
}

/// How that is written.
fn how_to_add(kind: Kind) -> &'static str {
    match kind {
        Kind::Task => "add the ARN of what it calls, such as `arn:aws:states:::lambda:invoke`",
        Kind::Parallel => "add a list of maps with `StartAt` and `States`",
        Kind::Map => "add a map with `StartAt` and `States`",
        Kind::Wait => "say how long it waits, or until when",
        Kind::Choice => "add a list of rules",
        Kind::Pass | Kind::Succeed | Kind::Fail => "add it",
    }
}

/// As in "Task, Parallel and Map".
fn listed(names: &[&str]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => names.concat(),
    }
}
