//! The JSON Schema that `samc schema` prints holds together, and takes sound templates.
use samc::diagnostic::Problems;
use samc::source::Source;
use serde_json::Value;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static SCHEMA: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(&samc::schema::json()).expect("the schema is JSON"));
static VALIDATOR: LazyLock<jsonschema::Validator> =
    LazyLock::new(|| jsonschema::draft7::new(&SCHEMA).expect("a schema of draft 7"));

#[test]
fn definitions_are_there_and_in_use() {
    let schema = &*SCHEMA;
    let mut used = HashSet::new();
    references(schema, &mut used);
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
    let schema = &*SCHEMA;
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

/// What `check` has nothing against is valid: as it is written, and as an editor sees it.
#[test]
fn sound_templates_are_valid() {
    let validator = &*VALIDATOR;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut templates = Vec::new();
    for folder in ["examples", "templates/starters", "tests", "benches", "../shared"] {
        below(&root.join(folder), &mut templates);
    }
    let (mut sound, mut plain) = (0, 0);
    let mut faults = Vec::new();
    for path in templates {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        // What is allowed there is a mistake all the same, and so is what `AWS::LanguageExtensions` takes out.
        if path.ends_with("061-plain-nulls.yaml") || text.contains("samc: allow") || text.contains("samc:\n") {
            continue;
        }
        let source = Source::new(path.display().to_string(), text);
        let is_template = source.text().contains("Resources");
        if !is_template
            || samc::check(&source, &samc::Options::default()).iter().any(samc::diagnostic::Diagnostic::is_error)
        {
            continue;
        }
        sound += 1;
        plain +=
            source.text().matches("Type: AWS::").count() - source.text().matches("Type: AWS::Serverless::").count();
        let seen = Source::new(source.name(), without_tags(source.text()));
        for (view, source) in [("written", &source), ("seen", &seen)] {
            let Some(template) = read(source) else { continue };
            for fault in validator.iter_errors(&template) {
                faults.push(format!("{} {view}: {}: {fault:.300}", path.display(), fault.instance_path()));
            }
        }
    }
    assert!(faults.is_empty(), "{}\n{} of {sound} templates", faults.join("\n"), faults.len());
    assert!(sound > 100 && plain > 300, "{sound} templates are sound, with {plain} resources of CloudFormation");
}

#[test]
fn mistakes_are_not_valid() {
    let validator = &*VALIDATOR;
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

/// The files in a folder and in those below that may be templates; none when there is no such folder.
fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            below(&path, found);
        } else if path.extension().is_some_and(|it| ["yaml", "yml", "json", "template"].iter().any(|ext| it == *ext)) {
            found.push(path);
        }
    }
}

/// A template as an editor sees it: of `!Ref Name` it sees `Name`.
fn without_tags(text: &str) -> String {
    let mut seen = String::new();
    for (at, part) in text.split('!').enumerate() {
        let length = part.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let is_tag = part.starts_with(|it: char| it.is_ascii_uppercase())
            && part[length..].starts_with([' ', '\n'])
            && seen.ends_with([' ', '[', '{', '\n']);
        match at {
            0 => seen.push_str(part),
            _ if is_tag => seen.push_str(&part[length..]),
            _ => seen.extend(["!", part]),
        }
    }
    seen
}

/// A template with its short tags written out.
fn read(source: &Source) -> Option<Value> {
    let mut problems = Problems::default();
    let tree = samc::syntax::parse(source, &mut problems).filter(|_| !problems.has_errors())?;
    serde_json::from_str(&samc::emit::json(&tree).ok()?).ok()
}
