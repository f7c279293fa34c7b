//! `samc check` in a project that has findings already: baselines, allowances that samc writes, and what changed.
use crate::support::program::{assert_one_line_of_fault, call, call_with_input, folder};
use std::fs;
use std::process::Command;
use tempfile::TempDir;

const TABLE: &str = "Transform: AWS::Serverless-2016-10-31
Resources:
  Table:
    Type: AWS::Serverless::SimpleTable
    Properties:
      Colour: red
";

fn write(folder: &TempDir, name: &str, text: &str) {
    fs::write(folder.path().join(name), text).unwrap();
}

fn text(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

fn messages(folder: &TempDir, arguments: &[&str]) -> Vec<String> {
    let (_, stdout, _) = call(folder, &[&["check", "--format", "json"], arguments].concat());
    let message =
        |it: &str| serde_json::from_str::<serde_json::Value>(it).unwrap()["message"].as_str().unwrap().to_owned();
    stdout.lines().map(message).collect()
}

#[test]
fn known_findings_do_not_come_back() {
    let there = folder(&[("app/a.yaml", TABLE), ("b.yaml", TABLE), ("ci/.keep", "")]);
    let (status, stdout, stderr) = call(&there, &["check", "--write-baseline", "ci/known.json"]);
    assert_eq!((status, &*stdout), (0, "no problems in 2 templates\n"));
    assert_eq!(stderr, "note: the baseline `ci/known.json` has 2 findings in 2 templates\n");
    let known = "[\n      {\"rule\": \"unknown-property\", \"resource\": \"Table\", \"path\": \
        \"Resources.Table.Properties.Colour\"}\n    ]";
    let expected = format!(
        "{{\n  \"version\": 1,\n  \"templates\": {{\n    \"../app/a.yaml\": {known},\n    \"../b.yaml\": {known}\n  }}\n}}\n"
    );
    assert_eq!(text(&there, "ci/known.json"), expected);

    let baseline = ["check", "--baseline", "ci/known.json"];
    // Lines above do not matter, nor from where it is checked.
    write(&there, "app/a.yaml", &TABLE.replace("Resources:", "\n# more\nResources:"));
    let (status, stdout, stderr) = call(&there, &baseline);
    assert_eq!(
        (status, &*stdout, &*stderr),
        (0, "no problems in 2 templates\n", "note: 2 findings are in the baseline\n")
    );
    assert_eq!(call(&there, &[&baseline[..], &["-q", "./app/../app"]].concat()), (0, String::new(), String::new()));
    // What is new is reported, and what is gone is said.
    write(&there, "app/a.yaml", &TABLE.replace("Colour", "Color"));
    fs::remove_file(there.path().join("b.yaml")).unwrap();
    let (status, stdout, stderr) = call(&there, &baseline);
    assert!(status == 1 && stdout.contains("unknown property `Color`"), "{stdout}");
    assert_eq!(stderr, "note: 2 findings of the baseline no longer exist; write it anew with --write-baseline\n");
    // A part is written anew, the rest stays.
    write(&there, "b.yaml", TABLE);
    assert_eq!(call(&there, &["check", "app", "--write-baseline", "ci/known.json"]).0, 0);
    assert_eq!(text(&there, "ci/known.json"), expected.replacen("Colour", "Color", 1));
}

#[test]
fn a_baseline_is_written_whole_or_not_at_all() {
    let there = folder(&[("a.yaml", TABLE), ("app/.samc.yaml", "regon: a\n"), ("app/b.yaml", TABLE)]);
    let (status, _, stderr) = call(&there, &["check", "--write-baseline", "known.json"]);
    assert!(status == 2 && stderr.contains("the baseline was not written"), "{stderr}");
    assert!(!there.path().join("known.json").exists());
    // What cannot be read hides the rest, and is not taken over.
    write(&there, "a.yaml", "Resources: [\n");
    let (status, stdout, stderr) = call(&there, &["check", "a.yaml", "--write-baseline", "known.json"]);
    assert!(status == 1 && stdout.contains("error[syntax-error]"), "{stdout}");
    assert!(stderr.ends_with("; 1 finding is not in it: fix what cannot be read, or exclude it\n"), "{stderr}");
    write(&there, "known.json", "{\"version\": 1,\n<<<<<<< ours\n");
    for option in ["--baseline", "--write-baseline"] {
        let (status, stdout, stderr) = call(&there, &["check", "a.yaml", option, "known.json"]);
        assert!(
            status == 2 && stdout.is_empty() && stderr.contains("`known.json` cannot be used: line 1: "),
            "{stderr}"
        );
        assert_one_line_of_fault(&stderr);
    }
    assert_eq!(call(&there, &["check", "--baseline", "missing.json"]).0, 2);
}

#[cfg(target_os = "linux")]
#[test]
fn a_template_that_a_baseline_cannot_name_stays_reported() {
    use std::os::unix::ffi::OsStrExt;
    let there = folder(&[("a.yaml", TABLE)]);
    let odd = there.path().join(std::ffi::OsStr::from_bytes(b"c\xff.yaml"));
    std::fs::write(odd, TABLE).unwrap();
    let (status, first, stderr) = call(&there, &["check", "--write-baseline", "known.json"]);
    assert!(status == 1 && stderr.contains("; it cannot name `c\u{fffd}.yaml`, whose path is not Unicode"), "{stderr}");
    let (status, second, _) = call(&there, &["check", "--baseline", "known.json"]);
    assert_eq!((status, first.matches("error[").count()), (1, second.matches("error[").count()));
    assert!(!text(&there, "known.json").contains('\u{fffd}'));
}

#[test]
fn allowances_are_written_where_findings_are() {
    let template = "\
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: {Type: String}
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Foo: src/  # the code
      Handler: index.handler
      Runtime: nodejs24.x
      InlineCode: |
        exports.handler = async () => {}
      Bar: >-
        ab c
        d
      Baz: on
        two lines
      # samc: allow unused-parameter because of history
      Qux: 1
  Table: {Type: AWS::Serverless::SimpleTable, Properties: {Tags: [a],
    Colour: red}}
";
    for line_break in ["\n", "\r\n"] {
        let template = template.replace('\n', line_break);
        let there = folder(&[("a.yaml", &template)]);
        let (status, stdout, stderr) = call(&there, &["check", "a.yaml", "--add-allow"]);
        assert_eq!((status, &*stdout), (0, "no problems in a.yaml\n"));
        assert_eq!(stderr, "note: 7 findings are allowed in comments or `Metadata`\n");
        let written = text(&there, "a.yaml");
        let comment = "# samc: allow unknown-property";
        let expected = template
            .replace("Stage: {Type: String}", "Stage: {Type: String}  # samc: allow unused-parameter")
            .replace("# the code", &format!("# the code  {comment}"))
            .replace("Bar: >-", &format!("Bar: >-  {comment}"))
            .replace("      Baz: on", &format!("      {comment}{line_break}      Baz: on"))
            .replace("allow unused-parameter because", "allow unknown-property, unused-parameter because")
            .replace("Tags: [a],", "Tags: [a],  # samc: allow wrong-type")
            .replace("Colour: red}}", &format!("Colour: red}}}}  {comment}"));
        assert_eq!(written, expected);
        let (_, _, stderr) = call(&there, &["check", "--add-allow"]);
        assert_eq!((text(&there, "a.yaml"), stderr), (written, String::new()));
    }
}

#[test]
fn what_can_have_no_comment_is_allowed_in_its_resource() {
    let json = r#"{
  "Transform": "AWS::Serverless-2016-10-31",
  "Parameters": {"Stage": {"Type": "String"}},
  "Resources": {
    "A": {
      "Type": "AWS::Serverless::SimpleTable",
      "Properties": {"Colour": "red"}
    },
    "B": {"Type": "AWS::Serverless::SimpleTable", "Metadata": {"x": 1}, "Properties": {"Colour": "red"}},
    "C": {"Properties": {"Colour": "red", "Tags": []}, "Metadata": {"samc": {"allow": ["unused-parameter"]}}, "Type": "AWS::Serverless::SimpleTable"}
  }
}
"#;
    let there = folder(&[("a.json", json)]);
    let (status, stdout, stderr) = call(&there, &["check", "--add-allow"]);
    assert_eq!(stderr, "note: 4 findings are allowed in comments or `Metadata`\n", "{stdout}");
    // A parameter has no place for an allowance.
    assert!(status == 0 && stdout.contains("[unused-parameter]"), "{stdout}");
    let metadata = r#""Metadata": {"samc": {"allow": ["unknown-property"]}}"#;
    let expected = json
        .replacen("      \"Properties\"", &format!("      {metadata},\n      \"Properties\""), 1)
        .replace(r#"{"x": 1}"#, r#"{"samc": {"allow": ["unknown-property"]}, "x": 1}"#)
        .replace(r#"["unused-parameter"]"#, r#"["unknown-property", "wrong-type", "unused-parameter"]"#);
    assert_eq!(text(&there, "a.json"), expected);

    // Within a text there are no comments.
    let block = "Transform: AWS::Serverless-2016-10-31
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Metadata:
      Owner: us
    Properties:
      DisplayName: !Sub |
        of
        ${Nobody}
";
    let there = folder(&[("a.yaml", block)]);
    let (status, stdout, _) = call(&there, &["check", "--add-allow"]);
    assert_eq!((status, &*stdout), (0, "no problems in a.yaml\n"));
    let expected = block.replace("      Owner: us\n", "      samc: {allow: [undefined-reference]}\n      Owner: us\n");
    assert_eq!(text(&there, "a.yaml"), expected);
}

#[test]
fn allowances_follow_fixes_and_need_a_file() {
    let there = folder(&[("a.yaml", &TABLE.replace("Colour", "TableNam: orders\n      Colour"))]);
    let (status, stdout, stderr) = call(&there, &["check", "--fix", "--add-allow", "a.yaml"]);
    assert!(
        status == 0 && stdout.contains("fixed[unknown-property]") && stderr.contains("1 finding is allowed"),
        "{stdout}{stderr}"
    );
    assert!(text(&there, "a.yaml").contains("TableName: orders\n      Colour: red  # samc: allow unknown-property\n"));
    let broken = "Resources: [\n";
    write(&there, "a.yaml", broken);
    assert_eq!(call(&there, &["check", "--add-allow", "a.yaml"]).0, 1);
    assert_eq!(text(&there, "a.yaml"), broken);
    for option in [&["--add-allow"][..], &["--since", "HEAD"]] {
        let (status, _, stderr) = call_with_input(&there, &[&["check", "-"], option].concat(), b"");
        assert_eq!(status, 2);
        assert_one_line_of_fault(&stderr);
    }
}

fn git(folder: &TempDir, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.current_dir(folder.path()).args(["-c", "user.name=a", "-c", "user.email=a@example.com"]);
    let output = git.args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_changed_since_a_revision_is_reported() {
    let two = format!("{TABLE}  Other:\n    Type: AWS::Serverless::SimpleTable\n    Properties:\n      Size: big\n");
    let there = folder(&[("a.yaml", &two), ("ä \"b\".yaml", TABLE), ("same.yaml", TABLE)]);
    git(&there, &["init", "-q"]);
    git(&there, &["add", "."]);
    git(&there, &["commit", "-q", "-m", "first"]);
    let since = |revision: &str| messages(&there, &["--since", revision]);
    assert_eq!(messages(&there, &[]).len(), 4);
    assert_eq!(since("HEAD"), [""; 0]);
    // A line in another resource, and one far from the finding in its own.
    write(&there, "a.yaml", &two.replace("  Other:\n", "  Other:\n    DeletionPolicy: Retain\n"));
    assert_eq!(since("HEAD"), ["unknown property `Size`"]);
    write(&there, "a.yaml", &format!("# more\n{two}"));
    assert_eq!(since("HEAD"), [""; 0]);
    write(&there, "ä \"b\".yaml", &TABLE.replace("Colour: red", "Colour: blue"));
    assert_eq!(since("HEAD"), ["unknown property `Colour`"]);
    git(&there, &["commit", "-q", "-a", "-m", "second"]);
    assert_eq!((since("HEAD").len(), since("HEAD~1").len()), (0, 1));
    // Files that the revision does not have are new, whatever they were called.
    write(&there, "untracked.yaml", TABLE);
    git(&there, &["mv", "same.yaml", "renamed.yaml"]);
    assert_eq!(since("HEAD").len(), 2);
    for wrong in ["nothing", "--output=x", ""] {
        let (status, stdout, stderr) = call(&there, &["check", &format!("--since={wrong}")]);
        assert_eq!((status, &*stdout.replace("no problems in 4 templates\n", "")), (2, ""), "{stderr}");
        assert_one_line_of_fault(&stderr);
    }
    let outside = folder(&[("a.yaml", TABLE)]);
    let (status, _, stderr) = call(&outside, &["check", "--since", "HEAD"]);
    assert!(status == 2 && stderr.contains("is not in a git repository"), "{stderr}");
}
