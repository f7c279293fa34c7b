//! From an offset in the text to the way that leads to what stands there.
use crate::syntax::{Entry, Map, Node, Text, Value};

/// What stands at an offset.
#[derive(Clone, Debug)]
pub(super) struct Place<'a> {
    /// The way from the root, from the outside in.
    pub steps: Vec<Step<'a>>,
    /// Whether it is the key of the last step, rather than its value.
    pub is_key: bool,
}

/// A step from a map or list to what is in it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'a> {
    Key(&'a Text, &'a Entry),
    Item(usize, &'a Node),
}

impl<'a> Step<'a> {
    pub(super) fn node(&self) -> &'a Node {
        match self {
            Step::Key(_, entry) => &entry.value,
            Step::Item(_, node) => node,
        }
    }

    pub(super) fn key(&self) -> Option<&'a Text> {
        match self {
            Step::Key(key, _) => Some(key),
            Step::Item(..) => None,
        }
    }
}

impl<'a> Place<'a> {
    /// What stands at an offset; without steps where nothing does.
    pub(super) fn at(root: &'a Map, offset: u32) -> Self {
        let mut place = Self { steps: Vec::new(), is_key: false };
        place.in_map(root, offset);
        place
    }

    fn in_map(&mut self, map: &'a Map, offset: u32) {
        let touches = |span: crate::source::Span| span.start <= offset && offset <= span.end;
        for (key, entry) in map.entries() {
            if touches(entry.key_span) {
                self.steps.push(Step::Key(key, entry));
                // The key of a short form stands where its value begins.
                self.is_key = true;
                return;
            }
            if touches(entry.value.span) {
                self.steps.push(Step::Key(key, entry));
                return self.in_node(&entry.value, offset);
            }
        }
    }

    fn in_node(&mut self, node: &'a Node, offset: u32) {
        match &node.value {
            Value::Map(map) => self.in_map(map, offset),
            Value::List(items) => {
                let touching = items.iter().position(|it| it.span.start <= offset && offset <= it.span.end);
                if let Some(index) = touching {
                    self.steps.push(Step::Item(index, &items[index]));
                    self.in_node(&items[index], offset);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
        }
    }

    /// The keys of the way, without positions in lists.
    pub(super) fn keys(&self) -> Vec<&'a str> {
        self.steps.iter().filter_map(Step::key).map(|it| &**it).collect()
    }

    /// The node at the end of the way.
    pub(super) fn node(&self) -> Option<&'a Node> {
        self.steps.last().map(Step::node)
    }
}
