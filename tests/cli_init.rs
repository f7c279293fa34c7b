//! `samc init`, and what installs samc into shells and manuals.
#[path = "support/program.rs"]
mod program;

use program::{assert_one_line_of_fault, call, folder, samc};
use std::fs;

#[test]
fn init_lists_the_starters() {
    let (status, stdout, stderr) = call(&folder(&[]), &["init"]);
    assert_eq!((status, &*stderr), (0, ""));
    insta::assert_snapshot!(stdout);
}

#[test]
fn init_writes_a_starter_that_checks() {
    for (arguments, template) in
        [(&["init", "api"][..], "template.yaml"), (&["init", "queue", "new/jobs"], "new/jobs/template.yaml")]
    {
        let folder = folder(&[("README.md", "mine")]);
        let (status, stdout, stderr) = call(&folder, arguments);
        assert_eq!((status, &*stderr), (0, ""));
        assert!(stdout.contains(&format!("wrote {template}\n")), "{stdout}");
        assert_eq!(call(&folder, &["check", template, "--deny-warnings"]).0, 0);
        assert!(folder.path().join(template).with_file_name("src").join("app.py").is_file());
    }
}

#[test]
fn init_overwrites_nothing_and_leaves_nothing_half_written() {
    let folder = folder(&[("src/app.py", "mine"), ("other/src", "a file where a folder has to be")]);
    for arguments in [&["init", "api"][..], &["init", "api", "other"]] {
        let (status, stdout, stderr) = call(&folder, arguments);
        assert_eq!((status, &*stdout), (2, ""));
        assert_one_line_of_fault(&stderr);
    }
    assert_eq!(fs::read_to_string(folder.path().join("src/app.py")).unwrap(), "mine");
    assert!(!folder.path().join("template.yaml").exists() && !folder.path().join("other/template.yaml").exists());
}

#[test]
fn init_knows_which_starter_was_meant() {
    let (status, stdout, stderr) = call(&folder(&[]), &["init", "quee"]);
    assert_eq!((status, &*stdout), (2, ""));
    assert_one_line_of_fault(&stderr);
    assert!(stderr.ends_with("did you mean `queue`?\n"), "{stderr}");
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (status, stdout, stderr) = call(&folder(&[]), &["completions", shell]);
        assert_eq!((status, &*stderr), (0, ""));
        assert!(stdout.contains("expand") && stdout.contains("parameter-overrides"), "{shell}: {stdout}");
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
