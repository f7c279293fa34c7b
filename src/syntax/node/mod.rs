//! The one value type from text to output: what a template says and what it becomes, each value with its span.
mod deferred;
mod entries;
mod map;
mod python;

pub(crate) use deferred::{Deferred, Unsettled};
pub use map::{Entry, Map};

use super::Text;
use crate::source::Span;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A value and the span of the construct that caused it.
///
/// Two nodes are equal when their values are, wherever they stand and in whatever order maps list their keys.
#[derive(Clone)]
pub struct Node {
    /// Where what caused it stands.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What YAML and JSON can say. Dates are strings.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// Nothing: `null`, `~`, or no value.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer or a number with a fraction.
    Number(Number),
    /// A string, or a date.
    Text(Text),
    /// A list.
    List(Vec<Node>),
    /// A map of strings to values.
    Map(Map),
}

/// A number as Python would hold it.
#[derive(Clone, Debug)]
pub enum Number {
    /// An integer of at most 64 bits.
    Integer(i64),
    /// Decimal digits, with a sign when negative, of an integer beyond 64 bits.
    Big(Box<str>),
    /// Any other number.
    Float(f64),
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Number::Integer(one), Number::Integer(two)) => one == two,
            (Number::Float(one), Number::Float(two)) => one == two,
            (Number::Big(one), Number::Big(two)) => one == two,
            (Number::Integer(one), Number::Float(two)) | (Number::Float(two), Number::Integer(one)) => {
                *one as f64 == *two
            }
            (Number::Big(_), Number::Integer(_) | Number::Float(_))
            | (Number::Integer(_) | Number::Float(_), Number::Big(_)) => false,
        }
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// Not a number is unlike itself, and is then in no set.
impl Eq for Node {}

/// Equal nodes have equal hashes, in whatever order maps list their keys.
impl Hash for Node {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.value {
            Value::Null => 0_u8.hash(state),
            Value::Bool(it) => it.hash(state),
            // Integers are equal to numbers with a fraction of zero.
            Value::Number(Number::Integer(it)) => (*it as f64).to_bits().hash(state),
            Value::Number(Number::Float(it)) => (it + 0.0).to_bits().hash(state),
            Value::Number(Number::Big(it)) => it.hash(state),
            Value::Text(it) => it.hash(state),
            Value::List(items) => items.hash(state),
            Value::Map(map) => map.hash(state),
        }
    }
}

impl Node {
    /// A value with its span.
    pub fn new(span: Span, value: Value) -> Self {
        Self { span, value }
    }

    /// Nothing, at a place.
    pub fn null(span: Span) -> Self {
        Self::new(span, Value::Null)
    }

    /// Whether this is nothing.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// The text of a string.
    pub fn text(&self) -> Option<&Text> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What is written: the text of a string without quotes, anything else as it is printed.
    pub(crate) fn plain_text(&self) -> String {
        self.text().map_or_else(|| format!("{self:?}"), ToString::to_string)
    }

    /// A scalar as CloudFormation writes it into a text and compares it; `None` for null, lists and maps.
    pub(crate) fn scalar_text(&self) -> Option<String> {
        match self.value {
            Value::Text(_) | Value::Bool(_) | Value::Number(_) => Some(self.plain_text()),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// Whether this is exactly the string `text`.
    pub fn is_text(&self, text: &str) -> bool {
        self.text().is_some_and(|it| **it == *text)
    }

    /// The value of a boolean.
    pub fn bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(it) => Some(it),
            _ => None,
        }
    }

    /// The value of an integer of at most 64 bits.
    pub fn integer(&self) -> Option<i64> {
        match self.value {
            Value::Number(Number::Integer(it)) => Some(it),
            _ => None,
        }
    }

