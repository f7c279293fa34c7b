//! Hostile and broken input ends soon, without a panic, and in one error.
use crate::support::beside::Beside;
use samc::diagnostic::Severity;
use samc::source::{Source, Sources};
use samc::{Depth, Options, analyze, check, compile};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

const LONGEST_WAIT: Duration = Duration::from_secs(10);
const TRANSFORM: &str = "Transform: AWS::Serverless-2016-10-31\n";
const EXAMPLE: &str = include_str!("../../examples/get-products/template.yaml");

#[test]
fn deep_nesting_is_one_error() {
    assert_one_error("100,000 brackets", &"[".repeat(100_000));
    assert_one_error("100,000 closed brackets", &("[".repeat(100_000) + &"]".repeat(100_000)));
    assert_one_error("100,000 braces", &"{a: ".repeat(100_000));
    assert_one_error("100,000 JSON maps", &(r#"{"a":"#.repeat(100_000) + "1" + &"}".repeat(100_000)));
    assert_one_error("100,000 dashes", &"- ".repeat(100_000));
    assert_one_error("deep indentation", &(0..2_000).map(|depth| " ".repeat(depth) + "a:\n").collect::<String>());
}

#[test]
fn a_billion_laughs_are_one_error() {
    let mut text = "l0: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*l{}", level - 1); 9].join(", ");
        writeln!(text, "l{level}: &l{level} [{aliases}]").expect("a string takes everything");
    }
    assert_one_error("lists", &text);
    let mut text = "l0: &l0 {a: lol}\n".to_owned();
    for level in 1..40 {
        let merged = format!("*l{}", level - 1);
        writeln!(text, "l{level}: &l{level} {{a: {merged}, b: {merged}}}").expect("a string takes everything");
    }
    assert_one_error("maps", &text);
    assert_one_error("an anchor within itself", "Resources: &a\n  Table: *a\n");
}

#[test]
fn a_file_that_is_no_template_is_one_error() {
    assert_one_error("nothing", "");
    assert_one_error("blank lines", "\n\n  \n");
    assert_one_error("a comment", "# nothing here\n");
    assert_one_error("a list", "- Resources\n");
    assert_one_error("a word", "Resources\n");
    assert_one_error("null", "~\n");
    assert_one_error("a control character", "Resources:\n  Table\u{0}:\n    Type: AWS::Serverless::SimpleTable\n");
    assert_one_error("Terraform", include_str!("../check/terraform.yaml"));
    assert_one_error("two documents", &format!("{EXAMPLE}---\n{EXAMPLE}"));
}

#[test]
fn who_refuses_a_template_says_why() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check");
    let files = fs::read_dir(folder).expect("the templates").map(|it| it.expect("a file").path());
    let allowed = "# samc: allow misplaced-property, missing-property\n";
    let misplaced = "  F:\n    Type: AWS::Serverless::Function\n    Runtime: python3.13\n    Properties: {InlineCode: x, \
                     Handler: a.b}\n";
    let mut texts = vec![format!("Resources:\n{misplaced}"), format!("{allowed}Resources:\n{misplaced}")];
    texts.extend(files.filter_map(|it| fs::read_to_string(it).ok()));
    let mut refused = 0;
    for text in texts {
        let analysis = compile(&Source::new("template.yaml", text.as_str()), &Options::default());
        if analysis.document().is_none() {
            refused += 1;
            assert!(analysis.has_errors(), "refused without an error:\n{text}");
        }
    }
    assert!(refused > 50, "only {refused} templates are refused");
}

