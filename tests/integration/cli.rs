//! The program as it is called: exit statuses, streams and files. What templates mean is tested elsewhere.
use crate::support::program::{assert_one_line_of_fault, call, call_with_input, folder, read, samc};
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use tempfile::TempDir;

const GOOD: &str = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Topic:\n    Type: AWS::SNS::Topic\n";
const BAD: &str = "AWSTemplateFormatVersion: '2010-09-09'\n";

/// Names of the files in a folder.
fn listing(folder: &TempDir) -> Vec<String> {
    let names = fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn expand_prints_the_document_and_nothing_else() {
    let folder = folder(&[("app.yaml", GOOD)]);
    for arguments in
        [&["expand", "app.yaml"][..], &["expand", "-t", "app.yaml"], &["expand", "--template-file=app.yaml"]]
    {
        let (status, stdout, stderr) = call(&folder, arguments);
        assert_eq!((status, stderr.as_str()), (0, ""));
        assert!(stdout.starts_with("{\n  \"Resources\": {") && stdout.ends_with("\n}\n"), "{stdout}");
    }
    let (status, stdout, _) = call(&folder, &["expand", "app.yaml", "--format", "yaml"]);
    assert!(status == 0 && stdout.starts_with("Resources:"), "{stdout}");
}

#[test]
fn templates_are_named_as_for_the_sam_cli() {
    let folder = folder(&[("app.yaml", GOOD), ("bad.yaml", BAD)]);
    for option in ["-t", "--template", "--template-file"] {
        for command in ["expand", "check", "explain", "graph"] {
            assert_eq!(call(&folder, &[command, option, "app.yaml"]).0, 0, "{command} {option}");
            assert_eq!(call(&folder, &[command, option, "bad.yaml"]).0, 1, "{command} {option}");
        }
    }
    let (status, stdout, _) = call(&folder, &["explain", "-t", "app.yaml", "Topic"]);
    assert!(status == 0 && stdout.starts_with("Topic  AWS::SNS::Topic\n"), "{stdout}");
    for twice in [&["check", "-t", "app.yaml", "bad.yaml"][..], &["explain", "-t", "app.yaml", "bad.yaml", "Topic"]] {
        let (status, _, stderr) = call(&folder, twice);
        assert!(status == 2 && stderr.contains("cannot be used with"), "{stderr}");
    }
}

#[test]
fn expand_says_once_what_is_not_uploaded() {
    let function = |name: &str, code: &str| {
        let properties = format!("CodeUri: {code}, Handler: app.handler, Runtime: python3.13");
        format!("  {name}: {{Type: 'AWS::Serverless::Function', Properties: {{{properties}}}}}\n")
    };
    let template = |code: &str| format!("{GOOD}{}{}", function("One", code), function("Two", code));
    let folder = folder(&[("local.yaml", &template("src/")), ("packaged.yaml", &template("s3://code/app.zip"))]);
    let (status, stdout, stderr) = call(&folder, &["expand", "local.yaml"]);
    let note = "note: bucket `bucket` and key `value` (`s3://bucket/value`) stand for code that is not uploaded; to deploy, use `samc package --expand`, which writes its place\n";
    assert_eq!((status, &*stderr), (0, note));
    assert!(serde_json::from_str::<serde_json::Value>(&stdout).is_ok(), "{stdout}");
    for arguments in [&["expand", "packaged.yaml"][..], &["expand", "local.yaml", "--message-format", "json"]] {
        let (status, _, stderr) = call(&folder, arguments);
        assert_eq!((status, &*stderr), (0, ""), "{arguments:?}");
    }
}

#[test]
fn expand_reads_standard_input() {
    let folder = folder(&[]);
    let (status, stdout, _) = call_with_input(&folder, &["expand", "-"], GOOD.as_bytes());
    assert!(status == 0 && stdout.contains("Resources"));
    let (status, stdout, stderr) = call_with_input(&folder, &["expand", "-"], BAD.as_bytes());
    assert_eq!((status, stdout.as_str()), (1, ""));
    assert!(stderr.contains("<stdin>:") && stderr.ends_with("1 error in <stdin>\n"), "{stderr}");
    let (status, _, stderr) = call_with_input(&folder, &["expand", "-"], b"Resources: \xff");
    assert!(status == 1 && stderr.contains("[<stdin>:1:12]"), "{stderr}");
}

#[test]
fn expand_finds_the_template_of_the_folder() {
    let files = [("template.json", BAD), ("template.yml", BAD), ("template.yaml", BAD)];
    for count in 1..=files.len() {
        let folder = folder(&files[..count]);
        let (status, _, stderr) = call(&folder, &["expand"]);
        assert!(status == 1 && stderr.contains(files[count - 1].0), "{stderr}");
    }
    let (status, stdout, stderr) = call(&folder(&[("app.yaml", GOOD)]), &["expand"]);
    assert_eq!((status, stdout.as_str()), (2, ""));
    assert_one_line_of_fault(&stderr);
    assert!(stderr.contains("template.yaml, template.yml or template.json"), "{stderr}");
}

#[test]
fn errors_of_a_template_end_with_1() {
    let folder = folder(&[("bad.yaml", BAD), ("empty.yaml", "")]);
    for name in ["bad.yaml", "empty.yaml"] {
        let (status, stdout, stderr) = call(&folder, &["expand", name]);
        assert_eq!((status, stdout.as_str()), (1, ""));
        assert!(stderr.starts_with("error[") && stderr.ends_with(&format!("\n1 error in {name}\n")), "{stderr}");
        assert!(!stderr.contains('\x1b'));
    }
    let (_, _, colored) = call(&folder, &["expand", "bad.yaml", "--color", "always"]);
    assert!(colored.contains("\x1b[1;31merror"), "{colored}");
}

#[test]
fn messages_in_json_are_one_object_a_line() {
    let folder = folder(&[("bad.yaml", BAD)]);
    let (_, _, expand) = call(&folder, &["expand", "bad.yaml", "--message-format", "json"]);
    let (status, check, stderr) = call(&folder, &["check", "bad.yaml", "--format", "json"]);
    assert_eq!((status, stderr.as_str()), (1, ""));
    assert_eq!(expand, check);
    let object: serde_json::Value = serde_json::from_str(&check).unwrap();
    assert_eq!((&object["file"], &object["severity"]), (&"bad.yaml".into(), &"error".into()));
}

#[test]
fn what_cannot_be_read_ends_with_2() {
    let folder = folder(&[("inner/template.yaml", GOOD), ("hollow/x", "")]);
    let cases = [
        ("missing.yaml", "cannot read `missing.yaml`: there is no such file"),
        ("inner", "`inner/template.yaml`"),
        ("hollow", "it is a folder"),
        ("hollow/x/y", "cannot read `hollow/x/y`"),
    ];
    for (path, message) in cases {
        let (status, stdout, stderr) = call(&folder, &["expand", path]);
        assert_eq!((status, stdout.as_str()), (2, ""));
        assert_one_line_of_fault(&stderr);
        assert!(stderr.contains(message), "{stderr}");
    }
}

#[test]
#[cfg(unix)]
fn a_forbidden_file_does_not_hide_the_findings_in_others() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("a.yaml", BAD), ("b.yaml", BAD), ("c.yaml", BAD)]);
    let forbidden = folder.path().join("b.yaml");
    fs::set_permissions(&forbidden, fs::Permissions::from_mode(0o000)).unwrap();
    // To root nothing is forbidden; a missing file must do.
    let is_root = fs::File::open(&forbidden).is_ok();
    let second = if is_root { "missing.yaml" } else { "b.yaml" };
    let (status, stdout, stderr) = call(&folder, &["check", "a.yaml", second, "c.yaml"]);
    assert_eq!(status, 2);
    assert!(stdout.contains("a.yaml:1:1") && stdout.contains("c.yaml:1:1"), "{stdout}");
    assert!(stdout.ends_with("\n2 errors in 2 templates\n"), "{stdout}");
    assert_one_line_of_fault(&stderr);
    assert!(stderr.contains(second), "{stderr}");
}

