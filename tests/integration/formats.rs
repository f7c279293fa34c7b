//! The formats of `samc check`: what each of them promises to its readers, and how several are written at once.
use crate::support::program::{assert_one_line_of_fault, call, folder};
use crate::support::xml;
use samc::cli::{self, Io, Terminal};
use samc::report::FORMATS;
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;
use tempfile::TempDir;

const GOOD: &str = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Topic:\n    Type: AWS::SNS::Topic\n";
/// Two mistakes that can be fixed behind characters of several bytes, one that cannot, and a warning.
const TYPOS: &str = "\
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties: {Description: größe, Codeuri: src/,
      Handler: app.handler,
      Runtime: python3.12,
      \"Tiemout\": 5}
  Table: {Type: AWS::Serverless::SimpleTable, Properties: {Tags: [a]}}
  Topic: {Type: AWS::SNS::Topic, DependsOn: Table, DependsOn: Table}
";

fn application() -> TempDir {
    folder(&[("good.yaml", GOOD), ("app/typos.yaml", TYPOS), ("again.yaml", TYPOS), ("empty/readme", "")])
}

fn text(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

/// What `samc check` prints in a format.
fn check(folder: &TempDir, format: &str, arguments: &[&str]) -> String {
    call(folder, &[&["check", "--format", format], arguments].concat()).1
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// How many findings there are in a text of each format for programs.
fn findings_in(format: &str, text: &str) -> usize {
    match format {
        "json" | "github" => text.lines().count(),
        "sarif" => parsed(text)["runs"][0]["results"].as_array().unwrap().len(),
        "gitlab" => parsed(text).as_array().unwrap().len(),
        "rdjson" => parsed(text)["diagnostics"].as_array().unwrap().len(),
        "junit" => xml::elements(text).unwrap().iter().filter(|it| matches!(&***it, "failure" | "system-out")).count(),
        "human" => text.lines().filter(|it| it.starts_with("error[") || it.starts_with("warning[")).count(),
        "concise" => text.lines().filter(|it| it.contains(": error[") || it.contains(": warning[")).count(),
        "markdown" => text.lines().filter(|it| it.starts_with("| `") && it.contains(".yaml:")).count(),
        "statistics" => {
            text.lines().filter(|it| it.starts_with(' ')).map(|it| it[..5].trim().parse::<usize>().unwrap()).sum()
        }
        other => panic!("say how findings are counted in the format `{other}`"),
    }
}

#[test]
fn every_format_has_all_findings() {
    let folder = application();
    for format in FORMATS.iter().map(|it| it.name) {
        let (status, stdout, stderr) = call(&folder, &["check", "app", "good.yaml", "--format", format]);
        assert_eq!((status, &*stderr, findings_in(format, &stdout)), (1, "", 4), "{format}: {stdout}");
        // A document of nothing is one too.
        let (status, stdout, stderr) = call(&folder, &["check", "good.yaml", "--format", format]);
        assert_eq!((status, &*stderr, findings_in(format, &stdout)), (0, "", 0), "{format}: {stdout}");
    }
}

#[test]
fn several_reports_are_written_at_once() {
    let folder = application();
    let names: Vec<&str> = FORMATS.iter().map(|it| it.name).collect();
    let mut arguments = vec!["check".to_owned(), "app".to_owned(), "good.yaml".to_owned()];
    arguments.extend(names.iter().map(|it| format!("--format={it}=out.{it}")));
    let (status, stdout, stderr) = call(&folder, &arguments);
    assert_eq!((status, &*stdout, &*stderr), (1, "", ""));
    for name in &names {
        assert_eq!(text(&folder, &format!("out.{name}")), check(&folder, name, &["app", "good.yaml"]), "{name}");
    }
    let (_, stdout, _) = call(&folder, &["check", "app", "--format=sarif=o.sarif", "--format", "concise"]);
    assert_eq!(stdout, check(&folder, "concise", &["app"]));
    assert_eq!(findings_in("sarif", &text(&folder, "o.sarif")), 4);
}

#[test]
fn a_report_goes_to_a_file() {
    let folder = application();
    fs::write(folder.path().join("report"), "old").unwrap();
    let (status, stdout, stderr) = call(&folder, &["check", "app", "--format", "concise", "-o", "report"]);
    assert_eq!((status, &*stdout, &*stderr), (1, "", ""));
    assert_eq!(text(&folder, "report"), check(&folder, "concise", &["app"]));
    // The report that names no file.
    let (_, stdout, _) =
        call(&folder, &["check", "app", "--format", "json=o.json", "--format", "gitlab", "-o", "o.gitlab"]);
    assert_eq!((&*stdout, findings_in("gitlab", &text(&folder, "o.gitlab"))), ("", 4));
    let (_, stdout, _) = call(&folder, &["check", "app", "--statistics", "--output", "o.txt"]);
    assert_eq!((&*stdout, text(&folder, "o.txt")), ("", check(&folder, "statistics", &["app"])));
}

#[test]
fn reports_do_not_write_over_each_other_or_templates() {
    let folder = application();
    let cases: &[(&[&str], &str)] = &[
        (&["--format", "json", "--format", "human"], "cannot both go to standard output"),
        (&["--format", "json=x", "--format", "sarif=./x"], "cannot both go to `./x`"),
        (&["--format", "json=x", "-o", "y"], "there is no report for `y`"),
        (&["--format", "json", "--statistics"], "cannot both go to standard output"),
        (&["-o", "again.yaml"], "written over `again.yaml`, which samc reads"),
        (&["--format", "json=good.yaml", "."], "written over `good.yaml`, which samc reads"),
        (&["--format", "json=none/x"], "there is no folder `none`"),
    ];
    for (arguments, expected) in cases {
        let (status, _, stderr) = call(&folder, &[&["check", "again.yaml"], *arguments].concat());
        assert!(status == 2 && stderr.contains(expected), "{arguments:?}: {stderr}");
        assert_one_line_of_fault(&stderr);
    }
    assert_eq!((text(&folder, "again.yaml"), text(&folder, "good.yaml")), (TYPOS.to_owned(), GOOD.to_owned()));
    let (status, _, stderr) = call(&folder, &["check", "--format", "json="]);
    assert!(status == 2 && stderr.contains("`json=` names no file"), "{stderr}");
    let (status, _, stderr) = call(&folder, &["check", "--format", "yaml=x"]);
    assert!(status == 2 && stderr.contains("concise"), "{stderr}");
}

#[test]
fn findings_on_one_line_each() {
    let folder = application();
    insta::assert_snapshot!(check(&folder, "concise", &["app", "good.yaml"]));
    assert!(check(&folder, "concise", &["app", "--quiet"]).lines().all(|it| it.starts_with("app/typos.yaml:")));
}

#[test]
fn counts_by_rule() {
    let folder = application();
    let (status, counted, _) = call(&folder, &["check", "--statistics"]);
    assert_eq!(status, 1);
    assert_eq!(counted, check(&folder, "statistics", &[]));
    assert_eq!(counted, call(&folder, &["check", "--statistics", "--format", "concise"]).1);
    insta::assert_snapshot!(counted);
    // A rule that a configuration makes milder for some templates.
    fs::write(folder.path().join("app/.samc.yaml"), "rules: {unknown-property: warning}\n").unwrap();
    let mild = check(&folder, "statistics", &["--quiet"]);
    assert!(
        mild.contains("unknown-property  error           2\n    2  unknown-property  warning         2\n"),
        "{mild}"
    );
}

#[test]
fn changes_are_shown_where_people_read() {
    for (format, on_stdout, on_stderr) in [("human", 2, 0), ("concise", 0, 0), ("statistics", 0, 0), ("sarif", 0, 2)] {
        let (_, stdout, stderr) = call(&application(), &["check", "app", "--fix", "--format", format]);
        let count = |text: &str| text.matches("fixed[unknown-property]").count();
        assert_eq!((count(&stdout), count(&stderr)), (on_stdout, on_stderr), "{format}: {stdout}{stderr}");
        assert!(
            format == "sarif" || stdout.contains("fixed 2 mistakes\n1 error, 1 warning in app/typos.yaml\n"),
            "{stdout}"
        );
    }
}

#[test]
fn findings_need_not_fail_a_run() {
    let folder = application();
    for arguments in [&["app"][..], &["app", "--deny-warnings"], &["app", "--format", "json"]] {
        assert_eq!(call(&folder, &[&["check"], arguments].concat()).0, 1);
        assert_eq!(call(&folder, &[&["check", "--exit-zero"], arguments].concat()).0, 0);
    }
    assert_eq!(call(&folder, &["check", "--exit-zero", "app", "missing.yaml"]).0, 2);
}

#[test]
fn a_folder_without_templates_is_worth_a_note() {
    let folder = application();
    for search in ["empty", "empty/*.yaml", "empty/**/*.json"] {
        let (status, stdout, stderr) = call(&folder, &["check", search]);
        assert_eq!((status, &*stdout), (0, ""), "{search}");
        assert!(stderr.starts_with("note: there is no template ") && stderr.lines().count() == 1, "{stderr}");
        let (status, stdout, _) = call(&folder, &["check", search, "good.yaml", "--format", "sarif"]);
        let notification = &parsed(&stdout)["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
        assert_eq!((status, &notification["level"]), (0, &json!("note")));
        assert!(check(&folder, "markdown", &[search]).contains("- note: "));

        let (status, _, stderr) = call(&folder, &["check", search, "--error-on-no-templates"]);
        assert_eq!(status, 2);
        assert_one_line_of_fault(&stderr);
    }
    assert_eq!(call(&folder, &["check", "empty", "app"]).0, 1);
    // What is named is there, so is the folder that a pattern begins with, and what is a pattern is one.
    assert_eq!(call(&folder, &["check", "none/*.yaml"]).0, 2);
    assert_eq!(call(&folder, &["check", "none.yaml"]).0, 2);
    assert_eq!(call(&folder, &["check", "{a"]).0, 2);
}

#[test]
fn the_fields_of_findings_are_documented() {
    let finding = parsed(check(&application(), "json", &["app"]).lines().next().expect("a finding"));
    let page = include_str!("../../docs/commands/check.md");
    let (_, section) = page.split_once("### Findings for programs").expect("the section");
    let rows = section.lines().skip_while(|it| !it.starts_with("|---")).skip(1).take_while(|it| it.starts_with('|'));
    let cells = rows.filter_map(|it| it.split('|').nth(1));
    let documented: BTreeSet<&str> = cells.flat_map(|it| it.split(',')).map(|it| it.trim().trim_matches('`')).collect();
    let written: BTreeSet<&str> = finding.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(documented, written);
}

/// What GitLab's own schema and documentation say of the fields that it reads.
#[test]
fn a_code_quality_report() {
    let folder = application();
    let report = check(&folder, "gitlab", &["./app", "."]);
    let schema = json!({
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{40}$"},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "not": {"pattern": "^\\./"}},
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {"begin": {"type": "integer", "minimum": 1}},
                        },
                    },
                },
            },
        },
    });
    assert_valid(&schema, &report);
    let fingerprints =
        parsed(&report).as_array().unwrap().iter().map(|it| it["fingerprint"].to_string()).collect::<BTreeSet<_>>();
    assert_eq!(fingerprints.len(), 8, "GitLab shows one of those that have the same");
    insta::assert_snapshot!(check(&folder, "gitlab", &["app"]));
}

