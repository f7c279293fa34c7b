//! `samc server` as a program, on files that change and vanish.
use crate::support::program::{folder, samc};
use lsp_server::{Message, Notification, Request, RequestId};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use tempfile::TempDir;

const TEMPLATE: &str = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Machine:\n    \
    Type: AWS::Serverless::StateMachine\n    Properties: {DefinitionUri: machine.asl.json}\nMappings:\n  Unused: {A: {B: c}}\n";
const MACHINE: &str = r#"{"StartAt": "A", "States": {"B": {"Type": "Pass", "End": true}}}"#;
const SILENT: &str = "rules: {unused-mapping: off}\n";

/// A server whose editor has the template of a folder open.
struct Editor {
    folder: TempDir,
    child: Child,
    write: ChildStdin,
    read: BufReader<ChildStdout>,
    /// What was published last, by file.
    shown: std::collections::HashMap<String, Vec<String>>,
    messages: Vec<String>,
    count: i32,
}

impl Editor {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = folder(files);
        let mut child = samc(folder.path())
            .arg("server")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (write, read) = (child.stdin.take().expect("a pipe"), child.stdout.take().expect("a pipe"));
        let read = BufReader::new(read);
        let mut editor = Self { folder, child, write, read, shown: Default::default(), messages: Vec::new(), count: 0 };
        editor.ask("initialize", json!({"capabilities": {}}));
        editor.note("initialized", json!({}));
        let document =
            json!({"uri": editor.uri("template.yaml"), "languageId": "yaml", "version": 1, "text": TEMPLATE});
        editor.note("textDocument/didOpen", json!({"textDocument": document}));
        editor
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn uri(&self, file: &str) -> String {
        format!("file://{}", self.path().join(file).display())
    }

    fn note(&mut self, method: &str, parameters: Value) {
        let note = Notification::new(method.to_owned(), parameters);
        Message::from(note).write(&mut self.write).expect("the server listens");
    }

    fn ask(&mut self, method: &str, parameters: Value) -> Value {
        self.count += 1;
        let request = Request::new(RequestId::from(self.count), method.to_owned(), parameters);
        Message::from(request).write(&mut self.write).expect("the server listens");
        loop {
            match Message::read(&mut self.read).expect("a message").expect("the server is there") {
                Message::Response(it) if it.id == RequestId::from(self.count) => {
                    return it.response_result.expect("an answer");
                }
                Message::Notification(it) if it.method == "textDocument/publishDiagnostics" => {
                    let found = it.params["diagnostics"].as_array().expect("a list").iter();
                    let codes = found.map(|it| it["code"].as_str().expect("a code").to_owned()).collect();
                    let uri = it.params["uri"].as_str().expect("an address");
                    let name = uri.rsplit('/').next().expect("a name").to_owned();
                    self.shown.insert(name, codes);
                }
                Message::Notification(it) => {
                    self.messages.push(it.params["message"].as_str().unwrap_or_default().to_owned());
                }
                Message::Request(_) | Message::Response(_) => (),
            }
        }
    }

    /// Says that a file was written, or that it is gone.
    fn changed(&mut self, file: &str) {
        let kind = if self.path().join(file).exists() { 2 } else { 3 };
        let change = json!({"uri": self.uri(file), "type": kind});
        self.note("workspace/didChangeWatchedFiles", json!({"changes": [change]}));
    }

    fn write(&mut self, file: &str, text: &str) {
        fs::write(self.path().join(file), text).expect("a folder of this test");
        self.changed(file);
    }

    fn remove(&mut self, file: &str) {
        fs::remove_file(self.path().join(file)).expect("a file of this test");
        self.changed(file);
    }