#[test]
fn check_finds_templates_by_their_content() {
    let folder = folder(&[
        ("template.yaml", GOOD),
        ("services/orders.yml", BAD),
        ("services/users.JSON", "{\"AWSTemplateFormatVersion\": \"2010-09-09\"}"),
        ("services/buildspec.yaml", "version: 0.2\n"),
        ("services/notes.txt", BAD),
        ("node_modules/package/template.yaml", BAD),
        (".aws-sam/build/template.yaml", BAD),
        (".git/template.yaml", BAD),
    ]);
    let (status, stdout, stderr) = call(&folder, &["check"]);
    assert_eq!((status, stderr.as_str()), (1, ""));
    assert!(stdout.contains("[services/orders.yml:") && stdout.contains("[services/users.JSON:"), "{stdout}");
    assert!(stdout.ends_with("\n2 errors in 3 templates\n"), "{stdout}");

    let (status, stdout, _) = call(&folder, &["check", "template.yaml"]);
    assert_eq!((status, stdout.as_str()), (0, "no problems in template.yaml\n"));
    let (status, _, _) = call(&folder, &["check", ".git/template.yaml"]);
    assert_eq!(status, 1);
}

#[test]
fn a_check_of_nothing_is_not_a_check_without_findings() {
    let folder = folder(&[("buildspec.yaml", "version: 0.2\n"), ("template.yaml/x", "")]);
    let (status, stdout, stderr) = call(&folder, &["check"]);
    assert_eq!((status, stdout.as_str()), (0, ""));
    assert!(stderr.starts_with("note: there is no template under `.`") && stderr.lines().count() == 1, "{stderr}");
    let (status, stdout, stderr) = call(&folder, &["check", "--error-on-no-templates"]);
    assert_eq!((status, stdout.as_str()), (2, ""));
    assert_one_line_of_fault(&stderr);
}

