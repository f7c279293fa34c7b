//! The language server, asked by a client in memory.
use crate::support::client::{Client, TEMPLATE, URI, position};
use serde_json::{Value, json};

fn start(range: &Value) -> (u64, u64) {
    (range["start"]["line"].as_u64().unwrap_or_default(), range["start"]["character"].as_u64().unwrap_or_default())
}

#[test]
fn findings_are_published_with_their_help() {
    let text = TEMPLATE.replace("Timeout: 10", "Timeot: 10");
    let published = Client::with(&text, Client::published);
    let [found] = published["diagnostics"].as_array().expect("a list").as_slice() else { panic!("{published}") };
    assert_eq!(found["code"], "unknown-property");
    assert_eq!(found["codeDescription"]["href"], "https://example.org/unknown-property");
    assert!(found["message"].as_str().is_some_and(|it| it.contains("did you mean `Timeout`?")), "{found}");
}

#[test]
fn fixes_and_allowances_are_offered() {
    let text = TEMPLATE.replace("Timeout: 10", "Timeot: 10");
    let at = position(&text, text.find("Timeot").expect("just put there"));
    let parameters =
        json!({"textDocument": {"uri": URI}, "range": {"start": at, "end": at}, "context": {"diagnostics": []}});
    let actions = Client::with(&text, |client| client.ask("textDocument/codeAction", parameters));
    let titles: Vec<&str> = actions.as_array().expect("a list").iter().filter_map(|it| it["title"].as_str()).collect();
    assert_eq!(titles, ["write `Timeout`", "allow `unknown-property` here", "fix all that samc can fix"]);
    assert_eq!(actions[0]["edit"]["changes"][URI][0]["newText"], "Timeout");
}

#[test]
fn places_are_explained() {
    Client::with(TEMPLATE, |client| {
        for (before, part) in [
            ("      Timeo", "value: an integer, from 1 to"),
            ("Worker", "becomes 3 resources"),
            ("AWS::Serverless::Func", "becomes `AWS::Lambda::Function`"),
            ("SQSPollerPol", "sqs:ReceiveMessage"),
            ("!Ref Sta", "default: `dev`"),
            ("Condition: Is", "Fn::Equals"),
            ("AWS::SQS::Que", "`Fn::GetAtt` gives"),
        ] {
            let hover = client.ask_at("textDocument/hover", TEMPLATE, before);
            let text = hover["contents"]["value"].as_str().unwrap_or_default();
            assert!(text.contains(part), "{before}: {text}");
        }
    });
}

#[test]
fn names_are_found_and_changed_everywhere() {
    Client::with(TEMPLATE, |client| {
        let definition = client.ask_at("textDocument/definition", TEMPLATE, "!GetAtt Jo");
        let declared = TEMPLATE.find("  Jobs:").expect("it is there") + 2;
        assert_eq!(start(&definition["range"]), start(&json!({"start": position(TEMPLATE, declared)})));
        let found = client.ask_at("textDocument/references", TEMPLATE, "  Jo");
        assert_eq!(found.as_array().map(Vec::len), Some(TEMPLATE.matches("Jobs").count()), "{found}");

        let at = position(TEMPLATE, declared);
        let renamed = client
            .ask("textDocument/rename", json!({"textDocument": {"uri": URI}, "position": at, "newName": "Tasks"}));
        let edits = renamed["changes"][URI].as_array().expect("edits").len();
        assert_eq!(edits, TEMPLATE.matches("Jobs").count());
        for (name, part) in [("No-Name", "not alphanumeric"), ("Worker", "exists already")] {
            let parameters = json!({"textDocument": {"uri": URI}, "position": at, "newName": name});
            let error = client
                .response("textDocument/rename", parameters)
                .response_result
                .expect_err("it cannot have that name");
            assert!(error.message.contains(part), "{}", error.message);
        }
    });
}

