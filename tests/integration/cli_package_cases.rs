//! `samc package`: what it makes of the cases in `tests/package/expanded`, of nested templates and of snippets, and which folders
//! it refuses.
use crate::support::comparison::differences;
use crate::support::program::{assert_one_line_of_fault, call, folder, read, samc};
use serde_json::{Map, Value, json};
use std::fs::{self, File};
use std::path::Path;
use tempfile::TempDir;

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/package/expanded");
const PACKAGE: [&str; 7] = ["package", "--s3-bucket", "code", "--output-dir", "out", "--use-json", "--quiet"];

/// What is printed, and the findings.
fn packaged(folder: &TempDir, more: &[&str]) -> (Value, Vec<Value>) {
    let (status, stdout, stderr) = call(folder, &[&PACKAGE[..], &["--message-format", "json"], more].concat());
    let findings: Vec<Value> = stderr.lines().map(|it| serde_json::from_str(it).expect(it)).collect();
    assert_eq!(status == 0, findings.iter().all(|it| it["severity"] != "error"), "{stderr}");
    (serde_json::from_str(&stdout).unwrap_or_default(), findings)
}

fn codes(findings: &[Value]) -> Vec<(&str, &str)> {
    findings.iter().map(|it| (it["file"].as_str().unwrap(), it["rule"].as_str().unwrap())).collect()
}

/// The documents of nested templates, under the ids of their resources; their own keys are taken away.
fn with_nested(mut document: Value, out: &Path) -> Value {
    const HOST: &str = "https://s3.amazonaws.com/code/";
    let mut nested = Map::new();
    for (id, resource) in document["Resources"].as_object_mut().unwrap() {
        let url = resource.get_mut("Properties").and_then(|it| it.get_mut("TemplateURL"));
        let Some(url) = url else { continue };
        let key = url.as_str().unwrap().strip_prefix(HOST).unwrap().to_owned();
        *url = HOST.into();
        let inner = serde_json::from_slice(&fs::read(out.join(key)).unwrap()).unwrap();
        nested.insert(id.clone(), with_nested(inner, out));
    }
    if !nested.is_empty() {
        document["Nested"] = Value::Object(nested);
    }
    document
}

#[test]
fn expanded_templates_are_those_that_the_reference_makes_of_packaged_ones() {
    let mut count = 0;
    for case in fs::read_dir(CASES).unwrap().map(|it| it.unwrap().path()) {
        let out = tempfile::tempdir().unwrap();
        let to = out.path().join("out");
        let output = samc(&case)
            .args(["package", "--s3-bucket", "code", "--use-json", "--quiet", "--expand", "--output-dir"])
            .arg(&to)
            .output()
            .unwrap();
        let (status, stdout, stderr) = read(&output);
        assert_eq!(status, 0, "{}: {stderr}", case.display());
        let expected: Value = serde_json::from_slice(&fs::read(case.join("expected.json")).unwrap()).unwrap();
        let document = with_nested(serde_json::from_str(&stdout).unwrap(), &to);
        assert_eq!(differences(&expected, &document), [""; 0], "{}", case.display());
        count += 1;
    }
    assert_eq!(count, 5);
}

const NESTED: &str = "Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Parameters:
  Names: {Type: CommaDelimitedList, Default: inner}
  Alias: {Type: String, Default: inner}
Resources:
  Fn::ForEach::Topics:
    - Name
    - !Ref Names
    - Topic${Name}: {Type: AWS::SNS::Topic}
  Worker:
    Type: AWS::Serverless::Function
    Properties: {InlineCode: x, Handler: index.handler, Runtime: python3.13, AutoPublishAlias: !Ref Alias}
";

/// The ids of the resources of the nested template to which the outer one gives these parameters.
fn nested_with(parameters: &str, more: &[&str]) -> (Vec<String>, String) {
    let outer = format!(
        "Parameters: {{Names: {{Type: String, Default: outer}}}}
Resources:
  Queue: {{Type: AWS::SQS::Queue}}
  Inner: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: inner.yaml, Parameters: {parameters}}}}}
