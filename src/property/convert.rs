//! Reading properties as the reference's newer resource types do: down to the innermost value, converting what can be
//! converted.
//!
//! The rules are those of pydantic 1, by which the reference reads them: where a number is wanted a string of digits
//! will do, and where a map is wanted a list of pairs. Any map may stand for a value that is neither a map itself nor
//! [`Literal`](super::shape::Literal). Knows no SAM type.
use super::read::unknown_properties;
use super::{Property, Shape};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::python::{self, MOST_DIGITS};
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Number, Text, Value};
use crate::template::intrinsics;

/// The properties of a table, with the values of its rows of type [`Converted`](super::shape::Converted) converted.
///
/// `None` when something in those does not fit, which is reported; but a value that is not even the right kind of map
/// or list stays as it is, as `read` of the table reports it.
pub(crate) fn converted(table: &[Property], properties: &Map, problems: &mut Problems) -> Option<Map> {
    let before = problems.error_count();
    let mut converted = properties.clone();
    for row in table {
        if let Shape::Converted(shape) = row.shape
            && let Some(value) = properties.present(row.name).filter(|it| row.shape.accepts(it, row.allowed))
            && let Some(value) = convert_itself(shape, value, &Place { row, item: false }, problems)
        {
            converted.insert(row.name, value);
        }
    }
    (problems.error_count() == before).then_some(converted)
}

/// A map as its table says; null values are left out. `at` is the span of the map, for what is missing.
///
/// `None` when something in it does not fit, which is reported.
pub(crate) fn converted_record(table: &[Property], written: &Map, at: Span, problems: &mut Problems) -> Option<Map> {
    let before = problems.error_count();
    unknown_properties(table, written, problems);
    let mut converted = Map::new();
    for row in table {
        match written.entry(row.name).filter(|(_, entry)| !entry.value.is_null()) {
            None if row.required => report_missing(row, at, problems),
            None => (),
            Some((name, entry)) => {
                if let Some(value) = convert(&row.shape, &entry.value, &Place { row, item: false }, problems) {
                    converted.insert_at(name.clone(), entry.key_span, value);
                }
            }
        }
    }
    (problems.error_count() == before).then_some(converted)
}

/// Where a value stands, for what is said of it.
struct Place<'a> {
    row: &'a Property,
    /// Whether it is an item of the property's list, or a value of its map.
    item: bool,
}

/// The value as `shape` wants it. `None` when it cannot be converted, which is reported.
fn convert(shape: &Shape, value: &Node, place: &Place<'_>, problems: &mut Problems) -> Option<Node> {
    match shape {
        Shape::Literal(inner) | Shape::Converted(inner) => convert_itself(inner, value, place, problems),
        Shape::Any | Shape::Passed(_) | Shape::Object | Shape::Record(_) | Shape::MapOf(_) => {
            convert_itself(shape, value, place, problems)
        }
        Shape::Refined(asked, _) => convert(asked, value, place, problems),
        Shape::Either(one, two) => match convert(one, value, place, &mut Problems::default()) {
            Some(converted) => Some(converted),
            // Both may refuse it; what is said is said of the one that was meant.
            None if is_meant(one, value) && convert(two, value, place, &mut Problems::default()).is_none() => {
                convert(one, value, place, problems)
            }
            None => convert(two, value, place, problems),
        },
        Shape::Text
        | Shape::Arn
        | Shape::Choice
        | Shape::Integer
        | Shape::Double
        | Shape::Boolean
        | Shape::List
        | Shape::ListOf(_) => match map(value) {
            Some(map) => Some(map.into_node(value.span)),
            None => convert_itself(shape, value, place, problems),
        },
    }
}

