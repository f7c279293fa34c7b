//! `samc explain` for programs, and by the ids of cfn-lint.
use crate::support::program::{assert_one_line_of_fault, call, folder};
use serde_json::Value;

const SHOP: &str = include_str!("../explain/shop.yaml");

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn explain_finds_rules_by_their_ids_in_cfn_lint() {
    let folder = folder(&[]);
    let (status, stdout, _) = call(&folder, &["explain", "E3002"]);
    assert_eq!((status, stdout), (0, call(&folder, &["explain", "unknown-property"]).1));
    let (status, stdout, _) = call(&folder, &["explain", "e1010"]);
    let rules: Vec<&str> = stdout.lines().filter_map(|it| it.split("  ").next()).collect();
    assert_eq!((status, rules), (0, vec!["undefined-attribute", "undefined-reference"]), "{stdout}");
    let (status, _, stderr) = call(&folder, &["explain", "E9999"]);
    assert_eq!(status, 2);
    assert_one_line_of_fault(&stderr);
    assert!(stderr.contains("no rule of samc finds the same as cfn-lint's `E9999`"), "{stderr}");
}

#[test]
fn explain_writes_rules_for_programs() {
    let folder = folder(&[]);
    let rules = |arguments: &[&str]| {
        let (status, stdout, stderr) = call(&folder, &[&["explain", "--format", "json"], arguments].concat());
        assert_eq!((status, &*stderr), (0, ""));
        parsed(&stdout)["rules"].as_array().expect("rules").clone()
    };
    let names: Vec<String> = rules(&[]).iter().map(|it| it["rule"].as_str().expect("a name").to_owned()).collect();
    assert_eq!(names, samc::rules::codes().iter().map(|it| it.name).collect::<Vec<_>>());
    let one = &rules(&["sqs-visibility-timeout"])[0];
    let fields: Vec<&String> = one.as_object().expect("a rule").keys().collect();
    assert_eq!(fields, ["rule", "severity", "summary", "documentation", "bad", "good", "cfn_lint"]);
    assert_eq!((one["severity"].as_str(), one["bad"][0].as_str().is_some()), (Some("error"), true), "{one}");
    assert_eq!(rules(&["E3002"])[0]["cfn_lint"][0], "E3002");
}

#[test]
fn explain_writes_for_programs_where_resources_come_from() {
    let folder = folder(&[("template.yaml", SHOP)]);
    let resources = |arguments: &[&str]| {
        let (status, stdout, _) =
            call(&folder, &[&["explain", "--format", "json", "template.yaml"], arguments].concat());
        assert_eq!(status, 0);
        parsed(&stdout)["resources"].as_array().expect("resources").clone()
    };
    let ids = |it: &[Value]| it.iter().map(|it| it["logical_id"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert!(resources(&[]).len() > resources(&["Worker"]).len());
    assert_eq!(ids(&resources(&["WorkerRole"])), ["WorkerRole"]);
    let worker = resources(&["Worker"]);
    assert!(worker.len() > 1 && worker[0]["logical_id"] == "Worker" && worker[1]["owner"] == "Worker");
    insta::assert_snapshot!(serde_json::to_string_pretty(&worker[0]).unwrap());
    assert_eq!(call(&folder, &["explain", "--format", "json", "template.yaml", "Nothing"]).0, 2);
}