"
    );
    let folder = folder(&[("template.yaml", &*outer), ("inner.yaml", NESTED)]);
    let command =
        ["package", "--s3-bucket", "code", "--output-dir", "out", "--use-json", "--expand", "--region", "eu-west-1"];
    let (status, _, stderr) = call(&folder, &[&command[..], more].concat());
    if status != 0 {
        return (Vec::new(), stderr);
    }
    let template = fs::read_dir(folder.path().join("out")).unwrap().next().unwrap().unwrap().path();
    let template: Value = serde_json::from_slice(&fs::read(template).unwrap()).unwrap();
    let ids = template["Resources"].as_object().unwrap().keys();
    (ids.filter(|it| it.starts_with("Topic") || it.contains("Alias")).cloned().collect(), stderr)
}

#[test]
fn what_the_outer_template_gives_counts_in_the_nested_one() {
    // What it does not give has the default, which nobody can change.
    let (ids, stderr) = nested_with("{}", &[]);
    assert_eq!(ids, ["Topicinner", "WorkerAliasinner"]);
    assert!(!stderr.contains("defaults are fixed"), "{stderr}");
    assert_eq!(nested_with("{Alias: !Ref AWS::NoValue}", &[]).0, ids);
    let (ids, stderr) = nested_with("{Names: !Join [',', [one, two]], Alias: !Sub 'x${AWS::Region}'}", &[]);
    assert_eq!(ids, ["Topicone", "Topictwo", "WorkerAliasxeuDwestD1"]);
    assert!(!stderr.contains("defaults are fixed"), "{stderr}");
    // A default of the outer one may be another value at the deployment.
    let (ids, stderr) = nested_with("{Names: !Ref Names}", &[]);
    assert!(ids.contains(&"Topicouter".to_owned()) && stderr.contains("defaults are fixed in the template: `Names`"));
    let (ids, stderr) = nested_with("{Names: !Ref Names}", &["--parameter-overrides", "Names=given"]);
    assert!(ids.contains(&"Topicgiven".to_owned()) && !stderr.contains("defaults are fixed"), "{stderr}");
}

#[test]
fn what_only_the_deployment_knows_has_no_default() {
    for (parameters, rule) in [
        ("{Names: !GetAtt Queue.QueueName}", "unresolvable-collection"),
        ("{Alias: !GetAtt Queue.QueueName}", "invalid-value"),
        ("!If [Some, {Names: a}, {Names: b}]", "unresolvable-collection"),
    ] {
        let (ids, stderr) = nested_with(parameters, &[]);
        assert!(ids.is_empty() && stderr.contains(&format!("error[{rule}]")), "{parameters}: {stderr}");
    }
    assert!(nested_with("{Names: !GetAtt Queue.QueueName}", &[]).1.contains("where one is about `Names`"));
}

#[test]
fn only_snippets_that_name_files_are_put_in() {
    let template = "Transform: AWS::Serverless-2016-10-31
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Fn::Transform: {Name: AWS::Include, Parameters: {Location: code.yaml}}
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      Fn::Transform: {Name: AWS::Include, Parameters: {Location: topic.yaml}}
";
    let folder = folder(&[
        ("template.yaml", template),
        ("code.yaml", "CodeUri: src\nHandler: app.handler\n"),
        ("topic.yaml", "DisplayName: Orders\n"),
        ("src/app.py", "x = 1\n"),
    ]);
    let (template, findings) = packaged(&folder, &[]);
    assert_eq!(codes(&findings), []);
    let properties = |id: &str| template["Resources"][id]["Properties"].clone();
    let code = properties("Worker")["CodeUri"].as_str().unwrap().to_owned();
    let place = properties("Topic")["Fn::Transform"]["Parameters"]["Location"].as_str().unwrap().to_owned();
    assert_eq!(properties("Worker"), json!({"Runtime": "python3.13", "CodeUri": code, "Handler": "app.handler"}));
    for place in [code, place] {
        assert!(folder.path().join("out").join(place.strip_prefix("s3://code/").unwrap()).is_file(), "{place}");
    }
    // What is missing is reported where it is named.
    fs::remove_dir_all(folder.path().join("src")).unwrap();
    assert_eq!(codes(&packaged(&folder, &[]).1), [("code.yaml", "missing-artifact")]);
    fs::write(folder.path().join("code.yaml"), "CodeUri: !Sub src\n").unwrap();
    assert_eq!(codes(&packaged(&folder, &[]).1), [("code.yaml", "short-form-in-snippet")]);
}