#[test]
fn options_that_make_no_sense_end_with_2() {
    let folder = folder(&[("template.yaml", GOOD)]);
    let cases: &[&[&str]] = &[
        &[],
        &["expnad"],
        &["expand", "--formt", "yaml"],
        &["expand", "--format", "toml"],
        &["expand", "-t", "template.yaml", "template.yaml"],
        &["expand", "--region", ""],
        &["expand", "--region"],
        &["check", "--artifacts", "none"],
    ];
    for arguments in cases {
        let (status, stdout, stderr) = call(&folder, arguments);
        assert_eq!((status, stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(stderr.contains("--help"), "{stderr}");
    }
    let (status, _, stderr) = call(&folder, &["expand", "--parameter-overrides", "Stage=prod", "other.yaml"]);
    assert!(status == 2 && stderr.contains("before --parameter-overrides"), "{stderr}");
}

#[test]
fn a_template_can_follow_parameter_overrides() {
    let folder = folder(&[("template.yaml", GOOD)]);
    let (status, _, stderr) = call(&folder, &["expand", "--parameter-overrides", "Stage=prod", "template.yaml"]);
    assert_eq!((status, stderr.as_str()), (0, ""));
}

#[test]
fn help_and_version_are_answers() {
    let folder = folder(&[]);
    let (status, stdout, stderr) = call(&folder, &["--version"]);
    assert_eq!((status, stdout.as_str(), stderr.as_str()), (0, concat!("samc ", env!("CARGO_PKG_VERSION"), "\n"), ""));
    for arguments in [&["--help"][..], &["help", "expand"], &["check", "--help"]] {
        let (status, stdout, stderr) = call(&folder, arguments);
        assert_eq!((status, stderr.as_str()), (0, ""));
        assert!(stdout.contains("Examples:") && !stdout.contains('\x1b'), "{stdout}");
    }
}

#[test]
fn a_reader_that_has_gone_away_is_no_fault() {
    let folder = folder(&[]);
    for (input, expected) in [(GOOD, 0), (BAD, 1)] {
        let mut command = samc(folder.path());
        let command = command.args(["expand", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let stderr = (input == GOOD).then(|| child.stderr.take().unwrap());
        drop(child.stderr.take());
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(expected));
        let complaint = stderr.map(|it| std::io::read_to_string(it).unwrap());
        assert!(complaint.is_none_or(|it| it.is_empty()));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_a_fault() {
    let folder = folder(&[("template.yaml", GOOD)]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let (status, _, stderr) = read(&samc(folder.path()).arg("expand").stdout(full).output().unwrap());
    assert_eq!(status, 2);
    assert_one_line_of_fault(&stderr);
    let (status, _, stderr) = call(&folder, &["expand", "-o", "/dev/full"]);
    assert_eq!(status, 2);
    assert_one_line_of_fault(&stderr);
}

#[test]
fn an_output_file_is_replaced_whole_or_not_at_all() {
    let folder = folder(&[("good.yaml", GOOD), ("bad.yaml", BAD), ("out.json", "old")]);
    let out = folder.path().join("out.json");

    assert_eq!(call(&folder, &["expand", "bad.yaml", "-o", "out.json"]).0, 1);
    assert_eq!(fs::read_to_string(&out).unwrap(), "old");

    let (_, document, _) = call(&folder, &["expand", "good.yaml"]);
    assert_eq!(call(&folder, &["expand", "good.yaml", "-o", "out.json"]), (0, String::new(), String::new()));
    assert_eq!(fs::read_to_string(&out).unwrap(), document);
    assert_eq!(call(&folder, &["expand", "good.yaml", "-o", "-"]).1, document);

    assert_eq!(listing(&folder), ["bad.yaml", "good.yaml", "out.json"]);
}

#[test]
fn an_output_never_replaces_what_was_read() {
    let flow = "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}";
    let template = "Transform: AWS::Serverless-2016-10-31
Metadata: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: snippet.yaml}}}
Resources:
  Flow: {Type: AWS::Serverless::StateMachine, Properties: {DefinitionUri: flow.asl.json}}
  Inner: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: nested.yaml}}
";
    let files = [
        ("app/t.yaml", template),
        ("app/snippet.yaml", "Owner: me\n"),
        ("app/flow.asl.json", flow),
        ("app/nested.yaml", "Resources: {T: {Type: AWS::SNS::Topic}}\n"),
        ("app/samconfig.toml", "version = 0.1\n"),
        ("app/.samc.yaml", "rules: {unused-parameter: off}\n"),
        ("known.json", ""),
    ];
    let folder = folder(&files);
    fs::remove_file(folder.path().join("known.json")).unwrap();
    assert_eq!(call(&folder, &["check", "app/t.yaml", "--write-baseline", "known.json"]).0, 0);
    let before = || files.map(|(name, _)| fs::read(folder.path().join(name)).unwrap());
    let kept = before();
    let package = ["package", "app/t.yaml", "--s3-bucket", "code", "--output-dir", "out", "-o"];
    let cases: &[(&[&str], &[&str])] = &[
        (
            &["expand", "app/t.yaml", "-o"],
            &["t.yaml", "snippet.yaml", "flow.asl.json", "nested.yaml", "samconfig.toml"],
        ),
        (&["expand", "app/t.yaml", "--source-map"], &["t.yaml", "snippet.yaml"]),
        (&["graph", "app/t.yaml", "-o"], &["t.yaml", "snippet.yaml", "flow.asl.json", "nested.yaml"]),
        (&["graph", "app/t.yaml", "--nested", "-o"], &["t.yaml", "nested.yaml"]),
        (&package, &["t.yaml", "nested.yaml", "flow.asl.json", "samconfig.toml"]),
        (&["check", "app/t.yaml", "-o"], &["t.yaml", "snippet.yaml", "flow.asl.json", "samconfig.toml", ".samc.yaml"]),
        (&["check", "app", "-o"], &["t.yaml", "nested.yaml", "snippet.yaml"]),
        (&["check", "app", "--baseline", "known.json", "-o"], &["../known.json"]),
    ];
    for (command, outputs) in cases {
        for output in *outputs {
            let output = format!("./app/{output}");
            let (status, _, stderr) = call(&folder, &[*command, &[&*output]].concat());
            assert!(status == 2 && stderr.contains("which samc reads"), "{command:?} {output}: {stderr}");
            assert_one_line_of_fault(&stderr);
        }
    }
    assert_eq!(before(), kept);
    assert_eq!(listing(&folder), ["app", "known.json"]);
    // Through the snippet's other name, too.
    fs::hard_link(folder.path().join("app/snippet.yaml"), folder.path().join("other")).unwrap();
    #[cfg(unix)]
    assert_eq!(call(&folder, &["expand", "app/t.yaml", "-o", "other"]).0, 2);
}

#[test]
fn an_output_file_that_cannot_be_written_ends_with_2() {
    let folder = folder(&[("template.yaml", GOOD), ("inner/x", "")]);
    for (path, message) in [("inner", "it is a folder"), ("none/out.json", "`none`"), ("inner/x/out.json", "`inner/x`")]
    {
        let (status, stdout, stderr) = call(&folder, &["expand", "-o", path]);
        assert_eq!((status, stdout.as_str()), (2, ""));
        assert_one_line_of_fault(&stderr);
        assert!(stderr.contains(message), "{stderr}");
    }
    assert_eq!(listing(&folder), ["inner", "template.yaml"]);
}

#[test]
#[cfg(unix)]
fn an_output_file_keeps_its_permissions_and_links() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let folder = folder(&[("template.yaml", GOOD), ("inner/real.json", "old"), ("plain", "")]);
    let path = |name: &str| folder.path().join(name);
    fs::set_permissions(path("inner/real.json"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("inner/real.json", path("link.json")).unwrap();
    symlink("inner/new.json", path("dangling.json")).unwrap();
    symlink("loop.json", path("loop.json")).unwrap();

    for name in ["link.json", "dangling.json", "fresh.json"] {
        assert_eq!(call(&folder, &["expand", "-o", name]), (0, String::new(), String::new()));
    }
    assert_eq!(fs::read_link(path("link.json")).unwrap(), Path::new("inner/real.json"));
    assert_eq!(fs::read_link(path("dangling.json")).unwrap(), Path::new("inner/new.json"));
    let real = fs::metadata(path("inner/real.json")).unwrap();
    assert!(real.len() > 3 && real.mode() & 0o7777 == 0o640);
    // A new file is as open as any other that the user makes.
    let mode = |name: &str| fs::metadata(path(name)).unwrap().mode();
    assert_eq!((mode("fresh.json"), mode("inner/new.json")), (mode("plain"), mode("plain")));

    let (status, _, stderr) = call(&folder, &["expand", "-o", "loop.json"]);
    assert_eq!(status, 2);
    assert_one_line_of_fault(&stderr);
}

#[test]
#[cfg(target_os = "linux")]
fn an_output_that_is_open_already_is_written_through() {
    let folder = folder(&[("template.yaml", GOOD), ("log", "before\n")]);
    let log = folder.path().join("log");
    for name in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
        let out = fs::OpenOptions::new().append(true).open(&log).unwrap();
        let (status, _, stderr) = read(&samc(folder.path()).args(["expand", "-o", name]).stdout(out).output().unwrap());
        assert_eq!((status, stderr.as_str()), (0, ""));
        let (status, stdout, _) = call(&folder, &["expand", "-o", name]);
        assert!(status == 0 && stdout.starts_with('{'), "{stdout}");
    }
    let text = fs::read_to_string(&log).unwrap();
    assert!(text.starts_with("before\n{") && text.matches("Resources").count() == 3, "{text}");
}

#[test]
#[cfg(unix)]
fn names_that_are_not_unicode_are_names() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder(&[]);
    let name = OsStr::from_bytes(b"caf\xe9\n.yaml");
    fs::write(folder.path().join(name), BAD).unwrap();
    let (status, _, stderr) = call(&folder, &[OsStr::new("expand"), name]);
    assert!(status == 1 && stderr.contains("[caf\u{fffd}\\u{a}.yaml:1:1]"), "{stderr}");
}

