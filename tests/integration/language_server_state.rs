//! What the language server does when files, settings and texts change, or a client asks for what cannot be.
use crate::support::client::{Client, TEMPLATE, URI, position};
use serde_json::{Value, json};

const NESTING: &str = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Machine:\n    Type: AWS::Serverless::StateMachine\n    \
    Properties: {DefinitionUri: machine.asl.json}\n";
const MACHINE: &str = "file:///project/machine.asl.json";

fn opened(uri: &str, text: &str) -> Value {
    json!({"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}})
}

/// The findings that were sent last about a file, once the server has said all it has to say.
fn last(client: &mut Client, uri: &str) -> Option<Vec<String>> {
    // The answer comes behind what was published before.
    drop(client.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}})));
    drop(client.ask("workspace/symbol", json!({"query": ""})));
    let sent = client.notes.iter().rev().filter(|it| it.method == "textDocument/publishDiagnostics");
    let about = sent.map(|it| &it.params).find(|it| it["uri"] == uri)?;
    let codes = about["diagnostics"].as_array().expect("a list").iter();
    Some(codes.map(|it| it["code"].as_str().expect("a code").to_owned()).collect())
}

fn until(client: &mut Client, uri: &str, is_it: impl Fn(&[String]) -> bool) -> Vec<String> {
    for _ in 0..200 {
        if let Some(found) = last(client, uri).filter(|it| is_it(it)) {
            return found;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("{uri}: {:?}", client.notes);
}

#[test]
fn findings_of_two_templates_in_one_file_do_not_replace_each_other() {
    for capabilities in [json!({}), json!({"textDocument": {"diagnostic": {}}})] {
        Client::with_capabilities(capabilities, NESTING, |client| {
            // The second passes nothing, the first a name that the definition does not have.
            let definition = r#"{"StartAt": "A", "States": {"B": {"Type": "Pass", "End": true}}}"#;
            client.note("textDocument/didOpen", opened(MACHINE, definition));
            client.note("textDocument/didOpen", opened("file:///project/other.yaml", NESTING));
            let both = until(client, MACHINE, |it| !it.is_empty());
            client.note("textDocument/didClose", json!({"textDocument": {"uri": "file:///project/other.yaml"}}));
            assert_eq!(until(client, MACHINE, |it| !it.is_empty()), both);
            client.note("textDocument/didClose", json!({"textDocument": {"uri": URI}}));
            until(client, MACHINE, <[String]>::is_empty);
        });
    }
}

#[test]
fn a_change_of_a_file_beside_is_seen_in_the_templates_that_name_it() {
    Client::with(NESTING, |client| {
        client.note(
            "textDocument/didOpen",
            opened(MACHINE, r#"{"StartAt": "A", "States": {"B": {"Type": "Pass", "End": true}}}"#),
        );
        until(client, MACHINE, |it| !it.is_empty());
        let sound = r#"{"StartAt": "B", "States": {"B": {"Type": "Pass", "End": true}}}"#;
        let change = json!({"textDocument": {"uri": MACHINE, "version": 2}, "contentChanges": [{"text": sound}]});
        client.note("textDocument/didChange", change);
        until(client, MACHINE, <[String]>::is_empty);
    });
}

#[test]
fn files_are_watched_by_clients_that_can() {
    let capabilities = json!({
        "workspace": {
            "didChangeWatchedFiles": {"dynamicRegistration": true},
            "diagnostics": {"refreshSupport": true},
            "inlayHint": {"refreshSupport": true},
        },
        "textDocument": {"diagnostic": {}},
    });
    let methods = Client::with_capabilities(capabilities, TEMPLATE, |client| {
        drop(client.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}})));
        let registered = client.requests.iter().find(|it| it.method == "client/registerCapability");
        let registration = &registered.expect("it watches").params["registrations"][0];
        assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
        assert_eq!(registration["registerOptions"]["watchers"], json!([{"globPattern": "**/settings"}]));
        client.requests.clear();
        let change = |uri: &str| json!({"changes": [{"uri": uri, "type": 2}]});
        client.note("workspace/didChangeWatchedFiles", change("file:///project/unrelated.json"));
        drop(client.ask("workspace/symbol", json!({"query": ""})));
        drop(client.ask("workspace/symbol", json!({"query": ""})));
        assert!(client.requests.is_empty(), "{:?}", client.requests);
        client.note("workspace/didChangeWatchedFiles", change("file:///project/settings"));
        while client.requests.len() < 2 {
            drop(client.ask("workspace/symbol", json!({"query": ""})));
        }
        client.requests.iter().map(|it| it.method.clone()).collect::<Vec<_>>()
    });
    assert_eq!(methods, ["workspace/diagnostic/refresh", "workspace/inlayHint/refresh"]);
}

