//! `samc package`: keys, zip files, rewritten templates, and what is refused. What SAM CLI makes of the same project is
//! recorded in `tests/package`, whose README says how.
use crate::support::comparison::differences;
use crate::support::program::{assert_one_line_of_fault, call, folder, read, samc};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use zip::ZipArchive;

const PROJECT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/package/project");
const RECORDED: &str = include_str!("../package/recorded.json");

/// A copy of the project with the links and modes that it had when it was recorded.
#[cfg(unix)]
fn project() -> TempDir {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new(PROJECT), folder.path());
    let at = |name: &str| folder.path().join(name);
    symlink("../licence.txt", at("src/licence.txt")).unwrap();
    symlink("../layer", at("src/linked")).unwrap();
    for (name, mode) in [("src/run.sh", 0o755), ("src/.env", 0o600)] {
        fs::set_permissions(at(name), fs::Permissions::from_mode(mode)).unwrap();
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    let mut entries: Vec<PathBuf> = fs::read_dir(from).unwrap().map(|it| it.unwrap().path()).collect();
    // In another order than their names.
    entries.sort_by_key(|it| std::cmp::Reverse(it.clone()));
    for entry in entries {
        let to = to.join(entry.file_name().unwrap());
        match entry.is_dir() {
            true => copy(&entry, &to),
            false => drop(fs::copy(&entry, to).unwrap()),
        }
    }
}

/// All files in a folder, by their paths in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut left = vec![folder.to_owned()];
    while let Some(next) = left.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

/// Names, modes and years in a zip file.
fn members(archive: &Path) -> Vec<(String, u32, u16)> {
    let mut archive = ZipArchive::new(File::open(archive).unwrap()).unwrap();
    let numbers = 0..archive.len();
    numbers
        .map(|number| {
            let mut member = archive.by_index(number).unwrap();
            let mut content = Vec::new();
            member.read_to_end(&mut content).unwrap();
            (member.name().unwrap().into_owned(), member.unix_mode().unwrap(), member.last_modified().unwrap().year())
        })
        .collect()
}

const PACKAGE: [&str; 10] = [
    "package",
    "template.yaml",
    "--s3-bucket",
    "code",
    "--s3-prefix",
    "app",
    "--output-dir",
    "out",
    "--use-json",
    "--quiet",
];

fn packaged(folder: &TempDir, more: &[&str]) -> Value {
    let (status, stdout, stderr) = call(folder, &[&PACKAGE[..], more].concat());
    assert_eq!((status, &*stderr), (0, ""));
    serde_json::from_str(&stdout).unwrap()
}

/// A template without what only SAM CLI writes, and without the keys of nested templates, which are hashes of their texts.
fn comparable(mut template: Value) -> Value {
    for resource in template["Resources"].as_object_mut().unwrap().values_mut() {
        let resource = resource.as_object_mut().unwrap();
        if resource.get("Metadata").is_some_and(|it| it.get("SamResourceId").is_some()) {
            resource.remove("Metadata");
        }
        for name in ["Location", "TemplateURL"] {
            if let Some(place) = resource["Properties"].get_mut(name) {
                assert!(place.as_str().unwrap().ends_with(".template"), "{place}");
                *place = Value::Null;
            }
        }
    }
    template
}

#[cfg(unix)]
#[test]
fn keys_and_zip_files_are_those_of_sam() {
    let folder = project();
    let recorded: Value = serde_json::from_str(RECORDED).unwrap();
    let template = packaged(&folder, &[]);
    assert_eq!(differences(&comparable(recorded["template"].clone()), &comparable(template)), [""; 0]);
    let made = files(&folder.path().join("out"));
    let mut templates = 0;
    for (key, content) in recorded["artifacts"].as_object().unwrap() {
        if key.ends_with(".template") {
            templates += 1;
            continue;
        }
        assert!(made.contains_key(key), "{key} is missing");
        if let Some(names) = content.get("zip") {
            let members = members(&folder.path().join("out").join(key));
            assert!(members.iter().all(|(_, _, year)| *year == 1980));
            let members: Vec<Value> = members.into_iter().map(|(name, mode, _)| json!([name, mode])).collect();
            assert_eq!(names, &Value::Array(members), "{key}");
        }
    }
    assert_eq!(made.len(), recorded["artifacts"].as_object().unwrap().len());
    assert_eq!(made.keys().filter(|it| it.ends_with(".template")).count(), templates);
}

