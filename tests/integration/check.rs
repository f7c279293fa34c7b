//! `check` finds in each file of `tests/check` what the marks in it say, and nothing else. `UPDATE=1` writes the marks.
//!
//! A mark is a comment below the line that it speaks of; see `tests/check/README.md`.
use crate::support::beside::Beside;
use crate::support::marks::{self, Finding, Marked};
use crate::support::region;
use samc::source::{Source, Sources};
use samc::{Depth, analyze_with_files, check};
use std::path::{Path, PathBuf};
use std::{env, fs};

#[test]
fn findings_are_as_marked() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check");
    let update = env::var_os("UPDATE").is_some();
    let mut report = String::new();
    for file in templates(&folder) {
        let name = format!("tests/check/{}", file.file_name().expect("a file that was listed").display());
        let text = fs::read_to_string(&file).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        let sidecar = file.with_extension("expected");
        let beside = sidecar.exists() || file.extension().is_some_and(|it| it == "json");
        if beside {
            let found = findings(&name, &text, &file);
            let list = marks::list(&found);
            if update && (!list.is_empty() || sidecar.exists()) {
                fs::write(&sidecar, list).unwrap_or_else(|fault| panic!("{name}: {fault}"));
            } else if !update {
                let wanted = fs::read_to_string(&sidecar).unwrap_or_default();
                if wanted != list {
                    report.push_str(&format!("\n{name}: expected\n{wanted}found\n{list}"));
                }
            }
            continue;
        }
        let marked = Marked::read(&text).unwrap_or_else(|fault| panic!("{name}:{fault}"));
        let found = findings(&name, &marked.template, &file);
        if update {
            fs::write(&file, marks::write(&marked.template, &found)).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        } else if let Some(differences) = marks::differences(&marked, &found) {
            report.push_str(&format!("\n{name}\n{differences}"));
        }
    }
    assert!(report.is_empty(), "findings are not as marked (UPDATE=1 marks what is found)\n{report}");
}

/// What is found in a template; with the files in the folder that has its name beside it, if there is one.
fn findings(name: &str, template: &str, file: &Path) -> Vec<Finding> {
    let source = Source::new(name, template);
    let options = region::options(template);
    let folder = file.with_extension("");
    let found = match folder.is_dir() {
        false => check(&source, &options),
        true => {
            let mut sources = Sources::new(source.clone());
            analyze_with_files(&mut sources, &Beside(folder), &options, Depth::Check).findings
        }
    };
    found.iter().map(|it| Finding::of(&source, it)).collect()
}

/// The templates in a folder, sorted by name.
fn templates(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder of this test");
    let files = entries.map(|it| it.expect("a readable folder").path());
    let mut files: Vec<PathBuf> =
        files.filter(|it| it.extension().is_some_and(|it| it == "yaml" || it == "json")).collect();
    files.sort();
    files
}
