//! `samc check --fix` and the files of people: nothing that they have written is lost, and the fixing ends.
use crate::support::program::{call, call_with_input, folder};
use std::fs;
use tempfile::TempDir;

const TYPO: &str = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Orders:\n    Type: AWS::Serverless::Function\n    \
    Properties: {CodeUri: src/, Handler: app.handler, Runtime: python3.13, Tiemout: 5}\n";

fn text(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

/// Fixes a template until nothing changes; how often that is, and the text.
fn fixed(template: &str) -> (usize, String) {
    let folder = folder(&[("template.yaml", template)]);
    for run in 0..5 {
        let before = text(&folder, "template.yaml");
        let (_, stdout, _) = call(&folder, &["check", "--fix", "template.yaml"]);
        if text(&folder, "template.yaml") == before {
            assert!(!stdout.lines().any(|it| it.starts_with("fixed")), "{stdout}");
            return (run, before);
        }
    }
    panic!("no end of {:?}", text(&folder, "template.yaml"));
}

#[test]
fn fixing_twice_changes_nothing_more() {
    // What is white space to many, but text in YAML.
    for space in ["\u{85}", "\u{2028}", "\u{2029}", "\u{A0}", "\u{3000}", "\u{C}"] {
        for template in [
            format!("Resources:\n    - true\n{space}    -           false\n"),
            format!("Resources:\n  A: b\n{space}  -c\n"),
            format!("Resources:\n  A: b\n{space}C:d\n"),
            format!("Resources:\n  A: b\n  C:{space}d\n"),
            format!("Resources:\n  A: |\n    b\n{space}\tC: d\n"),
        ] {
            let (runs, _) = fixed(&template);
            assert!(runs <= 1, "{template:?}");
        }
    }
    let (runs, text) = fixed(&TYPO.replace(", ", ",\u{2028} "));
    assert_eq!((runs, text.contains("Timeout")), (1, true));
}

#[test]
fn one_run_fixes_all_mistakes_that_hide_each_other() {
    let topic =
        |space: &str, it: usize| format!("  Topic{it}:\n    Type: AWS::SNS::Topic\n    DeletionPolicy:{space}Delete\n");
    let topics = |space: &str| (0..50).map(|it| topic(space, it)).collect::<String>();
    let (runs, text) = fixed(&format!("Resources:\n{}", topics("")));
    assert_eq!((runs, text), (1, format!("Resources:\n{}", topics(" "))));
}

#[test]
#[cfg(unix)]
fn a_fixed_file_keeps_what_is_known_of_it() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let folder = folder(&[("private.yaml", TYPO), ("linked.yaml", TYPO), ("owned.yaml", TYPO)]);
    let path = |name: &str| folder.path().join(name);
    fs::set_permissions(path("private.yaml"), fs::Permissions::from_mode(0o600)).unwrap();
    fs::hard_link(path("linked.yaml"), path("other-name")).unwrap();
    // Only the administrator can give files away.
    let is_given = chown(path("owned.yaml"), Some(1234), Some(4321)).is_ok();
    let (status, stdout, stderr) = call(&folder, &["check", "--fix"]);
    assert_eq!((status, stderr.as_str()), (0, ""), "{stdout}");
    let metadata = |name: &str| fs::metadata(path(name)).unwrap();
    assert_eq!(metadata("private.yaml").mode() & 0o7777, 0o600);
    assert_eq!((metadata("linked.yaml").ino(), metadata("linked.yaml").nlink()), (metadata("other-name").ino(), 2));
    if is_given {
        assert_eq!((metadata("owned.yaml").uid(), metadata("owned.yaml").gid()), (1234, 4321));
    }
    for name in ["private.yaml", "linked.yaml", "other-name", "owned.yaml"] {
        assert_eq!(text(&folder, name), TYPO.replace("Tiemout", "Timeout"), "{name}");
    }
}

