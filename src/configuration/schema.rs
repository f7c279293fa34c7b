//! The table of keys as a JSON Schema (draft 7) of configurations, for editors.
use super::keys::{KEYS, KEYS_OF_OVERRIDE, Key, Shape};
use super::levels::{Level, can_have};
use crate::diagnostic::Code;
use crate::rules;
use serde_json::{Map, Value, json};

/// The schema of `.samc.yaml` as JSON text.
pub fn json() -> String {
    let mut schema = map_of(KEYS);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("Configuration of samc");
    // An empty file is one too.
    schema["type"] = json!(["object", "null"]);
    schema["definitions"] = json!({"rules": levels()});
    let text = serde_json::to_string_pretty(&schema).expect("maps with strings as keys");
    text + "\n"
}

fn map_of<T>(keys: &[Key<T>]) -> Value {
    let property = |key: &Key<T>| {
        let mut value = value(&key.shape);
        value["description"] = json!(key.doc);
        (key.name.to_owned(), value)
    };
    let properties: Map<String, Value> = keys.iter().map(property).collect();
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

/// What may stand under a key; nothing may always.
fn value<T>(shape: &Shape<T>) -> Value {
    // Numbers and booleans are taken as they are written.
    let text = json!({"type": ["string", "number", "boolean"]});
    match shape {
        Shape::Text(_) => json!({"type": ["string", "number", "boolean", "null"]}),
        Shape::Base(_) => json!({"type": ["string", "null"]}),
        Shape::Flag(_) => json!({"type": ["boolean", "null"]}),
        Shape::Texts(_) | Shape::Patterns(_) => json!({"type": ["array", "null"], "items": text}),
        Shape::Values(_) => json!({"type": ["object", "null"], "additionalProperties": text}),
        // In draft 7, what stands beside a reference does not count.
        Shape::Levels(_) => json!({"allOf": [{"$ref": "#/definitions/rules"}]}),
        Shape::Overrides(_) => {
            let mut item = map_of(KEYS_OF_OVERRIDE);
            item["required"] = KEYS_OF_OVERRIDE.iter().map(|it| it.name).collect();
            json!({"type": ["array", "null"], "items": item})
        }
    }
}

fn levels() -> Value {
    let property = |code: &&'static Code| {
        let levels: Vec<&str> = Level::ALL.into_iter().filter(|it| can_have(code, *it)).map(Level::name).collect();
        (code.name.to_owned(), json!({"description": code.summary(), "enum": levels}))
    };
    let properties: Map<String, Value> = rules::codes().iter().map(property).collect();
    json!({"type": ["object", "null"], "properties": properties, "additionalProperties": false})
}
