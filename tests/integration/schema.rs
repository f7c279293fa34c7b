//! The JSON Schema that `samc schema` prints holds together, and takes sound templates.
use samc::diagnostic::Problems;
use samc::source::Source;
use serde_json::Value;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

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
    assert_eq!(timeout["description"], "Seconds after which an invocation times out; 3 when omitted.");
    assert_eq!(timeout["anyOf"][0]["maximum"], 5400);
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

#[test]
fn sound_templates_are_valid() {
    let validator = jsonschema::draft7::new(&schema()).expect("a schema of draft 7");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut templates = below(&root.join("examples"));
    assert!(!templates.is_empty(), "there is an example");
    templates.extend(below(&root.join("../shared/conformance/real")));
    for path in templates {
        let faults: Vec<String> =
            validator.iter_errors(&read(&path)).map(|it| format!("{}: {it}", it.instance_path())).collect();
        assert!(faults.is_empty(), "{}: {}", path.display(), faults.join("\n"));
    }
}

#[test]
fn mistakes_are_not_valid() {
    let validator = jsonschema::draft7::new(&schema()).expect("a schema of draft 7");
    let function = |properties: Value| {
        let function = serde_json::json!({"Type": "AWS::Serverless::Function", "Properties": properties});
        serde_json::json!({"Transform": "AWS::Serverless-2016-10-31", "Resources": {"Hello": function}})
    };
    assert!(validator.is_valid(&function(serde_json::json!({"Timeout": 30}))));
    assert!(!validator.is_valid(&function(serde_json::json!({"Timeout": 5401}))));
    assert!(!validator.is_valid(&function(serde_json::json!({"TimeOut": 30}))));
    assert!(validator.is_valid(&function(serde_json::json!({"FunctionName": "say-hello"}))));
    assert!(!validator.is_valid(&function(serde_json::json!({"FunctionName": "say hello"}))));
    // As an editor sees `!Sub "${Stage}-hello"` and `!Ref Stage`.
    assert!(validator.is_valid(&function(serde_json::json!({"RolePath": "${Stage}-hello"}))));
    assert!(validator.is_valid(&function(serde_json::json!({"RolePath": "Stage"}))));
    let misspelt = serde_json::json!({"Type": "AWS::Serverless::SimpleTable", "DependOn": "Hello"});
    assert!(!validator.is_valid(&serde_json::json!({"Resources": {"Products": misspelt}})));
}

/// The templates in the folders of a folder; none when there is no such folder.
fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|it| it.expect("a readable folder").path().join("template.yaml")).filter(|it| it.exists()).collect()
}

/// A template with its short tags written out.
fn read(path: &Path) -> Value {
    let source = Source::new(path.display().to_string(), fs::read_to_string(path).expect("a readable template"));
    let tree = samc::syntax::parse(&source, &mut Problems::default()).expect("sound YAML");
    serde_json::from_str(&samc::emit::json(&tree).expect("writable values")).expect("JSON")
}
