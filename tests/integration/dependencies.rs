//! `docs/dependencies.md` has a row for each direct dependency, and each action that is used is one commit.
use crate::support::repository::{File, files};
use std::collections::BTreeSet;

const MANIFEST: &str = include_str!("../../Cargo.toml");
const PAGE: &str = include_str!("../../docs/dependencies.md");
/// Name, purpose, who keeps it, crates, size, date.
const COLUMNS: usize = 6;

#[test]
fn each_dependency_is_weighed() {
    let (named, weighed) = (named(MANIFEST), weighed(PAGE));
    let missing: Vec<_> = named.difference(&weighed).collect();
    let gone: Vec<_> = weighed.difference(&named).collect();
    assert!(named.len() > 10, "the manifest names only {named:?}");
    assert!(missing.is_empty(), "docs/dependencies.md has no row for {missing:?}");
    assert!(gone.is_empty(), "Cargo.toml does not name {gone:?} any more; take them out of docs/dependencies.md");
}

#[test]
fn a_dependency_goes_by_the_name_of_its_package() {
    let manifest = "[package]\nname = \"x\"\n[dependencies]\n# b\na = \"1\"\nc = { package = \"d\", version = \"1\" }\n\
        [dev-dependencies]\ne = \"1\"\n[lints.rust]\nf = \"deny\"\n";
    assert_eq!(named(manifest), ["a", "d", "e"].map(str::to_owned).into());
    assert_eq!(weighed("| [a](b) | c | d | 1 | 2 | e |\n| [f](g) | h | i | | 1 | j |\n"), ["a".to_owned()].into());
}

#[test]
fn actions_are_named_by_commit() {
    let files = files();
    let workflows = files.iter().filter(|it| it.path.starts_with(".github/workflows/") || it.path == "action.yml");
    let faults: Vec<String> = workflows.flat_map(floating_actions).collect();
    assert!(faults.is_empty(), "name the commit, and its version in a comment:\n{}", faults.join("\n"));
    let floating = File::new(".github/workflows/x.yml", "- uses: a/b@v4\n- uses: ./\n- uses: a/b@0123 # v4\n");
    assert_eq!(floating_actions(&floating).len(), 2);
}

/// The packages that a manifest names.
fn named(manifest: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut is_list = false;
    for line in manifest.lines() {
        if let Some(section) = line.strip_prefix('[') {
            is_list = section.trim_end_matches(']').ends_with("dependencies");
        } else if let (true, Some((name, value))) = (is_list, line.split_once(" = ")) {
            let package = value.split_once("package = \"").and_then(|(_, it)| it.split('"').next());
            names.insert(package.unwrap_or(name).to_owned());
        }
    }
    names
}

/// The packages that have a full row.
fn weighed(page: &str) -> BTreeSet<String> {
    let rows = page.lines().filter_map(|it| it.strip_prefix("| [")?.strip_suffix(" |"));
    let full = rows.filter(|row| {
        let cells: Vec<&str> = row.split(" | ").map(str::trim).collect();
        cells.len() == COLUMNS && cells.iter().all(|it| !it.is_empty())
    });
    full.filter_map(|it| it.split(']').next().map(str::to_owned)).collect()
}

/// Actions of others that are not named by a whole commit.
fn floating_actions(workflow: &File) -> Vec<String> {
    let used = workflow.text.lines().filter_map(|it| it.split_once("uses: ").map(|(_, action)| action.trim()));
    let floats = |action: &&str| {
        let commit = action.split_once('@').and_then(|(_, it)| it.split_once(" # v")).map_or("", |(it, _)| it);
        let is_whole = commit.len() == 40 && commit.bytes().all(|it| it.is_ascii_hexdigit());
        !is_whole && !action.starts_with("./")
    };
    used.filter(floats).map(|it| format!("{}: {it}", workflow.path)).collect()
}