#[test]
fn explain_prints_a_rule() {
    let folder = folder(&[]);
    let (status, stdout, stderr) = call(&folder, &["explain", "unknown-property"]);
    assert_eq!((status, &*stderr), (0, ""));
    assert!(stdout.starts_with("unknown-property (error)\n\nA property is misspelled"), "{stdout}");
    assert!(stdout.contains("\nThis is right:\n\n    Resources:\n"), "{stdout}");
    let (status, stdout, _) = call(&folder, &["explain"]);
    assert!(status == 0 && stdout.lines().any(|it| it.starts_with("invalid-policy  ")), "{stdout}");
}

#[test]
fn explain_knows_what_was_meant() {
    let (status, stdout, stderr) = call(&folder(&[]), &["explain", "unkown-property"]);
    assert_eq!((status, &*stdout), (2, ""));
    assert_one_line_of_fault(&stderr);
    assert!(stderr.ends_with("did you mean `unknown-property`?\n"), "{stderr}");
}

const SHOP: &str = include_str!("../explain/shop.yaml");

#[test]
fn explain_prints_where_resources_come_from() {
    let folder = folder(&[("template.yaml", SHOP), ("rules", SHOP)]);
    let (status, stdout, stderr) = call(&folder, &["explain", "template.yaml"]);
    assert_eq!((status, &*stderr), (0, ""));
    assert!(stdout.starts_with("6 resources in template.yaml become 24 resources of CloudFormation\n"), "{stdout}");
    for template in ["template.yaml", "./rules", "rules"] {
        let (status, stdout, stderr) = call(&folder, &["explain", template, "WorkerRole"]);
        assert_eq!((status, &*stderr), (0, ""));
        assert!(stdout.starts_with("WorkerRole  AWS::IAM::Role\n"), "{stdout}");
    }
    let (status, stdout, _) = call_with_input(&folder, &["explain", "-", "Layer"], SHOP.as_bytes());
    assert!(status == 0 && stdout.contains("Layer0dd3c6f762"), "{stdout}");
}

