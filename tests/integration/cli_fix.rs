//! `samc check --fix` and the files of people: nothing that they have written is lost, and the fixing ends.
use crate::support::program::{call, folder};
use std::fs;
use tempfile::TempDir;

const TYPO: &str = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Orders:\n    Type: AWS::Serverless::Function\n    \
    Properties: {CodeUri: src/, Handler: app.handler, Runtime: python3.13, Tiemout: 5}\n";

fn text(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

/// Fixes a template until nothing changes; how often that is, and the text.
fn fixed(template: &str) -> (usize, String) {
    let folder = folder(&[("template.yaml", template)]);
    for run in 0..5 {
        let before = text(&folder, "template.yaml");
        let (_, stdout, _) = call(&folder, &["check", "--fix", "template.yaml"]);
        if text(&folder, "template.yaml") == before {
            assert!(!stdout.contains("fixed"), "{stdout}");
            return (run, before);
        }
    }
    panic!("no end of {:?}", text(&folder, "template.yaml"));
}

#[test]
fn fixing_twice_changes_nothing_more() {
    // What is white space to many, but text in YAML.
    for space in ["\u{85}", "\u{2028}", "\u{2029}", "\u{A0}", "\u{3000}", "\u{C}"] {
        for template in [
            format!("Resources:\n    - true\n{space}    -           false\n"),
            format!("Resources:\n  A: b\n{space}  -c\n"),
            format!("Resources:\n  A: b\n{space}C:d\n"),
            format!("Resources:\n  A: b\n  C:{space}d\n"),
            format!("Resources:\n  A: |\n    b\n{space}\tC: d\n"),
        ] {
            let (runs, _) = fixed(&template);
            assert!(runs <= 1, "{template:?}");
        }
    }
    let (runs, text) = fixed(&TYPO.replace(", ", ",\u{2028} "));
    assert_eq!((runs, text.contains("Timeout")), (1, true));
}

#[test]
fn one_run_fixes_all_mistakes_that_hide_each_other() {
    let topic =
        |space: &str, it: usize| format!("  Topic{it}:\n    Type: AWS::SNS::Topic\n    DeletionPolicy:{space}Delete\n");
    let topics = |space: &str| (0..50).map(|it| topic(space, it)).collect::<String>();
    let (runs, text) = fixed(&format!("Resources:\n{}", topics("")));
    assert_eq!((runs, text), (1, format!("Resources:\n{}", topics(" "))));
}

#[test]
#[cfg(unix)]
fn a_fixed_file_keeps_what_is_known_of_it() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let folder = folder(&[("private.yaml", TYPO), ("linked.yaml", TYPO), ("owned.yaml", TYPO)]);
    let path = |name: &str| folder.path().join(name);
    fs::set_permissions(path("private.yaml"), fs::Permissions::from_mode(0o600)).unwrap();
    fs::hard_link(path("linked.yaml"), path("other-name")).unwrap();
    // Only the administrator can give files away.
    let is_given = chown(path("owned.yaml"), Some(1234), Some(4321)).is_ok();
    let (status, stdout, stderr) = call(&folder, &["check", "--fix"]);
    assert_eq!((status, stderr.as_str()), (0, ""), "{stdout}");
    let metadata = |name: &str| fs::metadata(path(name)).unwrap();
    assert_eq!(metadata("private.yaml").mode() & 0o7777, 0o600);
    assert_eq!((metadata("linked.yaml").ino(), metadata("linked.yaml").nlink()), (metadata("other-name").ino(), 2));
    if is_given {
        assert_eq!((metadata("owned.yaml").uid(), metadata("owned.yaml").gid()), (1234, 4321));
    }
    for name in ["private.yaml", "linked.yaml", "other-name", "owned.yaml"] {
        assert_eq!(text(&folder, name), TYPO.replace("Tiemout", "Timeout"), "{name}");
    }
}

#[test]
fn what_a_killed_run_has_left_is_removed() {
    let folder = folder(&[("a.yaml", TYPO), (".samc-a1B2c3.tmp", "half of"), (".samc-notes.tmp", "mine")]);
    assert_eq!(call(&folder, &["check", "--fix", "a.yaml"]).0, 0);
    assert!(!folder.path().join(".samc-a1B2c3.tmp").exists());
    assert_eq!(text(&folder, ".samc-notes.tmp"), "mine");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}
