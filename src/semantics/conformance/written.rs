//! What the user wrote, by where it stands.
use crate::source::Span;
use crate::syntax::{Map, Node, Text, Value};
use crate::template::Template;
use hashbrown::HashMap;

/// The values of a template, by their places.
pub(super) struct Written<'a> {
    values: HashMap<Span, (&'a Node, Option<&'a Text>)>,
}

impl<'a> Written<'a> {
    pub(super) fn new(template: &'a Template) -> Self {
        let mut written = Self { values: HashMap::new() };
        written.add_entries(template.sections());
        written
    }

    /// The value at a place.
    pub(super) fn value(&self, at: Span) -> Option<&'a Node> {
        self.values.get(&at).map(|(node, _)| *node)
    }

    /// The key that the value at a place stands under, or that the list does which it is an item of.
    pub(super) fn name(&self, at: Span) -> Option<&'a str> {
        self.values.get(&at).and_then(|(_, key)| *key).map(|it| &**it)
    }

    fn add_entries(&mut self, map: &'a Map) {
        for (key, entry) in map.entries() {
            self.add(&entry.value, Some(key).filter(|it| !it.starts_with("Fn::")));
        }
    }

    /// Adds a value with all in it. Values that stand in several places, by aliases, are added once.
    fn add(&mut self, node: &'a Node, key: Option<&'a Text>) {
        if self.values.insert(node.span, (node, key)).is_some() && !matches!(node.value, Value::Text(_)) {
            return;
        }
        match &node.value {
            Value::Map(map) => self.add_entries(map),
            Value::List(items) => items.iter().for_each(|it| self.add(it, key)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
        }
    }
}
