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
    let cases =
        [("a b.yaml\n", 1, 1), ("good.yaml", 0, 0), ("good.yaml\nmissing.yaml\na b.yaml", 2, 1), ("empty", 0, 0)];
    for (paths, status, results) in cases {
        let folder = folder(&[("a b.yaml", BAD), ("good.yaml", GOOD), ("empty/readme", ""), ("summary", "")]);
        let mut bash = step("Check templates", &folder);
        bash.env("PROGRAM", &program).env("PATHS", paths).env("FOLDER", ".").env("OPTIONS", "--region eu-west-1");
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
    let folder = folder(&[("good.yaml", GOOD)]);
    let mut bash = step("Check templates", &folder);
    bash.env("PROGRAM", program)
        .env("FOLDER", "")
        .env("PATHS", "good.yaml")
        .env("OPTIONS", "")
        .env("SARIF_FILE", "samc.sarif")
        .env("SUMMARY", "false");
    let (ended, _, stderr) = read(&bash.env_remove("GITHUB_STEP_SUMMARY").output().unwrap());
    assert_eq!((ended, text(&folder, "output")), (0, "status=0\n".to_owned()), "{stderr}");
}

/// Findings are named by their path in the repository, wherever paths start.
#[test]
fn paths_start_at_the_working_directory() {
    let program = samc(Path::new(".")).get_program().to_owned();
    for (paths, found) in [(".", "app/a b.yaml"), ("a b.yaml", "app/a b.yaml"), ("in\nin/b.yaml", "app/in/b.yaml")] {
        let folder = folder(&[("bad.yaml", BAD), ("app/a b.yaml", BAD), ("app/in/b.yaml", BAD)]);
        let mut bash = step("Check templates", &folder);
        bash.env("PROGRAM", &program).env("FOLDER", "app/").env("PATHS", paths).env("OPTIONS", "");
        let output = bash.env("SARIF_FILE", "samc.sarif").env("SUMMARY", "false").output().unwrap();
        let (_, stdout, stderr) = read(&output);
        assert!(stdout.contains(&format!("::error file={found},line=1,")), "{stdout}{stderr}");
        assert!(!stdout.contains("file=bad.yaml"), "{stdout}");
    }
}

/// What is cached is the program that these sources make.
#[test]
fn the_cache_knows_the_sources() {
    let source = ["Cargo.toml", "Cargo.lock", "build.rs", "src/a.rs", "data/a b.json", "templates/c.json"];
    let files: Vec<(&str, &str)> = source.iter().map(|it| (*it, *it)).chain([("README.md", "")]).collect();
    let folder = with_sources(&files);
    let named = |version: &str| {
        let _ = fs::remove_file(folder.path().join("output"));
        let mut bash = step("Name what is to be installed", &folder);
        bash.env("GITHUB_ACTION_PATH", folder.path()).env("VERSION", version).env("ImageOS", "ubuntu24");
        let (ended, _, stderr) = read(&on_linux(&mut bash).output().unwrap());
        assert_eq!((ended, &*stderr), (0, ""));
        text(&folder, "output")
    };
    let first = named("");
    let [version, sources, key, program] = first.lines().collect::<Vec<_>>().try_into().expect("four lines");
    let hash = sources.strip_prefix("sources=").expect(sources);
    assert!(hash.len() == 40 && hash.bytes().all(|it| it.is_ascii_hexdigit()), "{first}");
    assert_eq!((version, key), ("version=", &*format!("key=samc-Linux-X64-ubuntu24-{hash}")));
    assert_eq!(program, format!("program={}/runner/samc/bin/samc", folder.path().display()));
    assert!(named("v1.2.3").contains("version=1.2.3\n") && named("1.2.3").contains("-ubuntu24-1.2.3\n"));
    fs::write(folder.path().join("README.md"), "edited").unwrap();
    assert_eq!(named(""), first);
    fs::write(folder.path().join("data/a b.json"), "edited").unwrap();
    assert_ne!(named(""), first);
    // The real sources are where the step looks for them.
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(source.iter().all(|it| here.join(it.split('/').next().unwrap()).exists()));
}

