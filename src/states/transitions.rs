//! What comes after a state.
use super::kinds::Kind;
use super::machine::{Machine, Scope, State};
use super::values::{is_unknown, literal};
use crate::syntax::{Map, Node};
use std::collections::{HashMap, HashSet};

/// The name of a state that comes next.
#[derive(Debug)]
pub(crate) struct Transition<'a> {
    /// The field that names it.
    pub field: &'static str,
    pub target: &'a Node,
}

/// What can come after a state, and whether that is all.
pub(crate) fn transitions<'a>(state: &State<'a>) -> (Vec<Transition<'a>>, bool) {
    let direct = ["Next", "Default"].into_iter().filter_map(|it| Some((it, state.map.get(it)?)));
    let mut found: Vec<Transition<'a>> = direct.map(|(field, target)| Transition { field, target }).collect();
    let mut is_all = !state.is_open;
    for (name, field) in [("Catch", "Next"), ("Choices", "Next")] {
        let Some(listed) = state.map.get(name) else { continue };
        is_all &= !is_unknown(listed);
        for item in listed.list().into_iter().flatten() {
            is_all &= !is_unknown(item);
            found.extend(item.get("Next").map(|target| Transition { field, target }));
        }
    }
    is_all &= found.iter().all(|it| !is_unknown(it.target));
    (found, is_all)
}

/// The names of the states of a scope that cannot be reached; none where that cannot be known, or where a name leads
/// nowhere, since correcting that may lead there.
pub(crate) fn unreachable<'m>(machine: &'m Machine<'_>, scope: &'m Scope<'_>) -> Vec<&'m State<'m>> {
    let start = scope.map.get("StartAt").and_then(literal).filter(|it| scope.has(it));
    let (Some(start), false) = (start, scope.is_open) else { return Vec::new() };
    let mut waiting = vec![start];
    let mut reached: HashSet<&str> = HashSet::from([start]);
    let states = || scope.states.iter().map(|it| &machine.states[*it]);
    let by_name: HashMap<&str, &State<'_>> = states().map(|it| (&**it.name, it)).collect();
    for state in states() {
        let (found, is_all) = transitions(state);
        if !is_all || lacks_next(state) || found.iter().any(|it| !literal(it.target).is_some_and(|it| scope.has(it))) {
            return Vec::new();
        }
    }
    while let Some(name) = waiting.pop() {
        // What is no map leads where nobody knows.
        let Some(state) = by_name.get(name) else { return Vec::new() };
        let targets = transitions(state).0;
        waiting.extend(targets.iter().filter_map(|it| literal(it.target)).filter(|it| reached.insert(it)));
    }
    states().filter(|it| !reached.contains(&**it.name)).collect()
}

/// Whether a state does not say what comes next although it should, which is another mistake.
fn lacks_next(state: &State<'_>) -> bool {
    let has = |name| state.map.contains_key(name);
    match state.kind {
        Some(Kind::Choice) => !has("Choices"),
        Some(Kind::Succeed | Kind::Fail) => false,
        Some(_) => !has("Next") && !has("End"),
        None => !has("Next") && !has("End") && !has("Choices"),
    }
}

/// Whether a state ends what it is a state of.
pub(crate) fn ends(state: &Map) -> bool {
    let is_end = state.get("End").is_some_and(|it| it.bool() == Some(true) || is_unknown(it));
    let kind = state.get("Type");
    is_end || kind.is_none_or(|it| is_unknown(it) || it.is_text("Succeed") || it.is_text("Fail"))
}