#[test]
fn what_is_wrong_with_the_settings_is_said_where_they_are() {
    const SETTINGS: &str = "file:///project/settings";
    let messages = |client: &Client| client.notes.iter().filter(|it| it.method == "window/showMessage").count();
    for capabilities in [json!({}), json!({"textDocument": {"diagnostic": {}}})] {
        Client::with_capabilities(capabilities, TEMPLATE, |client| {
            client.note("textDocument/didOpen", opened("file:///project/other.yaml", TEMPLATE));
            client.note("textDocument/didOpen", opened(SETTINGS, "rule: {}"));
            assert_eq!(until(client, SETTINGS, |it| !it.is_empty()).len(), 1);
            assert_eq!(messages(client), 1);
            client.note("textDocument/didClose", json!({"textDocument": {"uri": SETTINGS}}));
            until(client, SETTINGS, <[String]>::is_empty);
        });
    }
}

#[test]
fn a_burst_of_changes_is_worked_off_at_once() {
    Client::with(TEMPLATE, |client| {
        drop(client.published());
        for version in 2..200 {
            client.write(version, &TEMPLATE.replace("Timeout: 10", &format!("Timeout: {version}")));
        }
        let mut count = 1;
        while client.published()["version"] != 199 {
            count += 1;
        }
        assert!(count < 150, "findings were sent {count} times");
    });
}

#[test]
fn no_input_ends_the_server() {
    Client::with(TEMPLATE, |client| {
        let end = position(TEMPLATE, TEMPLATE.len());
        let change = |version: i32, changes: Value| json!({"textDocument": {"uri": URI, "version": version}, "contentChanges": changes});
        let far = json!({"line": u64::MAX, "character": u64::MAX});
        let large = format!("Resources:\n{}", "  A: {Type: AWS::SQS::Queue}\n".repeat(30_000));
        for changes in [
            json!([{"range": {"start": end, "end": end}, "text": "x".repeat(1 << 20)}]),
            json!([{"range": {"start": far, "end": {"line": 0, "character": 0}}, "text": ""}]),
            json!([{"range": {"start": 1, "end": 2}, "text": "a"}]),
            json!([{"text": "\u{0}\u{feff}\u{1b}[2J"}]),
            json!([{"text": "&a [*a, *a]"}]),
            json!([{"text": "[".repeat(100_000)}]),
            json!([{"text": "{\"Resources\": ".repeat(10_000)}]),
            json!([{"text": large}]),
            json!("no list"),
            json!([{"text": 7}]),
        ] {
            client.note("textDocument/didChange", change(2, changes));
            for method in
                ["textDocument/hover", "textDocument/completion", "textDocument/codeLens", "textDocument/inlayHint"]
            {
                let range = json!({"start": far, "end": end});
                drop(client.response(method, json!({"textDocument": {"uri": URI}, "position": far, "range": range})));
            }
        }
        for uri in ["", "file://", "file:///", "file:///%", "file:///%zz", "http://a/b.yaml", "file:///a%00b", "C:\\a"]
        {
            client.note("textDocument/didOpen", opened(uri, TEMPLATE));
            drop(client.response("textDocument/documentSymbol", json!({"textDocument": {"uri": uri}})));
            client.note("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
        }
        client.write(9, TEMPLATE);
        let symbols = client.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}}));
        assert_eq!(symbols.as_array().map(Vec::len), Some(5));
    });
}
