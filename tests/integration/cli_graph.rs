//! `samc graph` as it is called: exit statuses, streams and files. What is drawn is tested in `graph.rs`.
use crate::support::program::{assert_one_line_of_fault, call, call_with_input, folder};
use std::fs;
use tempfile::TempDir;

const GOOD: &str = "\
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders: {Type: AWS::SQS::Queue}
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.13
      CodeUri: src/
      Events: {Order: {Type: SQS, Properties: {Queue: !GetAtt Orders.Arn}}}
";
const BROKEN: &str = "\
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders: {Type: AWS::SQS::Queue}
  Worker: {Type: AWS::Serverless::Function, Properties: {Handlers: app.handler}}
";

#[test]
fn a_graph_goes_to_standard_output_or_into_a_file() {
    let folder = folder(&[("template.yaml", GOOD)]);
    let (status, stdout, stderr) = call(&folder, &["graph"]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    assert!(stdout.starts_with("flowchart LR\n") && stdout.contains("  Orders --> Worker\n"), "{stdout}");
    for (format, start) in [("mermaid", "flowchart"), ("dot", "digraph"), ("svg", "<svg ")] {
        let (status, stdout, stderr) = call(&folder, &["graph", "template.yaml", "--format", format, "-o", "flow"]);
        assert_eq!((status, stdout.as_str(), stderr.as_str()), (0, "", ""));
        assert!(fs::read_to_string(folder.path().join("flow")).unwrap().starts_with(start));
    }
    let (status, stdout, _) = call_with_input(&folder, &["graph", "-"], GOOD.as_bytes());
    assert!(status == 0 && stdout.starts_with("flowchart LR\n"), "{stdout}");
}

#[test]
fn a_template_with_errors_is_drawn_as_far_as_it_goes() {
    let folder = folder(&[("template.yaml", BROKEN), ("none.yaml", "Resources: [")]);
    let (status, stdout, stderr) = call(&folder, &["graph"]);
    assert_eq!(status, 1);
    assert!(stdout.contains("Orders") && stdout.contains("Worker"), "{stdout}");
    assert!(stderr.contains("error[unknown-property]"), "{stderr}");
    assert!(stderr.ends_with("left out: other edges of `Worker`, which could not be expanded\n"), "{stderr}");
    let (status, stdout, stderr) = call(&folder, &["graph", "none.yaml", "-o", "flow.mmd"]);
    assert_eq!((status, stdout.as_str()), (1, ""));
    assert!(stderr.contains("error[syntax-error]") && !folder.path().join("flow.mmd").exists(), "{stderr}");
}

#[test]
fn definitions_are_read_beside_the_template() {
    let machine = GOOD.to_owned()
        + "  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: flow.asl.json\n      \
           DefinitionSubstitutions: {Queue: !Ref Orders}\n";
    let definition = r#"{"States": {"Send": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage",
        "Parameters": {"QueueUrl": "${Queue}"}}}}"#;
    let there = folder(&[("app/template.yaml", machine.as_str()), ("app/flow.asl.json", definition)]);
    let (status, stdout, stderr) = call(&there, &["graph", "app/template.yaml"]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    assert!(stdout.contains("  Flow -->|\"Send\"| Orders\n"), "{stdout}");
    let (status, _, stderr) = call(&folder(&[("template.yaml", machine.as_str())]), &["graph"]);
    let note = "left out: the tasks of `Flow`, whose definition file cannot be read\n";
    assert_eq!((status, stderr.as_str()), (0, note));
}

/// What `samc graph` says on standard error of a state machine whose definition is at `path`.
fn said_of_definition(folder: &TempDir, path: &str) -> String {
    let text = format!(
        "Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: {path}\n"
    );
    fs::write(folder.path().join("app/template.yaml"), text).unwrap();
    let (status, _, stderr) = call(folder, &["graph", "app/template.yaml"]);
    assert_eq!(status, 0, "{stderr}");
    let (found, left_out) = stderr.split_once("left out: ").expect("what is left out");
    assert_eq!(left_out, "the tasks of `Flow`, whose definition cannot be read\n");
    found.to_owned()
}

#[test]
fn definitions_outside_of_the_folder_are_not_read() {
    let definition = r#"{"States": {}}"#;
    let folder = folder(&[("app/own.json", definition), ("secret.json", definition)]);
    #[cfg(unix)]
    for (target, link) in [("../secret.json", "app/link.json"), ("..", "app/up")] {
        std::os::unix::fs::symlink(target, folder.path().join(link)).unwrap();
    }
    let absolute = folder.path().join("secret.json");
    let outside = ["../secret.json", absolute.to_str().unwrap()];
    let links = if cfg!(unix) { &["link.json", "up/secret.json"][..] } else { &[] };
    for path in outside.iter().chain(links) {
        let said = said_of_definition(&folder, path);
        let fault =
            format!("warning[unreadable-definition]: `{path}` is not read: it is outside of the template's folder\n");
        assert!(said.starts_with(&fault) && said.contains("app/template.yaml:5:22"), "{said}");
    }
}

#[test]
fn definitions_that_are_no_files_or_no_definitions_are_findings() {
    let folder =
        folder(&[("app/broken.json", "{\n  \"States\": [\n"), ("app/latin.json", ""), ("app/folder.json/file", "")]);
    fs::write(folder.path().join("app/latin.json"), b"{\"Comment\": \"\xE4\"}").unwrap();
    let said = said_of_definition(&folder, "folder.json");
    assert!(said.contains("`folder.json` is not read: it is not a regular file"), "{said}");
    let said = said_of_definition(&folder, "latin.json");
    assert!(
        said.contains("[app/latin.json:1:14]") && said.contains("the byte 0xE4 at offset 13 is not UTF-8"),
        "{said}"
    );
    insta::assert_snapshot!(said_of_definition(&folder, "broken.json"));
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_a_definition_is_not_waited_for() {
    let folder = folder(&[("app/own.json", "{}")]);
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("app/pipe.json")).status().unwrap();
    assert!(made.success());
    let said = said_of_definition(&folder, "pipe.json");
    assert!(said.contains("`pipe.json` is not read: it is not a regular file"), "{said}");
}

#[test]
fn an_empty_graph_is_a_drawing_and_a_note() {
    let text = "Resources:\n  Role: {Type: AWS::IAM::Role}\n";
    for format in ["mermaid", "dot", "svg"] {
        let (status, stdout, stderr) =
            call_with_input(&folder(&[]), &["graph", "--format", format, "-"], text.as_bytes());
        assert_eq!((status, stderr.lines().count()), (0, 1));
        assert!(stderr.starts_with("note: there is nothing to draw") && !stdout.is_empty(), "{stderr}");
    }
}

#[test]
fn faults_of_the_call() {
    let queues: String = (0..300).map(|it| format!("  Q{it}: {{Type: AWS::SQS::Queue}}\n")).collect();
    let folder = folder(&[("many.yaml", &format!("Resources:\n{queues}"))]);
    for arguments in [&["graph", "missing.yaml"][..], &["graph", "many.yaml", "--format", "svg"], &["graph"]] {
        let (status, stdout, stderr) = call(&folder, arguments);
        assert_eq!((status, stdout.as_str()), (2, ""));
        assert_one_line_of_fault(&stderr);
    }
}
