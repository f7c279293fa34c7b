//! Templates expand to what the reference makes of them, see `tests/expand/README.md`.
use crate::support::case::Case;
use crate::support::json::expansion;
use samc::source::Source;
use samc::{Artifacts, Options};
use serde_json::Value;
use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

#[test]
fn recorded_cases_expand_as_in_the_reference() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let cases: Vec<Case> = ["expand", "language"].iter().flat_map(|it| Case::all(&tests.join(it))).collect();
    let mut report = String::new();
    let mut failed = 0;
    for case in &cases {
        let (regions, options) = options(case);
        let regions: Vec<&str> = regions.iter().map(String::as_str).collect();
        let mismatches = catch_unwind(|| case.mismatches(&regions, &options));
        let mismatches = mismatches.unwrap_or_else(|_| vec!["a panic, see above".to_owned()]);
        if !mismatches.is_empty() {
            failed += 1;
            report.push_str(&format!("\n{}\n    {}\n", case.folder.display(), mismatches.join("\n    ")));
        }
    }
    assert!(failed == 0, "{failed} of {} cases do not conform\n{report}", cases.len());
}

/// What people read and begin with: the examples and the starters.
fn shown() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["examples", "templates/starters"].map(|it| Case::all(&root.join(it)));
    folders.into_iter().flatten().collect()
}

fn source(case: &Case) -> Source {
    let text = fs::read_to_string(&case.template).expect("a template that was listed");
    Source::new(case.template.display().to_string(), text)
}

#[test]
fn examples_and_starters_expand_as_in_the_reference() {
    for case in shown() {
        let mismatches = case.mismatches(&["us-east-1"], &Options::default());
        assert!(mismatches.is_empty(), "{}:\n    {}", case.folder.display(), mismatches.join("\n    "));
    }
}

/// The one that the README shows, to the letter.
#[test]
fn the_first_example_expands_to_its_recorded_text() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/get-products");
    let case = shown().into_iter().find(|it| it.folder == folder).expect("the example that the README shows");
    let document = samc::compile(&source(&case), &Options::default()).document().expect("it expands");
    assert_eq!(expansion(&document), fs::read_to_string(folder.join("expected.json")).unwrap());
}

#[test]
fn nothing_is_wrong_with_examples_and_starters() {
    for case in shown() {
        let found = samc::check(&source(&case), &Options::default());
        assert!(found.is_empty(), "{}: {found:#?}", case.folder.display());
    }
}

/// With `AlwaysDeploy` the time alone is hashed. No recorded case can show it; the digest is that of Python's `hashlib`.
#[test]
fn always_deploying_takes_the_time_for_the_definition() {
    let template = "Resources: {Shop: {Type: AWS::Serverless::Api, Properties: {StageName: a, AlwaysDeploy: true}}}";
    let options = Options::default().at_time(1_700_000_000);
    let compiled = samc::compile(&Source::new("template.yaml", template.to_owned()), &options);
    let document = format!("{:?}", compiled.document().expect("there are no errors"));
    assert!(document.contains("\"ShopDeploymenteaaa8ade94\": {"), "{document}");
}

/// The regions and options that a case's `options.json` names, or the defaults.
fn options(case: &Case) -> (Vec<String>, Options) {
    let own: Value = match fs::read_to_string(case.folder.join("options.json")) {
        Ok(text) => serde_json::from_str(&text).unwrap_or_else(|fault| panic!("{}/options.json: {fault}", case.name)),
        Err(_) => return (vec![Options::default().region], Options::default()),
    };
    let text = |it: &Value| it.as_str().expect("regions and parameters are strings").to_owned();
    let regions = own["regions"].as_array();
    let regions = regions.map_or(vec![Options::default().region], |it| it.iter().map(text).collect());
    let overrides = own["parameter_overrides"].as_object().into_iter().flatten();
    let artifacts = if own["artifacts"] == "as-is" { Artifacts::AsIs } else { Artifacts::Placeholder };
    let overrides = overrides.map(|(key, it)| (key.clone(), text(it)));
    (regions, Options::default().with_parameters(overrides).with_artifacts(artifacts))
}