#[test]
fn explain_knows_which_resource_was_meant() {
    let folder = folder(&[("template.yaml", SHOP)]);
    for (written, help) in [
        ("WorkerRol", "did you mean `WorkerRole`?"),
        ("Layers", "did you mean `Layer`?"),
        ("Zzzzzzzzz", "`samc explain template.yaml` lists all resources"),
    ] {
        let (status, stdout, stderr) = call(&folder, &["explain", "template.yaml", written]);
        assert_eq!((status, &*stdout), (2, ""));
        assert_one_line_of_fault(&stderr);
        assert!(stderr.ends_with(&format!("{help}\n")), "{stderr}");
    }
}

#[test]
fn explain_says_what_it_can_of_a_broken_template() {
    let broken = SHOP.replace("Schedule: rate(1 day)", "Schedul: rate(1 day)");
    let folder = folder(&[("template.yaml", &broken), ("bad.yaml", BAD)]);
    let (status, stdout, stderr) = call(&folder, &["explain", "template.yaml"]);
    assert_eq!(status, 1);
    assert!(stdout.contains("OtherRole ") && stderr.ends_with("errors in template.yaml\n"), "{stdout}{stderr}");
    let (status, stdout, _) = call(&folder, &["explain", "bad.yaml"]);
    assert_eq!((status, &*stdout), (1, ""));
    assert_eq!(call(&folder, &["explain", "missing.yaml"]).0, 2);
}

