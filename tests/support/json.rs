//! The JSON text of an expansion, as `samc expand` prints it.
use samc::syntax::{Node, Number, Value as Yaml};
use serde_json::{Map, Value};

/// The text that `samc expand` writes for a document.
pub fn expansion(document: &Node) -> String {
    let mut text = serde_json::to_string_pretty(&value(document)).expect("maps have strings as keys");
    text.push('\n');
    text
}

fn value(node: &Node) -> Value {
    match &node.value {
        Yaml::Null => Value::Null,
        Yaml::Bool(it) => Value::Bool(*it),
        Yaml::Number(Number::Integer(it)) => Value::from(*it),
        Yaml::Number(Number::Float(it)) => Value::from(*it),
        Yaml::Number(Number::Big(digits)) => serde_json::from_str(digits).expect("digits are JSON"),
        Yaml::Text(it) => Value::String(it.to_string()),
        Yaml::List(items) => Value::Array(items.iter().map(value).collect()),
        Yaml::Map(map) => map.iter().map(|(key, it)| (key.to_string(), value(it))).collect::<Map<_, _>>().into(),
    }
}
