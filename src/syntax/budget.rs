//! How much of itself a template may repeat, by aliases or by `Globals`: a few lines could stand for gigabytes.
use super::{LARGEST_TEMPLATE, Node, Value};

/// What a value counts for besides its text, against the budget of [`LARGEST_TEMPLATE`] bytes.
const VALUE_COST: usize = 128;

/// What has been repeated so far.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    spent: usize,
}

impl Budget {
    /// Takes something that costs so much from it; whether there was enough left.
    pub(crate) fn spend(&mut self, cost: usize) -> bool {
        self.spent = self.spent.saturating_add(cost);
        self.spent <= LARGEST_TEMPLATE
    }
}

/// The cost of a list of so many scalars, which have so many letters together; see [`measure`].
pub(crate) fn list_cost(items: usize, letters: usize) -> usize {
    items.saturating_add(1).saturating_mul(VALUE_COST).saturating_add(letters)
}

/// The cost of a value, and how many lists and maps it nests.
pub(crate) fn measure(node: &Node) -> (usize, usize) {
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
