//! What the user wrote, by where it stands.
use crate::source::Span;
use crate::syntax::{Map, Node, Text, Value};
use crate::template::{Template, intrinsics, parameters};
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

/// The parts of a text that stand in the template, where an `Fn::Sub` or an `Fn::Join` puts it together at deployment.
pub(super) fn written_parts(node: &Node) -> Vec<&str> {
    if let Some([delimiter, pieces]) = intrinsics::argument(node, "Fn::Join").and_then(Node::list) {
        let (Some(delimiter), Some(pieces)) = (delimiter.text(), pieces.list()) else { return Vec::new() };
        // What can be left out takes a delimiter with it.
        let delimiter = (pieces.len() > 1 && !pieces.iter().any(intrinsics::is_if)).then_some(&**delimiter);
        let pieces = pieces.iter().flat_map(|it| it.text().map_or_else(|| written_parts(it), |it| vec![&**it]));
        return pieces.chain(delimiter).filter(|it| !it.contains("{{")).collect();
    }
    let Some(argument) = intrinsics::argument(node, "Fn::Sub") else { return Vec::new() };
    let Some(text) = argument.list().map_or(Some(argument), <[Node]>::first).and_then(Node::text) else {
        return Vec::new();
    };
    let (mut found, mut start) = (Vec::new(), 0);
    for (from, to) in parameters::variables(text) {
        found.push(&text[start..from]);
        start = to;
    }
    found.push(&text[start..]);
    // A dynamic reference becomes something else, and a literal `${…}` is written with an exclamation mark.
    if text.contains("{{") || found.iter().any(|it| it.contains("${")) { Vec::new() } else { found }
}
