//! Putting an item into the body of a loop.
use crate::source::Span;
use crate::syntax::{LARGEST_TEMPLATE, Map, Node, Text, Value};
use crate::template::functions::is_for_each;
use crate::template::intrinsics;

/// Puts one item into the places of one identifier.
pub(super) struct Put<'t> {
    identifier: &'t str,
    item: &'t Text,
    /// `${Identifier}` and `&{Identifier}`.
    whole: String,
    stripped: String,
    alphanumeric: String,
    /// Where something was put in.
    pub replaced: Vec<Span>,
    /// The values in which something was put, from the functions around it in.
    pub values: Vec<Span>,
    /// How many bytes the texts have in which something was put.
    pub added: usize,
    /// Whether they would have more than a template has, and are left as they are.
    pub is_too_large: bool,
    /// Keys that became those of other entries of their map, with where they stand.
    pub collisions: Vec<(Text, Span)>,
}

impl<'t> Put<'t> {
    pub(super) fn new(identifier: &'t Text, item: &'t Text) -> Self {
        Self {
            identifier,
            item,
            whole: format!("${{{identifier}}}"),
            stripped: format!("&{{{identifier}}}"),
            alphanumeric: item.chars().filter(char::is_ascii_alphanumeric).collect(),
            replaced: Vec::new(),
            values: Vec::new(),
            added: 0,
            is_too_large: false,
            collisions: Vec::new(),
        }
    }

    /// A copy of the node, in keys and values at every depth.
    pub(super) fn copied(&mut self, node: &Node) -> Node {
        let before = self.values.len();
        let value = match &node.value {
            Value::Text(text) => match self.text(text) {
                Some(text) => {
                    self.replaced.push(node.span);
                    self.values.push(node.span);
                    Value::Text(text)
                }
                None => return node.clone(),
            },
            Value::List(items) => Value::List(items.iter().map(|it| self.copied(it)).collect()),
            Value::Map(_) if intrinsics::argument(node, "Ref").is_some_and(|it| it.is_text(self.identifier)) => {
                self.replaced.push(node.span);
                self.values.push(node.span);
                Value::Text(self.item.clone())
            }
            Value::Map(map) => {
                let mut copy = Map::new();
                for (key, entry) in map.entries() {
                    let key = match self.text(key) {
                        Some(key) => {
                            self.replaced.push(entry.key_span);
                            key
                        }
                        None => key.clone(),
                    };
                    let value = self.copied(&entry.value);
                    if copy.contains_key(&key) {
                        self.collisions.push((key, entry.key_span));
                        continue;
                    }
                    copy.insert_at(key, entry.key_span, value);
                }
                if self.values.len() > before && intrinsics::is_call(node) {
                    self.values.push(node.span);
                }
                Value::Map(copy)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => return node.clone(),
        };
        Node::new(node.span, value)
    }

    /// The text with the item put in; `None` where there is no place for it.
    fn text(&mut self, text: &Text) -> Option<Text> {
        if !text.contains(&self.whole) && !text.contains(&self.stripped) {
            return None;
        }
        let count = text.matches(&self.whole).count() + text.matches(&self.stripped).count();
        self.added = self.added.saturating_add(text.len()).saturating_add(count.saturating_mul(self.item.len()));
        if self.added > LARGEST_TEMPLATE {
            self.is_too_large = true;
            return None;
        }
        let put = text.replace(&self.whole, self.item).replace(&self.stripped, &self.alphanumeric);
        Some(Text::from(put))
    }
}

/// What is left of a placeholder in a name.
pub(super) fn left_in(name: &str) -> Option<&str> {
    let start = name.find("${").or_else(|| name.find("&{"))?;
    let length = name[start..].find('}').map_or(name.len() - start, |it| it + 1);
    Some(&name[start..start + length])
}

/// What stands before, between and behind the placeholders of a key.
pub(super) fn parts(key: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = key;
    while let Some(placeholder) = left_in(rest) {
        let at = rest.find(placeholder).unwrap_or(0);
        parts.push(rest[..at].to_owned());
        rest = &rest[at + placeholder.len()..];
    }
    parts.push(rest.to_owned());
    parts
}

/// The parts of all keys that a loop with this body may make, loops within it included.
pub(super) fn all_parts(body: &Map) -> Vec<Vec<String>> {
    let of_entry = |(key, value): (&Text, &Node)| match (is_for_each(key), value.list()) {
        (true, Some([_, _, Node { value: Value::Map(inner), .. }])) => all_parts(inner),
        // It is not known what that makes.
        (true, _) => vec![any()],
        (false, _) => vec![parts(key)],
    };
    body.iter().flat_map(of_entry).collect()
}

/// The parts of a key of which nothing is known.
pub(super) fn any() -> Vec<String> {
    vec![String::new(), String::new()]
}
