//! The JSON Schema that `samc schema` prints holds together. `tests/schema/validate.py` tries it on templates.
use serde_json::Value;
use std::collections::HashSet;

fn schema() -> Value {
    serde_json::from_str(&samc::schema::json()).expect("the schema is JSON")
}

#[test]
fn definitions_are_there_and_in_use() {
    let schema = schema();
    let mut used = HashSet::new();
    references(&schema, &mut used);
    let definitions = schema["definitions"].as_object().expect("a map");
    for reference in &used {
        let name = reference.strip_prefix("#/definitions/").expect("a definition");
        assert!(definitions.contains_key(name), "{reference} leads nowhere");
    }
    for name in definitions.keys() {
        assert!(used.contains(format!("#/definitions/{name}").as_str()), "{name} is not used");
    }
}

#[test]
fn rows_have_become_properties() {
    let schema = schema();
    let function = &schema["definitions"]["AWS::Serverless::Function"];
    let timeout = &function["properties"]["Timeout"];
    assert_eq!(timeout["description"], "Seconds after which an invocation is ended; 3 when left out.");
    assert_eq!(timeout["anyOf"][0]["maximum"], 900);
    assert_eq!(function["additionalProperties"], false);
    let table = &schema["definitions"]["AWS::Serverless::SimpleTable"]["properties"];
    assert_eq!(table["PrimaryKey"]["anyOf"][0]["$ref"], "#/definitions/AWS::Serverless::SimpleTable.PrimaryKey");
    let key = &schema["definitions"]["AWS::Serverless::SimpleTable.PrimaryKey"]["properties"];
    assert_eq!(key["Type"]["anyOf"][0]["enum"], serde_json::json!(["String", "Number", "Binary"]));
}

#[test]
fn marks_of_the_reference_are_nothing_to_write() {
    assert!(!samc::schema::json().contains("__MANAGE_SWAGGER"));
}

fn references<'a>(value: &'a Value, found: &mut HashSet<&'a str>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str));
            map.values().for_each(|it| references(it, found));
        }
        Value::Array(items) => items.iter().for_each(|it| references(it, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (),
    }
}