const FUNCTION: &str = "Transform: AWS::Serverless-2016-10-31
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: src, Handler: app.handler, Runtime: python3.13}
";

#[test]
fn snippets_that_are_included_too_often_are_one_error() {
    let include = "{Fn::Transform: {Name: AWS::Include, Parameters: {Location: s.yaml}}}";
    let resource =
        |id: usize| format!("  R{id}:\n    Type: AWS::SNS::Topic\n    Metadata: {include}\n    Properties: {{}}\n");
    let template = |resources: String| format!("Transform: AWS::Serverless-2016-10-31\nResources:\n{resources}");
    let snippet: String = (0..10_000).map(|it| format!("k{it}: value{it}\n")).collect();
    let folder = folder(&[("template.yaml", &template((0..40).map(resource).collect())), ("s.yaml", &snippet)]);
    let package = ["package", "--s3-bucket", "code", "--output-dir", "out"];
    let expanding = [&package[..], &["--expand"]].concat();
    for command in [&["expand"][..], &["check"], &expanding] {
        let (status, stdout, stderr) = call(&folder, command);
        let all = format!("{stdout}{stderr}");
        assert!(status == 1 && all.matches("error[").count() == 1, "{all}");
        assert!(all.contains("error[template-too-large]: `s.yaml` is included so often"), "{all}");
        // Of the first one that is not put in.
        assert!(all.contains("template.yaml:"), "{all}");
    }
    // A deployment reads them in S3, each from the same place.
    let (template, findings) = packaged(&folder, &[]);
    let location = |id: &str| {
        let transform = &template["Resources"][id]["Metadata"]["Fn::Transform"];
        transform["Parameters"]["Location"].as_str().unwrap_or_default().to_owned()
    };
    assert!(findings.is_empty() && location("R0").starts_with("s3://") && location("R0") == location("R39"));
    // What names files is put in.
    let snippet = format!("Code: src/\nHandler: a.b\nRuntime: python3.13\nDescription: {}\n", "x".repeat(100_000));
    let function = |id: usize| {
        let transform = "Fn::Transform: {Name: AWS::Include, Parameters: {Location: s.yaml}}";
        format!("  R{id}: {{Type: AWS::Lambda::Function, Properties: {{{transform}}}}}\n")
    };
    let template: String = (0..200).map(function).collect();
    fs::write(folder.path().join("template.yaml"), format!("Resources:\n{template}")).unwrap();
    fs::write(folder.path().join("s.yaml"), snippet).unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("src/a.py"), "").unwrap();
    let (status, _, stderr) = call(&folder, &package);
    assert!(status == 1 && stderr.matches("error[template-too-large]").count() == 1, "{stderr}");
}

#[test]
fn globals_that_nothing_uses_name_nothing() {
    let globals = "Globals: {Function: {CodeUri: gone}}\n";
    let folder = folder(&[("template.yaml", &*format!("{globals}{FUNCTION}")), ("src/app.py", "")]);
    let (template, findings) = packaged(&folder, &[]);
    assert_eq!((codes(&findings), &template["Globals"]["Function"]["CodeUri"]), (vec![], &json!("gone")));
    // A function without properties has what holds for all.
    let shared = "Transform: AWS::Serverless-2016-10-31
Globals: {Function: {CodeUri: src, Handler: app.handler, Runtime: python3.13}}
Resources: {Worker: {Type: AWS::Serverless::Function}}
";
    fs::write(folder.path().join("template.yaml"), shared).unwrap();
    let (template, _) = packaged(&folder, &[]);
    assert_eq!(template["Resources"]["Worker"]["Properties"]["CodeUri"], template["Globals"]["Function"]["CodeUri"]);
    let (template, _) = packaged(&folder, &["--expand"]);
    assert_eq!(template["Resources"]["Worker"]["Properties"]["Code"]["S3Bucket"], "code");
}