#[test]
fn what_is_repeated_too_often_is_one_error() {
    let function = |id: usize| {
        format!("  F{id}:\n    Type: AWS::Serverless::Function\n    Properties: {{CodeUri: s3://a/b, Handler: a.b}}\n")
    };
    let tags: String = (0..1_000).map(|it| format!("      K{it}: v\n")).collect();
    let functions: String = (0..1_000).map(function).collect();
    let text = format!("Globals:\n  Function:\n    Runtime: python3.13\n    Tags:\n{tags}Resources:\n{functions}");
    assert_one_error("tags of all functions", &text);
    let (long, many) = ("x".repeat(50_000), "${P}".repeat(1_000));
    let text = format!(
        "Parameters: {{P: {{Type: String, Default: {long}}}}}\nResources:\n  A:\n    Type: AWS::Serverless::Api\n    \
         Properties: {{StageName: p, Domain: {{DomainName: !Sub '{many}', CertificateArn: a}}}}\n"
    );
    assert_one_error("a value in a text", &text);
    let schedule = |it: usize| format!("        E{it}: {{Type: Schedule, Properties: {{Schedule: rate(1 day)}}}}\n");
    let events: String = (0..1_000).map(schedule).collect();
    let text = format!(
        "Resources:\n  S:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition: {{StartAt: A, \
         States: {{A: {{Type: Succeed}}}}}}\n      PropagateTags: true\n      Tags:\n{}      Events:\n{events}",
        tags.replace("      K", "        K")
    );
    assert_one_error("tags for each event", &text);
    let destinations = "        - {Id: Q}\n".repeat(10_001);
    let text = format!(
        "{TRANSFORM}Resources:\n  Q: {{Type: AWS::SQS::Queue}}\n  T: {{Type: AWS::SNS::Topic}}\n  C:\n    Type: \
         AWS::Serverless::Connector\n    Properties:\n      Source: {{Id: T}}\n      Permissions: [Write]\n      \
         Destination:\n{destinations}"
    );
    assert_one_error("destinations of a connector", &text);
    for api in ["", "RestApiId: !Ref A, "] {
        let event =
            |it: usize| format!("        E{it}: {{Type: Api, Properties: {{{api}Path: /p{it}, Method: get}}}}\n");
        let events: String = (0..5_001).map(event).collect();
        let text = format!(
            "{TRANSFORM}Resources:\n  A: {{Type: AWS::Serverless::Api, Properties: {{StageName: p}}}}\n  F:\n    Type: \
             AWS::Serverless::Function\n    Properties:\n      Runtime: nodejs24.x\n      CodeUri: s3://a/b\n      \
             Handler: a.b\n      Events:\n{events}"
        );
        assert_one_error("routes of one API", &text);
    }
}

#[test]
fn what_loops_and_functions_repeat_too_often_is_one_error() {
    let listed = |rest: &str| format!("Transform: AWS::LanguageExtensions\n{rest}");
    let topic = "Type: AWS::SNS::Topic, Properties:";
    let item = "x".repeat(1_000_000);
    let text = "${Name}".repeat(20_000);
    let body = format!("{{'T&{{Name}}': {{{topic} {{DisplayName: '{text}'}}}}}}");
    assert_one_error("a long item", &listed(&format!("Resources:\n  Fn::ForEach::A: [Name, [{item}], {body}]\n")));
    let items = (0..20_000).map(|it| format!("a{it}")).collect::<Vec<_>>().join(",");
    let names = format!("Parameters: {{Names: {{Type: CommaDelimitedList, Default: '{items}'}}}}\n");
    let lists = vec!["!Ref Names"; 5_000].join(", ");
    let rest = format!("{names}Resources: {{T: {{{topic} {{Tags: [{lists}]}}}}}}\n");
    assert_one_error("a long list", &listed(&rest));
    let chain: String = (1..399).map(|it| format!("  C{it}: !Not [!Condition C{}]\n", it + 1)).collect();
    let last = "  C399: !Equals [!Ref AWS::StackName, a]\n";
    let rest = format!("Conditions:\n{chain}{last}Resources: {{T: {{Type: AWS::SNS::Topic, Condition: C1}}}}\n");
    assert_one_error("a long chain of conditions", &listed(&rest));
}

#[test]
fn calls_nested_deeply_in_a_state_are_checked() {
    let call = format!("{}1{}", "States.Array(".repeat(14_000), ")".repeat(14_000));
    let state = format!("{{Type: Pass, End: true, Parameters: {{a.$: '{call}'}}}}");
    assert_eq!(findings("calls in calls", state_machine(&state)), 0);
}