#[test]
fn expand_writes_a_source_map() {
    let folder = folder(&[("template.yaml", SHOP), ("bad.yaml", BAD)]);
    let (status, stdout, stderr) = call(&folder, &["expand", "template.yaml", "--source-map", "map.json"]);
    assert_eq!((status, stderr.lines().count()), (0, 1), "{stderr}");
    assert!(stdout.starts_with("{\n  \"Parameters\""), "{stdout}");
    let map: serde_json::Value = serde_json::from_slice(&fs::read(folder.path().join("map.json")).unwrap()).unwrap();
    let runtime = &map["values"]["/Resources/Worker/Properties/Runtime"];
    assert_eq!((&map["version"], &map["sources"][0]), (&1.into(), &"template.yaml".into()));
    assert_eq!((&runtime["from"][0], &runtime["start"]["line"]), (&"globals".into(), &8.into()));
    assert_eq!(map["resources"]["WorkerNightly"]["causes"][0]["event"], "Nightly");
    let (status, _, _) = call(&folder, &["expand", "bad.yaml", "--source-map", "none.json"]);
    assert!(status == 1 && !folder.path().join("none.json").exists());
}

#[test]
fn a_document_and_its_source_map_are_two_files() {
    let folder = folder(&[("template.yaml", SHOP), ("inner/x", "")]);
    for (output, map) in [("x.json", "x.json"), ("x.json", "./inner/../x.json"), ("template.yaml", "./template.yaml")] {
        let (status, stdout, stderr) = call(&folder, &["expand", "-o", output, "--source-map", map]);
        assert_eq!((status, stdout.as_str()), (2, ""));
        assert_one_line_of_fault(&stderr);
        assert!(stderr.contains("name two files"), "{stderr}");
    }
    assert_eq!(listing(&folder), ["inner", "template.yaml"]);
    assert_eq!(call(&folder, &["expand", "-o", "x.json", "--source-map", "inner/x.json"]).0, 0);
}

