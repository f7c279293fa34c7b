//! Words that mean something in templates: samc's own schema has them.
use samc::{rules, schema};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Names of sections, properties, types and functions.
pub(super) static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let schema = serde_json::from_str(&schema::json()).expect("the schema is JSON");
    let mut names = BTreeSet::new();
    collect(&schema, &mut names);
    names.extend(FUNCTIONS.map(str::to_owned));
    names.extend(rules::codes().iter().map(|it| it.name.to_owned()));
    names.into_iter().collect()
});

const FUNCTIONS: [&str; 12] = [
    "Ref",
    "Condition",
    "Fn::GetAtt",
    "Fn::Sub",
    "Fn::If",
    "Fn::Join",
    "Fn::Select",
    "Fn::Split",
    "Fn::FindInMap",
    "Fn::Transform",
    "Fn::ForEach::Each",
    "Fn::ImportValue",
];

/// Short forms of functions, and tags of YAML.
pub(super) const TAGS: [&str; 18] = [
    "!Ref",
    "!GetAtt",
    "!Sub",
    "!If",
    "!Join",
    "!Select",
    "!Split",
    "!FindInMap",
    "!Condition",
    "!Base64",
    "!GetAZs",
    "!ImportValue",
    "!Equals",
    "!!str",
    "!!int",
    "!!binary",
    "!!null",
    "!Unknown",
];

/// Values of every kind that is read in a special way.
pub(super) const VALUES: [&str; 48] = [
    "",
    "~",
    "null",
    "true",
    "no",
    "0",
    "-0",
    "1",
    "-1",
    "017",
    "0x1F",
    "0b11",
    "1_000",
    "190:20:30",
    "1.5",
    "1e3",
    "1.0e+400",
    ".inf",
    "-.Inf",
    ".nan",
    "9223372036854775808",
    "99999999999999999999999999999999999999999999",
    "2001-01-01",
    "2001-12-14t21:59:43.10-05:00",
    "[]",
    "{}",
    "[[]]",
    "[{}]",
    "[~]",
    "{a: ~}",
    "{~: 1}",
    "{1: 2, true: 3}",
    "''",
    "'a''b'",
    "\"\\u0085\\u2028\\ud83d\\ude00\"",
    "\"\\0\\x1b[31m\"",
    "ä€😀",
    "a: b",
    "|\n  text\n\n   more\n",
    ">-\n  folded\n  text",
    "'${A}${!B}${AWS::Region}${C.Arn}${'",
    "!Ref AWS::NoValue",
    "{Ref: AWS::Region}",
    "{Fn::If: [C, 1, {Ref: AWS::NoValue}]}",
    "{Fn::Transform: {Name: AWS::Include}}",
    "arn:aws:sqs:us-east-1:123456789012:q",
    "'*'",
    "{\"Fn::Sub\": [\"${x}\", {\"x\": {\"Ref\": \"x\"}}]}",
];

fn collect(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                if key == "properties" {
                    names.extend(value.as_object().into_iter().flatten().map(|(it, _)| it.clone()));
                }
                if matches!(&**key, "enum" | "const") {
                    let words = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                    names.extend(words.iter().filter_map(|it| it.as_str().map(str::to_owned)));
                }
                collect(value, names);
            }
        }
        Value::Array(items) => items.iter().for_each(|it| collect(it, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (),
    }
}
