//! The action for GitHub: its steps in a shell, as the runner calls them.
#![cfg(unix)]
use crate::support::program::{folder, read, samc};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const GOOD: &str = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Topic:\n    Type: AWS::SNS::Topic\n";
const BAD: &str = "AWSTemplateFormatVersion: '2010-09-09'\n";

/// A call of the script in the step of this name, in a folder.
fn step(name: &str, folder: &TempDir) -> Command {
    let action = include_str!("../../action.yml");
    let step = action.split("- name: ").find(|it| it.starts_with(&format!("{name}\n"))).expect("a step");
    let script = step.split("run: |\n").nth(1).expect("a script of several lines");
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(folder.path());
    bash.env("GITHUB_OUTPUT", folder.path().join("output"));
    bash
}

fn text(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

#[test]
fn it_reports_and_says_how_it_has_ended() {
    let program = samc(Path::new(".")).get_program().to_owned();
    let programs = Path::new(&program).parent().unwrap().to_owned();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let cases =
        [("a b.yaml\n", 1, 1), ("good.yaml", 0, 0), ("good.yaml\nmissing.yaml\na b.yaml", 2, 1), ("empty", 0, 0)];
    for (paths, status, results) in cases {
        let folder = folder(&[("a b.yaml", BAD), ("good.yaml", GOOD), ("empty/readme", ""), ("summary", "")]);
        let mut bash = step("Check templates", &folder);
        bash.env("PATH", &path).env("PATHS", paths).env("OPTIONS", "--region eu-west-1");
        bash.env("SARIF_FILE", "samc.sarif").env("SUMMARY", "true");
        bash.env("GITHUB_STEP_SUMMARY", folder.path().join("summary"));
        let (ended, stdout, stderr) = read(&bash.output().unwrap());
        assert_eq!((ended, text(&folder, "output")), (0, format!("status={status}\n")), "{stderr}");
        assert_eq!(stdout.matches("::error file=a b.yaml,line=1,").count(), results, "{stdout}");
        let sarif: serde_json::Value = serde_json::from_str(&text(&folder, "samc.sarif")).unwrap();
        assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), results);
        let summary = text(&folder, "summary");
        assert!(
            summary.starts_with("### `samc check`: ") && summary.matches("a b.yaml:1:1").count() == results,
            "{summary}"
        );
    }
}

#[test]
fn it_can_do_without_a_summary() {
    let program = samc(Path::new(".")).get_program().to_owned();
    let programs = Path::new(&program).parent().unwrap().to_owned();
    let folder = folder(&[("good.yaml", GOOD)]);
    let mut bash = step("Check templates", &folder);
    bash.env("PATH", format!("{}:{}", programs.display(), std::env::var("PATH").unwrap()));
    bash.env("PATHS", "good.yaml").env("OPTIONS", "").env("SARIF_FILE", "samc.sarif").env("SUMMARY", "false");
    let (ended, _, stderr) = read(&bash.env_remove("GITHUB_STEP_SUMMARY").output().unwrap());
    assert_eq!((ended, text(&folder, "output")), (0, "status=0\n".to_owned()), "{stderr}");
}

/// What is cached is the program that these sources make.
#[test]
fn the_cache_knows_the_sources() {
    let source = ["Cargo.toml", "Cargo.lock", "build.rs", "src/a.rs", "data/a b.json", "templates/c.json"];
    let files: Vec<(&str, &str)> = source.iter().map(|it| (*it, *it)).chain([("README.md", "")]).collect();
    let folder = folder(&files);
    let key = || {
        let _ = fs::remove_file(folder.path().join("output"));
        let mut bash = step("Name what is to be installed", &folder);
        bash.env("GITHUB_ACTION_PATH", folder.path()).env("GITHUB_PATH", folder.path().join("path"));
        bash.env("RUNNER_OS", "Linux")
            .env("RUNNER_ARCH", "X64")
            .env("RUNNER_TEMP", "/runner")
            .env("ImageOS", "ubuntu24");
        let (ended, _, stderr) = read(&bash.output().unwrap());
        assert_eq!((ended, &*stderr), (0, ""));
        text(&folder, "output")
    };
    let first = key();
    let hash = first.trim_end().strip_prefix("key=samc-Linux-X64-ubuntu24-").expect(&first);
    assert!(hash.len() == 40 && hash.bytes().all(|it| it.is_ascii_hexdigit()), "{first}");
    fs::write(folder.path().join("README.md"), "edited").unwrap();
    assert_eq!(key(), first);
    fs::write(folder.path().join("data/a b.json"), "edited").unwrap();
    assert_ne!(key(), first);
    assert_eq!(text(&folder, "path").lines().next(), Some("/runner/samc/bin"));
    // The real sources are where the step looks for them.
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(source.iter().all(|it| here.join(it.split('/').next().unwrap()).exists()));
}
