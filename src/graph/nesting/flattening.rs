//! Values of nested templates in the words of one application: what is given stands in the place of parameters, and the
//! values of outputs in the place of references to them.
use super::Instance;
use crate::diagnostic::Problems;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text, Value};
use crate::template::{intrinsics, parameters};
use std::cell::Cell;

/// Most values that are put in the place of others, one inside of the other.
const DEEPEST: usize = 10;
/// Most nodes that are made: values can be put in again and again.
const MOST_NODES: usize = 1_000_000;

/// Puts values of templates into the application.
pub(super) struct Flattening<'a> {
    instances: &'a [Instance],
    left: Cell<usize>,
}

/// A name in a template, in the application.
enum Named {
    /// It stands for the same under this name.
    As(String),
    /// It stands for this value.
    Value(Node),
}

impl<'a> Flattening<'a> {
    pub(super) fn new(instances: &'a [Instance]) -> Self {
        Self { instances, left: Cell::new(MOST_NODES) }
    }

    /// A value of the instance `of`.
    pub(super) fn node(&self, node: &Node, of: usize) -> Node {
        self.node_at(node, of, 0)
    }

    fn node_at(&self, node: &Node, of: usize, depth: usize) -> Node {
        let Some(left) = self.left.get().checked_sub(1) else { return Node::null(node.span) };
        self.left.set(left);
        match &node.value {
            Value::List(items) => {
                let items = items.iter().map(|it| self.node_at(it, of, depth)).collect();
                Node::new(node.span, Value::List(items))
            }
            Value::Map(map) => self.called(node, map, of, depth).unwrap_or_else(|| {
                let mut moved = Map::new();
                for (key, entry) in map.entries() {
                    moved.insert_at(key.clone(), entry.key_span, self.node_at(&entry.value, of, depth));
                }
                Node::new(node.span, Value::Map(moved))
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => node.clone(),
        }
    }

    /// What stands in the place of a function that names something.
    fn called(&self, node: &Node, map: &Map, of: usize, depth: usize) -> Option<Node> {
        let (function, argument) = map.only()?;
        let span = node.span;
        match &**function {
            "Ref" => Some(match self.named(argument.text()?, span, of, depth) {
                Named::As(name) => intrinsics::reference(span, name),
                Named::Value(value) => value,
            }),
            "Fn::GetAtt" => {
                let parts: Option<Vec<&str>> = match argument.list() {
                    Some(parts) => parts.iter().map(|it| it.text().map(|it| &**it)).collect(),
                    None => Some(vec![&**argument.text()?]),
                };
                Some(match self.named(&parts?.join("."), span, of, depth) {
                    Named::As(name) => {
                        let name = name.into_node(span);
                        Node::new(span, Value::Map(Map::from_iter([(Text::from("Fn::GetAtt"), name)])))
                    }
                    Named::Value(value) => value,
                })
            }
            "Fn::Sub" => self.substituted(argument, span, of, depth),
            "Fn::FindInMap" if of > 0 => {
                let expanded = &self.instances[of].expanded;
                let mut unreported = Problems::default();
                let known = expanded.parameters.resolve(node, &mut unreported);
                let found = expanded.mappings.resolve(&known, &mut unreported);
                // Of the mappings of another template, nothing is to be found.
                Some(if intrinsics::is_intrinsic(&found) { Node::null(span) } else { found })
            }
            _ => None,
        }
    }

    /// A text with variables, of which those that stand for values are given them.
    fn substituted(&self, argument: &Node, span: Span, of: usize, depth: usize) -> Option<Node> {
        let (text, own) = match argument.list() {
            Some(items) => (items.first()?, items.get(1).and_then(Node::map)),
            None => (argument, None),
        };
        let written = text.text()?;
        let mut values = Map::new();
        for (key, entry) in own.into_iter().flat_map(Map::entries) {
            values.insert_at(key.clone(), entry.key_span, self.node_at(&entry.value, of, depth));
        }
        let (mut moved, mut from) = (String::with_capacity(written.len()), 0);
        for (start, end) in parameters::variables(written) {
            let name = &written[start + 2..end - 1];
            moved.push_str(&written[from..start]);
            from = end;
            let named = match values.contains_key(name) {
                true => Named::As(name.to_owned()),
                false => self.named(name, span, of, depth),
            };
            match named {
                Named::As(name) => moved.push_str(&format!("${{{name}}}")),
                Named::Value(value) => {
                    values.insert(name.to_owned(), value);
                    moved.push_str(&written[start..end]);
                }
            }
        }
        moved.push_str(&written[from..]);
        let text = Node::new(text.span, Value::Text(moved.into()));
        let argument = match values.is_empty() {
            true => text,
            false => Node::new(span, Value::List(vec![text, Node::new(span, Value::Map(values))])),
        };
        Some(Node::new(span, Value::Map(Map::from_iter([(Text::from("Fn::Sub"), argument)]))))
    }

    /// What a name, perhaps with an attribute behind it, stands for.
    fn named(&self, name: &str, span: Span, of: usize, depth: usize) -> Named {
        let instance = &self.instances[of];
        if name.starts_with("AWS::") || depth >= DEEPEST {
            return Named::As(name.to_owned());
        }
        let (id, attribute) = name.split_once('.').unwrap_or((name, ""));
        if let Some(nested) = instance.nested.get(id) {
            let output = attribute
                .strip_prefix("Outputs.")
                .and_then(|it| self.instances[*nested].expanded.document.get("Outputs")?.at(&[it, "Value"]));
            if let Some(value) = output {
                return Named::Value(self.node_at(value, *nested, depth + 1));
            }
        }
        let prefixed = || Named::As(format!("{}{name}", instance.prefix));
        let Some(parent) = instance.parent else { return Named::As(name.to_owned()) };
        if instance.expanded.document.get("Resources").is_some_and(|it| it.get(id).is_some()) {
            return prefixed();
        }
        if let Some(value) = instance.given.get(name) {
            return Named::Value(self.node_at(value, parent, depth + 1));
        }
        match instance.expanded.parameters.value(name).filter(|it| it.text().is_some_and(|it| !it.is_empty())) {
            Some(value) if !self.instances[of].template.is_looked_up(name) => {
                Named::Value(Node { span, ..value.clone() })
            }
            Some(_) | None => prefixed(),
        }
    }
}