#[test]
fn what_fits_is_offered_while_typing() {
    Client::with(TEMPLATE, |client| {
        for (written, typed, wanted) in [
            ("Outputs:", "Out|", "Outputs"),
            ("    Condition: IsProd", "    Depe|", "DependsOn"),
            ("Type: AWS::SQS::Queue", "Type: |", "AWS::SQS::Queue"),
            ("      Timeout: 10", "      |", "Timeout"),
            ("python3.13", "|", "python3.13"),
            ("Type: SQS", "Type: S|", "SQS"),
            ("BatchSize: 5", "Ba|", "BatchSize"),
            ("Queue: !GetAtt Jobs.Arn", "Queue: |", "!GetAtt Jobs.Arn"),
            ("Queue: !GetAtt Jobs.Arn", "Queue: !GetAtt Jobs.|", "Jobs.Arn"),
            ("Queue: !GetAtt Jobs.Arn", "Queue: !G|", "!GetAtt"),
            ("!Ref Stage", "!Ref |", "Stage"),
            ("${Stage}", "${|", "Stage"),
            ("- SQSPollerPolicy: {QueueName: !GetAtt Jobs.QueueName}", "- |", "SQSPollerPolicy"),
            ("{QueueName: !GetAtt Jobs.QueueName}", "{|", "QueueName"),
            ("Condition: IsProd", "Condition: |", "IsProd"),
            ("!Ref Worker", "!If [|", "IsProd"),
            ("VisibilityTimeout: 60", "Visi|", "VisibilityTimeout"),
            ("Type: String", "Type: |", "CommaDelimitedList"),
        ] {
            let offered = client.offered(&TEMPLATE.replacen(written, typed, 1));
            assert!(offered.iter().any(|it| it == wanted), "{typed}: {offered:?}");
        }
    });
}

#[test]
fn the_structure_is_shown() {
    Client::with(TEMPLATE, |client| {
        let document = json!({"textDocument": {"uri": URI}});
        let symbols = client.ask("textDocument/documentSymbol", document.clone());
        let names: Vec<&str> =
            symbols.as_array().expect("a list").iter().filter_map(|it| it["name"].as_str()).collect();
        assert_eq!(names, ["Transform", "Parameters", "Conditions", "Resources", "Outputs"]);
        assert!(client.ask("textDocument/foldingRange", document.clone()).as_array().is_some_and(|it| it.len() > 8));
        let lenses = client.ask("textDocument/codeLens", document.clone());
        assert_eq!(lenses[0]["command"]["title"], "becomes 3 resources");
        let links = client.ask("textDocument/documentLink", document.clone());
        assert_eq!(links[0]["target"], "file:///project/src/");
        let found = client.ask("workspace/symbol", json!({"query": "work"}));
        assert_eq!(found[0]["name"], "Worker");
        let expansion = client.ask("samc/expansion", document.clone());
        let resource = &expansion["resources"][0];
        let lines: Vec<&str> = expansion["text"].as_str().expect("JSON").lines().collect();
        assert!(resource["purpose"].is_string());
        for resource in expansion["resources"].as_array().expect("a list") {
            let line =
                |name: &str| lines[usize::try_from(resource[name].as_u64().expect("a line")).expect("a small one")];
            let id = resource["logicalId"].as_str().expect("an id");
            assert_eq!(line("startLine"), format!("    \"{id}\": {{"));
            assert!(["    }", "    },"].contains(&line("endLine")), "{}", line("endLine"));
        }
        assert!(client.ask("samc/graph", document.clone())["svg"].as_str().is_some_and(|it| it.starts_with("<svg")));
        let difference = client.ask("samc/diff", json!({"textDocument": {"uri": URI}, "revision": "HEAD"}));
        let markdown = difference["markdown"].as_str().expect("Markdown");
        assert!(markdown.contains("Timeout") && !markdown.contains("/project"), "{markdown}");
    });
}

/// Conditions come before the resources, and may have their names.
#[test]
fn the_expansion_says_where_resources_are_though_others_have_their_names() {
    let text = TEMPLATE.replace("IsProd", "Worker");
    Client::with(&text, |client| {
        let expansion = client.ask("samc/expansion", json!({"textDocument": {"uri": URI}}));
        let resources = expansion["resources"].as_array().expect("a list");
        let worker = resources.iter().find(|it| it["logicalId"] == "Worker").expect("it is there");
        let start = usize::try_from(worker["startLine"].as_u64().expect("a line")).expect("a small one");
        let text = expansion["text"].as_str().expect("JSON");
        assert_eq!(text.lines().nth(start + 1), Some("      \"Type\": \"AWS::Lambda::Function\","));
    });
}

