//! Takes the values of a configuration from its tree as the table of keys says, and reports what is wrong with them.
use super::keys::{KEYS, KEYS_OF_OVERRIDE, Key, Shape};
use super::levels::{Level, Levels, can_have, code_named};
use super::{Base, Configuration, Override, Pattern};
use crate::diagnostic::{Diagnostic, Problems, codes, nearest};
use crate::source::{Source, Span};
use crate::syntax::{Entry, Map, Node, Text, Value};
use std::collections::BTreeMap;

pub(super) struct Reader<'a> {
    pub source: &'a Source,
    pub problems: &'a mut Problems,
}

impl Reader<'_> {
    pub(super) fn configuration(&mut self, tree: &Node, configuration: &mut Configuration) {
        match tree.map() {
            Some(map) => self.read(map, KEYS, "a configuration", configuration),
            None if tree.is_null() => (),
            None => self.wrong_type("a configuration", "a map", tree, &help(KEYS[0].example)),
        }
    }

    /// Reads the entries of a map by a table of keys; `what` is what it is called.
    fn read<T>(&mut self, map: &Map, keys: &[Key<T>], what: &str, into: &mut T) {
        for (name, entry) in map.entries() {
            match keys.iter().find(|it| it.name == &**name) {
                None => self.unknown_key(name, entry, keys, what),
                Some(_) if entry.value.is_null() => (),
                Some(key) => self.value(key, &entry.value, into),
            }
        }
    }

    fn unknown_key<T>(&mut self, name: &str, entry: &Entry, keys: &[Key<T>], what: &str) {
        let help = match nearest(name, keys.iter().map(|it| it.name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                let names: Vec<String> = keys.iter().map(|it| format!("`{}`", it.name)).collect();
                format!("expected one of {}", names.join(", "))
            }
        };
        self.problem(entry.key_span, format!("{what} has no `{name}`"), &help);
    }

    fn value<T>(&mut self, key: &Key<T>, node: &Node, into: &mut T) {
        let what = format!("`{}`", key.name);
        let help = help(key.example);
        match key.shape {
            Shape::Text(field) => *field(into) = self.text(&what, node, &help),
            Shape::Base(field) => {
                let path = self.text(&what, node, &help);
                *field(into) = path.map(|path| Base { path, span: node.span });
            }
            Shape::Flag(field) => match node.bool() {
                Some(flag) => *field(into) = flag,
                None => self.wrong_type(&what, "true or false", node, &help),
            },
            Shape::Texts(field) => *field(into) = self.texts(key, node).into_iter().map(|(text, _)| text).collect(),
            Shape::Patterns(field) => {
                let pattern = |(text, span)| Pattern { text, span };
                *field(into) = self.texts(key, node).into_iter().map(pattern).collect();
            }
            Shape::Values(field) => *field(into) = self.values(key, node),
            Shape::Levels(field) => *field(into) = self.levels(key, node),
            Shape::Overrides(field) => *field(into) = self.overrides(key, node),
        }
    }

    /// The strings of a list, with their places.
    fn texts<T>(&mut self, key: &Key<T>, node: &Node) -> Vec<(String, Span)> {
        let what = format!("an item of `{}`", key.name);
        let items = self.items(key, node).iter();
        items.filter_map(|it| Some((self.text(&what, it, &help(key.example))?, it.span))).collect()
    }

    fn values<T>(&mut self, key: &Key<T>, node: &Node) -> Vec<(String, String)> {
        let mut values = BTreeMap::new();
        for (name, entry) in self.entries(key, node) {
            let help = "write one string; commas separate the items of a list";
            if let Some(value) = self.text(&format!("the value of parameter `{name}`"), &entry.value, help) {
                values.insert(name.to_string(), value);
            }
        }
        values.into_iter().collect()
    }

    fn levels<T>(&mut self, key: &Key<T>, node: &Node) -> Levels {
        let mut levels = Levels::default();
        for (name, entry) in self.entries(key, node) {
            let rule = match code_named(name) {
                Ok(rule) => rule,
                Err((message, help)) => {
                    self.problem(entry.key_span, message, &help);
                    continue;
                }
            };
            let help = "write `error`, `warning` or `off`";
            let Some(level) = self.text(&format!("the level of `{name}`"), &entry.value, help) else { continue };
            match Level::named(&level) {
                None => self.problem(entry.value.span, format!("`{level}` is not a level of a rule"), help),
                Some(level) if !can_have(rule, level) => {
                    let help = "a template that cannot be read is not checked; leave it out under `exclude`";
                    self.problem(entry.key_span, format!("`{name}` is always an error"), help);
                }
                Some(level) => levels.set(rule, level),
            }
        }
        levels
    }

    fn overrides<T>(&mut self, key: &Key<T>, node: &Node) -> Vec<Override> {
        let what = format!("an item of `{}`", key.name);
        let mut overrides = Vec::new();
        for item in self.items(key, node) {
            let Some(map) = item.map() else {
                self.wrong_type(&what, "a map", item, &help(key.example));
                continue;
            };
            let mut read = Override::default();
            self.read(map, KEYS_OF_OVERRIDE, &what, &mut read);
            for needed in KEYS_OF_OVERRIDE.iter().filter(|it| item.get(it.name).is_none()) {
                self.problem(item.span, format!("{what} needs `{}`", needed.name), &help(needed.example));
            }
            overrides.push(read);
        }
        overrides
    }

    fn items<'n, T>(&mut self, key: &Key<T>, node: &'n Node) -> &'n [Node] {
        if node.list().is_none() {
            self.wrong_type(&format!("`{}`", key.name), "a list", node, &help(key.example));
        }
        node.list().unwrap_or_default()
    }

    fn entries<'n, T>(&mut self, key: &Key<T>, node: &'n Node) -> Vec<(&'n Text, &'n Entry)> {
        if node.map().is_none() {
            self.wrong_type(&format!("`{}`", key.name), "a map", node, &help(key.example));
        }
        node.map().into_iter().flat_map(Map::entries).collect()
    }

    /// A string, or a number or boolean as it is written.
    fn text(&mut self, what: &str, node: &Node, help: &str) -> Option<String> {
        match &node.value {
            Value::Text(text) => Some(text.to_string()),
            Value::Number(_) | Value::Bool(_) => {
                let written = self.source.slice(node.span);
                Some(if written.starts_with('!') { node.plain_text() } else { written.to_owned() })
            }
            Value::Null | Value::List(_) | Value::Map(_) => {
                self.wrong_type(what, "a string", node, help);
                None
            }
        }
    }

    fn wrong_type(&mut self, what: &str, expected: &str, node: &Node, help: &str) {
        self.problem(node.span, format!("{what} must be {expected}, but this is {}", node.kind_name()), help);
    }

    fn problem(&mut self, span: Span, message: String, help: &str) {
        self.problems.push(Diagnostic::new(&codes::INVALID_CONFIGURATION, span, message).help(help));
    }
}

fn help(example: &str) -> String {
    format!("write `{example}`")
}
