//! What the language server shows beside the findings: hovers, hints, lenses and completion.
use crate::support::client::{Client, TEMPLATE, URI, position};
use serde_json::{Value, json};

const GENERATING: &str = "\
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: {Type: String, Default: dev}
  Secret: {Type: String, Default: hunter2, NoEcho: true}
Mappings:
  Sizes:
    dev: {Memory: 128}
    prod: {Memory: 1024}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Jobs:
    Type: AWS::SQS::Queue
  Shared:
    Type: AWS::Serverless::LayerVersion
    Properties: {ContentUri: s3://bucket/layer.zip}
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.13
      CodeUri: s3://bucket/code.zip
      AutoPublishAlias: live
      MemorySize: !FindInMap [Sizes, !Ref Stage, Memory]
      Policies:
        - SQSSendMessagePolicy: {QueueName: !GetAtt Jobs.QueueName}
      Environment:
        Variables:
          STAGE: !Sub '${Stage}-x'
          SECRET: !Ref Secret
          WHERE: !Sub '${AWS::Region}'
          QUEUE: !If [IsProd, !Ref Jobs, none]
      Events:
        Get:
          Type: Api
          Properties: {Path: /x, Method: get}
        Daily:
          Type: Schedule
          Properties:
            Schedule: cron(0 8 ? * MON-FRI *)
        Summer:
          Type: ScheduleV2
          Properties:
            ScheduleExpression: cron(30 2 28 MAR ? *)
            ScheduleExpressionTimezone: Europe/Berlin
        Often:
          Type: ScheduleV2
          Properties: {ScheduleExpression: rate(12 hours)}
        Once:
          Type: ScheduleV2
          Properties: {ScheduleExpression: at(2030-12-24T18:00:00)}
        Past:
          Type: ScheduleV2
          Properties: {ScheduleExpression: at(2020-12-24T18:00:00)}
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: A
        States:
          A: {Type: Task, Resource: '${WorkerArn}', End: true}
      DefinitionSubstitutions:
        WorkerArn: !GetAtt Worker.Arn
        Other: x
Outputs:
  Role: {Value: !GetAtt WorkerRole.Arn}
";

/// The text with each hint behind what it is about, as far as a line has some.
fn hinted(client: &mut Client, text: &str) -> Vec<String> {
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9999, "character": 0}});
    let hints = client.ask("textDocument/inlayHint", json!({"textDocument": {"uri": URI}, "range": range}));
    let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("a small one");
    let shown = |it: &Value| {
        let (line, character) = (number(&it["position"]["line"]), number(&it["position"]["character"]));
        let before = &text.lines().nth(line).expect("a line")[..character];
        format!("{} {}", before.trim_start(), it["label"].as_str().expect("a text"))
    };
    hints.as_array().expect("a list").iter().map(shown).collect()
}

#[test]
fn values_and_generated_ids_are_shown_behind_what_is_written() {
    let shown = Client::with(GENERATING, |client| hinted(client, GENERATING));
    // Hashes are those of the reference, and checked elsewhere.
    let without_hash = |it: &String| match it.split_once("Version").or_else(|| it.split_once("→ Shared")) {
        Some((before, _)) => before.to_owned(),
        None => it.clone(),
    };
    let shown: Vec<String> = shown.iter().map(without_hash).collect();
    for expected in [
        "IsProd: !Equals [!Ref Stage, prod] = false",
        "MemorySize: !FindInMap [Sizes, !Ref Stage, Memory] = 128",
        "STAGE: !Sub '${Stage}-x' = dev-x",
        "QUEUE: !If [IsProd, !Ref Jobs, none] = none",
        "Worker: → WorkerRole",
        "AutoPublishAlias: live → WorkerAliaslive, Worker",
        "Daily: → WorkerDaily, WorkerDailyPermission",
        "Shared: ",
    ] {
        assert!(shown.iter().any(|it| it == expected), "{expected}: {shown:#?}");
    }
    assert!(shown.iter().any(|it| it.starts_with("Get: → ServerlessRestApi, ")), "{shown:#?}");
    // What is decided at deployment, and what nobody is to see.
    for hidden in ["hunter2", "us-east-1", "WHERE", "SECRET"] {
        assert!(shown.iter().all(|it| !it.contains(hidden)), "{hidden}: {shown:#?}");
    }
}