fn convert_itself(shape: &Shape, value: &Node, place: &Place<'_>, problems: &mut Problems) -> Option<Node> {
    let at = value.span;
    let converted = match shape {
        Shape::Any => Some(value.clone()),
        Shape::Passed(_) => Some(value.clone()).filter(|it| !it.is_null()),
        Shape::Text | Shape::Arn => text(value).map(|it| it.into_node(at)),
        Shape::Choice => value.text().filter(|it| place.row.allowed.contains(&&***it)).map(|it| it.into_node(at)),
        Shape::Integer => integer(value).map(|it| Node::new(at, Value::Number(it))),
        Shape::Double => double(value).map(|it| Node::new(at, Value::Number(Number::Float(it)))),
        Shape::Boolean => boolean(value).map(|it| it.into_node(at)),
        Shape::List => value.list().map(|_| value.clone()),
        Shape::ListOf(item) => match value.list() {
            Some(items) => return convert_items(item, items, at, place, problems),
            None => None,
        },
        Shape::Object => map(value).map(|it| it.into_node(at)),
        Shape::MapOf(item) => match map(value) {
            Some(map) => return convert_values(item, &map, at, place, problems),
            None => None,
        },
        // Refused all the same, but not for having an unknown property.
        Shape::Record(_) if intrinsics::is_intrinsic(value) => None,
        Shape::Record(table) => match map(value) {
            Some(map) => return converted_record(table, &map, at, problems).map(|it| it.into_node(at)),
            None => None,
        },
        Shape::Either(_, _) | Shape::Literal(_) | Shape::Converted(_) | Shape::Refined(_, _) => {
            return convert(shape, value, place, problems);
        }
    };
    if converted.is_none() {
        report_type(shape, value, place, problems);
    }
    converted
}

fn convert_items(shape: &Shape, items: &[Node], at: Span, place: &Place<'_>, problems: &mut Problems) -> Option<Node> {
    let place = Place { row: place.row, item: true };
    // All are looked at, so that all mistakes are found.
    let items: Vec<Option<Node>> = items.iter().map(|it| convert(shape, it, &place, problems)).collect();
    Some(items.into_iter().collect::<Option<Vec<Node>>>()?.into_node(at))
}

fn convert_values(shape: &Shape, map: &Map, at: Span, place: &Place<'_>, problems: &mut Problems) -> Option<Node> {
    let place = Place { row: place.row, item: true };
    let before = problems.error_count();
    let mut converted = Map::new();
    for (key, entry) in map.entries() {
        if let Some(value) = convert(shape, &entry.value, &place, problems) {
            converted.insert_at(key.clone(), entry.key_span, value);
        }
    }
    (problems.error_count() == before).then(|| converted.into_node(at))
}

/// Whether a value that does not fit the shape at least looks like it.
fn is_meant(shape: &Shape, value: &Node) -> bool {
    matches!(shape, Shape::Object | Shape::Record(_) | Shape::MapOf(_)) && value.map().is_some()
}

fn report_missing(row: &Property, at: Span, problems: &mut Problems) {
    let finding = Diagnostic::new(&codes::MISSING_PROPERTY, at, format!("property `{}` is required", row.name))
        .missing([row.name]);
    problems.push(finding.help(format!("add `{}:` with {}", row.name, row.shape.describe(row.allowed))));
}

fn report_type(shape: &Shape, value: &Node, place: &Place<'_>, problems: &mut Problems) {
    let name = place.row.name;
    let expected = shape.describe(place.row.allowed);
    let found = match (shape, value.text()) {
        (Shape::Choice, Some(text)) => format!("`{text}`"),
        _ if intrinsics::is_intrinsic(value) => "an intrinsic function".to_owned(),
        _ => value.kind_name().to_owned(),
    };
    let message = if place.item {
        format!("an item of `{name}` is {found}; it must be {expected}")
    } else {
        format!("`{name}` is {found}; it must be {expected}")
    };
    problems.push(Diagnostic::new(&codes::WRONG_TYPE, value.span, message).value_of(name).wanted(shape.wanted()));
}

