//! Findings lie in the text, and every format says the same of them.
#![no_main]
use libfuzzer_sys::fuzz_target;
use roxmltree::Document;
use samc::diagnostic::Severity;
use samc::report::{Report, Screen, Tally, github, human, json, junit, sarif};
use samc::source::{Source, Sources};
use samc::{Depth, analyze_with_files};
use samc_fuzz::input::{self, Beside};
use samc_fuzz::promises;
use serde_json::Value;

fuzz_target!(|data: &[u8]| {
    let Some((text, beside)) = input::texts(data) else { return };
    let mut sources = Sources::new(Source::new("template.yaml", text));
    let problems = analyze_with_files(&mut sources, &Beside(beside), &promises::options(), Depth::Check).findings;
    promises::places_lie_in_the_text(&sources, &problems);
    let tally = Tally::of(&problems);

    let lines = json::lines(&sources, &problems);
    let objects: Vec<Value> = lines.lines().map(promises::json).collect();
    promises::counts(tally, objects.iter().map(|it| word(&it["severity"])));

    let workflow = github::lines(&sources, &problems);
    promises::shows(&workflow);
    let commands = workflow.lines().map(|it| it.strip_prefix("::").expect("a workflow command"));
    promises::counts(tally, commands.map(|it| it.split(' ').next().unwrap_or_default().to_owned()));

    for width in [None, Some(40), Some(120)] {
        let screen = Screen { color: false, unicode: width.is_some(), width };
        problems.iter().for_each(|it| promises::shows(&human::paragraph(&sources, it, screen)));
    }

    let reports = [Report { sources, problems }];
    check_sarif(tally, &reports);
    let xml = junit::document(&reports, &[], Severity::Warning);
    let xml = Document::parse(&xml).unwrap_or_else(|it| panic!("{it} in {xml}"));
    let failures = xml.descendants().filter(|it| it.has_tag_name("failure"));
    promises::counts(tally, failures.filter_map(|it| it.attribute("type").map(str::to_owned)));
});

fn check_sarif(tally: Tally, reports: &[Report]) {
    let log = promises::json(&sarif::document(reports, &[]));
    let results = log["runs"][0]["results"].as_array().expect("a list of results");
    promises::counts(tally, results.iter().map(|it| word(&it["level"])));
    for result in results {
        assert!(result["ruleIndex"].is_u64(), "{result:#}");
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let place = |line: &str, column: &str| (region[line].as_u64(), region[column].as_u64());
        assert!(place("startLine", "startColumn") <= place("endLine", "endColumn"), "{result:#}");
    }
}

fn word(value: &Value) -> String {
    value.as_str().expect("a word").to_owned()
}

samc_fuzz::mutate_templates!();