#[test]
fn each_kind_of_hint_can_be_turned_off() {
    let with = |settings: Value| {
        let begin = json!({"capabilities": {}, "initializationOptions": settings});
        Client::with_capabilities(begin, GENERATING, |client| {
            let lenses = client.ask("textDocument/codeLens", json!({"textDocument": {"uri": URI}}));
            let shown = hinted(client, GENERATING);
            let count = |sign: &str| shown.iter().filter(|it| it.contains(sign)).count();
            [lenses.as_array().map_or(0, Vec::len), count(" = "), count(" → ")].map(|it| it > 0)
        })
    };
    assert_eq!(with(json!({})), [true, true, true]);
    assert_eq!(with(json!({"codeLens": false})), [false, true, true]);
    assert_eq!(with(json!({"inlayHints": {"values": false}})), [true, false, true]);
    assert_eq!(with(json!({"samc": {"inlayHints": {"generatedIds": false}}})), [true, true, false]);
    assert_eq!(with(json!({"inlayHints": false})), [true, false, false]);
    Client::with(GENERATING, |client| {
        client.note("workspace/didChangeConfiguration", json!({"settings": {"samc": {"inlayHints": false}}}));
        assert_eq!(hinted(client, GENERATING), Vec::<String>::new());
    });
}

/// The clock of the client stands at Monday, 2026-11-30, 16:20 UTC.
#[test]
fn the_next_times_of_schedules_are_said() {
    Client::with(GENERATING, |client| {
        for (before, expected) in [
            ("cron(0 8", "next:\n\n- Tue 2026-12-01 08:00 UTC\n- Wed 2026-12-02 08:00 UTC\n- Thu 2026-12-03 08:00 UTC"),
            // The clocks go from 2 to 3 on that day of 2027, and after it in 2030.
            (
                "cron(30 2",
                "next:\n\n- Tue 2028-03-28 02:30 Europe/Berlin (Tue 00:30 UTC)\n\
                 - Wed 2029-03-28 02:30 Europe/Berlin (Wed 00:30 UTC)\n\
                 - Thu 2030-03-28 02:30 Europe/Berlin (Thu 01:30 UTC)",
            ),
            (
                "rate(12",
                "counted from its deployment; if that were now, next:\n\n- Tue 2026-12-01 04:20 UTC\n\
                 - Tue 2026-12-01 16:20 UTC\n- Wed 2026-12-02 04:20 UTC",
            ),
            ("at(2030", "next:\n\n- Tue 2030-12-24 18:00 UTC"),
            ("at(2020", "never again"),
        ] {
            let hover = client.ask_at("textDocument/hover", GENERATING, before);
            assert_eq!(hover["contents"]["value"], expected, "{before}");
        }
    });
}

#[test]
fn what_a_function_may_do_is_said_at_it_and_at_its_role() {
    Client::with(GENERATING, |client| {
        for (before, who) in [
            ("  Work", "this function may:"),
            ("Polici", "this function may:"),
            ("!GetAtt WorkerRo", "whoever has this role may:"),
        ] {
            let hover = client.ask_at("textDocument/hover", GENERATING, before);
            let text = hover["contents"]["value"].as_str().unwrap_or_default();
            let expected = format!(
                "{who}\n\n- write its logs (`AWSLambdaBasicExecutionRole`)\n- `sqs:SendMessage*` on `Jobs.QueueName`"
            );
            assert!(text.contains(&expected), "{before}: {text}");
        }
    });
}

#[test]
fn what_functions_come_to_is_said() {
    Client::with(GENERATING, |client| {
        for (before, part) in [("!FindIn", "comes to `128`"), ("!Su", "comes to `dev-x`"), ("!I", "comes to `none`")] {
            let hover = client.ask_at("textDocument/hover", GENERATING, before);
            let text = hover["contents"]["value"].as_str().unwrap_or_default();
            assert!(text.contains(part), "{before}: {text}");
        }
    });
}

