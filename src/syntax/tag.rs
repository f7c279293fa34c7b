//! Tags: the short forms of intrinsic functions, and the few types that YAML itself names.
use super::{Map, Node, Text, Value, Within, scalar};
use crate::source::{Source, Span};

/// What a tag makes of the value behind it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tag {
    /// `!Name`: a map whose only key is this one.
    Short(Text),
    /// `!!type`.
    Type(Type),
    /// `!` alone: a scalar is resolved as if it were plain.
    Plain,
    Unknown,
}

/// A type that YAML names and that can stand in a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Null,
    Boolean,
    Integer,
    Float,
    Text,
    Timestamp,
    List,
    Map,
    Merge,
}

impl Tag {
    /// Takes the tag's name in full: `!Ref`, or `tag:yaml.org,2002:str` for `!!str`.
    pub(super) fn new(handle: &str, suffix: &str) -> Self {
        if handle == "!" && !suffix.is_empty() {
            return Tag::Short(function_name(suffix));
        }
        let full = format!("{handle}{suffix}");
        match full.strip_prefix('!') {
            Some("") => Tag::Plain,
            Some(name) => Tag::Short(function_name(name)),
            None => full.strip_prefix("tag:yaml.org,2002:").and_then(Type::new).map_or(Tag::Unknown, Tag::Type),
        }
    }
}

impl Type {
    fn new(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Type::Null,
            "bool" => Type::Boolean,
            "int" => Type::Integer,
            "float" => Type::Float,
            "str" => Type::Text,
            "timestamp" => Type::Timestamp,
            "seq" => Type::List,
            "map" => Type::Map,
            "merge" => Type::Merge,
            _ => return None,
        })
    }

    /// What a user calls a value of this type.
    pub(super) fn name(self) -> &'static str {
        match self {
            Type::Null => "null",
            Type::Boolean => "a boolean",
            Type::Integer => "an integer",
            Type::Float => "a number",
            Type::Text => "a string",
            Type::Timestamp => "a date",
            Type::List => "a list",
            Type::Map => "a map",
            Type::Merge => "the key that merges maps",
        }
    }

    /// The scalar `text` as this type; `None` when it is none of this type.
    pub(super) fn convert(self, text: &str) -> Option<Value> {
        Some(match self {
            Type::Null => Value::Null,
            Type::Boolean => Value::Bool(scalar::boolean(text)?),
            Type::Integer => Value::Number(scalar::integer(text).ok()?),
            Type::Float => Value::Number(super::Number::Float(scalar::float(text)?)),
            Type::Text => Value::Text(text.to_owned().into()),
            Type::Timestamp => Value::Text(scalar::timestamp(text).ok()?.into()),
            Type::List | Type::Map | Type::Merge => return None,
        })
    }
}

/// The long form of a value behind a short tag: `!Sub x` as `Fn::Sub: x`.
pub(super) fn long_form(key: Text, tag_span: Span, span: Span, value: Node) -> Node {
    let mut map = Map::new();
    map.insert_at(key, tag_span, value);
    Node::new(span, Value::Map(map))
}

/// What `!GetAtt` makes of `text`, which stands at `span`: the part before the first dot, and the rest.
pub(super) fn attribute(source: &Source, text: &str, span: Span) -> Node {
    let Some((resource, attribute)) = text.split_once('.') else {
        return Node::new(span, Value::List(vec![Node::new(span, Value::Text(text.to_owned().into()))]));
    };
    let (first, second) = (0..resource.len(), resource.len() + 1..text.len());
    // Nearly always it is written as it is.
    let (first, second) = match source.slice(span).find(text) {
        Some(at) => {
            let start = span.start as usize + at;
            (Span::new(start, start + first.end), Span::new(start + second.start, start + second.end))
        }
        None => {
            let within = Within::new(source, span, text);
            let place = |part| within.as_ref().and_then(|it| it.span(part)).unwrap_or(span);
            (place(first), place(second))
        }
    };
    let part = |text: &str, span| Node::new(span, Value::Text(text.to_owned().into()));
    Node::new(span, Value::List(vec![part(resource, first), part(attribute, second)]))
}

/// The value behind a short tag, when that is how `node` was written: merging does not see tags.
pub(super) fn without_short_form(source: &Source, node: Node) -> Node {
    let is_short = |map: &Map| {
        map.only().and_then(|(key, _)| map.key_span(key)).is_some_and(|span| source.slice(span).starts_with('!'))
            && map.only().is_some_and(|(key, _)| key.starts_with("Fn::") || **key == *"Ref" || **key == *"Condition")
    };
    match node {
        Node { value: Value::Map(mut map), .. } if is_short(&map) => map
            .iter_mut()
            .next()
            .map(|(_, value)| std::mem::replace(value, Node::null(Span::NOWHERE)))
            .expect("a map with one entry"),
        other => other,
    }
}

/// The key that `!name` is short for; known names need no allocation.
fn function_name(name: &str) -> Text {
    let known = match name {
        "Ref" => "Ref",
        "Condition" => "Condition",
        "Sub" => "Fn::Sub",
        "GetAtt" => "Fn::GetAtt",
        "If" => "Fn::If",
        "Join" => "Fn::Join",
        "Equals" => "Fn::Equals",
        "Not" => "Fn::Not",
        "And" => "Fn::And",
        "Or" => "Fn::Or",
        "Select" => "Fn::Select",
        "Split" => "Fn::Split",
        "FindInMap" => "Fn::FindInMap",
        "ImportValue" => "Fn::ImportValue",
        "Base64" => "Fn::Base64",
        "Cidr" => "Fn::Cidr",
        "GetAZs" => "Fn::GetAZs",
        _ => return format!("Fn::{name}").into(),
    };
    known.into()
}
