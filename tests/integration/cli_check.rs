//! `samc check` as it is called: which files it takes, what it changes, and how it ends.
use crate::support::program::{assert_one_line_of_fault, call, call_with_input, folder, read, samc};
use samc::cli::{self, Io, Terminal};
use std::fs;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

const GOOD: &str = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Topic:\n    Type: AWS::SNS::Topic\n";
const BAD: &str = "AWSTemplateFormatVersion: '2010-09-09'\n";
/// Two mistakes that can be fixed, and one that cannot.
const TYPOS: &str = "# An application\r
Transform: AWS::Serverless-2016-10-31\r
Resources:\r
  Orders:\r
    Type: AWS::Serverless::Function   # polls\r
    Properties:\r
      \"Codeuri\": src/  # the code\r
      Handler: app.handler\r
      Runtime: python3.12\r
      Tiemout: 5\r
  Table: {Type: AWS::Serverless::SimpleTable, Properties: {Tags: [a]}}\r
";

fn text(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

/// The files in which something was found, as `--format json` names them.
fn files_with_findings(folder: &TempDir, arguments: &[&str]) -> Vec<String> {
    let arguments = [&["check", "--format", "json"], arguments].concat();
    let (_, stdout, _) = call(folder, &arguments);
    let file =
        |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["file"].as_str().unwrap().to_owned();
    let mut files: Vec<String> = stdout.lines().map(file).collect();
    files.dedup();
    files
}

#[test]
fn the_summary_comes_last_unless_it_is_not_wanted() {
    let folder = folder(&[("a.yaml", GOOD), ("b.yaml", BAD), ("typos.yaml", TYPOS)]);
    assert_eq!(call(&folder, &["check", "a.yaml"]).1, "no problems in a.yaml\n");
    assert_eq!(call(&folder, &["check", "a.yaml", "--quiet"]), (0, String::new(), String::new()));
    let (status, stdout, _) = call(&folder, &["check", "typos.yaml"]);
    assert!(status == 1 && stdout.ends_with("\n3 errors in typos.yaml (2 can be fixed with --fix)\n"), "{stdout}");
    let (status, stdout, _) = call(&folder, &["check", "b.yaml", "-q"]);
    assert!(status == 1 && stdout.starts_with("error[") && stdout.ends_with("\n\n"), "{stdout}");
}

#[test]
fn warnings_fail_where_they_are_denied() {
    let warned = "Transform: AWS::Serverless-2016-10-31\nResources:\n  A: {Type: AWS::SNS::Topic}\n  \
        B: {Type: AWS::SNS::Topic, DependsOn: A, DependsOn: A}\n";
    let folder = folder(&[("a.yaml", warned)]);
    let (status, stdout, _) = call(&folder, &["check", "a.yaml"]);
    assert!(status == 0 && stdout.ends_with("\n1 warning in a.yaml\n"), "{stdout}");
    assert_eq!(call(&folder, &["check", "a.yaml", "--deny-warnings"]).0, 1);
    let junit = |arguments: &[&str]| call(&folder, &[&["check", "--format", "junit"], arguments].concat()).1;
    assert!(junit(&[]).contains("failures=\"0\"") && junit(&["--deny-warnings"]).contains("failures=\"1\""));
}

#[test]
fn fixes_change_nothing_else() {
    let folder = folder(&[("typos.yaml", TYPOS), ("marked.yaml", &format!("\u{feff}{TYPOS}"))]);
    let (status, stdout, stderr) = call(&folder, &["check", "--fix", "typos.yaml"]);
    assert_eq!((status, stderr.as_str()), (1, ""));
    insta::assert_snapshot!("fixed", stdout);
    let fixed = TYPOS.replace("Codeuri", "CodeUri").replace("Tiemout", "Timeout");
    assert_eq!(text(&folder, "typos.yaml"), fixed);

    // What programs read on standard output is the report.
    let (_, stdout, stderr) = call(&folder, &["check", "--fix", "--format", "json", "marked.yaml"]);
    assert_eq!(stdout.lines().count(), 1, "{stdout}");
    assert!(stderr.starts_with("fixed[unknown-property]: "), "{stderr}");
    assert_eq!(text(&folder, "marked.yaml"), format!("\u{feff}{fixed}"));

    let (status, stdout, _) = call(&folder, &["check", "--fix", "typos.yaml"]);
    assert!(status == 1 && !stdout.contains("fixed"), "{stdout}");
}

#[test]
fn the_occurrence_that_is_wrong_is_fixed() {
    let text = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Products:\n    Type: AWS::Serverless::SimpleTable\nOutputs:\n  Text:\n    Value: !Sub |\n      \
                Product ${Products} ${Product}\n\n        ${!Product} ${Product}.\n";
    let folder = folder(&[("template.yaml", text)]);
    let (status, stdout, stderr) = call(&folder, &["check", "--fix", "template.yaml"]);
    assert_eq!((status, stderr.as_str()), (0, ""), "{stdout}");
    assert_eq!(self::text(&folder, "template.yaml"), text.replace("${Product}", "${Products}"));
}

#[test]
fn a_template_that_would_get_worse_is_left_as_it_is() {
    // With the right type of the event there are more mistakes than without.
    let hidden = "Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: app.handler
      Runtime: python3.12
      Tiemout: 5
      Events:
        Queue: {Type: Sqs, Properties: {BatchSize: [1], Enabled: [2], Queue: [3]}}
";
    let folder = folder(&[("hidden.yaml", hidden)]);
    let (status, stdout, _) = call(&folder, &["check", "--fix", "hidden.yaml"]);
    assert!(status == 1 && stdout.matches("fixed[").count() == 1, "{stdout}");
    assert!(stdout.contains("did you mean `SQS`?") && stdout.ends_with("\n1 error in hidden.yaml\n"), "{stdout}");
    assert_eq!(text(&folder, "hidden.yaml"), hidden.replace("Tiemout", "Timeout"));
}

#[test]
fn what_may_be_a_guess_is_left_to_the_user() {
    let doubtful = "Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: app.handler
      Handlr: other.handler
      Runtime: python3.12
      Events:
        Tick: {Type: Schedule, Properties: {Rate: 1 day}}
";
    let folder = folder(&[("doubtful.yaml", doubtful)]);
    let (_, stdout, _) = call(&folder, &["check", "--fix", "doubtful.yaml"]);
    assert!(
        stdout.contains("did you mean `State`?") && stdout.contains("did you mean `Handler`? it is already there"),
        "{stdout}"
    );
    assert_eq!(text(&folder, "doubtful.yaml"), doubtful);
}

#[test]
fn a_template_that_can_be_read_again_is_not_worse() {
    let folder = folder(&[("tab.yaml", &format!("{}\tTopic: {{Type: AWS::SNS::Topic}}\n", TYPOS.replace('\r', "")))]);
    let (_, stdout, _) = call(&folder, &["check", "--fix", "tab.yaml"]);
    assert!(stdout.starts_with("fixed[syntax-error]"), "{stdout}");
    assert!(text(&folder, "tab.yaml").contains("Timeout: 5"), "{stdout}");
}

#[test]
fn blocks_beside_properties_are_moved_under_them() {
    let written = "\
Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: exports.handler = async () => {}
      Handler: index.handler
      Runtime: nodejs24.x
    Description: |
      Says hello

      to all
    Policies:
      - AmazonS3ReadOnlyAccess # to read
";
    let (kept, moved) = written.split_once("    Description").unwrap();
    let moved: String = format!("    Description{moved}")
        .lines()
        .map(|it| if it.is_empty() { "\n".to_owned() } else { format!("  {it}\n") })
        .collect();
    let folder = folder(&[("template.yaml", written)]);
    let (status, stdout, stderr) = call(&folder, &["check", "--fix", "template.yaml"]);
    assert_eq!((status, stderr.as_str()), (0, ""), "{stdout}");
    assert_eq!(text(&folder, "template.yaml"), format!("{kept}{moved}"));
}

#[test]
fn only_files_can_be_fixed() {
    let folder = folder(&[]);
    let (status, stdout, stderr) = call(&folder, &["check", "--fix", "-"]);
    assert_eq!((status, stdout.as_str()), (2, ""));
    assert_one_line_of_fault(&stderr);
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(TYPOS.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    fs::write(folder.path().join("utf16.yaml"), &utf16).unwrap();
    assert_eq!(call(&folder, &["check", "--fix", "utf16.yaml"]).0, 1);
    assert_eq!(fs::read(folder.path().join("utf16.yaml")).unwrap(), utf16);
}

#[test]
fn editors_name_what_they_write_to_standard_input() {
    let folder = folder(&[("app/.samc.yaml", "rules: {missing-section: warning}\n")]);
    for arguments in [&["-"][..], &[]] {
        let arguments = [&["check", "--stdin-filename", "app/template.yaml"], arguments].concat();
        let (status, stdout, _) = call_with_input(&folder, &arguments, BAD.as_bytes());
        assert!(status == 0 && stdout.contains("[app/template.yaml:1:1]"), "{stdout}");
    }
    let (status, stdout, _) = call_with_input(&folder, &["check", "--filter", "-"], b"version: 0.2\n");
    assert_eq!((status, stdout.as_str()), (0, "there is nothing to check\n"));
}

#[test]
fn folders_are_searched_as_git_sees_them() {
    let folder = folder(&[
        (".gitignore", "generated/\n*.packaged.yaml\n"),
        ("a.yaml", BAD),
        ("a.packaged.yaml", BAD),
        ("generated/template.yaml", BAD),
        ("nested/.gitignore", "/out.json\n"),
        ("nested/out.json", BAD),
        ("nested/stack.template", BAD),
        ("nested/other/data.json", "{\"event\": {\"Resources\": {\"A\": \"AWS::SNS::Topic\"}}}"),
    ]);
    assert_eq!(files_with_findings(&folder, &[]), ["a.yaml", "nested/stack.template"]);
    assert_eq!(files_with_findings(&folder, &["generated/template.yaml"]), ["generated/template.yaml"]);
    assert_eq!(files_with_findings(&folder, &["./nested"]), ["./nested/stack.template"]);
    // Each once, in the order of the arguments.
    let all = ["nested", "a.yaml", ".", "nested/stack.template"];
    assert_eq!(files_with_findings(&folder, &all), ["a.yaml", "nested/stack.template"]);
}

#[test]
fn globs_match_where_the_shell_leaves_them() {
    let folder = folder(&[
        ("a/template.yaml", BAD),
        ("a/deep/template.yaml", BAD),
        ("b/template.yml", BAD),
        ("b/[x].yaml", BAD),
        ("template.yaml", BAD),
        ("a/values.yaml", "a: 1\n"),
    ]);
    let cases: &[(&str, &[&str])] = &[
        ("**/*.yaml", &["a/deep/template.yaml", "a/template.yaml", "b/[x].yaml", "template.yaml"]),
        ("*/template.*", &["a/template.yaml", "b/template.yml"]),
        ("a/*.yaml", &["a/template.yaml"]),
        ("./?.yaml", &[]),
        ("b/[x].yaml", &["b/[x].yaml"]),
        ("{a,b}/t*.y*ml", &["a/template.yaml", "b/template.yml"]),
    ];
    for (glob, expected) in cases {
        assert_eq!(files_with_findings(&folder, &[glob]), *expected, "{glob}");
    }
    for glob in ["?.yaml", "none/*.yaml", "{a"] {
        let (status, stdout, stderr) = call(&folder, &["check", glob, "--error-on-no-templates"]);
        assert_eq!((status, stdout.as_str()), (2, ""), "{glob}");
        assert_one_line_of_fault(&stderr);
        let call_line = ["check", "--error-on-no-templates", "template.yaml", glob, "*/template.yaml"];
        let (status, stdout, stderr) = call(&folder, &call_line);
        assert!(status == 2 && stdout.ends_with("\n2 errors in 2 templates\n"), "{stdout}");
        assert_one_line_of_fault(&stderr);
    }
    // What is found is there already.
    assert_eq!(call(&folder, &["check", "template.yaml", "*.yaml"]).0, 1);
}

#[test]
fn a_caller_that_names_every_file_lets_samc_choose() {
    let folder = folder(&[
        (".samc.yaml", "exclude: [old/]\n"),
        ("a.yaml", BAD),
        ("old/b.yaml", BAD),
        ("buildspec.yml", "version: 0.2\n"),
    ]);
    let files = ["a.yaml", "old/b.yaml"];
    assert_eq!(files_with_findings(&folder, &files), files);
    assert_eq!(files_with_findings(&folder, &["--filter", "a.yaml", "old/b.yaml", "buildspec.yml"]), ["a.yaml"]);
    assert_eq!(call(&folder, &["check", "buildspec.yml", "--filter"]).0, 0);
    assert_eq!(call(&folder, &["check", "buildspec.yml"]).0, 1);
}

#[test]
fn the_nearest_configuration_holds() {
    let folder = folder(&[
        (".samc.yaml", "rules:\n  missing-section: off\n"),
        ("a.yaml", BAD),
        ("inner/.samc.yaml", "rules:\n  missing-section: warning\n"),
        ("inner/deep/b.yaml", BAD),
        ("other.yaml", "rules: {missing-section: error}\n"),
    ]);
    let (status, stdout, _) = call(&folder, &["check"]);
    assert!(status == 0 && stdout.ends_with("\n1 warning in 2 templates\n"), "{stdout}");
    assert_eq!(call(&folder, &["check", "inner/deep/../../a.yaml"]).0, 0);
    let (status, stdout, _) = call(&folder, &["check", "--config", "other.yaml"]);
    assert!(status == 1 && stdout.ends_with("\n2 errors in 2 templates\n"), "{stdout}");
    let (status, stdout, stderr) = call(&folder, &["check", "--config", "missing.yaml"]);
    assert_eq!((status, stdout.as_str()), (2, ""));
    assert_one_line_of_fault(&stderr);
}

#[test]
fn a_configuration_includes_and_excludes_what_is_found() {
    let files = [("a/x.yaml", BAD), ("a/y.yaml", BAD), ("b/x.yaml", BAD), ("x.yaml", BAD)];
    let cases: &[(&str, &[&str])] = &[
        ("exclude: [a]", &["b/x.yaml", "x.yaml"]),
        ("exclude: ['a/*', '!a/x.yaml']", &["a/x.yaml", "b/x.yaml", "x.yaml"]),
        ("include: [x.yaml]", &["a/x.yaml", "b/x.yaml", "x.yaml"]),
        ("include: [/x.yaml, b]", &["b/x.yaml", "x.yaml"]),
        ("include: [a]\nexclude: ['**/y.yaml']", &["a/x.yaml"]),
    ];
    for (configuration, expected) in cases {
        let folder = folder(&files);
        fs::write(folder.path().join(".samc.yaml"), configuration).unwrap();
        assert_eq!(files_with_findings(&folder, &[]), *expected, "{configuration}");
    }
}

#[test]
fn a_configuration_speaks_of_the_deployment() {
    let template = "Transform: AWS::Serverless-2016-10-31
Parameters: {Size: {Type: String, Default: small}}
Resources:
  Table:
    Type: AWS::Serverless::SimpleTable
    Properties: {TableName: !Ref Size}
";
    let folder = folder(&[(".samc.yaml", "region: eu-west-1\nparameters: {Size: 012}\n"), ("a.yaml", template)]);
    assert_eq!(call(&folder, &["check"]).0, 0);
    assert_eq!(call(&folder, &["check", "--region", "cn-north-1", "--parameter-overrides", "Size=big"]).0, 0);
}

#[test]
fn a_broken_configuration_is_shown_once_and_hides_nothing_else() {
    let broken = "regon: x\nrules:\n  unknown-propertty: off\n  wrong-type: loud\n";
    let folder = folder(&[("a/.samc.yaml", broken), ("a/a.yaml", BAD), ("a/b.yaml", BAD), ("c.yaml", BAD)]);
    let (status, stdout, stderr) = call(&folder, &["check"]);
    assert_eq!(status, 2);
    assert_one_line_of_fault(&stderr);
    insta::assert_snapshot!("broken_configuration", stdout);
    assert_eq!(files_with_findings(&folder, &[]), ["a/.samc.yaml", "c.yaml"]);
}

#[test]
fn documents_tell_of_files_that_cannot_be_read() {
    let folder = folder(&[("a.yaml", BAD)]);
    let (status, stdout, _) = call(&folder, &["check", "missing.yaml", "a.yaml", "--format", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    let run = &sarif["runs"][0];
    assert_eq!((status, run["results"].as_array().unwrap().len()), (2, 1));
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let (status, stdout, _) = call(&folder, &["check", "missing.yaml", "a.yaml", "--format", "junit"]);
    let suites = ["tests=\"1\" failures=\"1\" errors=\"0\"", "tests=\"1\" failures=\"0\" errors=\"1\""];
    assert!(status == 2 && suites.iter().all(|it| stdout.contains(it)), "{stdout}");
}

/// Writes to standard output, one after the other.
struct Writes(Arc<Mutex<Vec<usize>>>);

impl Write for Writes {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().push(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn documents_are_written_as_templates_are_checked() {
    let names: Vec<String> = (0..200).map(|it| format!("{it:03}.yaml")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|it| (it.as_str(), BAD)).collect();
    let folder = folder(&files);
    for format in ["sarif", "junit", "gitlab", "rdjson"] {
        let writes = Arc::new(Mutex::new(Vec::new()));
        let mut io = Io {
            stdin: Box::new(std::io::empty()),
            stdout: Box::new(Writes(Arc::clone(&writes))),
            stderr: Box::new(std::io::sink()),
            terminal: Box::new(|_| None),
            variable: Box::new(|_| None),
            clock: Box::new(std::time::Duration::default),
        };
        let path = folder.path().to_str().unwrap();
        let _ = cli::run(["samc", "check", "--format", format, path].map(Into::into), &mut io);
        drop(io);
        let writes = writes.lock().unwrap();
        assert_eq!(writes.len(), names.len() + 1, "{format}");
        assert!(writes.iter().all(|it| *it < 5_000), "{format}: {writes:?}");
    }
}

#[test]
fn many_files_are_reported_in_their_order() {
    let names: Vec<String> = (0..200).map(|it| format!("f/{it:03}.yaml")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|it| (it.as_str(), BAD)).collect();
    let folder = folder(&files);
    assert_eq!(files_with_findings(&folder, &[]), names);
    // Nobody watches: there is no progress to show.
    let (status, _, stderr) = call(&folder, &["check"]);
    assert_eq!((status, stderr.as_str()), (1, ""));
}

#[test]
fn progress_is_for_those_who_watch() {
    let names: Vec<String> = (0..100).map(|it| format!("{it:03}.yaml")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|it| (it.as_str(), GOOD)).collect();
    let folder = folder(&files);
    let stderr = |terminal: Option<Terminal>, option: &str| {
        let mut stderr = Vec::new();
        let mut io = Io {
            stdin: Box::new(std::io::empty()),
            stdout: Box::new(std::io::sink()),
            stderr: Box::new(&mut stderr),
            terminal: Box::new(move |_| terminal),
            variable: Box::new(|_| None),
            clock: Box::new(std::time::Duration::default),
        };
        let path = folder.path().as_os_str();
        cli::run(["samc", "check", option].map(Into::into).into_iter().chain([path.to_owned()]), &mut io);
        drop(io);
        String::from_utf8(stderr).unwrap()
    };
    let terminal = Some(Terminal { width: Some(80) });
    let seen = stderr(terminal, "--format=human");
    assert!(seen.contains("checked 64 of 100 files") && seen.ends_with("\r\x1b[K"), "{seen:?}");
    assert_eq!(stderr(terminal, "--quiet"), "");
    assert_eq!(stderr(None, "--format=human"), "");
}

#[test]
fn the_hook_for_pre_commit_passes_over_other_files() {
    let folder = folder(&[("template.yaml", BAD), ("buildspec.yml", "version: 0.2\n")]);
    let hooks = include_str!("../../.pre-commit-hooks.yaml");
    let entry = hooks.lines().find_map(|it| it.trim().strip_prefix("entry: samc ")).unwrap();
    let mut command = samc(folder.path());
    let (status, stdout, _) =
        read(&command.args(entry.split(' ')).args(["buildspec.yml", "template.yaml"]).output().unwrap());
    assert!(status == 1 && stdout.ends_with("\n1 error in template.yaml\n"), "{stdout}");
}

/// A template whose state machine stands in a file.
fn with_definition(path: &str) -> String {
    format!(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    \
         Properties:\n      DefinitionUri: {path}\n      DefinitionSubstitutions: {{Delay: 3}}\n"
    )
}

const DEFINITION: &str = r#"{
  "StartAt": "Wait",
  "States": {
    "Wait": {"Type": "Wait", "Seconds": ${Delay}, "Next": "Doen"},
    "Done": {"Type": "Succeed"}
  }
}
"#;

#[test]
fn definitions_are_checked_at_their_place_beside_the_template() {
    let there = folder(&[
        ("app/template.yaml", &with_definition("flows/flow.asl.json")),
        ("app/flows/flow.asl.json", DEFINITION),
        ("flow.asl.json", DEFINITION),
        ("outside.yaml", &with_definition("../flow.asl.json")),
    ]);
    let (status, stdout, _) = call(&there, &["check", "app/template.yaml"]);
    let file = "app/flows/flow.asl.json".replace('/', std::path::MAIN_SEPARATOR_STR);
    assert!(status == 1 && stdout.contains(&format!("[{file}:4:59]")), "{stdout}");
    // What is in another file is not fixed.
    assert!(stdout.ends_with("\n1 error in app/template.yaml\n"), "{stdout}");
    for format in ["json", "sarif", "github", "junit"] {
        let (_, stdout, _) = call(&there, &["check", "--format", format, "app/template.yaml"]);
        assert!(stdout.contains("flow.asl.json") && stdout.contains("undefined-state"), "{format}: {stdout}");
    }
    // What is not there may be made by a build, and what is outside is not looked at.
    assert_eq!(call(&folder(&[("t.yaml", &with_definition("flow.asl.json"))]), &["check", "t.yaml"]).0, 0);
    let inner = folder(&[("a/t.yaml", &with_definition("../flow.asl.json")), ("flow.asl.json", DEFINITION)]);
    assert_eq!(call(&inner, &["check", "a/t.yaml"]).0, 0);
}

#[test]
fn a_definition_of_two_state_machines_is_checked_once() {
    let twice = with_definition("flow.asl.json")
        + "  Other:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: flow.asl.json\n      \
           DefinitionSubstitutions: {Delay: 3}\n";
    let there = folder(&[("t.yaml", &twice), ("flow.asl.json", DEFINITION)]);
    let (_, stdout, _) = call(&there, &["check", "t.yaml"]);
    assert!(stdout.ends_with("\n1 error in t.yaml\n"), "{stdout}");
}

const STORE: &str = "Parameters:\n  Stage: {Type: String}\nResources:\n  Jobs:\n    Type: AWS::SQS::Queue\n    Properties: \
    {QueueName: !Sub 'jobs-${Stage}'}\nOutputs:\n  Url: {Value: !Ref Jobs}\n";

/// A template that nests another one.
fn nesting(path: &str) -> String {
    format!(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  Store:\n    Type: AWS::Serverless::Application\n    \
         Properties:\n      Location: {path}\n      Parameters: {{Stgae: dev}}\nOutputs:\n  Url: {{Value: !GetAtt \
         Store.Outputs.URL}}\n"
    )
}

#[test]
fn nested_templates_are_compared_with_what_is_given_to_them() {
    let there = folder(&[("t.yaml", &nesting("store/template.yaml")), ("store/template.yaml", STORE)]);
    let (status, stdout, _) = call(&there, &["check", "t.yaml"]);
    assert!(status == 1 && stdout.ends_with("\n2 errors in t.yaml (2 can be fixed with --fix)\n"), "{stdout}");
    let file = "store/template.yaml".replace('/', std::path::MAIN_SEPARATOR_STR);
    assert!(stdout.contains(&format!("[{file}:2:3]")), "{stdout}");
    for format in ["json", "sarif", "github", "junit", "gitlab", "rdjson", "concise", "markdown"] {
        let (status, stdout, stderr) = call(&there, &["check", "--format", format, "t.yaml"]);
        assert!(status == 1 && stdout.contains("unknown-parameter"), "{format}: {stdout}{stderr}");
    }
    assert_eq!(call(&there, &["check", "--fix", "t.yaml"]).0, 0);
    assert_eq!(text(&there, "store/template.yaml"), STORE);
    assert!(text(&there, "t.yaml").contains("{Stage: dev}") && text(&there, "t.yaml").contains("Outputs.Url"));
}

#[test]
fn nested_templates_outside_of_the_folder_are_not_read() {
    let there = folder(&[("a/t.yaml", &nesting("../store.yaml")), ("store.yaml", STORE), ("broken.yaml", "A: [\n")]);
    assert_eq!(call(&there, &["check", "a/t.yaml"]).0, 0);
    #[cfg(unix)]
    for target in ["../store.yaml", "../broken.yaml", "/dev/zero"] {
        let inner = folder(&[("a/t.yaml", &nesting("store.yaml")), ("store.yaml", STORE), ("broken.yaml", "A: [\n")]);
        std::os::unix::fs::symlink(target, inner.path().join("a/store.yaml")).unwrap();
        assert_eq!(call(&inner, &["check", "a/t.yaml"]).0, 0, "{target}");
    }
}

#[test]
fn nested_templates_are_read_once_however_many_ways_lead_to_them() {
    let two = |next: usize| {
        let stack = |id: &str| {
            format!("  {id}: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: {next}.yaml}}}}\n")
        };
        format!("Resources:\n{}{}", stack("Left"), stack("Right"))
    };
    // As many ways as a number of 300 bits can count, in files that are more than are read.
    let files: Vec<(String, String)> = (0..300).map(|it| (format!("{it}.yaml"), two(it + 1))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    let there = folder(&files);
    assert_eq!(call(&there, &["check", "0.yaml"]).0, 0);
}

#[test]
fn fixes_leave_what_is_said_of_other_files_at_its_place() {
    let template = with_definition("flow.asl.json") + "      Taggs: {a: b}\n";
    let there = folder(&[("t.yaml", &template), ("flow.asl.json", DEFINITION)]);
    let (status, stdout, _) = call(&there, &["check", "--fix", "t.yaml"]);
    assert!(status == 1 && stdout.contains("[flow.asl.json:4:59]") && stdout.contains("\"Doen\""), "{stdout}");
    assert!(stdout.ends_with("fixed 1 mistake\n1 error in t.yaml\n"), "{stdout}");
    assert_eq!(text(&there, "flow.asl.json"), DEFINITION);
    assert!(text(&there, "t.yaml").contains("Tags:"));
}

#[test]
fn comments_allow_what_stands_in_their_own_file() {
    let definition =
        "# a flow\nStartAt: Wait\nStates:\n  # samc: allow undefined-state\n  Wait: {Type: Pass, Next: Doen}\n";
    // The same line of the template, and its first one.
    let template = with_definition("flow.asl.yaml").replace("DefinitionSubstitutions: {Delay: 3}", "Name: a");
    let there = folder(&[("t.yaml", &template), ("flow.asl.yaml", definition)]);
    let (status, stdout, _) = call(&there, &["check", "t.yaml"]);
    assert_eq!((status, stdout.as_str()), (0, "no problems in t.yaml\n"));
    let first_line = template.replacen('\n', " # samc: allow undefined-state\n", 1);
    fs::write(there.path().join("t.yaml"), first_line).unwrap();
    fs::write(there.path().join("flow.asl.yaml"), definition.replace("# samc", "# ")).unwrap();
    let (status, stdout, _) = call(&there, &["check", "t.yaml"]);
    assert!(status == 1 && stdout.ends_with("\n1 error, 1 warning in t.yaml\n"), "{stdout}");
    let silenced = template + "    Metadata: {samc: {allow: [undefined-state]}}\n";
    fs::write(there.path().join("t.yaml"), silenced).unwrap();
    assert_eq!(call(&there, &["check", "t.yaml"]).0, 0);
}

#[test]
fn definitions_that_cannot_be_read_are_errors_in_their_file() {
    let there = folder(&[("t.yaml", &with_definition("flow.asl.yaml")), ("flow.asl.yaml", "StartAt: A\n States: [\n")]);
    let (status, stdout, _) = call(&there, &["check", "t.yaml"]);
    assert!(status == 1 && stdout.starts_with("error[syntax-error]") && stdout.contains("[flow.asl.yaml:"), "{stdout}");
    let list = folder(&[("t.yaml", &with_definition("flow.asl.json")), ("flow.asl.json", "[]")]);
    let (status, stdout, _) = call(&list, &["check", "t.yaml"]);
    assert!(status == 1 && stdout.contains("the definition is a list"), "{stdout}");
}

#[test]
fn overrides_must_be_values_that_their_parameters_allow() {
    let text = "Parameters:\n  Stage: {Type: String, AllowedValues: [dev, prod]}\nResources:\n  Topic: {Type: \
                AWS::SNS::Topic, Properties: {DisplayName: !Ref Stage}}\n";
    let folder = folder(&[("template.yaml", text)]);
    let (status, stdout, _) = call(&folder, &["check", "template.yaml", "--parameter-overrides", "Stage=proud"]);
    assert!(status == 1 && stdout.contains("override `proud` of parameter `Stage`"), "{stdout}");
    let (status, stdout, _) = call(&folder, &["check", "template.yaml", "--parameter-overrides", "Stage=prod"]);
    assert_eq!(status, 0, "{stdout}");
}