    /// The items of a list.
    pub fn list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The items of a list, to change them.
    pub fn list_mut(&mut self) -> Option<&mut Vec<Node>> {
        match &mut self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The entries of a map.
    pub fn map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The entries of a map, to change them.
    pub fn map_mut(&mut self) -> Option<&mut Map> {
        match &mut self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The value under `key` of a map; `None` when this is no map or has no such key, also when the value is null.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.map()?.present(key)
    }

    /// The value at the end of a path of keys, as [`Node::get`] finds each.
    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// What Python takes for true: not null, `false`, zero, or empty.
    pub(crate) fn is_truthy(&self) -> bool {
        match &self.value {
            Value::Null => false,
            Value::Bool(it) => *it,
            Value::Number(Number::Integer(it)) => *it != 0,
            Value::Number(Number::Float(it)) => *it != 0.0,
            Value::Number(Number::Big(_)) => true,
            Value::Text(text) => !text.is_empty(),
            Value::List(items) => !items.is_empty(),
            Value::Map(map) => !map.is_empty(),
        }
    }

    /// What a user calls this kind of value.
    pub(crate) fn kind_name(&self) -> &'static str {
        match &self.value {
            Value::Null => "empty",
            Value::Bool(_) => "a boolean",
            Value::Number(Number::Float(_)) => "a number",
            Value::Number(_) => "an integer",
            Value::Text(_) => "a string",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }

    /// Moves the spans of this node and of all below it `by` bytes further back.
    pub(super) fn shift(&mut self, by: u32) {
        self.relocate(&mut |it| it.shifted(by));
    }

    /// Puts this node and all below it at other places: `place` says where what stood at a span stands.
    pub(crate) fn relocate(&mut self, place: &mut impl FnMut(Span) -> Span) {
        self.span = place(self.span);
        match &mut self.value {
            Value::List(items) => items.iter_mut().for_each(|it| it.relocate(place)),
            Value::Map(map) => map.relocate(place),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
        }
    }

    /// Whether there is a Python 2 map in this node.
    fn has_order(&self) -> bool {
        match &self.value {
            Value::List(items) => items.iter().any(Node::has_order),
            Value::Map(map) => map.has_order(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => false,
        }
    }

    /// Whether no copy is put off in this node.
    fn is_settled(&self) -> bool {
        match &self.value {
            Value::List(items) => items.iter().all(Node::is_settled),
            Value::Map(map) => map.is_settled(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => true,
        }
    }

    /// Makes this node what `times` copies of it by [`Map::python_copy`], one of the other, would be; but leaves the
    /// work for later. See [`Deferred`].
    fn defer_copy(&mut self, times: u32) {
        match &mut self.value {
            Value::List(items) => items.iter_mut().for_each(|it| it.defer_copy(times)),
            Value::Map(map) => map.defer_copy(times),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
        }
    }

    /// Makes all copies that were put off: the order of maps can be looked at again.
    fn settle(&mut self) {
        match &mut self.value {
            Value::List(items) => items.iter_mut().for_each(Node::settle),
            Value::Map(map) => map.settle(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
        }
    }

    /// Calls `visit` for this node and everything below it, outer nodes first.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Node)) {
        visit(self);
        match &self.value {
            Value::List(items) => items.iter().for_each(|it| it.walk(visit)),
            Value::Map(map) => map.iter().for_each(|(_, it)| it.walk(visit)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
        }
    }
}

/// Like JSON, without spans.
impl fmt::Debug for Node {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Value::Null => formatter.write_str("null"),
            Value::Bool(it) => write!(formatter, "{it}"),
            Value::Number(Number::Integer(it)) => write!(formatter, "{it}"),
            Value::Number(Number::Big(it)) => write!(formatter, "{it}"),
            Value::Number(Number::Float(it)) => write!(formatter, "{it:?}"),
            Value::Text(it) => write!(formatter, "{:?}", &**it),
            Value::List(items) => formatter.debug_list().entries(items).finish(),
            Value::Map(map) => formatter.debug_map().entries(map.iter().map(|(key, it)| (&**key, it))).finish(),
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Node::new(Span::NOWHERE, self.clone()).fmt(formatter)
    }
}
