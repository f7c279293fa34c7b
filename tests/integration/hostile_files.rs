//! Files that a stranger has put beside a template: samc reads none that is elsewhere, waits for none, and says nothing of
//! what stands in them.
#![cfg(unix)]
use crate::support::program::{assert_one_line_of_fault, call, folder, read, samc};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

const LONGEST_WAIT: Duration = Duration::from_secs(20);
const GOOD: &str = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Topic:\n    Type: AWS::SNS::Topic\n";
const BAD: &str = "AWSTemplateFormatVersion: '2010-09-09'\n";
const TYPO: &str = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Orders:\n    Type: AWS::Serverless::Function\n    \
    Properties: {CodeUri: src/, Handler: app.handler, Runtime: python3.13, Tiemout: 5}\n";
const SECRET: &str = "[credentials]\naws_secret_access_key = hunter2\n";

/// A call that may wait for something; it is ended when it takes too long.
fn call_in_time(folder: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    let mut command = samc(folder.path());
    let child = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let id = child.id().to_string();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(child.wait_with_output().unwrap()));
    let output = receiver.recv_timeout(LONGEST_WAIT).unwrap_or_else(|_| {
        let _ = Command::new("kill").args(["-KILL", &id]).status();
        panic!("{arguments:?}: no end after {LONGEST_WAIT:?}")
    });
    read(&output)
}

fn pipe(path: impl AsRef<Path>) {
    assert!(Command::new("mkfifo").arg(path.as_ref()).status().unwrap().success());
}