#[cfg(unix)]
#[test]
fn the_same_input_makes_the_same_bytes() {
    let (one, other) = (project(), project());
    let time = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    File::open(other.path().join("src/app.py")).unwrap().set_modified(time).unwrap();
    let of = |folder: &TempDir| (packaged(folder, &["--expand"]), files(&folder.path().join("out")));
    assert_eq!(of(&one), of(&other));
    // What is there under the same key stays.
    let (key, _) = files(&one.path().join("out")).into_iter().next().unwrap();
    fs::write(one.path().join("out").join(&key), "older").unwrap();
    packaged(&one, &["--expand"]);
    assert_eq!(fs::read(one.path().join("out").join(&key)).unwrap(), b"older");
    let left: Vec<_> = fs::read_dir(one.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert!(!left.iter().any(|it| it.to_string_lossy().starts_with(".samc-")), "{left:?}");
}

#[cfg(unix)]
#[test]
fn what_is_expanded_needs_no_transform() {
    let folder = project();
    let template = packaged(&folder, &["--expand"]);
    assert_eq!(template.get("Transform"), None);
    let text = template.to_string();
    for left in ["AWS::Serverless::", "Fn::Transform", "\"src/\"", "bucket/value"] {
        assert!(!text.contains(left), "{left} in {text}");
    }
    assert_eq!(template["Resources"]["Topic"]["Properties"], json!({"DisplayName": "Orders"}));
    // The template is expanded as it is when SAM finds it packaged.
    let kept = packaged(&folder, &[]);
    let mut kept = kept;
    kept["Resources"]["Topic"]["Properties"] = json!({"DisplayName": "Orders"});
    fs::write(folder.path().join("kept.json"), kept.to_string()).unwrap();
    let (status, expanded, stderr) = call(&folder, &["expand", "kept.json", "--artifacts", "as-is"]);
    assert_eq!(status, 0, "{stderr}");
    let nested = |mut it: Value| {
        it["Resources"]["Nested"]["Properties"]["TemplateURL"] = Value::Null;
        it["Resources"]["Stack"]["Properties"]["TemplateURL"] = Value::Null;
        it
    };
    let expanded: Value = serde_json::from_str(&expanded).unwrap();
    assert_eq!(differences(&nested(expanded), &nested(template.clone())), [""; 0]);
    // So are the templates that it nests.
    let url = template["Resources"]["Stack"]["Properties"]["TemplateURL"].as_str().unwrap();
    let key = url.strip_prefix("https://s3.amazonaws.com/code/").unwrap();
    let inner: Value = serde_json::from_slice(&fs::read(folder.path().join("out").join(key)).unwrap()).unwrap();
    assert_eq!(inner["Resources"]["Inner"]["Properties"]["Code"]["S3Bucket"], "code");
    assert_eq!(inner.get("Transform"), None);
}

const FUNCTION: &str = "Transform: AWS::Serverless-2016-10-31
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: app.handler
      Runtime: python3.13
";

const SHORT: [&str; 6] = ["package", "--s3-bucket", "code", "--output-dir", "out", "-opackaged.yaml"];

#[test]
fn what_is_missing_is_an_error_at_its_line() {
    let folder = folder(&[("template.yaml", FUNCTION)]);
    let (status, stdout, stderr) = call(&folder, &[&SHORT[..], &["--message-format", "json"]].concat());
    let finding: Value = serde_json::from_str(&stderr).unwrap();
    assert_eq!(
        (status, &*stdout, &finding["rule"], &finding["start"]["line"]),
        (1, "", &json!("missing-artifact"), &json!(6))
    );
    assert!(finding["help"].as_str().unwrap().contains("`.aws-sam/build/template.yaml`"), "{finding}");
    // Nothing is written.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_line_of_globals_is_reported_once() {
    let template = "Transform: AWS::Serverless-2016-10-31
Globals: {Function: {CodeUri: src, Runtime: python3.13, Handler: a.b}}
Resources:
  One: {Type: AWS::Serverless::Function, Properties: {MemorySize: 128}}
  Two: {Type: AWS::Serverless::Function, Properties: {MemorySize: 256}}
";
    let folder = folder(&[("template.yaml", template)]);
    for more in [&["--message-format", "json"][..], &["--message-format", "json", "--expand"]] {
        let (status, _, stderr) = call(&folder, &[&SHORT[..], more].concat());
        assert_eq!((status, stderr.lines().count()), (1, 1), "{stderr}");
    }
    fs::create_dir(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("src/a.py"), "").unwrap();
    let template = packaged(&folder, &[]);
    let code = &template["Resources"]["One"]["Properties"]["CodeUri"];
    assert_eq!(code, &template["Globals"]["Function"]["CodeUri"]);
}

#[test]
fn samcignore_leaves_out() {
    let folder = folder(&[
        ("template.yaml", FUNCTION),
        (".samcignore", "*.md\ntests/\n"),
        ("src/app.py", "x = 1\n"),
        ("src/notes.md", "n"),
        ("src/keep/notes.md", "n"),
        ("src/keep/.samcignore", "!notes.md\n"),
        ("src/tests/a.py", "n"),
    ]);
    let (status, _, stderr) = call(&folder, &SHORT);
    assert_eq!(status, 0, "{stderr}");
    assert!(
        stderr.contains("packaged src/: 2 files, ") && stderr.contains("left out by .samcignore: notes.md, tests/")
    );
    let (key, _) = files(&folder.path().join("out")).into_iter().next().unwrap();
    let names: Vec<String> = members(&folder.path().join("out").join(key)).into_iter().map(|it| it.0).collect();
    assert_eq!(names, ["app.py", "keep/notes.md"]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_out_or_round_are_refused() {
    use std::os::unix::fs::symlink;
    for (target, reason) in
        [("nothing", "leads to nothing"), ("..", "it is in"), ("link", "circle of links"), ("/etc", "leads out of")]
    {
        let folder = folder(&[("template.yaml", FUNCTION), ("src/app.py", "")]);
        let target = if target == ".." { "../src" } else { target };
        symlink(target, folder.path().join("src/link")).unwrap();
        let (status, _, stderr) = call(&folder, &[&SHORT[..], &["--message-format", "json"]].concat());
        let finding: Value = serde_json::from_str(&stderr).unwrap();
        assert!(status == 1 && finding["message"].as_str().unwrap().contains(reason), "{finding}");
        // What is left out may be broken.
        fs::write(folder.path().join(".samcignore"), "link\n").unwrap();
        assert_eq!(call(&folder, &SHORT).0, 0);
    }
}

#[test]
fn each_round_of_a_loop_has_its_own_code() {
    let template = "Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Parameters: {Names: {Type: CommaDelimitedList, Default: 'a,b'}}
Resources:
  Fn::ForEach::Workers:
    - Name
    - !Ref Names
    - Worker${Name}:
        Type: AWS::Serverless::Function
        Properties: {CodeUri: !Sub './${Name}', Handler: app.handler, Runtime: python3.13, MemorySize: !Ref Size}
";
    let sized = template.replace("{Names:", "{Size: {Type: Number, Default: 256}, Names:");
    let folder = folder(&[("template.yaml", &sized), ("a/app.py", "1"), ("b/app.py", "2")]);
    let kept = {
        let (status, stdout, stderr) = call(&folder, &[&PACKAGE[..8], &["--use-json"]].concat());
        assert!(status == 0 && stderr.contains("defaults are fixed in the template: `Names`"), "{stderr}");
        serde_json::from_str::<Value>(&stdout).unwrap()
    };
    assert_eq!(kept["Transform"], json!(["AWS::LanguageExtensions", "AWS::Serverless-2016-10-31"]));
    // All else stays as it was.
    assert_eq!(kept["Resources"]["Workera"]["Properties"]["MemorySize"], json!({"Ref": "Size"}));
    let code = |it: &Value, id: &str| it["Resources"][id]["Properties"]["CodeUri"].as_str().unwrap().to_owned();
    assert!(code(&kept, "Workera").starts_with("s3://code/app/") && code(&kept, "Workera") != code(&kept, "Workerb"));
    // A loop whose rounds share their code stays a loop.
    let shared = sized.replace("!Sub './${Name}'", "a");
    fs::write(folder.path().join("template.yaml"), shared).unwrap();
    let kept = packaged(&folder, &[]);
    let body = &kept["Resources"]["Fn::ForEach::Workers"][2]["Worker${Name}"];
    assert!(body["Properties"]["CodeUri"].as_str().unwrap().starts_with("s3://code/app/"), "{body}");
    let expanded = packaged(&folder, &["--expand"]);
    assert_eq!(expanded["Resources"]["Workerb"]["Properties"]["Code"]["S3Bucket"], "code");
}

#[cfg(unix)]
#[test]
fn what_works_otherwise_than_it_reads_is_a_warning() {
    let found = |template: &str, files: &[(&str, &str)]| {
        let folder = folder(&[&[("template.yaml", template)], files].concat());
        let (status, _, stderr) = call(&folder, &[&SHORT[..], &["--message-format", "json"]].concat());
        assert_eq!(status, 0, "{stderr}");
        let codes = stderr.lines().map(|it| serde_json::from_str::<Value>(it).unwrap()["rule"].clone());
        codes.collect::<Vec<Value>>()
    };
    let unbuilt = ("src/requirements.txt", "requests\n");
    assert_eq!(found(FUNCTION, &[("src/app.py", ""), unbuilt]), ["unbuilt-code"]);
    let allowed = FUNCTION.replace("CodeUri: src/", "CodeUri: src/ # samc: allow unbuilt-code");
    assert_eq!(found(&allowed, &[("src/app.py", ""), unbuilt]), [""; 0]);
    let built = FUNCTION.replace("    Properties:", "    Metadata: {SamResourceId: Worker}\n    Properties:");
    assert_eq!(found(&built, &[("src/app.py", ""), unbuilt]), [""; 0]);
    let method = FUNCTION.replace("    Properties:", "    Metadata: {BuildMethod: makefile}\n    Properties:");
    assert_eq!(found(&method, &[("src/app.py", "")]), ["unbuilt-code"]);
    let own = FUNCTION.replace("python3.13", "provided.al2023");
    assert_eq!(found(&own, &[("src/bootstrap", "")]), ["bootstrap-not-executable"]);
    let image = FUNCTION.replace("CodeUri: src/", "PackageType: Image\n      ImageUri: app:latest");
    let folder = folder(&[("template.yaml", &*image)]);
    let (status, _, stderr) = call(&folder, &SHORT);
    assert!(status == 1 && stderr.contains("[unpushed-image]"), "{stderr}");
    let pushed = image.replace("app:latest", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1");
    fs::write(folder.path().join("template.yaml"), pushed).unwrap();
    assert_eq!(call(&folder, &SHORT).0, 0);
}

#[test]
fn samconfig_names_the_bucket() {
    let configuration = "version = 0.1\n[default.global.parameters]\nregion = \"eu-west-1\"\ns3_prefix = \"global\"\n\
        [default.deploy.parameters]\ns3_bucket = \"deployed\"\n[default.package.parameters]\ns3_prefix = \"app/code\"\n\
        [china.deploy.parameters]\ns3_bucket = \"deployed\"\nregion = \"eu-west-2\"\n[china.package.parameters]\nregion = \"cn-north-1\"\n";
    let stack = "Resources:\n  Inner: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: inner.yaml}}\n";
    let inner = "Resources:\n  Topic: {Type: AWS::SNS::Topic}\n";
    let folder = folder(&[("samconfig.toml", configuration), ("template.yaml", stack), ("inner.yaml", inner)]);
    let (status, stdout, stderr) = call(&folder, &["package", "--output-dir", "a/b/out"]);
    assert_eq!(status, 0, "{stderr}");
    assert!(stdout.contains("https://s3.eu-west-1.amazonaws.com/deployed/app/code/"), "{stdout}");
    let made: Vec<String> = files(&folder.path().join("a/b/out")).into_keys().collect();
    assert!(made.len() == 1 && made[0].starts_with("app/code/") && made[0].ends_with(".template"), "{made:?}");

    let (_, stdout, _) = call(&folder, &["package", "--output-dir", "a/b/out", "--config-env", "china"]);
    assert!(stdout.contains("https://s3.cn-north-1.amazonaws.com.cn/deployed/"), "{stdout}");

    fs::remove_file(folder.path().join("samconfig.toml")).unwrap();
    for more in [&[][..], &["--s3-bucket", "s3://code"], &["--s3-bucket", "code", "--s3-prefix", "../up"]] {
        let (status, _, stderr) = call(&folder, &[&["package", "--output-dir", "out"][..], more].concat());
        assert_eq!(status, 2);
        assert_one_line_of_fault(&stderr);
    }
}

#[test]
fn templates_that_nest_each_other_in_a_circle() {
    let stack = |url: &str| {
        format!("Resources:\n  It: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: {url}}}}}\n")
    };
    let folder =
        folder(&[("template.yaml", &stack("a.yaml")), ("a.yaml", &stack("b.yaml")), ("b.yaml", &stack("a.yaml"))]);
    let (status, _, stderr) = call(&folder, &SHORT);
    assert!(status == 1 && stderr.contains("it contains itself"), "{stderr}");
}

#[test]
fn artifacts_are_never_packaged_themselves() {
    let whole = FUNCTION.replace("CodeUri: src/", "CodeUri: .");
    let folder = folder(&[("template.yaml", &*whole), ("app.py", "")]);
    let run = || {
        let (status, _, stderr) = call(&folder, &SHORT);
        assert_eq!(status, 0, "{stderr}");
        files(&folder.path().join("out"))
    };
    assert_eq!(run(), run());
    let output =
        samc(folder.path()).args(["package", "--s3-bucket", "code", "--output-dir", "app.py"]).output().unwrap();
    let (status, _, stderr) = read(&output);
    assert_eq!(status, 2);
    assert_one_line_of_fault(&stderr);
}
