//! Policy templates and managed policies: what they become, against what the reference was recorded to make of them.
use samc::facts::managed_policies;
use samc::node;
use samc::sam::policy_templates;
use samc::source::Span;
use samc::syntax::{Map, Node, Number, Value};
use serde_json::{Value as Json, json};
use sha1::{Digest, Sha1};
use std::fs;

const AT: Span = Span { start: 7, end: 9 };

#[test]
fn every_policy_template_becomes_what_the_reference_makes_of_it() {
    let recorded = recorded("policy_templates");
    let recorded = recorded.as_object().expect("a map");
    assert!(policy_templates::names().eq(recorded.keys()), "names differ");
    for (name, expected) in recorded {
        let template = policy_templates::find(name).expect("listed above");
        let mut given = Map::new();
        for parameter in &template.parameters {
            let name = parameter.name.clone();
            given.insert(name.clone(), node!(AT, {"Fn::Join": ["-", [{"Ref": name}, "given"]]}));
        }
        // Compared as text, because the order of keys matters too.
        assert_eq!(json(&template.document(AT, &given)).to_string(), expected.to_string(), "{name}");
    }
}

#[test]
fn given_values_keep_their_spans() {
    let value = Span { start: 40, end: 45 };
    let given: Map = [("QueueName", node!(value, "orders"))].into_iter().collect();
    let document = policy_templates::find("SQSSendMessagePolicy").expect("exists").document(AT, &given);
    let mut texts = Vec::new();
    document.walk(&mut |node| texts.extend(node.text().map(|it| (it.to_string(), node.span))));
    assert_eq!(texts.last(), Some(&("orders".to_owned(), value)));
    assert!(texts.iter().rev().skip(1).all(|(_, span)| *span == AT));
}

#[test]
fn missing_and_unknown_parameters() {
    let template = policy_templates::find("DynamoDBStreamReadPolicy").expect("exists");
    let given: Map = [("TableName", Node::null(AT)), ("Tablename", node!(AT, "x"))].into_iter().collect();
    let missing: Vec<_> = template.missing(&given).iter().map(|it| it.name.as_str()).collect();
    assert_eq!(missing, ["StreamName"]);
    assert_eq!(template.unknown(&given), ["Tablename"]);
    assert!(policy_templates::find("DynamoDbReadPolicy").is_none() && !policy_templates::exists(""));
}

#[test]
fn every_file_of_a_policy_template_is_listed_and_describes_itself() {
    let mut files: Vec<String> = fs::read_dir("templates/policies")
        .expect("a folder")
        .map(|it| it.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    files.sort_by_key(|it| it.trim_end_matches(".json").to_owned());
    let listed: Vec<String> = policy_templates::names().map(|it| format!("{it}.json")).collect();
    assert_eq!(files, listed, "list the files of templates/policies, sorted, in src/sam/policy_templates.rs");
    for template in policy_templates::names().filter_map(policy_templates::find) {
        let name = template.name;
        assert!(template.description.ends_with('.') && !template.description.contains('\n'), "{name}");
        for parameter in &template.parameters {
            assert!(!parameter.description.is_empty(), "{name} {}", parameter.name);
            let text = fs::read_to_string(format!("templates/policies/{name}.json")).expect("read above");
            assert!(text.contains(&format!(r#"{{"Ref": "{}"}}"#, parameter.name)), "{name} does not use a parameter");
        }
    }
}

#[test]
fn every_managed_policy_has_the_arn_that_the_reference_knows() {
    for (partition, expected) in recorded("managed_policies").as_object().expect("a map") {
        let mut policies = 0;
        let mut hash = Sha1::new();
        for name in managed_policies::names() {
            if let Some(arn) = managed_policies::arn(name, partition) {
                policies += 1;
                hash.update(format!("{name} {arn}\n"));
            }
        }
        let sha1: String = hash.finalize().iter().map(|it| format!("{it:02x}")).collect();
        assert_eq!(json!({"policies": policies, "sha1": sha1}), *expected, "{partition}");
    }
}

#[test]
fn names_that_are_no_managed_policies() {
    for name in ["", "A", "zzz", "AWSLambdaBasicExecutionRol", "AWSLambdaBasicExecutionRoles", "\"", "\n", "{", "ü"] {
        assert_eq!(managed_policies::arn(name, "aws"), None, "{name:?}");
    }
    assert_eq!(managed_policies::arn("AWSLambdaBasicExecutionRole", ""), None);
    assert_eq!(managed_policies::arn("AWSLambdaBasicExecutionRole", "aws aws-cn"), None);
}

fn recorded(part: &str) -> Json {
    let text = fs::read_to_string("tests/policies/recorded.json").expect("written by tests/policies/record.py");
    serde_json::from_str::<Json>(&text).expect("JSON")[part].take()
}

fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(it) => json!(it),
        Value::Number(Number::Integer(it)) => json!(it),
        Value::Number(Number::Float(it)) => json!(it),
        Value::Number(Number::Big(it)) => json!(it),
        Value::Text(it) => json!(**it),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Map(map) => Json::Object(map.iter().map(|(key, it)| (key.to_string(), json(it))).collect()),
    }
}