#[test]
fn thousands_of_misspelt_names_are_looked_through() {
    let listed = |count: usize, item: &dyn Fn(usize) -> String| (0..count).map(item).collect::<Vec<_>>().join(", ");
    let keys = listed(2_000, &|it| format!("{{AttributeName: a{it}, KeyType: HASH}}"));
    let attributes = listed(2_000, &|it| format!("{{AttributeName: b{it}, AttributeType: S}}"));
    let table = format!("{{KeySchema: [{keys}], AttributeDefinitions: [{attributes}]}}");
    let table = format!("Resources: {{T: {{Type: AWS::DynamoDB::Table, Properties: {table}}}}}\n");
    // That there are too many keys is reported alone.
    assert_eq!(findings("keys of a table", table), 2);
    let function = |policies: &str| {
        let properties = format!("{{Runtime: nodejs24.x, CodeUri: s3://a/b, Handler: a.b, Policies: [{policies}]}}");
        format!("{TRANSFORM}Resources: {{F: {{Type: AWS::Serverless::Function, Properties: {properties}}}}}\n")
    };
    let actions = listed(3_000, &|it| format!("'ec{it}:DescribeInstancs'"));
    let statement = format!("{{Statement: [{{Effect: Allow, Resource: '*', Action: [{actions}]}}]}}");
    assert!(findings("services", function(&statement)) >= 2_900);
    findings("managed policies", function(&listed(8_000, &|it| format!("AWSLambdaBasicExecutonRole{it}"))));
    let uses: String = (0..6_000).map(|it| format!("${{v{it}}}")).collect();
    let given: String = (0..6_000).map(|it| format!("        w{it}: x\n")).collect();
    let machine = state_machine(&format!("{{Type: Pass, End: true, Comment: '{uses}'}}"));
    findings("substitutions", format!("{machine}      DefinitionSubstitutions:\n{given}"));
}

#[test]
fn thousands_of_methods_of_one_path_are_expanded() {
    let event = |it: usize| format!("        E{it}: {{Type: Api, Properties: {{Path: /p, Method: x{it}}}}}\n");
    let events: String = (0..3_000).map(event).collect();
    let text = format!(
        "{TRANSFORM}Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: nodejs24.x\n      \
         CodeUri: s3://a/b\n      Handler: a.b\n      Events:\n{events}"
    );
    findings("methods", text);
}

#[test]
fn thousands_of_the_same_kind_end_soon() {
    let each = |count: usize, item: &dyn Fn(usize) -> String| (0..count).map(item).collect::<String>();
    let function = |properties: &str| {
        format!(
            "{TRANSFORM}Resources:\n  R: {{Type: AWS::Serverless::Api, Properties: {{StageName: p}}}}\n  F:\n    Type: \
             AWS::Serverless::Function\n    Properties:\n      Runtime: nodejs24.x\n      CodeUri: s3://a/b\n      Handler: \
             a.b\n{properties}"
        )
    };
    let policy = |it: usize| format!("      - !If [C, AmazonS3FullAccess, A{it}]\n");
    let conditional = format!("Conditions: {{C: !Equals [a, b]}}\n{}      Policies:\n", function(""));
    findings("managed policies", conditional + &each(5_000, &policy));
    let event = |it: usize| {
        format!(
            "        E{it}: {{Type: Api, Properties: {{RestApiId: !Ref R, Path: /{it}, Method: get, Auth: {{ResourcePolicy: \
             {{IpRangeWhitelist: [192.0.2.1]}}}}}}}}\n"
        )
    };
    findings("resource policies", function(&format!("      Events:\n{}", each(1_500, &event))));
    for kind in ["Api", "HttpApi"] {
        let path = each(10_000, &|it| format!("/{{a{it}}}"));
        let event =
            format!("      Events:\n        E: {{Type: {kind}, Properties: {{Path: '{path}', Method: get}}}}\n");
        findings("parameters of a path", function(&event));
    }
    let lookup = |it: usize| format!("          K{it}: !FindInMap [M, b{it}, c]\n");
    let keys = each(8_000, &|it| format!("    a{it}: {{c: d}}\n"));
    let variables = format!("      Environment:\n        Variables:\n{}", each(1_500, &lookup));
    assert!(findings("wrong keys", format!("Mappings:\n  M:\n{keys}{}", function(&variables))) >= 1_500);
    let values = each(8_000, &|it| format!("a{it},"));
    let allowed = each(8_000, &|it| format!("      - a{it}\n"));
    let parameter =
        format!("  P:\n    Type: CommaDelimitedList\n    Default: '{values}'\n    AllowedValues:\n{allowed}");
    findings("allowed values", format!("Parameters:\n{parameter}      - ''\n{}", function("")));
}