fn text(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

#[test]
fn a_configuration_behind_a_link_is_not_shown() {
    let folder = folder(&[
        ("secret", SECRET),
        ("repository/.git/config", SECRET),
        ("repository/inner/template.yaml", GOOD),
        ("repository/template.yaml", GOOD),
        ("valid.yaml", "rules: {missing-section: off}\n"),
    ]);
    let place = folder.path().join("repository/.samc.yaml");
    let absolute = folder.path().join("secret");
    for target in [Path::new("../secret"), &absolute, Path::new("/proc/self/environ"), Path::new(".git/config")] {
        symlink(target, &place).unwrap();
        for format in ["human", "json", "sarif", "github", "junit"] {
            let arguments = ["check", "repository", "repository/template.yaml", "--format", format];
            let (status, stdout, stderr) = call_in_time(&folder, &arguments);
            assert_eq!(status, 2, "{stdout}");
            assert_one_line_of_fault(&stderr);
            assert!(stderr.contains("repository/.samc.yaml"), "{stderr}");
            let all = stdout + &stderr;
            assert!(!all.contains("credentials") && !all.contains("hunter2") && !all.contains("PATH"), "{all}");
        }
        fs::remove_file(&place).unwrap();
    }
    // A valid one that is elsewhere has no effect either.
    symlink("../valid.yaml", &place).unwrap();
    let (status, _, stderr) = call(&folder, &["check", "repository/template.yaml"]);
    assert!(status == 2 && stderr.contains("leads out of its folder"), "{stderr}");
}

#[test]
fn a_configuration_may_be_a_link_to_its_own_folder_and_anywhere_where_it_is_named() {
    let settings = "rules: {missing-section: warning}\n";
    let folder = folder(&[("a/settings.yaml", settings), ("a/bad.yaml", BAD), ("elsewhere.yaml", settings)]);
    symlink("settings.yaml", folder.path().join("a/.samc.yaml")).unwrap();
    assert_eq!(call(&folder, &["check", "a/bad.yaml"]).0, 0);
    symlink("../elsewhere.yaml", folder.path().join("a/named.yaml")).unwrap();
    assert_eq!(call(&folder, &["check", "a/bad.yaml", "--config", "a/named.yaml"]).0, 0);
    let mut shell = Command::new("bash");
    let program = samc(folder.path()).get_program().to_owned();
    shell.args(["-c", "\"$0\" check a/bad.yaml --config <(cat elsewhere.yaml)"]).arg(program);
    assert_eq!(read(&shell.current_dir(folder.path()).output().unwrap()).0, 0);
}

#[test]
fn a_configuration_is_a_file_of_modest_size() {
    let folder = folder(&[("pipe/a.yaml", GOOD), ("device/a.yaml", GOOD), ("large/a.yaml", GOOD)]);
    pipe(folder.path().join("pipe/.samc.yaml"));
    symlink("/dev/zero", folder.path().join("device/.samc.yaml")).unwrap();
    let large = "types:\n".to_owned() + &"- AWS::Workbench::Blueprint\n".repeat(10_000);
    fs::write(folder.path().join("large/.samc.yaml"), &large).unwrap();
    for (name, reason) in
        [("pipe", "it is not a file"), ("device", "it is a link"), ("large", "more than 262144 bytes")]
    {
        let (status, stdout, stderr) = call_in_time(&folder, &["check", name]);
        assert_eq!((status, stdout.as_str()), (2, ""), "{name}");
        assert_one_line_of_fault(&stderr);
        assert!(stderr.contains(reason), "{stderr}");
    }
    for named in ["/dev/zero", "large/.samc.yaml"] {
        let (status, _, stderr) = call_in_time(&folder, &["check", "large/a.yaml", "--config", named]);
        assert!(status == 2 && stderr.contains("more than 262144 bytes"), "{stderr}");
    }
}

#[test]
fn ignore_files_are_files() {
    for name in [".gitignore", ".ignore", ".git/info/exclude", ".git", "inner/.gitignore"] {
        for target in [None, Some("/dev/zero"), Some("../ignored")] {
            let folder = folder(&[("top/inner/a.yaml", BAD), ("top/b.yaml", BAD), ("ignored", "*.yaml\n")]);
            let path = folder.path().join("top").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            match target {
                None => pipe(&path),
                Some(target) => symlink(target, &path).unwrap(),
            }
            for searched in ["top", "top/inner"] {
                let (status, stdout, stderr) = call_in_time(&folder, &["check", searched]);
                assert_eq!((status, stderr.as_str()), (1, ""), "{name} {target:?}: {stdout}");
            }
        }
    }
}

#[test]
fn what_git_ignores_is_not_searched() {
    let folder = folder(&[
        (".gitignore", "\u{FEFF}*.out.yaml\n/x.yaml\nbuild/\n!.shown.yaml\n!.ignore\n"),
        (".git/info/exclude", "mine.yaml\n"),
        ("a/.gitignore", "!b.out.yaml\n"),
        ("a/.ignore", "c.yaml\n!mine.yaml\n"),
        ("a/b.out.yaml", BAD),
        ("a/c.yaml", BAD),
        ("a/mine.yaml", BAD),
        ("a/x.yaml", BAD),
        ("a/node_modules/d.yaml", BAD),
        ("a/build/e.yaml", BAD),
        (".hidden/f.yaml", BAD),
        (".g.yaml", BAD),
        (".shown.yaml", BAD),
        ("h.out.yaml", BAD),
        ("mine.yaml", BAD),
        ("x.yaml", BAD),
        ("tree/.git", "gitdir: ../.git/worktrees/tree\n"),
        (".git/worktrees/tree/commondir", "../..\n"),
        ("tree/mine.yaml", BAD),
        ("tree/y.yaml", BAD),
    ]);
    let found = |arguments: &[&str]| {
        let (_, stdout, _) = call(&folder, arguments);
        let name =
            |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["file"].as_str().unwrap().to_owned();
        stdout.lines().map(name).collect::<Vec<String>>()
    };
    let all = [".shown.yaml", "a/b.out.yaml", "a/mine.yaml", "a/x.yaml", "tree/y.yaml"];
    assert_eq!(found(&["check", "--format", "json"]), all);
    assert_eq!(found(&["check", "--format", "json", "a"]), all[1..4]);
    assert_eq!(found(&["check", "--format", "json", "**/*.yaml"]), all);
}

#[test]
fn deep_braces_are_refused() {
    let deep = "{a,".repeat(40_000);
    let folder = folder(&[("a.yaml", BAD), ("b.yaml", BAD), (".gitignore", &format!("{deep}\nb.yaml\n{deep}"))]);
    let (status, stdout, stderr) = call(&folder, &["check"]);
    assert_eq!((status, stderr.as_str()), (1, ""));
    assert!(stdout.ends_with("\n1 error in a.yaml\n"), "{stdout}");
    let deep = "{a,".repeat(10_000);
    fs::write(folder.path().join(".samc.yaml"), format!("exclude: [b, '{deep}']\n")).unwrap();
    let (status, stdout, stderr) = call(&folder, &["check", "--format", "json"]);
    assert_eq!((status, stdout.lines().count()), (2, 1));
    assert!(
        stdout.contains("10000 braces that open, more than 50") && stdout.contains(r#""line":1,"column":14"#),
        "{stdout}"
    );
    assert_one_line_of_fault(&stderr);
    let (status, _, stderr) = call(&folder, &["check", &deep]);
    assert!(status == 2 && stderr.contains("braces that open"), "{stderr}");
    fs::remove_file(folder.path().join(".samc.yaml")).unwrap();
    fs::write(folder.path().join(".gitignore"), "b.yaml\n".repeat(100_000)).unwrap();
    let (status, _, stderr) = call(&folder, &["check"]);
    assert!(status == 2 && stderr.contains("cannot read `.gitignore`: it has more than 262144 bytes"), "{stderr}");
}

#[test]
fn templates_that_are_found_are_files_in_the_folder() {
    let folder = folder(&[("app/real.yaml", TYPO), ("app/deep/other.yaml", BAD), ("outside.yaml", TYPO)]);
    let path = |name: &str| folder.path().join(name);
    pipe(path("app/pipe.yaml"));
    for (target, link) in [
        ("../outside.yaml", "app/out.yaml"),
        ("/dev/zero", "app/zero.yaml"),
        ("real.yaml", "app/again.yaml"),
        ("../..", "app/deep/up"),
        ("../real.yaml", "app/deep/again.yaml"),
    ] {
        symlink(target, path(link)).unwrap();
    }
    for arguments in [&["app"][..], &["app/**/*.yaml"], &["app", "app/*.yaml"]] {
        let (status, stdout, stderr) = call_in_time(&folder, &[&["check"], arguments].concat());
        assert_eq!((status, stderr.as_str()), (1, ""));
        assert!(stdout.ends_with("\n2 errors in 2 templates (1 can be fixed with --fix)\n"), "{stdout}");
    }
    // A link is read where what it leads to is not found itself.
    let (_, stdout, _) = call(&folder, &["check", "app/again*", "app/deep/../../app/a*.yaml"]);
    assert!(stdout.ends_with("\n1 error in app/again.yaml (1 can be fixed with --fix)\n"), "{stdout}");

    let (_, stdout, stderr) = call_in_time(&folder, &["check", "--fix", "app"]);
    assert_eq!((stdout.matches("fixed[").count(), stderr.as_str()), (1, ""), "{stdout}");
    assert!(text(&folder, "app/real.yaml").contains("Timeout"), "{stdout}");
    assert_eq!(text(&folder, "outside.yaml"), TYPO);
    // The user may name a link, which stays one.
    assert_eq!(call(&folder, &["check", "--fix", "app/out.yaml"]).0, 0);
    assert!(text(&folder, "outside.yaml").contains("Timeout"));
    assert_eq!(fs::read_link(path("app/out.yaml")).unwrap(), Path::new("../outside.yaml"));
}

#[test]
fn a_caller_that_names_every_file_names_no_links_out_of_the_folder() {
    let folder = folder(&[("app/a.yaml", BAD), ("outside.yaml", TYPO)]);
    let path = |name: &str| folder.path().join(name);
    symlink("../outside.yaml", path("app/out.yaml")).unwrap();
    symlink("a.yaml", path("app/in.yaml")).unwrap();
    pipe(path("app/pipe.yaml"));
    let mut command = samc(&path("app"));
    let arguments = ["check", "--fix", "--filter", "out.yaml", "pipe.yaml", "in.yaml", "../outside.yaml"];
    let (status, stdout, _) = read(&command.args(arguments).output().unwrap());
    assert!(status == 1 && stdout.ends_with("fixed 1 mistake\n1 error in 2 templates\n"), "{stdout}");
}

#[test]
fn a_template_that_nobody_names_is_in_the_folder() {
    let folder = folder(&[("app/x", ""), ("secret", SECRET)]);
    symlink("../secret", folder.path().join("app/template.yaml")).unwrap();
    for command in ["expand", "graph"] {
        let (status, stdout, stderr) = read(&samc(&folder.path().join("app")).arg(command).output().unwrap());
        assert_eq!((status, stdout.as_str()), (2, ""));
        assert_one_line_of_fault(&stderr);
        assert!(stderr.contains("leads out of this folder") && !stderr.contains("credentials"), "{stderr}");
    }
}

#[test]
fn definitions_are_files_in_the_folder() {
    let machine = |path: &str| {
        format!(
            "Transform: AWS::Serverless-2016-10-31\nResources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    \
             Properties: {{DefinitionUri: {path}, Role: 'arn:aws:iam::123456789012:role/flow'}}\n"
        )
    };
    let folder = folder(&[("app/x", ""), ("secret", SECRET)]);
    pipe(folder.path().join("app/pipe.json"));
    symlink("../secret", folder.path().join("app/out.json")).unwrap();
    symlink("/dev/zero", folder.path().join("app/zero.json")).unwrap();
    for path in ["pipe.json", "out.json", "zero.json", "../secret", "/dev/zero"] {
        fs::write(folder.path().join("app/template.yaml"), machine(path)).unwrap();
        let template = "app/template.yaml";
        for arguments in [&["check"][..], &["graph"], &["explain"], &["expand"], &["diff", template]] {
            let (_, stdout, stderr) = call_in_time(&folder, &[arguments, &[template]].concat());
            let all = stdout + &stderr;
            assert!(!all.contains("credentials") && !all.contains("hunter2"), "{path} {arguments:?}: {all}");
        }
    }
}
