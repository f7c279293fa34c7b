//! Finds files that use each other in a circle. Knows where files are, and what Rust says about modules.
use super::repository::File;
use super::rust_source::{self, Path};
use std::collections::{BTreeSet, HashMap};

/// Files that use each other in a circle, also over several files: a line for each circle.
///
/// A file uses another when it names it or what it declares, also by a path on which a third only passes the name on.
/// A `mod.rs` and what is below it are one thing in several files: that they use each other does not count. That the
/// files below use each other does. Tests at the end of a file may use what they like.
pub(crate) fn among(files: &[File]) -> Vec<String> {
    let modules = Modules::of(files);
    let uses: HashMap<&str, Vec<&str>> = modules.0.values().map(|it| (&*it.file.path, modules.used_by(it))).collect();
    let reached: HashMap<&str, BTreeSet<&str>> = uses.keys().map(|it| (*it, reached_from(it, &uses))).collect();
    let circle = |file: &str| {
        let both_ways = reached[file].iter().filter(|it| reached[**it].contains(file));
        both_ways.copied().collect::<Vec<&str>>()
    };
    let circles: BTreeSet<Vec<&str>> = reached.keys().map(|it| circle(it)).filter(|it| !it.is_empty()).collect();
    circles.into_iter().map(|it| format!("{} use each other in a circle", it.join(", "))).collect()
}

/// All files that can be reached from one on one or more steps.
fn reached_from<'a>(file: &str, uses: &HashMap<&'a str, Vec<&'a str>>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut next = uses[file].clone();
    while let Some(file) = next.pop() {
        if reached.insert(file) {
            next.extend(&uses[file]);
        }
    }
    reached
}

/// A file under `src/`.
struct Module<'a> {
    file: &'a File,
    path: Vec<&'a str>,
    /// The names that it passes on to those who use it.
    imports: Vec<Path<'a>>,
}

/// The files under `src/` by the paths of their modules.
struct Modules<'a>(HashMap<Vec<&'a str>, Module<'a>>);

impl<'a> Modules<'a> {
    fn of(files: &'a [File]) -> Self {
        let modules = files.iter().filter(|it| it.is_source()).map(|file| {
            let path = file.module();
            let imports = rust_source::imports(file.code_without_tests(), &path);
            (path.clone(), Module { file, path, imports })
        });
        Self(modules.filter(|(path, _)| !path.is_empty()).collect())
    }

    /// The files that a module uses, without those above and below it.
    fn used_by(&self, module: &Module<'a>) -> Vec<&'a str> {
        let paths = rust_source::paths(module.file.code_without_tests(), &module.path);
        let used = paths.iter().filter_map(|it| self.declaring(&it.steps));
        let elsewhere = used.filter(|it| !it.path.starts_with(&module.path) && !module.path.starts_with(&it.path));
        elsewhere.map(|it| &*it.file.path).collect()
    }

    /// The module that declares what a path leads to.
    fn declaring(&self, path: &[&'a str]) -> Option<&Module<'a>> {
        let length = (1..=path.len()).rev().find(|length| self.0.contains_key(&path[..*length]))?;
        let module = &self.0[&path[..length]];
        let passed_on = path.get(length).and_then(|name| {
            // A module may import what it declares.
            module.imports.iter().find(|it| it.name == *name && it.steps != path[..=length])
        });
        passed_on.and_then(|it| self.declaring(&it.steps)).or(Some(module))
    }
}

#[test]
fn a_circle_is_seen_however_it_is_written() {
    let circle =
        |texts: &[(&str, &str)]| among(&texts.iter().map(|(path, text)| File::new(*path, *text)).collect::<Vec<_>>());
    let faults = ["src/diff/one.rs, src/diff/two.rs use each other in a circle"];
    let list = ("src/diff/mod.rs", "mod one; mod two; pub use one::First; use two::{Second as Last};");
    for (one, two) in [
        ("use super::two::Second;", "use crate::diff::{one, list};"),
        ("use super::two;", "fn f() { super::one::g() }"),
        // By the names that `mod.rs` passes on.
        ("use super::Last;", "use crate::diff::First;"),
    ] {
        assert_eq!(circle(&[list, ("src/diff/one.rs", one), ("src/diff/two.rs", two)]), faults, "{one} {two}");
    }
    let long = [
        ("src/diff/one.rs", "use super::two;"),
        ("src/diff/two.rs", "use crate::graph::arn::Arn;"),
        ("src/graph/arn.rs", "use crate::diff::one::First;"),
    ];
    let faults = ["src/diff/one.rs, src/diff/two.rs, src/graph/arn.rs use each other in a circle"];
    assert_eq!(circle(&long), faults);

    for (one, two) in [
        ("use super::two::Second;", "use super::Document; use std::one;"),
        ("use super::two::Second;", "use super::{two}; // super::one"),
        ("use super::two::Second;", "#[cfg(test)]\nmod tests { use super::super::one::First; }"),
        ("use super::Last;", "use super::Other;"),
    ] {
        assert_eq!(circle(&[list, ("src/diff/one.rs", one), ("src/diff/two.rs", two)]), [""; 0], "{one} {two}");
    }
    let room = ("src/diff/mod.rs", "mod one; use one::First; fn f() { one::g() }");
    assert_eq!(circle(&[room, ("src/diff/one.rs", "use super::Difference;")]), [""; 0]);
}