#[test]
fn a_role_of_thousands_with_thousands_of_policies_is_drawn_in_part() {
    let each = |count: usize, item: &dyn Fn(usize) -> String| (0..count).map(item).collect::<String>();
    let function = |it: usize| {
        format!(
            "  F{it}: {{Type: AWS::Serverless::Function, Properties: {{Runtime: nodejs24.x, CodeUri: s3://a/b, Handler: a.b, \
             Role: !GetAtt R.Arn}}}}\n"
        )
    };
    let statement = |it: usize| {
        format!(
            "          - {{Effect: Allow, Action: sqs:SendMessage, Resource: arn:aws:sqs:eu-west-1:123456789012:q{it}}}\n"
        )
    };
    let role = "  R:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {}\n      Policies:\n      - \
                PolicyName: a\n        PolicyDocument:\n          Version: '2012-10-17'\n          Statement:\n";
    let text = format!("{TRANSFORM}Resources:\n{}{role}{}", each(400, &function), each(400, &statement));
    let left_out = drawn("a role", &text);
    assert!(left_out.iter().any(|it| it.contains("edges")), "{left_out:?}");
}

#[test]
fn what_functions_build_is_refused_before_it_is_there() {
    let long = "x".repeat(1_000_000);
    let listed = |value: &str| {
        format!(
            "Transform: AWS::LanguageExtensions\nParameters: {{P: {{Type: String, Default: {long}}}}}\nMappings: {{M: {{a: \
             {{b: {long}}}}}}}\nResources: {{T: {{Type: AWS::SQS::Queue, Properties: {{QueueName: {value}}}}}}}\n"
        )
    };
    // Each would be 100 GB.
    let (variables, own, references) = ("${P}".repeat(100_000), "${v}".repeat(100_000), "!Ref P, ".repeat(100_000));
    assert_one_error("a parameter in a text", &listed(&format!("!Sub '{variables}'")));
    assert_one_error("a parameter in a text that stays", &listed(&format!("!Sub '{variables}${{AWS::StackId}}'")));
    assert_one_error("a value in a text", &listed(&format!("!Sub ['{own}', {{v: !FindInMap [M, a, b]}}]")));
    assert_one_error("a joined parameter", &listed(&format!("!Join ['', [{references}]]")));
    assert_one_error("a delimiter", &listed(&format!("!Join [!Ref P, [{}]]", "a, ".repeat(100_000))));
    let commas = ",".repeat(100_000);
    assert_one_error("a delimiter of split items", &listed(&format!("!Join [!Ref P, !Split [',', '{commas}']]")));
    assert_one_error("a parameter in JSON", &listed(&format!("{{Fn::ToJsonString: [{references}]}}")));
}

