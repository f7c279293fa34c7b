//! Looking values up in the `Mappings` section.
use super::parameters::{DEEPEST_REFERENCE, MOST_PUT_IN, value_too_large};
use super::{Template, intrinsics};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::syntax::{Map, Node, Value, measure};

/// The `Mappings` section, ready to answer `Fn::FindInMap`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mappings {
    maps: Map,
}

impl Mappings {
    /// Reads the section; it is an error when it is there and no map, as in the reference.
    pub(crate) fn new(template: &Template, problems: &mut Problems) -> Self {
        let maps = match template.sections().entry("Mappings") {
            None => Map::new(),
            Some((_, section)) => section.value.map().cloned().unwrap_or_else(|| {
                let message = format!("`Mappings` is {}; it must be a map", section.value.kind_name());
                let finding = Diagnostic::new(&codes::WRONG_TYPE, section.key_span, message);
                problems.push(finding.help("remove the section, or put at least one map under it"));
                Map::new()
            }),
        };
        Self { maps }
    }

    /// A copy of `node` with every `Fn::FindInMap` whose three keys are known replaced by the value found.
    pub(crate) fn resolve(&self, node: &Node, problems: &mut Problems) -> Node {
        let mut resolved = node.clone();
        if !self.maps.is_empty() {
            self.resolve_at(&mut resolved, 0, &mut Some(MOST_PUT_IN), problems);
        }
        resolved
    }

    /// `left` is what the lists and maps that are put in may still cost; `None` once it was reported that there are too many.
    fn resolve_at(&self, node: &mut Node, depth: usize, left: &mut Option<usize>, problems: &mut Problems) {
        let mut depth = depth;
        if let Some(value) = self.find(node, problems) {
            let Some(rest) = *left else { return };
            let cost = if value.list().is_some() || value.map().is_some() { measure(&value).0 } else { 0 };
            *left = rest.checked_sub(cost).filter(|_| depth < DEEPEST_REFERENCE);
            if left.is_none() {
                return problems.push(match depth < DEEPEST_REFERENCE {
                    true => value_too_large(node.span),
                    false => Diagnostic::new(&codes::CIRCULAR_REFERENCE, node.span, "this mapping refers to itself")
                        .help("write plain values in the mapping"),
                });
            }
            *node = value;
            depth += 1;
        }
        match &mut node.value {
            Value::List(items) => items.iter_mut().for_each(|it| self.resolve_at(it, depth, left, problems)),
            Value::Map(map) => map.iter_mut().for_each(|(_, it)| self.resolve_at(it, depth, left, problems)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
        }
    }

    /// The value that an `Fn::FindInMap` finds; `None` for anything else and for what cannot be known.
    fn find(&self, node: &Node, problems: &mut Problems) -> Option<Node> {
        let argument = intrinsics::argument(node, "Fn::FindInMap")?;
        let Some([map, first, second]) = argument.list() else {
            let finding =
                Diagnostic::new(&codes::INVALID_INTRINSIC, node.span, "`Fn::FindInMap` takes a list of three keys");
            problems.push(finding.help("write `!FindInMap [MapName, FirstKey, SecondKey]`"));
            return None;
        };
        let mut keys = [map, first, second].map(Node::clone);
        for key in &mut keys {
            if let Some(found) = self.find(key, problems) {
                *key = found;
            }
        }
        let [name, first, second] = [keys[0].text()?, keys[1].text()?, keys[2].text()?];
        let map = self.two_level(self.maps.get(name)?, name, node, problems)?;
        let inner = self.two_level(map.get(first)?, name, node, problems)?;
        inner.get(second).cloned()
    }

    fn two_level<'a>(&self, value: &'a Node, name: &str, call: &Node, problems: &mut Problems) -> Option<&'a Map> {
        if value.map().is_none() {
            let message = format!("mapping `{name}` does not have two levels of keys");
            let finding = Diagnostic::new(&codes::WRONG_TYPE, value.span, message);
            problems.push(finding.related(call.span, "looked up here").help("a mapping is a map of maps of values"));
        }
        value.map()
    }
}
