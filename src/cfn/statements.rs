//! The statements of an API's resource policy, while thousands of routes may add theirs.
use crate::source::Span;
use crate::syntax::{Deferred, IntoNode, Node, Unsettled};
use std::collections::HashSet;

/// Where a definition has its resource policy.
pub(crate) const RESOURCE_POLICY: &str = "x-amazon-apigateway-policy";

const STATEMENT: &str = "Statement";

/// The statements of a resource policy, kept apart from it until all are there. Null stands in their place.
///
/// Each route copies the whole definition, so that each statement is copied as often as routes follow it: the copies are
/// counted, and made when the statements are put back.
#[derive(Debug)]
pub(crate) struct Statements {
    /// Each with the number of copies that had been made when it came.
    all: Vec<(Node, u32)>,
    /// What is in the list, to be found without going through it.
    known: HashSet<Node>,
    /// How many copies were made since these are kept apart.
    copies: u32,
    /// Whether there is a value, be it an empty list.
    is_there: bool,
    is_list: bool,
}

impl Statements {
    /// Takes them out of the value of `Statement`, if there is one.
    pub(crate) fn of(written: Option<&Node>) -> Self {
        let mut statements =
            Self { all: Vec::new(), known: HashSet::new(), copies: 0, is_there: false, is_list: false };
        written.into_iter().for_each(|it| statements.begin(it));
        statements
    }

    /// Whether there is a value.
    pub(crate) fn is_there(&self) -> bool {
        self.is_there
    }

    /// Begins with a value as it is written.
    pub(crate) fn begin(&mut self, value: &Node) {
        let items = value.list().unwrap_or(std::slice::from_ref(value));
        items.iter().for_each(|it| self.put(it.clone()));
        (self.is_there, self.is_list) = (true, value.list().is_some());
    }

    /// Adds a statement, be it there or not. The only one stands without a list.
    pub(crate) fn push(&mut self, statement: Node) {
        self.is_list |= self.is_there;
        self.is_there = true;
        self.put(statement);
    }

    /// Makes it a list, and adds a statement unless it is there.
    pub(crate) fn push_once(&mut self, statement: Node) {
        (self.is_there, self.is_list) = (true, true);
        if !self.known.contains(&statement) {
            self.put(statement);
        }
    }

    fn put(&mut self, statement: Node) {
        self.known.insert(statement.clone());
        self.all.push((statement, self.copies));
    }

    /// Notes that the definition was copied.
    pub(crate) fn note_copy(&mut self) {
        self.copies += 1;
    }

    /// Puts them back into the policy of a definition.
    pub(crate) fn put_back(self, document: &mut Unsettled<'_>) {
        let Some(mut policy) = document.below(RESOURCE_POLICY).filter(|_| self.is_there) else { return };
        let at = policy.span(STATEMENT).unwrap_or(Span::NOWHERE);
        let copied = |(statement, before): (Node, u32)| Deferred::new(statement).copied(self.copies - before).settle();
        let mut all: Vec<Node> = self.all.into_iter().map(copied).collect();
        let value = if self.is_list { Some(all.into_node(at)) } else { all.pop() };
        value.into_iter().for_each(|it| policy.insert(STATEMENT, it));
    }
}