#[test]
fn values_that_hold_values_end() {
    let nested = |innermost: &str, around: &dyn Fn(&str) -> String| {
        let value = (0..8).fold(innermost.to_owned(), |value, _| around(&value));
        format!("Resources: {{T: {{Type: AWS::SQS::Queue, Properties: {{QueueName: {value}}}}}}}\n")
    };
    let items = vec!["a"; 20].join(", ");
    let variables = "${v}".repeat(20);
    drawn("delimiters of delimiters", &nested("x", &|it| format!("!Join [{it}, [{items}]]")));
    drawn("variables of variables", &nested("x", &|it| format!("!Sub ['{variables}', {{v: {it}}}]")));
    drawn("nothing in nothing", &nested("''", &|it| format!("!Sub ['{variables}', {{v: {it}}}]")));
    let references = |name: usize| vec![format!("!Ref P{name}"); 10].join(", ");
    let defaults: String =
        (1..12).map(|it| format!("  P{it}: {{Type: String, Default: [{}]}}\n", references(it - 1))).collect();
    let found = ["!FindInMap [M, a, b]"; 10].join(", ");
    drawn(
        "parameters of parameters, and a mapping in itself",
        &format!(
            "Parameters:\n  P0: {{Type: String, Default: x}}\n{defaults}Mappings: {{M: {{a: {{b: \
             [{found}]}}}}}}\nResources:\n  T: {{Type: AWS::SQS::Queue, Properties: {{QueueName: !Ref P11}}}}\n  U: {{Type: \
             AWS::SQS::Queue, Properties: {{QueueName: !FindInMap [M, a, b]}}}}\n  L: {{Type: \
             AWS::Serverless::LayerVersion, Properties: {{ContentUri: s3://a/b, LayerName: !Ref P11}}}}\n"
        ),
    );
}

#[test]
fn what_becomes_too_long_to_draw_is_left_out() {
    let long = "x".repeat(1_000_000);
    let (variables, items) = ("${v}".repeat(100_000), "a, ".repeat(100_000));
    let machine = |properties: &str| {
        format!(
            "Parameters: {{v: {{Type: String, Default: {long}}}}}\nResources:\n  S:\n    Type: \
             AWS::StepFunctions::StateMachine\n    Properties:\n      RoleArn: arn:aws:iam::123456789012:role/a\n{properties}"
        )
    };
    let task = format!("{{StartAt: A, States: {{A: {{Type: Task, End: true, Resource: '{variables}'}}}}}}");
    for properties in [
        format!("      DefinitionString: !Sub '{variables}'\n"),
        format!("      DefinitionString: !Join [!Ref v, [{items}]]\n"),
        format!("      DefinitionString: !Join ['{long}', [{items}]]\n"),
        format!("      DefinitionSubstitutions: {{v: {long}}}\n      DefinitionString: '{variables}'\n"),
        format!("      DefinitionSubstitutions: {{v: {long}}}\n      Definition: {task}\n"),
    ] {
        let left_out = drawn("a long definition", &machine(&properties));
        assert!(left_out.iter().any(|it| it.contains("become too long")), "{left_out:?}");
    }
    let policy = format!(
        "Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument: {{Version: \
         '2012-10-17', Statement: [{{Effect: Allow, Action: s3:GetObject, Resource: !Join ['{long}', [{items}]]}}]}}\n"
    );
    drawn("a long resource of a policy", &policy);
}

#[test]
fn many_mistakes_in_globals_ask_few_resources_what_was_meant() {
    let functions: String = (0..2_000).map(|it| format!("  F{it}: {{Type: AWS::Serverless::Function}}\n")).collect();
    let named = |value: &str| (0..20_000).map(|it| format!("K{it}: {value}")).collect::<Vec<_>>().join(", ");
    for globals in [format!("Function: {{{}}}", named("x")), named("{}"), format!("Function: {{{}}}", named("~"))] {
        drawn("mistakes in `Globals`", &format!("Globals: {{{globals}}}\nResources:\n{functions}"));
    }
}