#[test]
fn what_a_killed_run_has_left_is_removed() {
    let folder = folder(&[("a.yaml", TYPO), (".samc-a1B2c3.tmp", "half of"), (".samc-notes.tmp", "mine")]);
    assert_eq!(call(&folder, &["check", "--fix", "a.yaml"]).0, 0);
    assert!(!folder.path().join(".samc-a1B2c3.tmp").exists());
    assert_eq!(text(&folder, ".samc-notes.tmp"), "mine");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

/// A function with these lines among its properties.
fn function(lines: &str) -> String {
    let indented: String = lines.lines().map(|it| format!("      {it}\n")).collect();
    format!(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  Worker:\n    Type: AWS::Serverless::Function\n    \
         Properties:\n      InlineCode: pass  # as short as it gets\n      Handler: index.handler\n      Runtime: \
         python3.13\n{indented}"
    )
}

#[test]
fn values_are_written_as_what_is_asked_for() {
    for (before, after) in [
        ("Architectures: arm64   # cheaper", "Architectures: [arm64]   # cheaper"),
        ("Architectures: 'arm64'", "Architectures: ['arm64']"),
        ("Layers: ['arn:aws:lambda:eu-west-1:123456789012:layer:a:1']\nMemorySize: 256MB", ""),
        ("MemorySize: '256 MB'", "MemorySize: 256"),
        ("MemorySize: 1GB", "MemorySize: 1024"),
        ("MemorySize: 256 MHz", "MemorySize: 256 MHz"),
        ("Timeout: 30s", "Timeout: 30s"),
        ("Events: {A: {Type: Schedule, Properties: {Schedule: rate(1 day), Enabled: 'true'}}}", ""),
        ("Events: {A: {Type: Schedule, Properties: {Schedule: rate(1 day), Enabled: \"False\"}}}", ""),
        ("Events: {A: {Type: Schedule, Properties: {Schedule: rate(1 day), Enabled: 'yes'}}}", "the same"),
        ("Events: {A: {Type: EventBridgeRule, Properties: {EventBus: b, Pattern: {source: [x]}}}}", ""),
    ] {
        let after = match after {
            "" => before
                .replace("256MB", "256")
                .replace("'true'", "true")
                .replace("\"False\"", "false")
                .replace("EventBus:", "EventBusName:"),
            "the same" => before.to_owned(),
            after => after.to_owned(),
        };
        let (runs, text) = fixed(&function(before));
        assert_eq!((runs, text), (usize::from(before != after), function(&after)), "{before}");
    }
}

#[test]
fn a_reference_is_written_as_a_list_where_one_is_asked_for() {
    let template = |groups: &str| {
        format!(
            "Resources:\n  Group:\n    Type: AWS::EC2::SecurityGroup\n    Properties: {{GroupDescription: x}}\n  \
             Endpoint:\n    Type: AWS::EC2::VPCEndpoint\n    Properties:\n      VpcId: vpc-1\n      ServiceName: \
             com.amazonaws.us-east-1.sqs\n      SecurityGroupIds: {groups}\n"
        )
    };
    let (runs, text) = fixed(&template("!GetAtt Group.GroupId"));
    assert_eq!((runs, text), (1, template("[!GetAtt Group.GroupId]")));
}

#[test]
fn values_in_json_are_written_as_what_is_asked_for() {
    let template = |architectures: &str, size: &str, stage: &str| {
        format!(
            "{{\"Transform\": \"AWS::Serverless-2016-10-31\", \"Resources\": {{\n  \"Api\": {{\"Type\": \
             \"AWS::Serverless::Api\", \"Properties\": {{\"StageName\": {stage}}}}},\n  \"Worker\": {{\"Type\": \
             \"AWS::Serverless::Function\", \"Properties\": {{\n    \"InlineCode\": \"pass\", \"Handler\": \
             \"index.handler\", \"Runtime\": \"python3.13\",\n    \"Architectures\": {architectures}, \"MemorySize\": \
             {size}, \"Events\": {{\n      \"A\": {{\"Type\": \"Api\", \"Properties\": {{\"Path\": \"/\", \"Method\": \
             \"get\", \"RestApiId\": {{\"Ref\": \"Api\"}}}}}}\n}}}}}}}}}}\n"
        )
    };
    let (runs, text) = fixed(&template("\"arm64\"", "\"256MB\"", "1.10"));
    assert_eq!((runs, text), (1, template("[\"arm64\"]", "256", "\"1.10\"")));
}

#[test]
fn values_from_elsewhere_are_left_as_they_are() {
    let parameters = "Parameters:\n  Size: {Type: String, Default: 256MB}\n";
    let template = parameters.to_owned() + &function("MemorySize: !Ref Size");
    assert_eq!(fixed(&template), (0, template));
}

#[test]
fn a_diff_shows_what_would_be_fixed() {
    let folder = folder(&[("a.yaml", &function("Architectures: arm64\nTiemout: 30s")), ("b.yaml", &function(""))]);
    let before = text(&folder, "a.yaml");
    let (status, stdout, stderr) = call(&folder, &["check", "--diff"]);
    assert_eq!((status, &*stderr), (1, "2 mistakes in 1 template can be fixed with --fix\n"));
    insta::assert_snapshot!(stdout);
    assert_eq!(call(&folder, &["check", "--fix", "--diff", "-q"]), (1, stdout.clone(), String::new()));
    assert_eq!(text(&folder, "a.yaml"), before, "a diff changes nothing");
    let (status, all, _) = call(&folder, &["check", "--diff", "--unsafe-fixes"]);
    assert_eq!((status, all.contains("+      Timeout: 30\n")), (1, true), "{all}");
    let (status, of_input, _) =
        call_with_input(&folder, &["check", "--diff", "--stdin-filename", "a.yaml"], before.as_bytes());
    assert_eq!((status, of_input), (1, stdout));
    assert_eq!(call(&folder, &["check", "--diff", "b.yaml"]), (0, String::new(), String::new()));
    assert_eq!(call(&folder, &["check", "--diff", "none.yaml"]).0, 2);
    assert_eq!(call(&folder, &["check", "--diff", "--format", "json"]).0, 2);
}

#[test]
fn a_diff_keeps_what_ends_lines() {
    let template = TYPO.replace('\n', "\r\n");
    let folder = folder(&[("a.yaml", template.trim_end())]);
    let (_, stdout, _) = call(&folder, &["check", "--diff"]);
    assert!(stdout.contains("python3.13, Timeout: 5}\n\\ No newline at end of file\n"), "{stdout:?}");
    assert!(stdout.contains("\n   Orders:\r\n"), "{stdout:?}");
}

#[test]
fn what_may_not_be_meant_is_fixed_on_demand() {
    let template = function("Timeout: 30s\nMemorySize: 256MB");
    let folder = folder(&[("a.yaml", &template)]);
    let summary = |options: &[&str]| {
        let (_, stdout, _) = call(&folder, &[&["check", "a.yaml"], options].concat());
        stdout.lines().rev().find(|it| it.contains("a.yaml") && !it.contains("[a.yaml")).unwrap_or_default().to_owned()
    };
    assert_eq!(summary(&[]), "2 errors in a.yaml (1 can be fixed with --fix, 1 more with --unsafe-fixes)");
    assert_eq!(summary(&["--unsafe-fixes"]), "2 errors in a.yaml (2 can be fixed with --fix --unsafe-fixes)");
    assert_eq!(summary(&["--fix"]), "1 error in a.yaml (1 can be fixed with --fix --unsafe-fixes)");
    assert_eq!(summary(&["--fix", "--unsafe-fixes"]), "no problems in a.yaml");
    assert_eq!(text(&folder, "a.yaml"), function("Timeout: 30\nMemorySize: 256"));
}

#[test]
fn indentation_is_written_as_it_is_meant() {
    let queue = "Resources:\n  Jobs:\n    Type: AWS::SQS::Queue\n    Properties:\n";
    for (written, meant) in [
        // What tabs indent below a key stands deeper than the key.
        ("\tDelaySeconds: 3\n", "      DelaySeconds: 3\n"),
        ("\t  DelaySeconds: 3\n\t  FifoQueue: true\n", "      DelaySeconds: 3\n      FifoQueue: true\n"),
        ("\tRedrivePolicy:\n\t\tmaxReceiveCount: 3\n", "      RedrivePolicy:\n        maxReceiveCount: 3\n"),
        // Nobody knows what this belongs to.
        ("      DelaySeconds: 3\n\tFifoQueue: true\n", "      DelaySeconds: 3\n\tFifoQueue: true\n"),
        ("    \u{a0} DelaySeconds: 3\n", "      DelaySeconds: 3\n"),
        ("      DelaySeconds:\u{a0} 3\n", "      DelaySeconds:  3\n"),
        ("      QueueName: “jobs”\n", "      QueueName: 'jobs'\n"),
    ] {
        assert_eq!(fixed(&format!("{queue}{written}")).1, format!("{queue}{meant}"));
    }
}

#[test]
fn a_short_form_behind_another_becomes_its_value() {
    let before = "Parameters:\n  Stage: {Type: String}\nResources:\n  Jobs: {Type: AWS::SQS::Queue}\n";
    for (written, meant) in [
        (
            "Outputs:\n  Url:\n    Value: !ImportValue !Sub '${Stage}-url'\n",
            "Outputs:\n  Url:\n    Value:\n      Fn::ImportValue: !Sub '${Stage}-url'\n",
        ),
        ("Outputs:\n  Url: {Value: !Base64 !Ref Stage}\n", "Outputs:\n  Url: {Value: {Fn::Base64: !Ref Stage}}\n"),
        (
            "Conditions:\n  IsB: !Not !Condition IsA\n  IsA: !Equals [!Ref Stage, a]\n",
            "Conditions:\n  IsB: !Not [!Condition IsA]\n  IsA: !Equals [!Ref Stage, a]\n",
        ),
    ] {
        assert_eq!(fixed(&format!("{before}{written}")).1, format!("{before}{meant}"));
    }
}
