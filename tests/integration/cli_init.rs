//! `samc init`: what it writes, and what it leaves alone.
use crate::support::program::{assert_one_line_of_fault, call, folder};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

const STARTERS: [&str; 6] = ["api", "queue", "schedule", "stream", "upload", "workflow"];

#[test]
fn the_starters_are_listed() {
    let (status, stdout, stderr) = call(&folder(&[]), &["init"]);
    assert_eq!((status, &*stderr), (0, ""));
    insta::assert_snapshot!(stdout);
}

#[test]
fn what_was_written_is_said() {
    let there = folder(&[("README.md", "mine")]);
    let (_, python, _) = call(&there, &["init", "api"]);
    let (_, nodejs, _) = call(&there, &["init", "api", "new/shop", "--language", "nodejs"]);
    insta::assert_snapshot!(format!("{python}\n{nodejs}"));
}

/// Each starter in each language: no word of it is reported, it expands, and its tests pass where there is the program.
#[test]
fn starters_check_expand_and_pass_their_tests() {
    for starter in STARTERS {
        for (language, program, arguments, passed) in
            [("python", "python3", &["-B", "-m", "unittest"][..], "OK"), ("nodejs", "node", &["--test"], "fail 0")]
        {
            let there = folder(&[]);
            let (status, _, stderr) = call(&there, &["init", starter, "--language", language]);
            assert_eq!((status, &*stderr), (0, ""));
            let (status, stdout, stderr) = call(&there, &["check", "--deny-warnings"]);
            assert_eq!((status, &*stdout, &*stderr), (0, "no problems in template.yaml\n", ""), "{starter}");
            let (status, expansion, _) = call(&there, &["expand"]);
            let runtime = format!("\"Runtime\": \"{language}");
            assert!(status == 0 && expansion.contains(&runtime), "{starter}: {expansion}");
            run_tests(there.path(), program, arguments, passed);
        }
    }
}

/// Programs older than what the runtimes of Lambda have may know neither the option nor the syntax.
fn run_tests(folder: &Path, program: &str, arguments: &[&str], passed: &str) {
    let version = ["-c", "import sys; sys.exit(sys.version_info < (3, 9))"];
    let version =
        if program == "node" { ["-e", "process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)"] } else { version };
    match Command::new(program).args(version).status() {
        Ok(status) if status.success() => {}
        Ok(_) => return,
        Err(fault) => return assert_eq!(fault.kind(), ErrorKind::NotFound, "{program}: {fault}"),
    }
    let output = Command::new(program).args(arguments).current_dir(folder).output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains(passed) && !text.contains("Ran 0"), "{text}");
}

#[test]
fn samc_reads_the_settings_that_a_starter_has() {
    let there = folder(&[]);
    assert_eq!(call(&there, &["init", "queue"]).0, 0);
    let settings = there.path().join("samconfig.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, text.replace("# region = \"eu-west-1\"", "region = \"eu-west-3\"")).unwrap();
    let (status, stdout, stderr) = call(&there, &["check", "--show-settings", "template.yaml"]);
    assert!(status == 0 && stdout.contains("eu-west-3") && stdout.contains("samconfig.toml"), "{stdout}{stderr}");
}

#[test]
fn stacks_are_named_like_their_folders() {
    let there = folder(&[]);
    let long = "x".repeat(200);
    for (folder, stack) in [("jobs", "jobs"), ("2 my_jobs!", "my-jobs"), ("12", "queue"), (&long, &long[..128])] {
        let (status, _, stderr) = call(&there, &["init", "queue", folder]);
        assert_eq!((status, &*stderr), (0, ""));
        let text = fs::read_to_string(there.path().join(folder).join("samconfig.toml")).unwrap();
        assert!(text.contains(&format!("stack_name = \"{stack}\"\n")), "{text}");
    }
}

#[test]
fn nothing_is_overwritten_or_half_written() {
    let taken =
        ["template.yaml", "template.yml", "samconfig.toml", "samconfig.yaml", "src/app.py", "tests/test_app.py"];
    for taken in taken {
        let there = folder(&[(taken, "mine")]);
        let (status, stdout, stderr) = call(&there, &["init", "api"]);
        assert_eq!((status, &*stdout), (2, ""));
        assert_one_line_of_fault(&stderr);
        assert!(stderr.contains(&format!("`{taken}` exists already; name another folder")), "{stderr}");
        assert_eq!(fs::read_to_string(there.path().join(taken)).unwrap(), "mine");
        assert_eq!(fs::read_dir(there.path()).unwrap().count(), 1, "{taken}");
    }
    let there = folder(&[("other/tests", "a file where a folder has to be")]);
    let (status, stdout, stderr) = call(&there, &["init", "api", "other"]);
    assert_eq!((status, &*stdout), (2, ""));
    assert_one_line_of_fault(&stderr);
    assert_eq!(fs::read_dir(there.path().join("other")).unwrap().count(), 1);
}

#[test]
fn what_was_meant_is_known() {
    let (status, stdout, stderr) = call(&folder(&[]), &["init", "quee"]);
    assert_eq!((status, &*stdout), (2, ""));
    assert_one_line_of_fault(&stderr);
    assert!(stderr.ends_with("did you mean `queue`?\n"), "{stderr}");
    assert_eq!(call(&folder(&[]), &["init", "queue", "--language", "cobol"]).0, 2);
}
