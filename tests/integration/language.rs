//! Counts the cases of `../shared/language` that come out right: all must.
use crate::support::beside::Beside;
use crate::support::json::expansion;
use samc::diagnostic::Diagnostic;
use samc::source::{Source, Sources};
use samc::{Analysis, Depth, Options, analyze_with_files};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/language/cases");
/// Mistakes that only `expand` reports, because `check` knows no value.
const FOUND_BY_EXPAND: [&str; 1] = ["013-loop-collection-no-value"];

fn cases(folder: &str, ending: &str) -> Vec<(PathBuf, PathBuf)> {
    let Ok(entries) = fs::read_dir(Path::new(CASES).join(folder)) else { return Vec::new() };
    let paths = entries.map(|it| it.expect("an entry of the folder").path());
    let stems = paths.filter_map(|it| Some((it.to_str()?.strip_suffix(ending)?.to_owned(), it)));
    let mut cases: Vec<_> = stems.map(|(stem, expected)| (PathBuf::from(stem + ".yaml"), expected)).collect();
    cases.sort();
    cases
}

fn analysis(template: &Path, depth: Depth) -> (Sources, Analysis) {
    let text = fs::read_to_string(template).expect("a template that was listed");
    let mut sources = Sources::new(Source::new("template.yaml", text));
    let files = Beside(template.parent().expect("it is in a folder").to_owned());
    let options = Options::default().with_region("us-east-1");
    let analysis = analyze_with_files(&mut sources, &files, &options, depth);
    (sources, analysis)
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("a file that was listed")).expect("it is JSON")
}

#[test]
fn templates_expand_as_recorded() {
    let mut wrong = Vec::new();
    for (folder, ending) in [("le", ".sam.expected.json"), ("le", ".expected.json"), ("today", ".sam.expected.json")] {
        for (template, expected) in cases(folder, ending) {
            // What comes out after SAM counts, where it was recorded.
            let name = expected.display().to_string();
            let is_earlier =
                ending == ".expected.json" && Path::new(&name.replace(ending, ".sam.expected.json")).exists();
            if is_earlier || template.to_string_lossy().contains(".sam") {
                continue;
            }
            let document = analysis(&template, Depth::Harm).1.document();
            let got = document.map(|it| serde_json::from_str::<Value>(&expansion(&it)).expect("it is JSON"));
            if got != Some(json(&expected)) {
                wrong.push(name);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn mistakes_are_found_at_their_lines() {
    let mut wrong = Vec::new();
    for (template, expected) in cases("errors", ".errors.json") {
        let name = template.file_stem().expect("it is a file").to_string_lossy().into_owned();
        let depth = if FOUND_BY_EXPAND.contains(&&*name) { Depth::Harm } else { Depth::Check };
        let (sources, analysis) = analysis(&template, depth);
        let line = |it: &Diagnostic| sources.of(it.span).start_of(it.span).line as u64;
        let found: Vec<u64> = analysis.findings.iter().map(line).collect();
        let expected = json(&expected);
        let expected = expected.as_array().or_else(|| expected["findings"].as_array()).expect("a list of findings");
        let lines: Vec<u64> = expected.iter().filter_map(|it| it["line"].as_u64()).collect();
        if !lines.iter().all(|it| found.contains(it)) {
            wrong.push(format!("{name}: wanted {lines:?}, found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