#[test]
fn what_cannot_be_deployed_is_not_made() {
    let application = "Transform: AWS::Serverless-2016-10-31
Resources:
  Login:
    Type: AWS::Serverless::Application
    Properties:
      # samc: allow placeholder-url
      Location: {ApplicationId: 'arn:aws:serverlessrepo:us-east-1:111122223333:applications/login', SemanticVersion: 1.0.0}
";
    let image = "Resources:
  Worker: {Type: AWS::Lambda::Function, Properties: {PackageType: Image, Role: role}}
";
    let folder = folder(&[("template.yaml", application), ("image.yaml", image)]);
    assert_eq!(codes(&packaged(&folder, &["--expand"]).1), [("template.yaml", "placeholder-url")]);
    assert_eq!(codes(&packaged(&folder, &[]).1), []);
    assert_eq!(codes(&packaged(&folder, &["image.yaml"]).1), [("image.yaml", "unpushed-image")]);
}

#[test]
fn transforms_that_are_left_are_named() {
    let elsewhere = "Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: 's3://b/k'}}}}
";
    let folder = folder(&[("template.yaml", elsewhere)]);
    let command = ["package", "--s3-bucket", "code", "--output-dir", "out", "--expand"];
    let (status, _, stderr) = call(&folder, &command);
    assert!(status == 0 && stderr.contains("CAPABILITY_AUTO_EXPAND"), "{stderr}");
}

#[test]
fn ignore_files_are_understood_or_refused() {
    let folder = folder(&[("template.yaml", FUNCTION), ("src/app.py", ""), ("src/.env", "secret")]);
    let ignore = folder.path().join("src/.samcignore");
    for patterns in ["[z-a]\n".to_owned(), format!("{}\n", "{".repeat(60)), "#".repeat(300_000)] {
        fs::write(&ignore, patterns).unwrap();
        let (_, findings) = packaged(&folder, &[]);
        assert_eq!(codes(&findings), [("template.yaml", "missing-artifact")]);
        assert!(findings[0]["message"].as_str().unwrap().contains(".samcignore"), "{findings:?}");
    }
    #[cfg(unix)]
    {
        fs::remove_file(&ignore).unwrap();
        std::os::unix::fs::symlink("../template.yaml", &ignore).unwrap();
        assert_eq!(codes(&packaged(&folder, &[]).1), [("template.yaml", "missing-artifact")]);
    }
}

#[test]
fn code_in_the_folder_of_artifacts_is_refused() {
    let folder = folder(&[("template.yaml", FUNCTION), ("src/app.py", "")]);
    for output in [".", "src"] {
        let (status, _, stderr) = call(&folder, &["package", "--s3-bucket", "code", "--output-dir", output]);
        assert!(status == 1 && stderr.contains("it is in the folder for the artifacts"), "{stderr}");
    }
    // What is in the code is left out.
    let first = call(&folder, &["package", "--s3-bucket", "code", "--output-dir", "src/out"]);
    assert_eq!((first.0, first), (0, call(&folder, &["package", "--s3-bucket", "code", "--output-dir", "src/out"])));
}

#[cfg(unix)]
#[test]
fn folders_that_are_not_there_are_named() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("template.yaml", FUNCTION), ("src/app.py", "")]);
    symlink("nothing", folder.path().join("dangling")).unwrap();
    for more in [["--output-dir", "dangling"], ["--output-dir=out", "--output=gone/template.yaml"]] {
        let output = samc(folder.path()).args(["package", "--s3-bucket", "code"]).args(more).output().unwrap();
        let (status, _, stderr) = read(&output);
        assert_eq!(status, 2);
        assert_one_line_of_fault(&stderr);
    }
    assert!(!folder.path().join("out").exists());
}