    /// What is shown in a file in the end: as soon as it is this.
    fn shows(&mut self, file: &str, codes: &[&str]) {
        for _ in 0..400 {
            drop(self.ask("workspace/symbol", json!({"query": ""})));
            if self.shown.get(file).is_some_and(|it| it == codes) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        panic!("{file}: {:?} instead of {codes:?}", self.shown);
    }

    fn document(&self) -> Value {
        json!({"textDocument": {"uri": self.uri("template.yaml")}})
    }

    /// Ends the session; the server has to be alive until then.
    fn end(mut self) {
        drop(self.ask("shutdown", Value::Null));
        self.note("exit", Value::Null);
        assert!(self.child.wait().expect("it ends").success());
    }
}

#[test]
fn a_configuration_with_mistakes_leaves_what_held_before() {
    let mut editor = Editor::new(&[("template.yaml", TEMPLATE), ("machine.asl.json", MACHINE), (".samc.yaml", SILENT)]);
    editor.shows("template.yaml", &[]);
    editor.write(".samc.yaml", "rule: {}\n");
    editor.shows(".samc.yaml", &["invalid-configuration"]);
    editor.shows("template.yaml", &[]);
    let said = "until that is fixed, the configuration that it had before holds";
    assert!(editor.messages.len() == 1 && editor.messages[0].ends_with(said), "{:?}", editor.messages);
    editor.write(".samc.yaml", "{}\n");
    editor.shows(".samc.yaml", &[]);
    editor.shows("template.yaml", &["unused-mapping"]);
    assert_eq!(editor.messages.len(), 1);
    editor.write(".samc.yaml", "rule: {}\n");
    editor.shows("template.yaml", &["unused-mapping"]);
    editor.remove(".samc.yaml");
    editor.shows(".samc.yaml", &[]);
    editor.end();
}

#[test]
fn a_configuration_that_never_was_valid_does_not_silence_the_server() {
    let mut editor =
        Editor::new(&[("template.yaml", TEMPLATE), ("machine.asl.json", MACHINE), (".samc.yaml", "rules: [")]);
    editor.shows("template.yaml", &["unused-mapping"]);
    assert!(editor.messages.iter().any(|it| it.contains("checked without it")), "{:?}", editor.messages);
    assert!(!editor.shown[".samc.yaml"].is_empty(), "{:?}", editor.shown);
    editor.note("textDocument/didClose", editor.document());
    editor.shows(".samc.yaml", &[]);
    editor.end();
}

#[test]
fn templates_that_vanish_are_no_harm() {
    let mut editor = Editor::new(&[("template.yaml", TEMPLATE), ("machine.asl.json", MACHINE)]);
    editor.shows("machine.asl.json", &["undefined-state"]);
    // What is open is what the editor has.
    editor.remove("template.yaml");
    editor.note("textDocument/didSave", editor.document());
    editor.shows("template.yaml", &["unused-mapping"]);
    // It was given another name: the editor closes it under the one, and opens it under the other.
    editor.note("textDocument/didClose", editor.document());
    editor.shows("template.yaml", &[]);
    editor.shows("machine.asl.json", &[]);
    let document = json!({"uri": editor.uri("other.yaml"), "languageId": "yaml", "version": 1, "text": TEMPLATE});
    editor.note("textDocument/didOpen", json!({"textDocument": document}));
    editor.shows("other.yaml", &["unused-mapping"]);
    editor.shows("machine.asl.json", &["undefined-state"]);
    // A definition that is gone has no mistakes.
    editor.remove("machine.asl.json");
    editor.shows("machine.asl.json", &[]);
    editor.shows("other.yaml", &["unused-mapping"]);
    // So does all that is in a folder that is gone.
    fs::remove_dir_all(editor.path()).expect("a folder of this test");
    editor.changed("other.yaml");
    editor.note("textDocument/didSave", json!({"textDocument": {"uri": editor.uri("other.yaml")}}));
    editor.shows("other.yaml", &["unused-mapping"]);
    let symbols = editor.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": editor.uri("other.yaml")}}));
    assert_eq!(symbols.as_array().map(Vec::len), Some(3));
    editor.end();
}

#[test]
fn what_is_no_message_does_not_end_the_session() {
    let mut editor = Editor::new(&[("template.yaml", TEMPLATE), ("machine.asl.json", MACHINE)]);
    let change = json!({"textDocument": {"uri": editor.uri("template.yaml"), "version": 2}, "contentChanges": [{"text": "HALF"}]});
    let half = json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": change});
    // Half of an emoji, as JavaScript writes it.
    let text = "Resources: {Jobs: {Type: AWS::SQS::Queu}} # \\ud83d";
    let half = half.to_string().replace("HALF", text);
    for text in ["{", "{}", r#"{"method": 5, "id": "seven"}"#, "null", &half] {
        write!(editor.write, "Content-Length:{}\r\n\r\n{text}", text.len()).expect("the server listens");
    }
    editor.shows("template.yaml", &["unknown-type"]);
    let complaints = editor.messages.iter().filter(|it| it.contains("cannot be read")).count();
    assert_eq!(complaints, 3, "{:?}", editor.messages);
    editor.end();
}