/// Clients that ask about a template do not ask about the files that it names.
#[test]
fn findings_in_files_beside_the_template_are_sent_to_all_and_taken_back() {
    let machine = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Machine:\n    Type: AWS::Serverless::StateMachine\n    \
        Properties: {DefinitionUri: machine.asl.json}\n";
    let definition = json!({"uri": "file:///project/machine.asl.json", "languageId": "json", "version": 1,
        "text": r#"{"StartAt": "A", "States": {"B": {"Type": "Pass", "End": true}}}"#});
    for capabilities in [json!({}), json!({"textDocument": {"diagnostic": {}}})] {
        Client::with_capabilities(capabilities, machine, |client| {
            client.note("textDocument/didOpen", json!({"textDocument": definition}));
            let beside = |client: &mut Client| loop {
                let published = client.published();
                if published["uri"] == definition["uri"] {
                    break published["diagnostics"].as_array().expect("a list").len();
                }
            };
            while beside(client) == 0 {}
            client.note("textDocument/didClose", json!({"textDocument": {"uri": URI}}));
            while beside(client) > 0 {}
        });
    }
}

#[test]
fn texts_in_no_file_are_passed_over() {
    let document = json!({"uri": "untitled:1", "languageId": "yaml", "version": 1, "text": "Resources: {}\n"});
    Client::with(TEMPLATE, |client| {
        client.note("textDocument/didOpen", json!({"textDocument": document}));
        let change = json!({"textDocument": {"uri": "untitled:1", "version": 2}, "contentChanges": [{"text": "a: 1"}]});
        client.note("textDocument/didChange", change);
        let answer = client.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": "untitled:1"}}));
        assert!(answer.is_null());
        assert!(client.notes.iter().all(|it| it.method != "window/logMessage"), "{:?}", client.notes);
    });
}

#[test]
fn nonsense_is_survived() {
    Client::with(TEMPLATE, |client| {
        client.note("textDocument/didChange", json!({"textDocument": {"uri": "file:///nowhere"}}));
        client.note("textDocument/didOpen", json!([1, 2]));
        client.note("$/unknown", Value::Null);
        for parameters in [
            Value::Null,
            json!({}),
            json!({"textDocument": {"uri": URI}}),
            json!({"textDocument": {"uri": URI}, "position": {"line": -1, "character": "x"}}),
        ] {
            for method in [
                "textDocument/hover",
                "textDocument/completion",
                "textDocument/rename",
                "textDocument/selectionRange",
                "no/such",
            ] {
                drop(client.response(method, parameters.clone()));
            }
        }
        let far = json!({"textDocument": {"uri": URI}, "position": {"line": 4_000_000_000_u64, "character": 4_000_000_000_u64}});
        assert_eq!(client.ask("textDocument/hover", far), Value::Null);
        let change = json!({"range": {"start": {"line": 9, "character": 99}, "end": {"line": 2, "character": 0}}, "text": "ü😀"});
        client.note(
            "textDocument/didChange",
            json!({"textDocument": {"uri": URI, "version": 3}, "contentChanges": [change]}),
        );
        drop(client.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}})));
    });
}

#[test]
fn each_state_of_a_text_that_is_typed_is_survived() {
    Client::with("", |client| {
        for end in (0..TEMPLATE.len()).step_by(7) {
            let text = &TEMPLATE[..end];
            client.note(
                "textDocument/didChange",
                json!({"textDocument": {"uri": URI, "version": end}, "contentChanges": [{"text": text}]}),
            );
            let at = json!({"textDocument": {"uri": URI}, "position": position(text, end)});
            for method in
                ["textDocument/completion", "textDocument/hover", "textDocument/definition", "textDocument/diagnostic"]
            {
                drop(client.response(method, at.clone()));
            }
        }
    });
}
