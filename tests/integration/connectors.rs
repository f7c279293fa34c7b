//! Connectors: that all pairs of types have a recorded case, that their file is in order, and what is refused where the
//! reference breaks down.
use samc::facts::connector_profiles::{Profile, connected_type, find, pairs};
use samc::source::Source;
use samc::{Options, compile};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::fs;

#[test]
fn every_pair_of_types_has_a_recorded_case() {
    let known: BTreeSet<(String, String)> = pairs().map(|(it, to)| (it.to_owned(), to.to_owned())).collect();
    for case in ["connectors_between_all_types", "connectors_between_all_types_described"] {
        let text = fs::read_to_string(format!("tests/expand/{case}/template.json")).expect("written by cases.py");
        let template: Json = serde_json::from_str(&text).expect("JSON");
        let resources = template["Resources"].as_object().expect("a map");
        let type_of = |end: &Json| match end["Id"].as_str() {
            Some(id) => resources[id]["Type"].as_str().map(str::to_owned),
            None => end["Type"].as_str().map(str::to_owned),
        };
        let connectors = resources.values().filter(|it| it["Type"] == "AWS::Serverless::Connector");
        let recorded: BTreeSet<_> = connectors
            .map(|it| &it["Properties"])
            .map(|it| (type_of(&it["Source"]).expect("a type"), type_of(&it["Destination"]).expect("a type")))
            .collect();
        assert_eq!(recorded, known, "{case}");
    }
}

#[test]
fn the_file_of_profiles_is_sorted_and_says_nothing_twice() {
    let text = fs::read_to_string("data/connectors.json").expect("a file");
    let json: Json = serde_json::from_str(&text).expect("JSON");
    let entries = json.as_object().expect("a map");
    assert!(entries.keys().is_sorted());
    let whole: Vec<&Json> =
        entries.iter().filter(|(key, it)| key.contains(' ') && it.is_object()).map(|it| it.1).collect();
    assert!(whole.iter().enumerate().all(|(at, it)| !whole[..at].contains(it)), "name the pair with the same entry");
    for (source, destination) in pairs() {
        let Profile { permissions, combinations, .. } = find(source, destination).expect("listed");
        assert!(permissions.iter().all(|it| !it.statements.is_empty()) && !permissions.is_empty());
        assert!(combinations.iter().all(|it| it.is_sorted()));
        assert!(connected_type(source).is_some() && connected_type(destination).is_some(), "{source} {destination}");
    }
}

#[test]
fn types_that_can_not_be_connected() {
    for (source, destination) in [("", ""), ("AWS::S3::Bucket", ""), ("\": {\"", "x"), ("AWS::S3::Bucket\": ", "{}")] {
        assert!(find(source, destination).is_none(), "{source:?} {destination:?}");
    }
    assert!(connected_type("AWS::S3::Buckets").is_none() && connected_type("").is_none());
}

/// No expectation can be recorded for these.
#[test]
fn what_breaks_the_reference_is_refused() {
    const CONNECTOR: &str = "Type: AWS::Serverless::Connector";
    let between = |source: &str, destination: &str| {
        format!("Properties: {{Source: {source}, Destination: {destination}, Permissions: [Write]}}")
    };
    let described = "{Type: AWS::Lambda::Function, Arn: a, RoleName: r}";
    let rule = |targets: &str| format!("  Rule: {{Type: AWS::Events::Rule, Properties: {{Targets: {targets}}}}}\n");
    let from_rule = between("{Id: Rule}", "{Type: AWS::Events::EventBus, Arn: a}");
    for (text, message) in [
        (
            format!("  C:\n    {CONNECTOR}\n    Metadata: text\n    {}\n", between(described, described)),
            "`Metadata` is a string; it must be a map",
        ),
        (
            format!(
                "  C:\n    {CONNECTOR}\n    {}\n",
                between(described, "{Type: AWS::Lambda::Function, Arn: '%{a.b}'}")
            ),
            "connectors treat `%{…}` as a variable",
        ),
        (
            format!("{}  C:\n    {CONNECTOR}\n    {from_rule}\n", rule("Fn::If")),
            "the `Targets` of `Rule` are a string; they must be a list",
        ),
        (
            format!("{}  C:\n    {CONNECTOR}\n    {from_rule}\n", rule("[text]")),
            "a target of `Rule` cannot be a string",
        ),
        (
            format!(
                "  F: {{Type: AWS::Lambda::Function, Properties: }}\n  C:\n    {CONNECTOR}\n    {}\n",
                between("{Id: F}", described)
            ),
            "the properties of `F` cannot be empty",
        ),
        (
            format!(
                "  F: {{Type: AWS::Lambda::Function, Properties: {{Role: !Ref R}}}}\n  T: {{Type: AWS::DynamoDB::Table}}\n  \
                 E: {{Type: AWS::Lambda::EventSourceMapping, Properties: []}}\n  C:\n    {CONNECTOR}\n    {}\n",
                between("{Id: T}", "{Id: F}").replace("Write", "Read")
            ),
            "`Properties` is a list; it must be a map",
        ),
    ] {
        let compiled = compile(&Source::new("template.yaml", format!("Resources:\n{text}")), &Options::default());
        assert!(compiled.document().is_none(), "{text}");
        let messages: Vec<&str> = compiled.findings.iter().map(|it| it.message.as_str()).collect();
        assert!(messages.contains(&message), "{messages:?}");
    }
}