#[test]
fn names_that_only_the_expansion_has_are_offered() {
    Client::with(GENERATING, |client| {
        for (written, typed, wanted) in [
            ("!GetAtt WorkerRole.Arn", "!GetAtt |", "WorkerRole.Arn"),
            ("!GetAtt WorkerRole.Arn", "!GetAtt WorkerRole.|", "WorkerRole.Arn"),
            ("!GetAtt WorkerRole.Arn", "!Ref |", "ServerlessRestApi"),
            ("!GetAtt WorkerRole.Arn", "!Ref W|", "WorkerAliaslive"),
            ("!GetAtt WorkerRole.Arn", "!Ref W|", "Worker.Alias"),
            ("!GetAtt WorkerRole.Arn", "!Sub '${|'", "WorkerRole.Arn"),
            ("[Sizes, !Ref Stage, Memory]", "[|", "Sizes"),
            ("[Sizes, !Ref Stage, Memory]", "[Sizes, |]", "prod"),
            ("[Sizes, !Ref Stage, Memory]", "[Sizes, !Ref Stage, |]", "Memory"),
            ("'${WorkerArn}'", "'${|}'", "WorkerArn"),
            ("        WorkerArn: !GetAtt Worker.Arn\n", "        |\n", "WorkerArn"),
        ] {
            let offered = client.offered(&GENERATING.replacen(written, typed, 1));
            assert!(offered.iter().any(|it| it == wanted), "{typed}: {offered:?}");
        }
    });
}

/// While somebody types, most states of a text are no YAML.
#[test]
fn what_is_known_of_the_rest_stays_while_the_text_cannot_be_read() {
    let text = TEMPLATE.replace("Timeout: 10", "Timeout: [");
    Client::with(&text, |client| {
        let document = json!({"textDocument": {"uri": URI}});
        let symbols = client.ask("textDocument/documentSymbol", document.clone());
        assert_eq!(symbols.as_array().map(Vec::len), Some(5), "{symbols}");
        let lenses = client.ask("textDocument/codeLens", document.clone());
        assert_eq!(lenses.as_array().map(Vec::len), Some(1), "{lenses}");
        let hover = client.ask_at("textDocument/hover", &text, "  Jo");
        assert!(hover["contents"]["value"].as_str().is_some_and(|it| it.contains("AWS::SQS::Queue")), "{hover}");
        let definition = client.ask_at("textDocument/definition", &text, "!GetAtt Jo");
        assert_eq!(definition["range"]["start"], position(&text, text.find("Jobs:").expect("it is there")));
        // What cannot be read may have the name too.
        let at = position(&text, text.find("Jobs:").expect("it is there"));
        let renaming = json!({"textDocument": {"uri": URI}, "position": at, "newName": "Tasks"});
        let refused = client.response("textDocument/rename", renaming).response_result.expect_err("not all is known");
        assert!(refused.message.contains("correct the syntax"), "{}", refused.message);
        assert!(client.ask("samc/expansion", document).is_null());
    });
}

#[test]
fn of_thousands_of_names_those_are_offered_that_are_begun() {
    let queues: String = (0..900).map(|it| format!("  Queue{it}:\n    Type: AWS::SQS::Queue\n")).collect();
    let template = |typed: &str| {
        format!("Resources:\n{queues}  Topic:\n    Type: AWS::SNS::Topic\nOutputs:\n  It:\n    Value: {typed}\n")
    };
    let offered = |typed: &str| {
        let text = template(typed);
        let at = text.find('|').expect("the tests mark the cursor");
        let text = text.replacen('|', "", 1);
        Client::with(&text, |client| {
            let document = json!({"uri": URI});
            let found = client
                .ask("textDocument/completion", json!({"textDocument": document, "position": position(&text, at)}));
            let items = found["items"].as_array().expect("a list").iter();
            let labels: Vec<String> = items.map(|it| it["label"].as_str().expect("a label").to_owned()).collect();
            (found["isIncomplete"] == true, labels)
        })
    };
    let (is_incomplete, labels) = offered("!Ref |");
    assert!(is_incomplete && labels.len() == 300, "{}", labels.len());
    // An editor asks again as the word grows, and finds what the letters of the word are in.
    assert_eq!(offered("!Ref tpc|"), (true, vec!["Topic".to_owned()]));
    assert!(offered("!Sub '${Queue899.|'").1.contains(&"Queue899.Arn".to_owned()));
    assert!(offered("!Sub '${AWS::Reg|'").1.contains(&"AWS::Region".to_owned()));
    // There are always as many types.
    let types = "Resources:\n  It:\n    Type: |\n";
    Client::with("Resources: {}", |client| assert!(client.offered(types).len() > 1_500));
}