#[test]
fn no_damage_to_a_template_is_a_panic() {
    let lines: Vec<&str> = EXAMPLE.split_inclusive('\n').collect();
    for index in 0..lines.len() {
        let others = || lines.iter().enumerate().filter(|(it, _)| *it != index).map(|(_, line)| *line);
        ends("a line is missing", &others().collect::<String>());
        ends("the rest is missing", &lines[..index].concat());
        ends("a line is twice", &(lines[..=index].concat() + &lines[index..].concat()));
        for outer in ["", "  ", "            "] {
            let moved = outer.to_owned() + lines[index].trim_start();
            ends("a line is moved", &(lines[..index].concat() + &moved + &lines[index + 1..].concat()));
        }
        let (key, _) = lines[index].split_once(':').unwrap_or((lines[index], ""));
        for value in
            ["", "~", "1", "1.5", "yes", "text", "[]", "{}", "[1, ~]", "{a: ~}", "!Ref A", "!If [A, B, C]", "{~: ~}"]
        {
            ends(
                "another value",
                &format!("{}{key}: {value}\n{}", lines[..index].concat(), lines[index + 1..].concat()),
            );
        }
    }
    for at in (0..EXAMPLE.len()).filter(|at| EXAMPLE.is_char_boundary(*at)) {
        for insertion in
            ["\"", "'", "{", "[", "&a ", "*a", "!", "|", "#", "\t", "\0", "ä", ": ", "- ", "? ", "%", "@", "\r"]
        {
            ends("an insertion", &format!("{}{insertion}{}", &EXAMPLE[..at], &EXAMPLE[at..]));
        }
    }
}

/// A template with a state machine of one state. Other properties of it can follow.
fn state_machine(state: &str) -> String {
    format!(
        "{TRANSFORM}Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Role: \
         arn:aws:iam::123456789012:role/x\n      Definition:\n        StartAt: S\n        States:\n          S: \
         {state}\n"
    )
}

/// How much is found in a template, which is checked within the time.
fn findings(what: &'static str, text: String) -> usize {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let found = check(&Source::new(what, text.as_str()), &Options::default());
        sender.send(found.len()).expect("the test still waits");
    });
    match receiver.recv_timeout(LONGEST_WAIT) {
        Ok(found) => found,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("{what}: no end after {LONGEST_WAIT:?}"),
        Err(mpsc::RecvTimeoutError::Disconnected) => panic!("{what}: a panic"),
    }
}

/// Checks a template and draws it, within the time; what is left out of the drawing.
fn drawn(what: &'static str, text: &str) -> Vec<String> {
    let mut sources = Sources::new(Source::new(what, text));
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let analysis = analyze(&sources, &Options::default(), Depth::Check);
        let translation = analysis.translation.expect("a template");
        sender.send(translation.graph(&Beside(PathBuf::new()), &mut sources).left_out).expect("the test still waits");
    });
    match receiver.recv_timeout(LONGEST_WAIT) {
        Ok(left_out) => left_out,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("{what}: no end after {LONGEST_WAIT:?}"),
        Err(mpsc::RecvTimeoutError::Disconnected) => panic!("{what}: a panic"),
    }
}

/// Compiles a template that is refused with one error and within the time.
fn assert_one_error(what: &'static str, text: &str) {
    let source = Source::new(what, text);
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let compiled = compile(&source, &Options::default());
        let errors: Vec<String> = compiled
            .findings
            .iter()
            .filter(|it| it.severity == Severity::Error)
            .map(|it| format!("{}: {}", it.code.name, it.message))
            .collect();
        sender.send((compiled.document().is_some(), errors)).expect("the test still waits");
    });
    match receiver.recv_timeout(LONGEST_WAIT) {
        Ok((expanded, errors)) => {
            assert!(!expanded, "{what}: expanded");
            assert_eq!(errors.len(), 1, "{what}: {:#?}", &errors[..errors.len().min(5)]);
        }
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("{what}: no end after {LONGEST_WAIT:?}"),
        Err(mpsc::RecvTimeoutError::Disconnected) => panic!("{what}: a panic"),
    }
}

/// Compiles a template that may have mistakes; what is refused has an error, and every finding lies in the text.
fn ends(what: &str, text: &str) {
    let source = Source::new(what, text);
    let compiled = compile(&source, &Options::default());
    let has_errors = compiled.findings.iter().any(|it| it.severity == Severity::Error);
    assert_eq!(
        compiled.document().is_none(),
        has_errors,
        "{what}: an expansion beside errors, or neither, for\n{text}"
    );
    for it in &compiled.findings {
        let (start, end) = (it.span.start as usize, it.span.end as usize);
        assert!(text.get(start..end).is_some(), "{what}: {it:#?} does not lie in\n{text}");
    }
}
