//! `samc diff` as it is called: exit statuses, streams, revisions of git. What differs is tested elsewhere.
use crate::support::program::{assert_one_line_of_fault, call, call_with_input, folder, read, samc};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const OLD: &str = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n";
const NEW: &str = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties: {QueueName: jobs}\n";
const BAD: &str = "AWSTemplateFormatVersion: '2010-09-09'\n";

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.com", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").current_dir(folder).args(identity).args(arguments).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository whose first commit, tagged `first`, has the old template in a folder, where the new one stands now.
fn repository() -> TempDir {
    let folder = folder(&[("app/template.yaml", OLD), ("app/notes:today.yaml", OLD)]);
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "-m", "First"]);
    git(folder.path(), &["tag", "first"]);
    std::fs::write(folder.path().join("app/template.yaml"), NEW).unwrap();
    folder
}

#[test]
fn the_exit_status_says_whether_there_are_differences() {
    let folder = folder(&[("old.yaml", OLD), ("new.yaml", NEW)]);
    let (status, stdout, stderr) = call(&folder, &["diff", "old.yaml", "new.yaml"]);
    assert_eq!((status, stderr.as_str()), (1, ""));
    assert!(stdout.ends_with("\n1 changed (1 replaced) (old.yaml -> new.yaml)\n"), "{stdout}");
    let (status, stdout, stderr) = call(&folder, &["diff", "old.yaml", "old.yaml"]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    assert_eq!(stdout, "no differences (old.yaml -> old.yaml)\n");
    let (status, stdout, _) = call(&folder, &["diff", "old.yaml", "new.yaml", "--format", "json"]);
    assert!(status == 1 && stdout.starts_with("{\n  \"version\": 1,") && stdout.ends_with("}\n"), "{stdout}");
    let (status, stdout, _) = call(&folder, &["diff", "old.yaml", "new.yaml", "--format", "markdown"]);
    assert!(status == 1 && stdout.starts_with("### `samc diff`: `old.yaml` → `new.yaml`\n"), "{stdout}");
}

#[test]
fn a_comment_is_not_longer_than_github_takes() {
    let text = |letter: &str| format!("{}||``", letter.repeat(500));
    let resource = |number: usize, letter: &str| {
        let name = format!("R{number}{}", "x".repeat(200));
        format!("  {name}:\n    Type: AWS::SQS::Queue\n    Properties: {{QueueName: '{}'}}\n", text(letter))
    };
    let template =
        |letter: &str| "Resources:\n".to_owned() + &(0..300).map(|number| resource(number, letter)).collect::<String>();
    let folder = folder(&[("old.yaml", &template("ö")), ("new.yaml", &template("ü"))]);
    let (_, stdout, _) = call(&folder, &["diff", "old.yaml", "new.yaml", "--format", "markdown"]);
    assert!((50_000..65_536).contains(&stdout.chars().count()), "{}", stdout.chars().count());
    let last = "Left out, because a comment must not be too long: 240 of 300 rows of \"Resources\", ";
    let rest = stdout.lines().last().unwrap().strip_prefix(last).expect("what is left out comes last");
    assert!(
        rest.contains(" of 300 rows of \"Properties\"") && rest.ends_with(". `samc diff` shows them all."),
        "{rest}"
    );
    let (_, stdout, _) = call(&folder, &["diff", "old.yaml", "new.yaml"]);
    assert_eq!(stdout.matches("replaces").count(), 300);
}

#[test]
fn colors_are_for_terminals() {
    let folder = folder(&[("old.yaml", OLD), ("new.yaml", NEW)]);
    let (_, plain, _) = call(&folder, &["diff", "old.yaml", "new.yaml"]);
    let (_, colored, _) = call(&folder, &["diff", "old.yaml", "new.yaml", "--color", "always"]);
    assert!(!plain.contains('\x1b') && colored.contains("\x1b[1;31mreplace"), "{colored}");
}

#[test]
fn one_side_may_be_standard_input() {
    let folder = folder(&[("old.yaml", OLD)]);
    let (status, stdout, _) = call_with_input(&folder, &["diff", "old.yaml", "-"], NEW.as_bytes());
    assert!(status == 1 && stdout.ends_with("(old.yaml -> <stdin>)\n"), "{stdout}");
    let (status, stdout, _) = call_with_input(&folder, &["diff", "-", "old.yaml"], OLD.as_bytes());
    assert!(status == 0 && stdout.ends_with("(<stdin> -> old.yaml)\n"), "{stdout}");
    let (status, _, stderr) = call(&folder, &["diff", "-", "-"]);
    assert_eq!(status, 2);
    assert_one_line_of_fault(&stderr);
}

#[test]
fn what_is_refused_is_reported_on_either_side() {
    let folder = folder(&[("old.yaml", OLD), ("bad.yaml", BAD), ("worse.yaml", "a: [")]);
    let (_, _, expected) = call(&folder, &["expand", "bad.yaml"]);
    for arguments in [["diff", "old.yaml", "bad.yaml"], ["diff", "bad.yaml", "old.yaml"]] {
        let (status, stdout, stderr) = call(&folder, &arguments);
        assert_eq!((status, stdout.as_str(), stderr.as_str()), (2, "", expected.as_str()));
    }
    let (status, stdout, stderr) = call(&folder, &["diff", "bad.yaml", "worse.yaml"]);
    assert_eq!((status, stdout.as_str()), (2, ""));
    assert!(stderr.contains("1 error in bad.yaml\n") && stderr.ends_with("1 error in worse.yaml\n"), "{stderr}");
    let (status, _, stderr) = call_with_input(&folder, &["diff", "old.yaml", "-"], b"Resources: \xff");
    assert!(status == 2 && stderr.contains("<stdin>:1:12"), "{stderr}");
}

#[test]
fn options_hold_for_both_sides() {
    let template = |value: &str| {
        let body = "Parameters: {Name: {Type: String, Default: x}}\nTransform: AWS::Serverless-2016-10-31\nResources:\n  \
                    Layer: {Type: 'AWS::Serverless::LayerVersion', Properties: {ContentUri: ";
        format!("{body}{value}}}}}\n")
    };
    let folder = folder(&[("old.yaml", &template("layer/")), ("new.yaml", &template("s3://bucket/key"))]);
    let (status, _, stderr) = call(&folder, &["diff", "old.yaml", "new.yaml", "--artifacts", "as-is"]);
    assert!(status == 2 && stderr.contains("[invalid-location]") && stderr.contains("old.yaml"), "{stderr}");
    let arguments = ["diff", "old.yaml", "old.yaml", "--region", "cn-north-1", "--parameter-overrides", "Name=y"];
    assert_eq!(call(&folder, &arguments).0, 0);
}

#[test]
fn revisions_of_git() {
    let repository = repository();
    let inside = |arguments: &[&str]| {
        let app = repository.path().join("app");
        read(&samc(&app).args(arguments).output().unwrap())
    };
    let top = call(&repository, &["diff", "first:app/template.yaml", "app/template.yaml"]);
    assert!(top.0 == 1 && top.1.ends_with("(first:app/template.yaml -> app/template.yaml)\n"), "{top:?}");
    let here = inside(&["diff", "first:./template.yaml", "template.yaml"]);
    assert!(
        here.0 == 1 && here.1.ends_with("1 changed (1 replaced) (first:./template.yaml -> template.yaml)\n"),
        "{here:?}"
    );
    assert_eq!(inside(&["diff", "first:./template.yaml", "HEAD:./template.yaml"]).0, 0);
    // What is staged.
    assert_eq!(inside(&["diff", "HEAD:./template.yaml", ":./template.yaml"]).0, 0);
    // A file is a file, whatever its name.
    assert_eq!(inside(&["diff", "notes:today.yaml", "first:./template.yaml"]).0, 0);
}

#[test]
fn revisions_that_cannot_be_read() {
    let repository = repository();
    let faults = [
        ("second:app/template.yaml", "no git revision `second`"),
        ("first:app/missing.yaml", "revision `first` has no file `app/missing.yaml`"),
        ("first:app", "it is a folder; name a template in it"),
        ("--help:app/template.yaml", "unexpected argument"),
        ("$(touch x):app/template.yaml", "no git revision"),
    ];
    for (name, reason) in faults {
        let (status, stdout, stderr) = call(&repository, &["diff", name, "app/template.yaml"]);
        assert_eq!((status, stdout.as_str()), (2, ""), "{name}");
        assert!(stderr.contains(reason), "{name}: {stderr}");
    }
    assert!(!repository.path().join("x").exists());
    let (status, _, stderr) = call(&repository, &["diff", "app/template.yaml", "--", "-x:app/template.yaml"]);
    assert!(status == 2 && stderr.contains("neither a file nor a git revision"), "{stderr}");
    let app = repository.path().join("app");
    let (_, _, stderr) = read(&samc(&app).args(["diff", "first:template.yaml", "template.yaml"]).output().unwrap());
    assert!(stderr.contains("write `first:./template.yaml` for this folder"), "{stderr}");
    assert_one_line_of_fault(&stderr);
}

#[test]
fn a_revision_without_a_file() {
    let repository = repository();
    for (arguments, path) in [
        (["diff", "HEAD", "app/template.yaml"], "HEAD:app/template.yaml"),
        (["diff", "app/template.yaml", "first"], "first:app/template.yaml"),
        (["diff", "HEAD", "new.yaml"], "HEAD:template.yaml"),
    ] {
        let (status, _, stderr) = call(&repository, &arguments);
        assert!(status == 2 && stderr.contains(&format!("name the file in it: `{path}`")), "{stderr}");
        assert_one_line_of_fault(&stderr);
    }
    let app = repository.path().join("app");
    let (_, _, stderr) = read(&samc(&app).args(["diff", "HEAD", "template.yaml"]).output().unwrap());
    assert!(stderr.contains("`HEAD:./template.yaml`"), "{stderr}");
}

#[test]
fn without_a_repository_or_git() {
    let folder = folder(&[("old.yaml", OLD)]);
    let arguments = ["diff", "main:old.yaml", "old.yaml"];
    let (status, _, stderr) =
        read(&samc(folder.path()).env("GIT_CEILING_DIRECTORIES", "/").args(arguments).output().unwrap());
    assert!(status == 2 && stderr.contains("git reports: not a git repository"), "{stderr}");
    assert_one_line_of_fault(&stderr);
    let (status, _, stderr) = read(&samc(folder.path()).env("PATH", "").args(arguments).output().unwrap());
    assert!(status == 2 && stderr.contains("git was not found"), "{stderr}");
    assert_one_line_of_fault(&stderr);
    let (status, _, stderr) = call(&folder, &["diff", "missing.yaml", "old.yaml"]);
    assert!(status == 2 && stderr.contains("cannot read `missing.yaml`: there is no such file"), "{stderr}");
}

#[test]
fn no_file_takes_the_place_of_a_revision() {
    let folder = repository();
    let name = "first:app/template.yaml";
    std::fs::create_dir(folder.path().join("first:app")).unwrap();
    std::fs::write(folder.path().join(name), NEW).unwrap();
    let (status, stdout, stderr) = call(&folder, &["diff", name, "app/template.yaml"]);
    assert_eq!((status, stdout.as_str()), (2, ""));
    assert_one_line_of_fault(&stderr);
    assert!(stderr.contains(&format!("write `./{name}` for the file")), "{stderr}");
    assert_eq!(call(&folder, &["diff", &format!("./{name}"), "app/template.yaml"]).0, 0);
}

#[test]
fn no_name_is_an_option_of_git() {
    let folder = repository();
    for name in ["--batch:x", "-p:x", "--textconv:app/template.yaml", "--output=x:y"] {
        let (status, stdout, stderr) = call(&folder, &["diff", "--", name, "app/template.yaml"]);
        assert_eq!((status, stdout.as_str()), (2, ""));
        assert_one_line_of_fault(&stderr);
        assert!(stderr.contains("neither a file nor a git revision"), "{stderr}");
    }
}

/// What looks like a repository can be part of another one, and its configuration would name programs.
#[test]
fn a_bare_repository_is_not_used_unasked() {
    let folder = repository();
    let bare = folder.path().join("bare");
    git(folder.path(), &["clone", "--quiet", "--bare", ".", "bare"]);
    std::fs::write(bare.join("template.yaml"), NEW).unwrap();
    let mut command = samc(&bare);
    let output = command.args(["diff", "first:app/template.yaml", "template.yaml"]).output().unwrap();
    let (status, stdout, stderr) = read(&output);
    assert_eq!((status, stdout.as_str()), (2, ""));
    assert_one_line_of_fault(&stderr);
    assert!(stderr.contains("bare"), "{stderr}");
    let output = command.env("GIT_DIR", &bare).output().unwrap();
    assert_eq!(read(&output).0, 1);
}
