//! `samc check` where users choose rules and files: on the command line and in configurations that add up.
use crate::support::program::{assert_one_line_of_fault, call, folder, read, samc};
use tempfile::TempDir;

/// One finding each of `missing-section`, which is an error.
const BAD: &str = "AWSTemplateFormatVersion: '2010-09-09'\n";
/// An unused parameter, which is a warning, and an unknown property, which is an error.
const MIXED: &str = "Transform: AWS::Serverless-2016-10-31
Parameters: {Stage: {Type: String}}
Resources:
  Table: {Type: AWS::Serverless::SimpleTable, Properties: {Colour: red}}
";

/// File, rule and severity of each finding.
fn findings(folder: &TempDir, arguments: &[&str]) -> Vec<String> {
    let arguments = [&["check", "--format", "json"], arguments].concat();
    let (_, stdout, _) = call(folder, &arguments);
    let finding = |line: &str| {
        let it: serde_json::Value = serde_json::from_str(line).unwrap();
        ["file", "rule", "severity"].map(|key| it[key].as_str().unwrap().to_owned()).join(" ")
    };
    stdout.lines().map(finding).collect()
}

#[test]
fn rules_are_chosen_on_the_command_line() {
    let configured = folder(&[("a.yaml", MIXED), (".samc.yaml", "rules: {unused-parameter: off}\n")]);
    let cases: &[(&[&str], &[&str])] = &[
        (&[], &["a.yaml unknown-property error"]),
        (&["--select", "unused-parameter"], &["a.yaml unused-parameter warning"]),
        (&["--select", "wrong-type,unused-parameter", "--select", "not-an-arn"], &["a.yaml unused-parameter warning"]),
        (&["--ignore", "unknown-property"], &[]),
        (&["--select", "unknown-property", "--ignore", "unknown-property"], &[]),
        (&["--rule", "unknown-property=warning"], &["a.yaml unknown-property warning"]),
        (
            &["--rule", "unused-parameter=error", "--ignore", "unused-parameter", "--rule", "unknown-property=off"],
            &["a.yaml unused-parameter error"],
        ),
    ];
    for (arguments, expected) in cases {
        assert_eq!(findings(&configured, arguments), *expected, "{arguments:?}");
    }
    for wrong in [["--select", "unused-paramter"], ["--ignore", "syntax-error"], ["--rule", "wrong-type=loud"]] {
        let (status, stdout, stderr) = call(&configured, &["check", wrong[0], wrong[1]]);
        assert!(status == 2 && stdout.is_empty() && stderr.contains(wrong[1].split('=').next().unwrap()), "{stderr}");
    }
    // What cannot be read is an error in any case.
    let broken = folder(&[("a.yaml", "Resources: [\n")]);
    assert_eq!(findings(&broken, &["a.yaml", "--select", "wrong-type"]), ["a.yaml syntax-error error"]);
    // So that one can ask for these templates alone.
    assert_eq!(findings(&broken, &["a.yaml", "--select", "syntax-error"]), ["a.yaml syntax-error error"]);
}

#[test]
fn the_last_override_that_names_a_file_decides() {
    let files = |configuration: &'static str| {
        folder(&[("a.yaml", BAD), ("old/b.yaml", BAD), ("old/kept/c.yaml", BAD), (".samc.yaml", configuration)])
    };
    let overridden = files(
        "rules: {missing-section: warning}\noverrides:\n- paths: [old/]\n  rules: {missing-section: off}\n\
         - paths: [old/kept/, '!old/kept/d.yaml']\n  rules: {missing-section: error}\n",
    );
    assert_eq!(findings(&overridden, &[]), ["a.yaml missing-section warning", "old/kept/c.yaml missing-section error"]);
    let all =
        ["a.yaml missing-section error", "old/b.yaml missing-section error", "old/kept/c.yaml missing-section error"];
    assert_eq!(findings(&overridden, &["--rule", "missing-section=error"]), all);
    let (_, stdout, _) = call(&files("overrides: [{paths: ['a{'], rules: {}}]\n"), &["check", "--format", "json"]);
    assert!(stdout.contains("`a{` is not a valid path pattern"), "{stdout}");
}