#[test]
fn what_is_no_version_is_not_asked_for() {
    let folder = with_sources(&[]);
    for version in ["latest", "1.2", "1.2.3/../..", "1.2.3\n::set-output"] {
        let mut bash = step("Name what is to be installed", &folder);
        bash.env("GITHUB_ACTION_PATH", folder.path()).env("VERSION", version);
        let (ended, stdout, _) = read(&on_linux(&mut bash).output().unwrap());
        assert!(ended == 2 && stdout.starts_with("::error::version: ") && stdout.lines().count() == 1, "{stdout}");
    }
}

const ARCHIVE: &str = "samc-x86_64-unknown-linux-gnu.tar.gz";

/// A folder with a release of version 1.2.3, made of sources with this hash.
fn with_release(hash: &str) -> TempDir {
    let manifest = ("Cargo.toml", "[package]\nname = \"samc\"\nversion = \"1.2.3\"\n");
    let files =
        [manifest, ("v1.2.3/sources", hash), ("samc-x86_64-unknown-linux-gnu/samc", "#!/bin/sh\necho downloaded\n")];
    let folder = with_sources(&files);
    let pack =
        format!("tar -czf v1.2.3/{ARCHIVE} samc-x86_64-unknown-linux-gnu && rm -r samc-x86_64-unknown-linux-gnu");
    let script = format!("{pack} && cd v1.2.3 && sha256sum {ARCHIVE} sources > SHA256SUMS");
    assert!(Command::new("sh").args(["-c", &script]).current_dir(folder.path()).status().unwrap().success());
    folder
}

/// Status, output, and whether the program is there.
fn download(folder: &TempDir, version: &str) -> (i32, String, bool) {
    let mut bash = step("Download samc", folder);
    bash.env("GITHUB_ACTION_PATH", folder.path()).env("VERSION", version).env("SOURCES", "0123");
    bash.env("RELEASES", format!("file://{}", folder.path().display()));
    let (ended, stdout, _) = read(&on_linux(&mut bash).output().unwrap());
    let says_so = folder.path().join("output").exists() && text(folder, "output") == "installed=true\n";
    let is_there = folder.path().join("runner/samc/bin/samc").exists();
    assert_eq!(says_so, is_there, "{stdout}");
    (ended, stdout, is_there)
}

#[test]
fn a_release_is_downloaded_where_it_is_of_the_same_sources_or_asked_for() {
    assert_eq!(download(&with_release("0123\n"), ""), (0, String::new(), true));
    let other = with_release("4567\n");
    let built = "samc is built from source: release 1.2.3 has other sources\n";
    assert_eq!(download(&other, ""), (0, built.to_owned(), false));
    assert_eq!(download(&other, "1.2.3"), (0, String::new(), true));
    let built = "samc is built from source: there is no release 2.0.0\n";
    assert_eq!(download(&with_release("0123\n"), "2.0.0"), (0, built.to_owned(), false));
}

/// Neither is a damaged archive installed, nor is it hidden by a build.
#[test]
fn an_archive_has_to_be_what_the_checksums_say() {
    for file in [ARCHIVE, "sources"] {
        let folder = with_release("0123\n");
        fs::write(folder.path().join("v1.2.3").join(file), "0123").unwrap();
        let error = format!("::error::{file} of release 1.2.3 is not what SHA256SUMS says\n");
        assert_eq!(download(&folder, ""), (2, error, false));
    }
    let folder = with_release("0123\n");
    fs::write(folder.path().join("v1.2.3/SHA256SUMS"), "").unwrap();
    assert_eq!(download(&folder, "1.2.3").0, 2);
}

/// A folder with these files, and what names the sources in it.
fn with_sources(files: &[(&str, &str)]) -> TempDir {
    let script = ("release/sources", include_str!("../../release/sources"));
    let given = ["Cargo.toml", "Cargo.lock", "build.rs", "src/x", "data/x", "templates/x"].map(|it| (it, it));
    let mut all: Vec<(&str, &str)> = given.into_iter().chain([script]).collect();
    all.retain(|(name, _)| !files.iter().any(|(other, _)| other == name));
    all.extend(files);
    let folder = folder(&all);
    let program = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(folder.path().join("release/sources"), program).unwrap();
    folder
}

/// What a runner says of itself.
fn on_linux(bash: &mut Command) -> &mut Command {
    let folder = bash.get_current_dir().expect("a folder").join("runner");
    bash.env("RUNNER_OS", "Linux").env("RUNNER_ARCH", "X64").env("RUNNER_TEMP", folder)
}