#[test]
fn schema_describes_the_types_that_are_named() {
    let (status, stdout, _) = call(&folder(&[]), &["schema", "--types", "AWS::S3,AWS::SQS::Queue"]);
    assert!(status == 0 && stdout.contains("\n    \"AWS::SQS::Queue\": {") && !stdout.contains("\"AWS::SNS::Topic\""));
    let (status, stdout, stderr) = call(&folder(&[]), &["schema", "--types", "AWS::SQS::Queu"]);
    assert_eq!((status, &*stdout), (2, ""));
    assert_eq!(stderr, "error: there is no type `AWS::SQS::Queu`; did you mean `AWS::SQS::Queue`?\n");
    assert_eq!(call(&folder(&[]), &["schema", "--types", "AWS::S3", "--configuration"]).0, 2);
}

#[test]
fn schema_prints_json() {
    let (status, stdout, stderr) = call(&folder(&[]), &["schema"]);
    assert_eq!((status, &*stderr), (0, ""));
    assert!(stdout.starts_with("{\n") && stdout.ends_with("}\n"));
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (status, stdout, stderr) = call(&folder(&[]), &["completions", shell]);
        assert_eq!((status, &*stderr), (0, ""));
        assert!(stdout.contains("expand") && stdout.contains("parameter-overrides"), "{shell}: {stdout}");
        // Where a shell is told of values at all, it knows the starters.
        assert_eq!(stdout.contains("schedule"), matches!(shell, "bash" | "zsh"), "{shell}");
    }
    assert_eq!(call(&folder(&[]), &["completions", "tcsh"]).0, 2);
}

#[test]
fn manual_pages_are_printed_or_written() {
    let folder = folder(&[]);
    let (status, page, stderr) = call(&folder, &["man"]);
    assert_eq!((status, &*stderr), (0, ""));
    assert!(page.contains(".TH samc 1") && page.contains(".SH SUBCOMMANDS"), "{page}");
    assert!(samc(folder.path()).args(["man", "pages/man1"]).status().unwrap().success());
    let written = |name: &str| fs::read_to_string(folder.path().join("pages/man1").join(name)).unwrap();
    assert_eq!(written("samc.1"), page);
    assert!(written("samc-expand.1").contains("source\\-map"));
}