#[test]
fn a_nested_configuration_adds_to_the_one_above() {
    let root = "rules: {missing-section: warning}\nparameters: {Stage: dev}\nexclude: [skipped/]\ntypes: [A::B::C]\n";
    let nested = |text: &'static str| {
        folder(&[
            (".samc.yaml", root),
            ("a.yaml", BAD),
            ("app/.samc.yaml", text),
            ("app/b.yaml", BAD),
            ("app/skipped/c.yaml", BAD),
        ])
    };
    let warned = ["a.yaml missing-section warning", "app/b.yaml missing-section warning"];
    assert_eq!(findings(&nested("region: eu-west-1\n"), &[]), warned);
    assert_eq!(findings(&nested("rules: {missing-section: off}\n"), &[]), warned[..1]);
    // Its patterns start at its own folder, and the nearest that names a file decides.
    let added = [warned[0], warned[1], "app/skipped/c.yaml missing-section warning"];
    assert_eq!(findings(&nested("exclude: ['!/skipped/']\n"), &[]), added);
    assert_eq!(findings(&nested("exclude: [/b.yaml]\n"), &[]), warned[..1]);
    assert_eq!(findings(&nested("include: [/skipped/]\n"), &[]), warned[..1]);
    let anew = [
        "a.yaml missing-section warning",
        "app/b.yaml missing-section error",
        "app/skipped/c.yaml missing-section error",
    ];
    assert_eq!(findings(&nested("root: true\n"), &[]), anew);
    // A rule of a nearer folder counts more than an override of one that is farther.
    let overridden = folder(&[
        (".samc.yaml", "overrides: [{paths: [app/], rules: {missing-section: off}}]\n"),
        ("app/.samc.yaml", "rules: {missing-section: warning}\n"),
        ("app/b.yaml", BAD),
    ]);
    assert_eq!(findings(&overridden, &[]), warned[1..]);
    let (_, stdout, _) =
        call(&nested("region: eu-west-1\nparameters: {Name: 'x: y'}\n"), &["check", "--show-settings", "app/b.yaml"]);
    insta::assert_snapshot!("shown_settings", stdout);
}

#[test]
fn a_repository_and_a_home_are_complete_in_themselves() {
    let off = "rules: {missing-section: off}\n";
    let there = folder(&[
        (".samc.yaml", off),
        ("a.yaml", BAD),
        ("project/b.yaml", BAD),
        ("project/deep/c.yaml", BAD),
        ("repository/.git/HEAD", "ref: refs/heads/main\n"),
        ("repository/deep/d.yaml", BAD),
    ]);
    let inner = ["repository/deep/d.yaml missing-section error"];
    assert_eq!(findings(&there, &[]), inner);
    let at_home = |home: &str| {
        let mut command = samc(there.path());
        command.env("HOME", there.path().join(home)).args(["check", "--format", "json"]);
        let (_, stdout, _) = read(&command.output().unwrap());
        stdout.lines().count()
    };
    // The configuration in the home is for what lies in the home itself.
    assert_eq!((at_home("."), at_home("project")), (3, 3));
}

#[test]
fn a_configuration_extends_another() {
    let there = folder(&[
        (".git/HEAD", "ref: refs/heads/main\n"),
        ("shared/base.yaml", "extends: more.yaml\nrules: {missing-section: off}\nexclude: [/old/]\n"),
        ("shared/more.yaml", "rules: {missing-section: warning, unused-parameter: off}\n"),
        ("app/.samc.yaml", "extends: ../shared/base.yaml\nrules: {missing-section: warning}\n"),
        ("app/a.yaml", BAD),
        ("app/b.yaml", MIXED),
        // Patterns of what is extended start where the others do.
        ("app/old/c.yaml", BAD),
    ]);
    assert_eq!(findings(&there, &["app"]), ["app/a.yaml missing-section warning", "app/b.yaml unknown-property error"]);
}

