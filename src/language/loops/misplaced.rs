//! Loops where there can be none.
use super::super::Found;
use super::body::name_of;
use crate::diagnostic::{Diagnostic, codes};
use crate::syntax::{Entry, Node, Text, Value};
use crate::template::functions::is_for_each;

/// Reports the loops at any depth below a node, where there can be none.
pub(in super::super) fn misplaced_loops(node: &Node, found: &mut Found) {
    match &node.value {
        Value::Map(map) => {
            for (key, entry) in map.entries() {
                if is_for_each(key) {
                    found.push(misplaced_loop(key, entry));
                }
                misplaced_loops(&entry.value, found);
            }
        }
        Value::List(items) => items.iter().for_each(|it| misplaced_loops(it, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
    }
}

/// That a loop stands where there can be none.
pub(in super::super) fn misplaced_loop(key: &Text, entry: &Entry) -> Diagnostic {
    let message = format!("loop `{}` cannot be here", name_of(key));
    let finding = Diagnostic::new(&codes::MISPLACED_LOOP, entry.key_span, message);
    finding.help("put loops directly under `Conditions`, `Resources` or `Outputs`, or in a map of `Properties`")
}