#[test]
fn the_folder_of_the_project_can_be_named() {
    let folder = folder(&[("infrastructure/template.yaml", &*FUNCTION.replace("src", "../src")), ("src/app.py", "")]);
    let run = |more: &[&str]| {
        let mut command = samc(&folder.path().join("infrastructure"));
        read(&command.args(["package", "--s3-bucket", "code", "--output-dir", "out"]).args(more).output().unwrap())
    };
    let (status, _, stderr) = run(&[]);
    assert!(status == 1 && stderr.contains("`--project-dir`"), "{stderr}");
    assert_eq!(run(&["--project-dir", ".."]).0, 0);
    let (status, _, stderr) = run(&["--project-dir", "../src"]);
    assert_eq!(status, 2);
    assert_one_line_of_fault(&stderr);
}

#[test]
fn what_a_killed_run_left_is_removed_and_never_packaged() {
    let folder = folder(&[
        ("template.yaml", &*FUNCTION.replace("src", ".")),
        ("app.py", ""),
        (".samc-abcdef.tmp/lock", ""),
        (".samc-abcdef.tmp/0", "half"),
        (".samc-fedcba.tmp/lock", ""),
    ]);
    let lock = File::options().write(true).open(folder.path().join(".samc-fedcba.tmp/lock")).unwrap();
    lock.try_lock().unwrap();
    let (status, _, stderr) =
        call(&folder, &["package", "--s3-bucket", "code", "--output-dir", "out", "-opackaged.yaml"]);
    assert!(status == 0 && stderr.contains("packaged ./: 2 files"), "{stderr}");
    assert!(!folder.path().join(".samc-abcdef.tmp").exists());
    // Somebody works there.
    assert!(folder.path().join(".samc-fedcba.tmp/lock").exists());
}

#[cfg(unix)]
#[test]
fn one_file_under_two_names_is_two_artifacts() {
    let template = "Resources:
  One: {Type: AWS::Lambda::Function, Properties: {Code: one.py}}
  Other: {Type: AWS::Lambda::Function, Properties: {Code: other.py}}
";
    let folder = folder(&[("template.yaml", template), ("one.py", "x = 1\n")]);
    std::os::unix::fs::symlink("one.py", folder.path().join("other.py")).unwrap();
    let (template, _) = packaged(&folder, &[]);
    let key = |id: &str| template["Resources"][id]["Properties"]["Code"]["S3Key"].clone();
    assert_ne!(key("One"), key("Other"));
}

