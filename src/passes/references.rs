//! Makes references fit what resources are called in the document: renamed ones, and words such as `Function.Alias`.
use super::Finishing;
use crate::diagnostic::Problems;
use crate::source::Span;
use crate::syntax::{Map, Node, Text, Value};
use crate::template::parameters::{replace_variables, text_too_large};
use indexmap::IndexMap;
use std::cell::Cell;
use std::collections::HashMap;

/// New logical ids: for a resource, and for a word behind a resource.
struct Names<'c> {
    renamed: &'c IndexMap<Text, Text>,
    referable: HashMap<(String, String), Text>,
    /// A text that would become too large with them.
    too_large: Cell<Option<Span>>,
}

pub(super) fn run(compilation: &mut Finishing<'_>, problems: &mut Problems) {
    let referable = compilation.referable.iter();
    let referable = referable.map(|((id, word), new)| ((id.clone(), (*word).to_owned()), new.clone())).collect();
    let names = Names { renamed: &compilation.renamed, referable, too_large: Cell::default() };
    if names.renamed.is_empty() && names.referable.is_empty() {
        return;
    }
    let sections = compilation.document.in_any_order();
    let changed: Vec<_> = sections.filter_map(|(name, it)| Some((name.clone(), names.changed(it)?))).collect();
    for (name, section) in changed {
        compilation.document.insert(name, section);
    }
    if let Some(span) = names.too_large.get() {
        problems.push(text_too_large(span));
    }
}

impl Names<'_> {
    /// The node with other references, if one has to change. What stays is shared with the node.
    fn changed(&self, node: &Node) -> Option<Node> {
        let value = match &node.value {
            Value::List(items) => {
                let mut changed = None;
                for (index, item) in items.iter().enumerate() {
                    if let Some(item) = self.changed(item) {
                        changed.get_or_insert_with(|| items.clone())[index] = item;
                    }
                }
                Value::List(changed?)
            }
            Value::Map(map) => {
                let mut changed: Option<Map> = None;
                for (key, value) in map.in_any_order() {
                    let renamed = self.renamed(key, value, map.len());
                    let below = self.changed(renamed.as_ref().unwrap_or(value));
                    if let Some(value) = below.or(renamed) {
                        changed.get_or_insert_with(|| map.clone()).insert(key.clone(), value);
                    }
                }
                Value::Map(changed?)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => return None,
        };
        Some(Node::new(node.span, value))
    }

    /// The value of a key among so many, when it names resources: what a resource waits for, or the argument of an
    /// intrinsic function.
    fn renamed(&self, key: &str, value: &Node, keys: usize) -> Option<Node> {
        let rename = match key {
            "DependsOn" => Self::rename_dependencies,
            "Ref" if keys == 1 => Self::rename_reference,
            "Fn::GetAtt" if keys == 1 => Self::rename_attribute,
            "Fn::Sub" if keys == 1 => Self::rename_variables,
            _ => return None,
        };
        let mut renamed = value.clone();
        rename(self, &mut renamed);
        (renamed != *value).then_some(renamed)
    }

    fn rename_dependencies(&self, awaited: &mut Node) {
        let rename = |node: &mut Node| {
            if let Value::Text(id) = &mut node.value
                && let Some(new) = self.renamed.get(&**id)
            {
                *id = new.clone();
            }
        };
        match &mut awaited.value {
            Value::List(items) => items.iter_mut().for_each(rename),
            _ => rename(awaited),
        }
    }

    /// First the renamed resources, then the words, as in the reference.
    fn rename_reference(&self, argument: &mut Node) {
        let Value::Text(id) = &mut argument.value else { return };
        let new = match id.split_once('.') {
            None => self.renamed.get(&**id),
            Some((resource, word)) if !resource.is_empty() && !word.is_empty() => self.word(resource, word),
            Some(_) => None,
        };
        if let Some(new) = new {
            *id = new.clone();
        }
    }

    fn word(&self, resource: &str, word: &str) -> Option<&Text> {
        if self.referable.is_empty() {
            return None;
        }
        self.referable.get(&(resource.to_owned(), word.to_owned()))
    }

    fn rename_attribute(&self, argument: &mut Node) {
        let span = argument.span;
        let Some(items) = argument.list_mut().filter(|it| it.len() >= 2) else { return };
        let Some(parts) = items.iter().map(|it| it.text().map(|it| &**it)).collect::<Option<Vec<_>>>() else { return };
        let dotted = parts.join(".");
        let mut parts: Vec<&str> = dotted.split('.').collect();
        let mut changed = false;
        if let Some(new) = self.renamed.get(parts[0]) {
            parts[0] = new;
            changed = true;
        }
        if let Some(new) = self.word(parts[0], parts[1]) {
            parts.splice(..2, [&**new]);
            changed = true;
        }
        if changed {
            let part = |it: &str| Node::new(span, Value::Text(Text::from(it.to_owned())));
            *items = parts.into_iter().map(part).collect();
        }
    }

    fn rename_variables(&self, argument: &mut Node) {
        let text = match &mut argument.value {
            Value::List(items) => match items.first_mut() {
                Some(first) => first,
                None => return,
            },
            _ => argument,
        };
        let span = text.span;
        let Value::Text(text) = &mut text.value else { return };
        let rename = |name: &str, replaced: &str, new: &str| Some(format!("${{{name}}}").replace(replaced, new).into());
        let mut replace = |value: &mut dyn FnMut(&str) -> Option<Text>| match replace_variables(text, value) {
            Some(replaced) => *text = replaced,
            None => self.too_large.set(Some(span)),
        };
        if !self.renamed.is_empty() {
            replace(&mut |name| {
                let id = name.split('.').next()?;
                rename(name, id, self.renamed.get(id)?)
            });
        }
        if !self.referable.is_empty() {
            replace(&mut |name| {
                let mut parts = name.split('.');
                let (id, word) = (parts.next()?, parts.next()?);
                rename(name, &format!("{id}.{word}"), self.word(id, word)?)
            });
        }
    }
}
