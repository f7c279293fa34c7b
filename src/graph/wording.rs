//! Values of a document as text, as far as they are known before deployment.
use crate::passes::Expanded;
use crate::semantics::known_value;
use crate::syntax::{Map, Node, Number, Value, measure};
use crate::template::{Template, intrinsics};
use std::cell::Cell;
use std::collections::HashMap;

/// What values can be looked up in.
pub(super) struct Wording<'a> {
    pub template: &'a Template,
    expanded: &'a Expanded,
    /// How much may still be put in.
    left: Cell<usize>,
    /// Whether there was no room for something.
    is_spent: Cell<bool>,
}

/// Deepest nesting of intrinsic functions that is looked into.
const DEEPEST: usize = 50;
/// Most bytes that are put into texts for variables and between items, in the whole graph: such a value can stand anywhere
/// any number of times. Parameters have values of at most 4,096 bytes.
const MOST_PUT_IN: usize = 4 * 1024 * 1024;

impl<'a> Wording<'a> {
    pub(super) fn new(template: &'a Template, expanded: &'a Expanded) -> Self {
        Self { template, expanded, left: Cell::new(MOST_PUT_IN), is_spent: Cell::new(false) }
    }

    /// Whether something became too long, so that it is not known.
    pub(super) fn is_spent(&self) -> bool {
        self.is_spent.get()
    }

    /// Takes the room for a value that is put into a text; `None` where there is not enough.
    pub(super) fn make_room(&self, length: usize) -> Option<()> {
        // Even nothing takes time.
        let left = self.left.get().checked_sub(length.saturating_add(1));
        left.map_or_else(|| self.is_spent.set(true), |it| self.left.set(it));
        left.map(|_| ())
    }

    /// A value as text: `${Name}` and `${Name.Attribute}` stand for resources and for parameters without a value, the
    /// name alone for what is imported. Of several values that it can have, the first. Empty where it is not known.
    pub(super) fn text(&self, value: &Node) -> String {
        self.text_at(value, 0).unwrap_or_default()
    }

    /// `None` where it becomes too long.
    fn text_at(&self, value: &Node, depth: usize) -> Option<String> {
        if depth > DEEPEST {
            return Some(String::new());
        }
        Some(match &value.value {
            Value::Text(text) => text.to_string(),
            Value::Number(Number::Integer(it)) => it.to_string(),
            Value::Number(Number::Float(it)) => it.to_string(),
            Value::Number(Number::Big(it)) => it.to_string(),
            Value::Bool(it) => it.to_string(),
            Value::Null => String::new(),
            Value::List(items) => items.iter().map(|it| self.text_at(it, depth + 1)).collect::<Option<_>>()?,
            Value::Map(map) => self.intrinsic(map, value, depth + 1)?,
        })
    }

    fn intrinsic(&self, map: &Map, value: &Node, depth: usize) -> Option<String> {
        let Some((name, argument)) = map.only() else {
            return map.values().map(|it| self.text_at(it, depth)).collect();
        };
        Some(match &**name {
            "Ref" => match argument.text() {
                Some(name) => self.name(name)?,
                None => String::new(),
            },
            "Fn::GetAtt" => match argument.list() {
                Some(parts) => {
                    let parts: Option<Vec<String>> = parts.iter().map(|it| self.text_at(it, depth)).collect();
                    format!("${{{}}}", parts?.join("."))
                }
                None => format!("${{{}}}", self.text_at(argument, depth)?),
            },
            "Fn::Sub" => self.substituted(argument, depth)?,
            "Fn::Join" => self.joined(argument, depth)?,
            "Fn::If" => match intrinsics::if_branches(value) {
                Some([_, then, otherwise]) if intrinsics::is_no_value(then) => self.text_at(otherwise, depth)?,
                Some([_, then, _]) => self.text_at(then, depth)?,
                None => String::new(),
            },
            "Fn::ImportValue" => format!("${{{}}}", unmarked(&self.text_at(argument, depth)?)),
            "Fn::FindInMap" => {
                let found = known_value(value, self.template, self.expanded).filter(|it| it.map().is_none());
                let Some(found) = found else { return Some(String::new()) };
                self.make_room(measure(&found).0)?;
                self.text_at(&found, depth)?
            }
            // What is taken out of an ARN still leads to what the ARN names.
            _ => self.text_at(argument, depth)?,
        })
    }

    fn joined(&self, argument: &Node, depth: usize) -> Option<String> {
        let Some([delimiter, parts]) = argument.list() else { return Some(String::new()) };
        let delimiter = self.text_at(delimiter, depth)?;
        match parts.list() {
            Some(parts) => {
                self.make_room(delimiter.len().saturating_mul(parts.len()))?;
                let parts: Option<Vec<String>> = parts.iter().map(|it| self.text_at(it, depth)).collect();
                Some(parts?.join(&delimiter))
            }
            None => self.text_at(parts, depth),
        }
    }

    fn substituted(&self, argument: &Node, depth: usize) -> Option<String> {
        let (text, own) = match argument.list() {
            Some(items) => (items.first(), items.get(1).and_then(Node::map)),
            None => (Some(argument), None),
        };
        let Some(text) = text.and_then(Node::text) else { return Some(String::new()) };
        // Each once, however often it stands in the text.
        let mut values: HashMap<&str, String> = HashMap::new();
        for (name, value) in own.into_iter().flat_map(Map::iter) {
            values.insert(name, self.text_at(value, depth)?);
        }
        let mut result = String::with_capacity(text.len());
        let mut rest = &**text;
        while let Some((before, behind)) = rest.split_once("${") {
            let Some((name, after)) = behind.split_once('}') else { break };
            result.push_str(before);
            match values.get(name) {
                Some(value) => {
                    self.make_room(value.len())?;
                    result.push_str(value);
                }
                None => result.push_str(&self.name(name)?),
            }
            rest = after;
        }
        Some(result + rest)
    }

    /// What a name stands for: the value of a parameter, where that is known.
    fn name(&self, name: &str) -> Option<String> {
        let value = self.expanded.parameters.value(name).filter(|_| !self.template.is_looked_up(name));
        let value = value.and_then(Node::text).filter(|it| !it.is_empty());
        let Some(value) = value else { return Some(format!("${{{name}}}")) };
        self.make_room(value.len())?;
        Some(value.to_string())
    }
}

/// A text without the marks of placeholders, so that it can stand in one.
fn unmarked(text: &str) -> String {
    text.replace("${", "").replace('}', "")
}