#[cfg(unix)]
#[test]
fn links_in_the_folder_of_artifacts_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("template.yaml", FUNCTION), ("src/app.py", ""), ("elsewhere/x", "")]);
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("out/inner")).unwrap();
    symlink(at("elsewhere"), at("out/app")).unwrap();
    symlink("../../elsewhere", at("out/inner/app")).unwrap();
    symlink("../nothing", at("out/dangling")).unwrap();
    fs::write(at("out/file"), "").unwrap();
    let run = |prefix: &str, output: &str| {
        call(&folder, &["package", "--s3-bucket", "code", "--s3-prefix", prefix, "--output-dir", output, "-q"])
    };
    for (prefix, named) in [
        ("app", "`out/app` is a link"),
        ("app/deeper", "`out/app` is a link"),
        ("inner/app", "`out/inner/app` is a link"),
        ("dangling", "`out/dangling` is a link"),
        ("file", "`out/file` is not a folder"),
    ] {
        let (status, _, stderr) = run(prefix, "out");
        assert!(status == 2 && stderr.contains(named), "{stderr}");
        assert_one_line_of_fault(&stderr);
    }
    assert!(fs::read_dir(at("elsewhere")).unwrap().count() == 1 && !at("nothing").exists());
    // The folder that the caller names may be one.
    assert_eq!(run("inner", "out/app").0, 0);
    assert_eq!(fs::read_dir(at("elsewhere/inner")).unwrap().count(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_nothing_behind() {
    let folder = folder(&[("template.yaml", FUNCTION)]);
    fs::create_dir(folder.path().join("src")).unwrap();
    let noise: Vec<u8> = (0..40_000_u32).flat_map(|it| it.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
    fs::write(folder.path().join("src/noise.bin"), noise).unwrap();
    let script = format!(
        "ulimit -f 40; trap '' XFSZ; exec {} package --s3-bucket code --output-dir out",
        env!("CARGO_BIN_EXE_samc")
    );
    let output = std::process::Command::new("bash").args(["-c", &script]).current_dir(folder.path()).output().unwrap();
    let (status, stdout, stderr) = read(&output);
    assert_eq!((status, &*stdout), (2, ""));
    assert_one_line_of_fault(&stderr);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

/// Templates `c0.yaml` to `cDEPTH.yaml`, each of which nests the next one twice with other values; `last` is the innermost.
fn doubling(depth: usize, last: &str) -> TempDir {
    let folder = folder(&[]);
    for level in 0..depth {
        let stack = |id: usize| {
            let properties = format!("{{TemplateURL: c{}.yaml, Parameters: {{P: !Sub '${{P}}{id}'}}}}", level + 1);
            format!("  A{id}: {{Type: AWS::CloudFormation::Stack, Properties: {properties}}}\n")
        };
        let text = format!("Parameters: {{P: {{Type: String, Default: x}}}}\nResources:\n{}{}", stack(0), stack(1));
        fs::write(folder.path().join(format!("c{level}.yaml")), text).unwrap();
    }
    fs::write(folder.path().join(format!("c{depth}.yaml")), last).unwrap();
    folder
}

/// How many artifacts `c0.yaml` comes to, and what is said on standard error.
fn artifacts_of(folder: &TempDir, more: &[&str]) -> (usize, String) {
    let command = ["package", "c0.yaml", "--s3-bucket", "code", "--output-dir", "out", "-q"];
    let (status, _, stderr) = call(folder, &[&command[..], more].concat());
    let out = fs::read_dir(folder.path().join("out")).map_or(0, Iterator::count);
    assert_eq!(status == 0, out > 0, "{stderr}");
    (out, stderr)
}

const TOPIC: &str =
    "Parameters: {P: {Type: String}}\nResources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref P}}}\n";
const LOOP: &str = "Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Parameters: {P: {Type: CommaDelimitedList}}
Resources:
  Fn::ForEach::Functions:
    - Name
    - !Ref P
    - ${Name}: {Type: AWS::Lambda::Function, Properties: {Handler: a.b, Runtime: python3.13, Code: 'c${Name}.yaml'}}
";

#[test]
fn templates_that_nest_ever_more_others_are_packaged_once() {
    // Nothing in them depends on the values that they are given.
    assert_eq!(artifacts_of(&doubling(19, TOPIC), &[]), (19, String::new()));
    // The values of the document do.
    let folder = doubling(3, TOPIC);
    assert_eq!(artifacts_of(&folder, &["--expand"]), (3, String::new()));
    let named =
        TOPIC.replace("TopicName: !Ref P", "TopicName: t").replace("{T:", "{'Fn::ForEach::T': [N, [!Ref P], {'T${N}':");
    let named = format!("Transform: AWS::LanguageExtensions\n{}", named.replace("t}}}", "t}}}]}"));
    let (count, stderr) = artifacts_of(&doubling(3, &named), &["--expand"]);
    assert_eq!((count, &*stderr), (2 + 4 + 8, ""));
}

#[test]
fn variants_of_nested_templates_are_bounded() {
    for (last, more) in [(TOPIC, &["--expand"][..]), (LOOP, &[])] {
        let (count, stderr) = artifacts_of(&doubling(19, last), more);
        assert!(count == 0 && stderr.contains("more than 500 variants in all"), "{stderr}");
    }
    let long = format!("{TOPIC}# {}\n", "x".repeat(1_500_000));
    let (count, stderr) = artifacts_of(&doubling(2, &long), &["--expand"]);
    assert!(count == 0 && stderr.contains("variants of more than 4000000 bytes"), "{stderr}");
}

#[test]
fn a_loop_far_inside_heeds_what_is_given_outside() {
    let folder = doubling(2, LOOP);
    for name in ["cx00", "cx01", "cx10", "cx11"] {
        fs::write(folder.path().join(format!("{name}.yaml")), name).unwrap();
    }
    // Four codes, the templates with them, and those around these.
    assert_eq!(artifacts_of(&folder, &[]).0, 4 + 4 + 2);
}
