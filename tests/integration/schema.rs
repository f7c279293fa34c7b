//! The JSON Schema that `samc schema` prints holds together, and takes sound templates.
use samc::diagnostic::{Diagnostic, Problems};
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
    assert!(definitions["Resources"]["patternProperties"].is_object(), "a property took the name");
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
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut templates = Vec::new();
    for folder in ["examples", "templates/starters", "tests", "benches", "../shared/conformance/real"] {
        below(&root.join(folder), &mut templates);
    }
    let half = templates.len() / 2;
    let (sound, faults) = std::thread::scope(|scope| {
        let other = scope.spawn(|| compare(&templates[half..]));
        let mut found = compare(&templates[..half]);
        let other = other.join().expect("templates that can be checked");
        found.0 += other.0;
        found.1.extend(other.1);
        found
    });
    assert!(faults.is_empty(), "{}\n{} faults in {sound} templates", faults.join("\n"), faults.len());
    assert!(sound > 300, "{sound} templates are sound");
}

/// How many of these files are templates without errors, and where the schema says something else.
fn compare(paths: &[PathBuf]) -> (usize, Vec<String>) {
    let (mut sound, mut faults) = (0, Vec::new());
    for path in paths {
        let Ok(text) = fs::read_to_string(path) else { continue };
        // What is allowed there is a mistake all the same.
        if !text.contains("Resources") || text.contains("samc: allow") || text.contains("samc:\n") {
            continue;
        }
        let source = Source::new(path.display().to_string(), text);
        if samc::check(&source, &samc::Options::default()).iter().any(Diagnostic::is_error) {
            continue;
        }
        sound += 1;
        let seen = Source::new(source.name(), without_tags(source.text()));
        // Where there are no tags, it is the same.
        let seen = Some(seen).filter(|it| it.text() != source.text());
        for (view, source) in [("written", Some(&source)), ("seen", seen.as_ref())] {
            let Some(template) = source.and_then(read) else { continue };
            for fault in VALIDATOR.iter_errors(&template) {
                faults.push(format!("{} as {view}: {}: {fault:.300}", path.display(), fault.instance_path()));
            }
        }
    }
    (sound, faults)
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

/// A template with one resource of CloudFormation.
fn plain(type_name: &str, properties: &Value) -> Value {
    serde_json::json!({"Resources": {"It": {"Type": type_name, "Properties": properties}}})
}

#[test]
fn mistakes_in_types_of_cloudformation_are_not_valid() {
    let queue = |properties: Value| plain("AWS::SQS::Queue", &properties);
    let role = |properties: Value| plain("AWS::IAM::Role", &properties);
    let table = |properties: Value| plain("AWS::DynamoDB::Table", &properties);
    let attribute = serde_json::json!({"Resources": {"It": {"Type": "AWS::SQS::Queue", "DependOn": "Other"}}});
    let wrong = [
        queue(serde_json::json!({"DelaySeconds": 901})),
        queue(serde_json::json!({"DelaySecond": 9})),
        queue(serde_json::json!({"DelaySeconds": {"Fn::If": [], "Other": 1}, "Tags": [{"Key": "a"}]})),
        role(serde_json::json!({})),
        role(serde_json::json!({"AssumeRolePolicyDocument": {}, "Policies": [{"PolicyName": "read"}]})),
        role(serde_json::json!({"AssumeRolePolicyDocument": {}, "MaxSessionDuration": true})),
        table(serde_json::json!({"KeySchema": [{"AttributeName": "id", "KeyType": ["HASH"], "Type": "S"}]})),
        plain("AWS::ApiGateway::Account", &serde_json::json!({"CloudWatchRoleArn": {"a": 1}})),
        attribute,
    ];
    for template in wrong {
        assert!(!VALIDATOR.is_valid(&template), "{template}");
    }
}

#[test]
fn what_stands_for_values_of_cloudformation_is_valid() {
    let values = [
        serde_json::json!({"Ref": "Name"}),
        serde_json::json!({"Fn::If": ["IsProd", 1, {"Ref": "AWS::NoValue"}]}),
        serde_json::json!({"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "it.yaml"}}}),
        // As an editor sees `!Ref Name`, `!Sub "${Name}-x"`, `!If [A, B, C]`, `!Select [0, A]` and `!ImportValue a:b-c`.
        serde_json::json!("Name"),
        serde_json::json!("${Name}-x"),
        serde_json::json!(["IsProd", "One", "AWS::NoValue"]),
        serde_json::json!([0, "Name"]),
        serde_json::json!("shared:Queue-Arn"),
        serde_json::json!("{{resolve:ssm:/name}}"),
    ];
    let places = [
        ("AWS::SQS::Queue", "DelaySeconds"),
        ("AWS::SQS::Queue", "FifoQueue"),
        ("AWS::SQS::Queue", "Tags"),
        ("AWS::SQS::Queue", "RedrivePolicy"),
        ("AWS::SQS::Queue", "DeduplicationScope"),
        ("AWS::DynamoDB::Table", "TimeToLiveSpecification"),
        ("AWS::Lambda::EventSourceMapping", "EventSourceArn"),
        ("AWS::S3::Bucket", "LifecycleConfiguration"),
    ];
    for (type_name, property) in places {
        for value in &values {
            let mut properties = serde_json::json!({property: value});
            for (name, value) in [("KeySchema", "[]"), ("FunctionName", "worker")] {
                if SCHEMA["definitions"][type_name]["anyOf"][0]["required"].to_string().contains(name) {
                    properties[name] = Value::from(value);
                }
            }
            let template = plain(type_name, &properties);
            assert!(VALIDATOR.is_valid(&template), "{template}");
        }
    }
    // A warning, and what a function puts there may be what is missing.
    assert!(VALIDATOR.is_valid(&plain("AWS::SQS::Queue", &serde_json::json!({"Arn": "arn:aws:sqs:eu-west-1:1:q"}))));
    assert!(
        VALIDATOR.is_valid(&plain("AWS::IAM::Role", &serde_json::json!({"Fn::Transform": {"Name": "AWS::Include"}})))
    );
}

#[test]
fn properties_that_nobody_can_set_are_not_offered() {
    let queue = &SCHEMA["definitions"]["AWS::SQS::Queue"]["properties"];
    assert!(queue["DelaySeconds"].is_object());
    assert!(queue["Arn"].is_null() && queue["QueueUrl"].is_null());
}

#[test]
fn a_schema_can_describe_a_few_types_alone() {
    let describe = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|it| (*it).to_owned()).collect();
        samc::schema::json_of(&names).map(|it| serde_json::from_str::<Value>(&it).expect("the schema is JSON"))
    };
    let schema = describe(&["AWS::SQS", "AWS::S3::Bucket"]).expect("types");
    let types = &schema["definitions"]["Resources"]["additionalProperties"]["properties"]["Type"]["anyOf"][0]["enum"];
    let types: Vec<&str> = types.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    let plain: Vec<&str> = types.into_iter().filter(|it| !it.starts_with("AWS::Serverless::")).collect();
    assert_eq!(plain, ["AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::SQS::QueueInlinePolicy", "AWS::SQS::QueuePolicy"]);
    assert!(schema["definitions"]["AWS::Serverless::Function"].is_object());
    let sam = describe(&["AWS::Serverless"]).expect("types");
    assert!(sam["definitions"]["AWS::SQS::Queue"].is_null() && sam["definitions"]["AWS::Serverless::Api"].is_object());
    let unknown = describe(&["AWS::SQS::Queu"]).expect_err("no type");
    assert_eq!((unknown.name.as_str(), unknown.meant.as_deref()), ("AWS::SQS::Queu", Some("AWS::SQS::Queue")));
    assert!(describe(&["AWS::SQ"]).is_err() && describe(&["AWS::SQS::"]).is_ok());
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
