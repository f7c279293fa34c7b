//! TOML as the tree that YAML and JSON become too. Knows nothing of what is in it.
use crate::source::{Source, Span};
use crate::syntax::{Map, Node, Number, Value};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

/// What a text is in TOML, or what is wrong with it and where. Dates are strings, and keys stand in alphabetical order.
pub(super) fn parse(source: &Source) -> Result<Node, (Span, String)> {
    let table = DeTable::parse(source.text()).map_err(|error| {
        let length = source.text().len();
        let place = error.span().unwrap_or(0..length);
        (source.span(place.start.min(length)..place.end.min(length)), error.message().to_owned())
    })?;
    Ok(Node::new(source.span(table.span()), map(source, table.get_ref())))
}

fn map(source: &Source, table: &DeTable<'_>) -> Value {
    let mut map = Map::new();
    for (key, value) in table {
        map.insert_at(key.get_ref().clone().into(), source.span(key.span()), node(source, value));
    }
    Value::Map(map)
}

fn node(source: &Source, value: &Spanned<DeValue<'_>>) -> Node {
    let written = |range: Range<usize>| source.text()[range].to_owned();
    let inner = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.clone().into()),
        DeValue::Integer(integer) => Value::Number(number(integer)),
        DeValue::Float(float) => Value::Number(Number::Float(float.as_str().parse().unwrap_or(f64::NAN))),
        DeValue::Boolean(it) => Value::Bool(*it),
        DeValue::Datetime(_) => Value::Text(written(value.span()).into()),
        DeValue::Array(items) => Value::List(items.iter().map(|it| node(source, it)).collect()),
        DeValue::Table(table) => map(source, table),
    };
    Node::new(source.span(value.span()), inner)
}

fn number(integer: &DeInteger<'_>) -> Number {
    let digits = integer.as_str();
    i64::from_str_radix(digits, integer.radix()).map_or_else(|_| Number::Big(digits.into()), Number::Integer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_their_places() {
        let source = Source::new("samconfig.toml", "a = 0x10\n[b.c]\nd = [\"e\\t\", 1.5, true]\n'f g' = 1979-05-27\n");
        let tree = parse(&source).unwrap();
        assert_eq!(format!("{tree:?}"), r#"{"a": 16, "b": {"c": {"d": ["e\t", 1.5, true], "f g": "1979-05-27"}}}"#);
        let list = tree.at(&["b", "c", "d"]).unwrap();
        assert_eq!(source.slice(list.list().unwrap()[0].span), "\"e\\t\"");
        let table = tree.at(&["b", "c"]).and_then(Node::map).unwrap();
        assert_eq!(source.slice(table.key_span("f g").unwrap()), "'f g'");
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        let deep = format!("a = {}", "[".repeat(100_000));
        for text in ["a", "a = ", "[a", "a = 1\na = 2", "a = 'b", "\u{1}", "a = 99-", &deep] {
            let source = Source::new("samconfig.toml", text);
            let (span, message) = parse(&source).unwrap_err();
            assert!(source.range(span).is_some() && !message.is_empty(), "{text}");
        }
    }
}