/// What Python's `dict(value)` gives: besides a map, a list of pairs will do, and an empty string.
fn map(value: &Node) -> Option<Map> {
    match &value.value {
        Value::Map(map) => Some(map.clone()),
        Value::Text(text) => text.is_empty().then(Map::new),
        Value::List(items) => {
            let mut map = Map::new();
            for item in items {
                let (key, value) = pair(item)?;
                map.insert_at(key, item.span, value);
            }
            Some(map)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// The two halves of a list of two items, of a string of two characters, or the two keys of a map.
fn pair(item: &Node) -> Option<(Text, Node)> {
    match &item.value {
        Value::List(items) => match items.as_slice() {
            [key, value] => Some((text(key)?, value.clone())),
            _ => None,
        },
        Value::Text(written) => {
            let mut chars = written.chars().map(|it| Text::from(it.to_string()));
            let (Some(key), Some(value), None) = (chars.next(), chars.next(), chars.next()) else { return None };
            Some((key, value.into_node(item.span)))
        }
        Value::Map(map) => {
            let mut keys = map.keys();
            let (Some(key), Some(value), None) = (keys.next(), keys.next(), keys.next()) else { return None };
            Some((key.clone(), value.into_node(item.span)))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn text(value: &Node) -> Option<Text> {
    match &value.value {
        Value::Text(text) => Some(text.clone()),
        Value::Bool(true) => Some("True".into()),
        Value::Bool(false) => Some("False".into()),
        Value::Number(number) => Some(number.python_text().into()),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

/// What Python's `int(value)` gives: fractions are cut off, strings read.
fn integer(value: &Node) -> Option<Number> {
    match &value.value {
        Value::Bool(it) => Some(Number::Integer(i64::from(*it))),
        Value::Number(Number::Float(it)) => it.is_finite().then(|| integer_of_digits(&format!("{:.0}", it.trunc()))),
        Value::Number(number) => Some(number.clone()),
        Value::Text(text) if text.chars().count() <= MOST_DIGITS => {
            let written = text.trim();
            let digits = written.strip_prefix(['+', '-']).unwrap_or(written);
            let digits = python::without_underscores(digits).filter(|it| it.bytes().all(|it| it.is_ascii_digit()))?;
            let sign = if written.starts_with('-') { "-" } else { "" };
            Some(integer_of_digits(&format!("{sign}{digits}")))
        }
        Value::Text(_) | Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

/// An integer of decimal digits, with a sign when negative.
fn integer_of_digits(digits: &str) -> Number {
    match digits.parse() {
        Ok(integer) => Number::Integer(integer),
        Err(_) => {
            let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
            Number::Big(format!("{sign}{}", digits.trim_start_matches('0')).into())
        }
    }
}

/// What Python's `float(value)` gives.
fn double(value: &Node) -> Option<f64> {
    match &value.value {
        Value::Bool(it) => Some(f64::from(u8::from(*it))),
        Value::Number(Number::Float(it)) => Some(*it),
        Value::Number(Number::Integer(it)) => Some(*it as f64),
        Value::Number(Number::Big(digits)) => digits.parse().ok().filter(|it: &f64| it.is_finite()),
        Value::Text(text) => python::without_underscores(text.trim())?.parse().ok(),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

fn boolean(value: &Node) -> Option<bool> {
    match &value.value {
        Value::Bool(it) => Some(*it),
        Value::Number(Number::Integer(0)) => Some(false),
        Value::Number(Number::Integer(1)) => Some(true),
        Value::Number(Number::Float(it)) if *it == 0.0 => Some(false),
        Value::Number(Number::Float(it)) if *it == 1.0 => Some(true),
        Value::Text(text) => match &*text.to_lowercase() {
            "1" | "on" | "t" | "true" | "y" | "yes" => Some(true),
            "0" | "off" | "f" | "false" | "n" | "no" => Some(false),
            _ => None,
        },
        Value::Number(_) | Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}
