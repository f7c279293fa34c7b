//! The READMEs of the examples show what samc says of them. `UPDATE=1` writes graphs and explanations.
use crate::support::beside::Beside;
use crate::support::pages::keep_block_on;
use samc::report::Screen;
use samc::report::graph::{mermaid, svg};
use samc::report::origins;
use samc::source::{Source, Sources};
use samc::{Depth, Options, analyze};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The examples' folders, sorted by name.
fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut found: Vec<_> =
        fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).filter(|it| it.is_dir()).collect();
    found.sort();
    found
}

/// Writes a file when updating, and otherwise fails unless it says what is wanted.
fn keep(path: &Path, wanted: &str) {
    if env::var_os("UPDATE").is_some() {
        fs::write(path, wanted).unwrap();
    } else {
        let kept = fs::read_to_string(path).unwrap();
        assert!(kept == wanted, "{} is out of date: UPDATE=1 cargo test examples::", path.display());
    }
}

#[test]
fn readmes_show_graphs_and_origins() {
    for folder in examples() {
        let source = Source::new("template.yaml", fs::read_to_string(folder.join("template.yaml")).unwrap());
        let mut sources = Sources::new(source);
        let analysis = analyze(&sources, &Options::default(), Depth::Expansion);
        let (translation, problems) = (analysis.translation, analysis.findings);
        assert!(problems.is_empty(), "{}: {problems:?}", folder.display());
        let translation = translation.expect("without problems");
        let provenance = translation.provenance();
        let files = Beside(folder.clone());
        let graph = translation.graph(&files, &mut sources);
        assert!(graph.left_out.is_empty(), "{}: {:?}", folder.display(), graph.left_out);

        let readme = folder.join("README.md");
        keep_block_on(&readme, "graph", "examples", &format!("```mermaid\n{}```\n", mermaid::text(&graph)));
        let origins = origins::overview(&sources, &provenance, Screen::default());
        keep_block_on(&readme, "explain", "examples", &format!("```text\n{origins}```\n"));
        // The one that the documentation of `samc graph` shows.
        let picture = folder.join("flow.svg");
        if picture.exists() {
            let title = format!("Event flow of {}", folder.file_name().unwrap().display());
            keep(&picture, &svg::text(&graph, &title).expect("few enough resources"));
        }
    }
}
