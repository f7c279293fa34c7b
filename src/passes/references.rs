//! Makes references fit what resources are called in the document: renamed ones, and words such as `Function.Alias`.
use super::Compilation;
use crate::diagnostic::Problems;
use crate::syntax::{Map, Node, Text, Value};
use crate::template::parameters::replace_variables;
use std::collections::HashMap;

/// New logical ids: for a resource, and for a word behind a resource.
struct Names {
    renamed: HashMap<String, Text>,
    referable: HashMap<(String, String), Text>,
}

/// The intrinsic functions that name resources.
const FUNCTIONS: [&str; 3] = ["Ref", "Fn::GetAtt", "Fn::Sub"];

pub fn run(compilation: &mut Compilation<'_>, _: &mut Problems) {
    let renamed: HashMap<_, _> = compilation.renamed.iter().map(|(old, new)| (old.to_string(), new.clone())).collect();
    let referable = compilation.referable.iter();
    let referable = referable.map(|((id, word), new)| ((id.clone(), (*word).to_owned()), new.clone())).collect();
    let names = Names { renamed, referable };
    if names.renamed.is_empty() && names.referable.is_empty() {
        return;
    }
    for (_, section) in compilation.document.iter_mut() {
        names.apply(section);
    }
}

impl Names {
    fn apply(&self, node: &mut Node) {
        match &mut node.value {
            Value::List(items) => items.iter_mut().for_each(|it| self.apply(it)),
            Value::Map(map) => {
                self.rename_dependencies(map);
                self.rename_intrinsic(map);
                map.iter_mut().for_each(|(_, it)| self.apply(it));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
        }
    }

    fn rename_dependencies(&self, map: &mut Map) {
        let rename = |node: &mut Node| {
            if let Value::Text(id) = &mut node.value
                && let Some(new) = self.renamed.get(&**id)
            {
                *id = new.clone();
            }
        };
        match map.get_mut("DependsOn") {
            Some(Node { value: Value::List(items), .. }) => items.iter_mut().for_each(rename),
            Some(one) => rename(one),
            None => (),
        }
    }

    /// First the renamed resources, then the words, as in the reference.
    fn rename_intrinsic(&self, map: &mut Map) {
        let Some((name, _)) = map.only() else { return };
        let Some(name) = FUNCTIONS.into_iter().find(|it| *name == *it) else { return };
        let Some(argument) = map.get_mut(name) else { return };
        match name {
            "Ref" => {
                if let Value::Text(id) = &mut argument.value {
                    let new = match id.split_once('.') {
                        None => self.renamed.get(&**id),
                        Some((resource, word)) if !resource.is_empty() && !word.is_empty() => self.word(resource, word),
                        Some(_) => None,
                    };
                    if let Some(new) = new {
                        *id = new.clone();
                    }
                }
            }
            "Fn::GetAtt" => self.rename_attribute(argument),
            "Fn::Sub" => self.rename_variables(argument),
            _ => (),
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
        let Value::Text(text) = &mut text.value else { return };
        let rename = |name: &str, replaced: &str, new: &str| Some(format!("${{{name}}}").replace(replaced, new).into());
        if !self.renamed.is_empty() {
            *text = replace_variables(text, |name| {
                let id = name.split('.').next()?;
                rename(name, id, self.renamed.get(id)?)
            });
        }
        if !self.referable.is_empty() {
            *text = replace_variables(text, |name| {
                let mut parts = name.split('.');
                let (id, word) = (parts.next()?, parts.next()?);
                rename(name, &format!("{id}.{word}"), self.word(id, word)?)
            });
        }
    }
}