#[test]
fn what_cannot_be_extended_is_a_finding_at_its_place() {
    for (name, text, message) in [
        ("missing.yaml", None, "there is no such file"),
        (".samc.yaml", None, "the configurations extend each other in a circle"),
        ("other.yaml", Some("extends: .samc.yaml\n"), "the configurations extend each other in a circle"),
        ("other.yaml", Some("rules: {a: off}\n"), "there is no rule `a`"),
        ("secret", Some("password: 123\n"), "a configuration is a file whose name ends in .yaml or .yml"),
        ("..", None, "it is outside of this folder"),
        (".", None, "it is not a file"),
    ] {
        let there = folder(&[("a.yaml", BAD), (".samc.yaml", &format!("extends: {name}\n"))]);
        if let Some(text) = text {
            std::fs::write(there.path().join(name), text).unwrap();
        }
        let (status, stdout, stderr) = call(&there, &["check"]);
        assert!(status == 2 && stdout.contains(message) && !stdout.contains("123"), "{name}: {stdout}");
        assert_one_line_of_fault(&stderr);
    }
}

#[test]
fn files_are_excluded_and_listed() {
    let there = folder(&[
        (".samc.yaml", "exclude: [old/]\n"),
        ("a.yaml", BAD),
        ("values.yaml", "a: 1\n"),
        ("old/b.yaml", BAD),
        ("app/c.yaml", BAD),
        ("app/d.yaml", BAD),
    ]);
    let listed = |arguments: &[&str]| {
        let (status, stdout, stderr) = call(&there, &[&["check", "--show-files"], arguments].concat());
        assert_eq!((status, &*stderr), (0, ""));
        stdout
    };
    assert_eq!(listed(&[]), "a.yaml\napp/c.yaml\napp/d.yaml\n");
    assert_eq!(listed(&["--exclude", "d.yaml", "--exclude", "/a.yaml"]), "app/c.yaml\n");
    // What is named is checked, unless the caller names everything.
    assert_eq!(listed(&["--exclude", "app", "app/c.yaml"]), "app/c.yaml\n");
    assert_eq!(listed(&["--filter", "--exclude", "app", "app/c.yaml", "a.yaml"]), "a.yaml\n");
    let (status, stdout, stderr) = call(&there, &["check", "--exclude", "a{"]);
    assert_eq!((status, &*stdout), (2, ""));
    assert_one_line_of_fault(&stderr);
    let (_, stdout, _) = call(&there, &["check", "--show-settings", "old/b.yaml"]);
    assert!(stdout.starts_with("# in a folder, this file is skipped\n"), "{stdout}");
    let (status, _, stderr) = call(&there, &["check", "--show-settings"]);
    assert!(status == 2 && stderr.contains("`.` is a folder"), "{stderr}");
}

#[test]
fn the_schema_of_configurations_takes_what_samc_takes() {
    let (status, stdout, _) = call(&folder(&[]), &["schema", "--configuration"]);
    let schema: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    let validator = jsonschema::draft7::new(&schema).expect("a schema of draft 7");
    assert_eq!(status, 0);
    for (text, is_valid) in [
        (r#"{}"#, true),
        (r#"{"root": true, "extends": "../base.yaml", "region": "eu-west-1", "rules": {"wrong-type": "off"}}"#, true),
        (
            r#"{"parameters": {"Stage": "prod", "Size": 3, "Flag": true}, "include": ["a"], "exclude": [], "types": ["A"]}"#,
            true,
        ),
        (r#"{"overrides": [{"paths": ["a"], "rules": {"wrong-type": "error"}}], "region": null}"#, true),
        (r#"{"regon": "a"}"#, false),
        (r#"{"rules": {"wrong-typ": "off"}}"#, false),
        (r#"{"rules": {"wrong-type": "loud"}}"#, false),
        (r#"{"rules": {"syntax-error": "off"}}"#, false),
        (r#"{"overrides": [{"paths": ["a"]}]}"#, false),
        (r#"{"overrides": [{"paths": ["a"], "rules": {}, "region": "a"}]}"#, false),
        (r#"{"root": "yes"}"#, false),
        (r#"{"extends": ["a"]}"#, false),
    ] {
        assert_eq!(validator.is_valid(&serde_json::from_str(text).unwrap()), is_valid, "{text}");
        let source = samc::source::Source::new(".samc.yaml", text);
        assert_eq!(samc::configuration::read(&source).1.is_empty(), is_valid, "{text}");
    }
}
