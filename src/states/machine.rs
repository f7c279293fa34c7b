//! A state machine with the state machines within its states.
use super::kinds::{Kind, QueryLanguage};
use super::values::{is_unknown, is_unknown_key, literal};
use crate::source::Span;
use crate::syntax::{Entry, Map, Node, Text};

/// Deepest nesting of states in states that is looked into.
const DEEPEST: usize = 50;

/// A state machine.
#[derive(Debug)]
pub(crate) struct Machine<'a> {
    /// The state machine itself, and those within its states behind it.
    pub scopes: Vec<Scope<'a>>,
    /// The states of all of them that are maps.
    pub states: Vec<State<'a>>,
}

/// What begins at its `StartAt` and ends by itself: a state machine, a branch of a Parallel state, or what a Map state
/// does with each item.
#[derive(Debug)]
pub(crate) struct Scope<'a> {
    pub map: &'a Map,
    /// Where it begins, for what is missing in it.
    pub at: Span,
    /// The state that it is part of, by its position among the machine's states.
    pub owner: Option<usize>,
    /// Names of its states, as far as they are known.
    pub names: Vec<(&'a Text, &'a Entry)>,
    /// The map of them.
    listed: Option<&'a Map>,
    /// Its states, by their positions among the machine's states.
    pub states: Vec<usize>,
    /// Whether there may be more states than can be seen.
    pub is_open: bool,
}

/// A state.
#[derive(Debug)]
pub(crate) struct State<'a> {
    pub name: &'a Text,
    /// Where the name stands.
    pub name_span: Span,
    pub map: &'a Map,
    /// Its type, where that is one of those that there are.
    pub kind: Option<Kind>,
    /// Its query language, where that is known.
    pub language: Option<QueryLanguage>,
    /// What it is a state of, by its position among the machine's scopes.
    pub scope: usize,
    /// Whether part of it is put in at deployment.
    pub is_open: bool,
    /// The state machines within it, by their positions among the machine's scopes.
    pub inner: Vec<usize>,
}

impl Scope<'_> {
    /// Whether it has a state of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        !is_unknown_key(name) && self.listed.is_some_and(|it| it.contains_key(name))
    }
}

impl<'a> Machine<'a> {
    /// Takes a definition apart; `at` is where it begins. `None` when it is no map, or put in at deployment.
    pub(crate) fn read(definition: &'a Node, at: Span) -> Option<Self> {
        let map = definition.map().filter(|_| !is_unknown(definition))?;
        let mut machine = Self { scopes: Vec::new(), states: Vec::new() };
        let language = match map.get("QueryLanguage") {
            None => Some(QueryLanguage::JsonPath),
            Some(named) => literal(named).and_then(QueryLanguage::named),
        };
        machine.add_scope(map, at, None, language, 0);
        Some(machine)
    }

    fn add_scope(
        &mut self,
        map: &'a Map,
        at: Span,
        owner: Option<usize>,
        language: Option<QueryLanguage>,
        depth: usize,
    ) {
        let scope = self.scopes.len();
        let listed = map.get("States");
        let listed_map = listed.and_then(Node::map);
        let states = listed_map.into_iter().flat_map(Map::entries);
        let (names, unknown): (Vec<_>, Vec<_>) = states.partition(|(name, _)| !is_unknown_key(name));
        let is_open = listed.is_none_or(is_unknown) || !unknown.is_empty();
        self.scopes.push(Scope {
            map,
            at,
            owner,
            names: names.clone(),
            listed: listed_map,
            states: Vec::new(),
            is_open,
        });
        for (name, entry) in names {
            let is_open = is_unknown(&entry.value);
            let Some(map) = entry.value.map().filter(|_| !is_open || entry.value.get("Type").is_some()) else {
                continue;
            };
            let own = map.get("QueryLanguage");
            let own_language = match own {
                None => language,
                Some(named) => literal(named).and_then(QueryLanguage::named),
            };
            let kind = map.get("Type").and_then(literal).and_then(Kind::named);
            let name_span = entry.key_span;
            let inner_scopes = Vec::new();
            let state =
                State { name, name_span, map, kind, language: own_language, scope, is_open, inner: inner_scopes };
            let position = self.states.len();
            self.states.push(state);
            self.scopes[scope].states.push(position);
            if depth < DEEPEST {
                for (inner, at) in inner(map) {
                    let next = self.scopes.len();
                    self.states[position].inner.push(next);
                    // Whatever the state itself uses, states within it use what the state machine does.
                    self.add_scope(inner, at, Some(position), language, depth + 1);
                }
            }
        }
    }
}

/// The state machines within a state, with where each begins.
fn inner(state: &Map) -> impl Iterator<Item = (&Map, Span)> {
    let branches = state.get("Branches").and_then(Node::list).into_iter().flatten();
    let branches = branches.map(|it| (it, Span { end: it.span.start.saturating_add(1).min(it.span.end), ..it.span }));
    let iterated = ["ItemProcessor", "Iterator"].into_iter().filter_map(|it| state.entry(it));
    let iterated = iterated.map(|(_, entry)| (&entry.value, entry.key_span));
    branches.chain(iterated).filter(|(it, _)| !is_unknown(it)).filter_map(|(it, at)| Some((it.map()?, at)))
}