/// What reviewdog's messages are made of; it refuses other types.
#[test]
fn a_report_for_reviewdog() {
    let folder = application();
    let report = check(&folder, "rdjson", &["app"]);
    let position = json!({
        "type": "object",
        "required": ["line", "column"],
        "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
        "additionalProperties": false,
    });
    let range = json!({"type": "object", "required": ["start"], "properties": {"start": position, "end": position},
        "additionalProperties": false});
    let schema = json!({
        "type": "object",
        "required": ["source", "diagnostics"],
        "properties": {
            "source": {"type": "object", "required": ["name"], "properties": {"name": {"const": "samc"}, "url": {"type": "string"}},
                "additionalProperties": false},
            "diagnostics": {"type": "array", "items": {
                "type": "object",
                "required": ["message", "location", "severity", "code"],
                "properties": {
                    "message": {"type": "string", "minLength": 1},
                    "location": {"type": "object", "required": ["path"], "properties": {"path": {"type": "string"}, "range": range},
                        "additionalProperties": false},
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "code": {"type": "object", "required": ["value"],
                        "properties": {"value": {"type": "string"}, "url": {"type": "string"}}, "additionalProperties": false},
                    "suggestions": {"type": "array", "items": {
                        "type": "object",
                        "required": ["range", "text"],
                        "properties": {"range": range, "text": {"type": "string"}},
                        "additionalProperties": false,
                    }},
                },
                "additionalProperties": false,
            }},
        },
        "additionalProperties": false,
    });
    assert_valid(&schema, &report);

    // Made as reviewdog makes them, which counts bytes, the suggestions are what `--fix` does.
    let mut lines: Vec<String> = TYPOS.lines().map(str::to_owned).collect();
    let report = parsed(&report);
    let suggestions = report["diagnostics"].as_array().unwrap().iter().filter_map(|it| it["suggestions"].get(0));
    for suggestion in suggestions {
        let at = |end: &str, part: &str| usize::try_from(suggestion["range"][end][part].as_u64().unwrap()).unwrap() - 1;
        assert_eq!(at("start", "line"), at("end", "line"));
        lines[at("start", "line")]
            .replace_range(at("start", "column")..at("end", "column"), suggestion["text"].as_str().unwrap());
    }
    call(&folder, &["check", "app", "--fix"]);
    assert_eq!(lines.join("\n") + "\n", text(&folder, "app/typos.yaml"));
}

