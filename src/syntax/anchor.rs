//! Anchors and what their aliases repeat, within a budget. Knows nothing of how they are written.
use super::{LARGEST_TEMPLATE, Node, Value};
use crate::source::Span;
use std::collections::HashMap;

/// What a value counts for besides its text, against the budget of [`LARGEST_TEMPLATE`] bytes.
const VALUE_COST: usize = 128;

/// The anchors of a document.
#[derive(Default)]
pub(super) struct Anchors {
    /// By the parser's number of the anchor, counted from 1; `None` while the value is being read.
    values: Vec<Option<Anchored>>,
    names: HashMap<String, Span>,
    spent: usize,
}

struct Anchored {
    node: Node,
    cost: usize,
    depth: usize,
}

/// Why an alias stands for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AliasFault {
    /// It stands within the value that it repeats.
    Recursive,
    /// All aliases together repeat too much.
    TooMuch,
    /// What it repeats is nested too deeply for the place where it stands.
    TooDeep,
}

impl Anchors {
    /// Gives an anchor its name; returns where it was given before.
    pub(super) fn declare(&mut self, name: &str, span: Span) -> Option<Span> {
        self.names.insert(name.to_owned(), span)
    }

    /// Gives an anchor its value.
    pub(super) fn define(&mut self, number: usize, node: &Node) -> Result<(), AliasFault> {
        let (cost, depth) = measure(node);
        self.spend(cost)?;
        if self.values.len() <= number {
            self.values.resize_with(number + 1, || None);
        }
        self.values[number] = Some(Anchored { node: node.clone(), cost, depth });
        Ok(())
    }

    /// The value that an alias stands for, `room` levels of nesting below the deepest.
    pub(super) fn repeat(&mut self, number: usize, room: usize) -> Result<Node, AliasFault> {
        let anchored = self.values.get(number).and_then(Option::as_ref).ok_or(AliasFault::Recursive)?;
        if anchored.depth > room {
            return Err(AliasFault::TooDeep);
        }
        let cost = anchored.cost;
        self.spend(cost)?;
        let anchored = self.values[number].as_ref().expect("looked up above");
        Ok(anchored.node.clone())
    }

    fn spend(&mut self, cost: usize) -> Result<(), AliasFault> {
        self.spent += cost;
        if self.spent > LARGEST_TEMPLATE { Err(AliasFault::TooMuch) } else { Ok(()) }
    }
}

/// The cost of a value, and how many lists and maps it nests.
fn measure(node: &Node) -> (usize, usize) {
    let together = |(cost, depth): (usize, usize), (more, deeper): (usize, usize)| (cost + more, depth.max(deeper));
    let (cost, depth) = match &node.value {
        Value::Null | Value::Bool(_) | Value::Number(_) => (0, 0),
        Value::Text(text) => (text.len(), 0),
        Value::List(items) => items.iter().map(measure).fold((0, 1), |sum, it| together(sum, (it.0, it.1 + 1))),
        Value::Map(map) => {
            let entries = map.iter().map(|(key, value)| (key.len(), measure(value)));
            entries.fold((0, 1), |sum, (key, it)| together(sum, (key + it.0, it.1 + 1)))
        }
    };
    (cost + VALUE_COST, depth)
}
