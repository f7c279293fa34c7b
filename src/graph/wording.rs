//! Values of a document as text, as far as they are known before deployment.
use crate::diagnostic::Problems;
use crate::passes::Expanded;
use crate::syntax::{Map, Node, Number, Value};
use crate::template::{Template, intrinsics};

/// What values can be looked up in.
#[derive(Clone, Copy)]
pub(super) struct Wording<'a> {
    pub template: &'a Template,
    pub expanded: &'a Expanded,
}

/// Deepest nesting of intrinsic functions that is looked into.
const DEEPEST: usize = 50;

impl Wording<'_> {
    /// A value as text: `${Name}` and `${Name.Attribute}` stand for resources and for parameters without a value, the
    /// name alone for what is imported. Of several values that it can have, the first.
    pub(super) fn text(self, value: &Node) -> String {
        self.text_at(value, 0)
    }

    fn text_at(self, value: &Node, depth: usize) -> String {
        if depth > DEEPEST {
            return String::new();
        }
        match &value.value {
            Value::Text(text) => text.to_string(),
            Value::Number(Number::Integer(it)) => it.to_string(),
            Value::Number(Number::Float(it)) => it.to_string(),
            Value::Number(Number::Big(it)) => it.to_string(),
            Value::Bool(it) => it.to_string(),
            Value::Null => String::new(),
            Value::List(items) => items.iter().map(|it| self.text_at(it, depth + 1)).collect(),
            Value::Map(map) => self.intrinsic(map, value, depth + 1),
        }
    }

    fn intrinsic(self, map: &Map, value: &Node, depth: usize) -> String {
        let Some((name, argument)) = map.only() else {
            return map.values().map(|it| self.text_at(it, depth)).collect();
        };
        match &**name {
            "Ref" => argument.text().map(|it| self.name(it)).unwrap_or_default(),
            "Fn::GetAtt" => match argument.list() {
                Some(parts) => {
                    let parts: Vec<String> = parts.iter().map(|it| self.text_at(it, depth)).collect();
                    format!("${{{}}}", parts.join("."))
                }
                None => format!("${{{}}}", self.text_at(argument, depth)),
            },
            "Fn::Sub" => self.substituted(argument, depth),
            "Fn::Join" => self.joined(argument, depth),
            "Fn::If" => match intrinsics::if_branches(value) {
                Some([_, then, otherwise]) if intrinsics::is_no_value(then) => self.text_at(otherwise, depth),
                Some([_, then, _]) => self.text_at(then, depth),
                None => String::new(),
            },
            "Fn::ImportValue" => format!("${{{}}}", unmarked(&self.text_at(argument, depth))),
            "Fn::FindInMap" => {
                let found = self.expanded.mappings.resolve(
                    &self.expanded.parameters.resolve(value, &mut Problems::default()),
                    &mut Problems::default(),
                );
                if found.map().is_some() { String::new() } else { self.text_at(&found, depth) }
            }
            // What is taken out of an ARN still leads to what the ARN names.
            _ => self.text_at(argument, depth),
        }
    }

    fn joined(self, argument: &Node, depth: usize) -> String {
        let Some([delimiter, parts]) = argument.list() else { return String::new() };
        let delimiter = self.text_at(delimiter, depth);
        match parts.list() {
            Some(parts) => {
                let parts: Vec<String> = parts.iter().map(|it| self.text_at(it, depth)).collect();
                parts.join(&delimiter)
            }
            None => self.text_at(parts, depth),
        }
    }

    fn substituted(self, argument: &Node, depth: usize) -> String {
        let (text, own) = match argument.list() {
            Some(items) => (items.first(), items.get(1).and_then(Node::map)),
            None => (Some(argument), None),
        };
        let Some(text) = text.and_then(Node::text) else { return String::new() };
        let mut result = String::with_capacity(text.len());
        let mut rest = &**text;
        while let Some((before, behind)) = rest.split_once("${") {
            let Some((name, after)) = behind.split_once('}') else { break };
            result.push_str(before);
            match own.and_then(|it| it.get(name)) {
                Some(value) => result.push_str(&self.text_at(value, depth)),
                None => result.push_str(&self.name(name)),
            }
            rest = after;
        }
        result + rest
    }

    /// What a name stands for: the value of a parameter, where that is known.
    fn name(self, name: &str) -> String {
        let value = self.expanded.parameters.value(name).filter(|_| !self.template.is_looked_up(name));
        let value = value.and_then(Node::text).filter(|it| !it.is_empty());
        value.map_or_else(|| format!("${{{name}}}"), ToString::to_string)
    }
}

/// A text without the marks of placeholders, so that it can stand in one.
fn unmarked(text: &str) -> String {
    text.replace("${", "").replace('}', "")
}
