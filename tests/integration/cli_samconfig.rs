//! The configuration of the SAM CLI, as each command reads it from the folder of a template.
use crate::support::program::{assert_one_line_of_fault, call, folder};
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

/// Shows what is known of the deployment.
const SHOWING: &str = "Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: {Type: String, Default: none}
  Size: {Type: String, Default: none}
Resources:
  First: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer/, LayerName: !Ref Stage}}
  Second: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer/, LayerName: !Ref Size}}
  Worker:
    Type: AWS::Serverless::Function
    Properties: {InlineCode: x, Handler: index.b, Runtime: python3.13, Policies: [AWSLambdaSQSQueueExecutionRole]}
";
const CONFIGURED: &str = "version = 0.1
[default.global.parameters]
region = \"us-west-2\"
[default.deploy.parameters]
region = \"cn-north-1\"
parameter_overrides = \"Stage=\\\"prod\\\" Size=2\"
[dev.deploy.parameters]
parameter_overrides = [\"Stage=dev\", {Size = 3}]
";

/// Partition, stage and size in the expansion that a call prints.
fn shown(folder: &TempDir, arguments: &[&str]) -> (String, String, String) {
    let (status, stdout, stderr) = call(folder, arguments);
    assert_eq!(status, 0, "{stderr}");
    let document: Value = serde_json::from_str(&stdout).unwrap();
    let resources = document["Resources"].as_object().unwrap();
    let layer = |id: &str| {
        let (_, layer) = resources.iter().find(|(name, _)| name.starts_with(id)).unwrap();
        layer["Properties"]["LayerName"].as_str().unwrap().to_owned()
    };
    let partition = resources["WorkerRole"]["Properties"]["ManagedPolicyArns"].to_string();
    let partition = partition.split(':').nth(1).unwrap().to_owned();
    (partition, layer("First"), layer("Second"))
}

fn is(partition: &str, stage: &str, size: &str) -> (String, String, String) {
    (partition.to_owned(), stage.to_owned(), size.to_owned())
}

#[test]
fn a_template_is_expanded_as_sam_would_deploy_it() {
    let folder = folder(&[("samconfig.toml", CONFIGURED), ("template.yaml", SHOWING), ("a/other.yaml", SHOWING)]);
    assert_eq!(shown(&folder, &["expand"]), is("aws-cn", "prod", "2"));
    assert_eq!(shown(&folder, &["expand", "template.yaml"]), is("aws-cn", "prod", "2"));
    assert_eq!(shown(&folder, &["expand", "--config-env", "dev"]), is("aws", "dev", "3"));
    // The command line is stronger, one parameter at a time.
    let stronger = ["expand", "--region", "us-gov-west-1", "--parameter-overrides", "Size=4"];
    assert_eq!(shown(&folder, &stronger), is("aws-us-gov", "prod", "4"));
    // Another folder has its own, or none.
    assert_eq!(shown(&folder, &["expand", "a/other.yaml"]), is("aws", "none", "none"));
    let (status, _, stderr) = call(&folder, &["expand", "a/other.yaml", "--config-env", "dev"]);
    let note = "note: --config-env dev has no effect: there is no samconfig for `a/other.yaml`\n";
    assert!(status == 0 && stderr.starts_with(note), "{stderr}");
}

#[test]
fn a_samconfig_names_the_template() {
    let named =
        format!("{CONFIGURED}[default.deploy.parameters.tags]\n[default.build.parameters]\ntemplate_file = 'x'\n");
    let named = named.replace("region = \"us-west-2\"", "template_file = \"infra/app.yaml\"");
    let folder = folder(&[("samconfig.toml", &named), ("template.yaml", "broken"), ("infra/app.yaml", SHOWING)]);
    assert_eq!(shown(&folder, &["expand"]), is("aws-cn", "prod", "2"));
    assert_eq!(shown(&folder, &["expand", "infra/app.yaml"]), is("aws-cn", "prod", "2"));
    assert_eq!(call(&folder, &["graph"]).0, 0);

    for outside in ["../app.yaml", "/etc/passwd", "missing.yaml", "infra"] {
        fs::write(folder.path().join("samconfig.toml"), named.replace("infra/app.yaml", outside)).unwrap();
        let (status, _, stderr) = call(&folder, &["expand"]);
        assert_eq!(status, 2);
        assert_one_line_of_fault(&stderr);
        assert!(stderr.contains(&format!("`{outside}`, which the samconfig of this folder names: ")), "{stderr}");
    }
}

#[test]
fn every_command_reads_it() {
    let sizes = "Transform: AWS::Serverless-2016-10-31
Parameters: {Stage: {Type: String, AllowedValues: [dev]}}
Mappings: {Sizes: {dev: {m: 512}}}
Resources:
  F: {Type: AWS::Serverless::Function, Properties: {InlineCode: x, Handler: index.b, Runtime: python3.13, \
        MemorySize: !FindInMap [Sizes, !Ref Stage, m], AutoPublishAlias: !Ref Stage}}
";
    let folder = folder(&[("a.yaml", sizes), ("b.yaml", sizes)]);
    // Without a value of the parameter there is no alias to be made.
    for command in [&["expand", "a.yaml"][..], &["explain", "a.yaml"], &["graph", "a.yaml"]] {
        assert_eq!(call(&folder, command).0, 1, "{command:?}");
    }
    assert_eq!(call(&folder, &["diff", "a.yaml", "b.yaml"]).0, 2);
    fs::write(folder.path().join("samconfig.toml"), CONFIGURED).unwrap();
    for command in
        [&["expand", "a.yaml"][..], &["explain", "a.yaml"], &["graph", "a.yaml"], &["diff", "a.yaml", "b.yaml"]]
    {
        let dev = [command, &["--config-env", "dev"]].concat();
        let (status, stdout, stderr) = call(&folder, &dev);
        assert_eq!(status, 0, "{command:?}: {stdout}{stderr}");
    }
    // What holds for the deployment is checked: `prod` is not allowed.
    assert_eq!(call(&folder, &["check", "--config-env", "dev"]).0, 0);
    let (status, stdout, _) = call(&folder, &["check"]);
    assert!(status == 1 && stdout.contains("prod"), "{stdout}");
    let (_, settings, _) = call(&folder, &["check", "--show-settings", "a.yaml"]);
    assert!(
        settings.starts_with("# weakest of all: samconfig.toml\n") && settings.contains("cn-north-1"),
        "{settings}"
    );
    // `.samc.yaml` is stronger.
    fs::write(folder.path().join(".samc.yaml"), "parameters: {Stage: dev}\n").unwrap();
    assert_eq!(call(&folder, &["check"]).0, 0);
}

#[test]
fn parameters_are_read_as_the_sam_cli_reads_them() {
    for (written, stage, size) in [
        ("parameter_overrides = 'Stage=\"two words\" Size=two\\ words'", "two words", "two words"),
        (
            "parameter_overrides = 'ParameterKey=Stage,ParameterValue=a ParameterKey=Size,ParameterValue=\"1 2\"'",
            "a",
            "1 2",
        ),
        ("parameter_overrides = 'ParameterKey=Stage,UsePreviousValue=true Size=1'", "none", "1"),
        ("parameter_overrides = [{Stage = 'a'}, {Stage = 'b'}, 'Size=2']", "b", "2"),
        ("parameter_overrides = {Stage = true, Size = ['a', 1, 1.50]}", "True", "a,1,1.5"),
        ("parameter_overrides = 'file://values/all.yaml'", "prod", "a,b"),
        ("parameter_overrides = []", "none", "none"),
    ] {
        let configured = format!("version = 0.1\n[default.deploy.parameters]\n{written}\n");
        let files = [
            ("samconfig.toml", configured.as_str()),
            ("template.yaml", SHOWING),
            ("values/all.yaml", "Stage: prod\n$include: file://values/more.toml\n"),
            ("values/more.toml", "Size = ['a', 'b']\n"),
        ];
        let folder = folder(&files);
        assert_eq!(call(&folder, &["expand", "--message-format=json"]).2, "", "{written}");
        assert_eq!(shown(&folder, &["expand"]), is("aws", stage, size), "{written}");
    }
    // It may be YAML, in a file of another name.
    let yaml = "version: 0.1\ndefault: {deploy: {parameters: {parameter_overrides: [Stage=prod, {Size: 3}]}}}\n";
    let folder = folder(&[("samconfig.yaml", yaml), ("template.yaml", SHOWING)]);
    assert_eq!(shown(&folder, &["expand"]), is("aws", "prod", "3"));
}

/// Each mistake is one warning at its place, and the template is read all the same.
#[test]
fn what_is_wrong_is_a_warning_at_its_place() {
    let deploy = |it: &str| format!("version = 0.1\n[default.deploy.parameters]\n{it}\n");
    let cases = [
        ("[default.deploy.parameters\nregion = 1", (1, 27), "this is not TOML: "),
        ("[default.deploy.parameters]", (1, 1), "there is no `version`"),
        ("version = '0.1'", (1, 11), "`version` must be a number such as 0.1, but this is a string"),
        (&deploy("region = 1"), (3, 10), "`region` must be a string, but this is an integer"),
        (&deploy("template_file = ['a']"), (3, 17), "`template_file` must be a string, but this is a list"),
        (&deploy("parameter_overrides = ['Stage=two words']"), (3, 24), "the SAM CLI passes over `words`"),
        (&deploy("parameter_overrides = 'Stage'"), (3, 23), "the SAM CLI passes over `Stage`"),
        (&deploy("parameter_overrides = 'My-Stage=1'"), (3, 23), "the SAM CLI passes over `My-Stage=1`"),
        (&deploy("parameter_overrides = 3"), (3, 23), "overrides must be a string or a map"),
        (&deploy("parameter_overrides = {Stage = {a = 1}}"), (3, 32), "the value of parameter `Stage` must be"),
        (&deploy("parameter_overrides = 'file://../x'"), (3, 23), "cannot read `../x`: "),
        (&deploy("parameter_overrides = 'file://template.yaml'"), (3, 23), "the value of parameter "),
        (&deploy("parameter_overrides = 'file://round.yaml'"), (3, 23), "files of parameters name each other"),
    ];
    for (written, (line, column), message) in cases {
        let files =
            [("samconfig.toml", written), ("template.yaml", SHOWING), ("round.yaml", "$include: file://round.yaml\n")];
        let folder = folder(&files);
        let (status, stdout, _) = call(&folder, &["check", "template.yaml", "--format", "json"]);
        assert_eq!(status, 0, "{stdout}");
        let found: Vec<Value> = stdout.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
        let found: Vec<&Value> = found.iter().filter(|it| it["file"] == "samconfig.toml").collect();
        assert!(!found.is_empty(), "{written}: {stdout}");
        let first = found[0];
        assert_eq!((&first["rule"], &first["severity"]), (&"invalid-samconfig".into(), &"warning".into()), "{stdout}");
        assert!(first["message"].as_str().unwrap().starts_with(message), "{written}: {stdout}");
        assert_eq!((&first["start"]["line"], &first["start"]["column"]), (&line.into(), &column.into()), "{stdout}");
        let (_, stdout, _) = call(&folder, &["check", "template.yaml"]);
        assert!(stdout.trim_end().ends_with(" in template.yaml and samconfig.toml"), "{stdout}");
        // A template that is expanded has no other findings.
        let (status, _, stderr) = call(&folder, &["expand", "template.yaml"]);
        assert!(status == 0 && stderr.contains(message), "{stderr}");
    }
}

#[test]
fn the_environments_are_named_to_who_asks_for_another() {
    let folder = folder(&[("samconfig.toml", CONFIGURED), ("a.yaml", SHOWING), ("b.yaml", SHOWING)]);
    let (status, stdout, _) = call(&folder, &["check", "--config-env", "staging"]);
    assert_eq!(status, 0, "{stdout}");
    insta::assert_snapshot!("unknown_environment", stdout);
    // Nobody has asked for `default`.
    fs::write(folder.path().join("samconfig.toml"), CONFIGURED.replace("default", "other")).unwrap();
    assert!(!call(&folder, &["check"]).1.contains("samconfig"));
    // Who does not want to hear of it says so.
    fs::write(folder.path().join(".samc.yaml"), "rules: {invalid-samconfig: off}\n").unwrap();
    assert!(!call(&folder, &["check", "--config-env", "staging"]).1.contains("samconfig"));
}

#[cfg(unix)]
#[test]
fn a_samconfig_leads_to_nothing_outside() {
    use std::os::unix::fs::symlink;
    use std::path::PathBuf;
    let outside = folder(&[("secret", "hunter2\n"), ("good.toml", CONFIGURED)]);
    let folder = folder(&[("template.yaml", SHOWING), (".env", "hunter3\n")]);
    let large = format!("version = 0.1\n# {}\n", "x".repeat(300_000));
    fs::write(folder.path().join("large.toml"), large).unwrap();
    let place = folder.path().join("samconfig.toml");
    for (target, message) in [
        (outside.path().join("secret"), "it is outside of the folder"),
        (outside.path().join("good.toml"), "it is outside of the folder"),
        (PathBuf::from("/dev/zero"), "it is outside of the folder"),
        (PathBuf::from("."), "it is not a file"),
        (PathBuf::from(".env"), "something is wrong in what this link leads to"),
        (PathBuf::from("large.toml"), "it has more than 262144 bytes"),
    ] {
        symlink(&target, &place).unwrap();
        for command in ["check", "expand"] {
            let (status, stdout, stderr) = call(&folder, &[command, "template.yaml"]);
            assert!(status == 0 && [&*stdout, &*stderr].concat().contains(message), "{target:?}: {stdout}{stderr}");
            assert!(!stdout.contains("hunter") && !stderr.contains("hunter") && !stdout.contains("aws-cn"), "{stderr}");
        }
        fs::remove_file(&place).unwrap();
    }
}