/// What the schema of SARIF 2.1.0 says of the objects and members that samc writes; it allows no other members.
#[test]
fn a_log_for_code_scanning() {
    let folder = application();
    let log = check(&folder, "sarif", &["app", "empty", "missing.yaml"]);
    let object = |required: &[&str], properties: Value| json!({"type": "object", "required": required, "properties": properties, "additionalProperties": false});
    let list = |items: &Value| json!({"type": "array", "items": items});
    let (text, count) = (json!({"type": "string"}), json!({"type": "integer", "minimum": 1}));
    let level = json!({"enum": ["none", "note", "warning", "error"]});
    let message = object(&["text"], json!({"text": text}));
    let region = object(
        &["startLine", "startColumn", "endLine", "endColumn"],
        json!({"startLine": count, "startColumn": count, "endLine": count, "endColumn": count}),
    );
    let artifact = object(&["uri"], json!({"uri": {"type": "string", "format": "uri-reference"}}));
    let place = object(&["artifactLocation", "region"], json!({"artifactLocation": artifact, "region": region}));
    let logical = object(&["kind"], json!({"kind": text, "name": text, "fullyQualifiedName": text}));
    let location = object(
        &["physicalLocation"],
        json!({"id": {"type": "integer", "minimum": 0}, "message": message, "physicalLocation": place,
            "logicalLocations": list(&logical)}),
    );
    let replacement = object(
        &["deletedRegion"],
        json!({"deletedRegion": region, "insertedContent": object(&[], json!({"text": text}))}),
    );
    let change = object(
        &["artifactLocation", "replacements"],
        json!({"artifactLocation": artifact, "replacements": {"type": "array", "minItems": 1, "items": replacement}}),
    );
    let fix = object(
        &["artifactChanges"],
        json!({"description": message,
        "artifactChanges": {"type": "array", "minItems": 1, "items": change}}),
    );
    let result = object(
        &["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
        json!({"ruleId": text, "ruleIndex": {"type": "integer", "minimum": 0}, "level": level, "message": message,
            "locations": list(&location), "relatedLocations": list(&location), "fixes": list(&fix),
            "partialFingerprints": {"type": "object", "additionalProperties": text}}),
    );
    let rule = object(
        &["id", "shortDescription", "help"],
        json!({"id": text, "shortDescription": message, "fullDescription": message,
            "help": object(&["text"], json!({"text": text, "markdown": text})), "helpUri": {"type": "string", "format": "uri"},
            "defaultConfiguration": object(&[], json!({"level": level}))}),
    );
    let driver = object(
        &["name", "rules"],
        json!({"name": text, "version": text, "semanticVersion": text, "informationUri": {"type": "string", "format": "uri"},
            "rules": {"type": "array", "uniqueItems": true, "items": rule}}),
    );
    let notification = object(&["message"], json!({"level": level, "message": message}));
    let invocation = object(
        &["executionSuccessful"],
        json!({"executionSuccessful": {"type": "boolean"}, "toolExecutionNotifications": list(&notification)}),
    );
    let run = object(
        &["tool", "results"],
        json!({"columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]}, "results": list(&result),
            "invocations": list(&invocation), "tool": object(&["driver"], json!({"driver": driver}))}),
    );
    let schema =
        object(&["version", "runs"], json!({"$schema": text, "version": {"const": "2.1.0"}, "runs": list(&run)}));
    assert_valid(&schema, &log);
    let run = &parsed(&log)["runs"][0];
    assert!(run["results"].as_array().unwrap().iter().any(|it| it["fixes"].is_array()), "{log}");
    assert_eq!(run["tool"]["driver"]["rules"].as_array().unwrap().len(), 3, "only the rules that found something");
    assert_eq!(run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap().len(), 2);
}

#[test]
fn fingerprints_outlive_edits_above() {
    let folder = application();
    let fingerprints = |arguments: &[&str]| {
        let log = parsed(&check(&folder, "sarif", arguments));
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        results.iter().map(|it| it["partialFingerprints"]["samc/v1"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let before = fingerprints(&["app"]);
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), 4);
    assert_eq!(before, fingerprints(&["./app/typos.yaml"]));
    let edited =
        TYPOS.replace("Resources:", "Description: edited\n# a comment\nResources:\n  New: {Type: AWS::SNS::Topic}");
    fs::write(folder.path().join("app/typos.yaml"), edited).unwrap();
    assert_eq!(before, fingerprints(&["app"]));
    assert_ne!(before, fingerprints(&["again.yaml"]));
}

#[test]
fn a_page_for_a_job() {
    let folder = application();
    insta::assert_snapshot!(check(&folder, "markdown", &["app", "good.yaml", "empty", "missing.yaml"]));
    let many: String =
        (0..900).map(|it| format!("  T{it}: {{Type: AWS::SNS::Topic, Properties: {{Wrong{it}: 1}}}}\n")).collect();
    fs::write(folder.path().join("many.yaml"), format!("Resources:\n{many}")).unwrap();
    let page = check(&folder, "markdown", &["many.yaml"]);
    assert!(page.len() < 65_536 && page.contains("<details>") && page.contains(" of 901 findings are shown"), "{page}");
}

/// The time is for those who watch; what is kept is the same each time.
#[test]
fn the_summary_says_how_long_it_took() {
    let folder = application();
    let path = folder.path().join("good.yaml");
    let summary = |format: &str, terminal: Option<Terminal>| {
        let (mut stdout, ticks) = (Vec::new(), Cell::new(0));
        let mut io = Io {
            stdin: Box::new(std::io::empty()),
            stdout: Box::new(&mut stdout),
            stderr: Box::new(std::io::sink()),
            terminal: Box::new(move |_| terminal),
            variable: Box::new(|_| None),
            clock: Box::new(|| Duration::from_millis(ticks.replace(ticks.get() + 1_250))),
        };
        let arguments = ["samc", "check", "--color=never", "--format", format, path.to_str().unwrap()];
        cli::run(arguments.map(Into::into), &mut io);
        drop(io);
        String::from_utf8(stdout).unwrap()
    };
    let terminal = Some(Terminal { width: Some(200) });
    for format in ["human", "concise", "statistics"] {
        let shown = summary(format, terminal);
        assert!(shown.starts_with("no problems in ") && shown.ends_with("good.yaml, checked in 1.2 s\n"), "{shown}");
        assert!(summary(format, None).ends_with("good.yaml\n"));
    }
}

fn assert_valid(schema: &Value, document: &str) {
    let validator = jsonschema::validator_for(schema).expect("a schema");
    let document = parsed(document);
    let faults: Vec<String> =
        validator.iter_errors(&document).map(|it| format!("{}: {it}", it.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}
