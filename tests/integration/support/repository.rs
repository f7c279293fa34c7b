//! The files of the repository, for the promises of its layout. Knows no promises.
use super::rust_source;
use std::fs;
use std::path::Path;

/// A file of the repository.
#[derive(Clone)]
pub(crate) struct File {
    /// Path from the root of the repository, with `/`.
    pub path: String,
    pub text: String,
    /// The text without comments and literals when this is Rust, else empty.
    pub code: String,
}

impl File {
    pub(crate) fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        let code = if path.ends_with(".rs") { rust_source::code(&text) } else { String::new() };
        Self { path, text, code }
    }

    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether this is part of the library or the program.
    pub(crate) fn is_source(&self) -> bool {
        self.is_rust() && self.path.starts_with("src/")
    }

    /// The module below the crate's root that a file under `src/` belongs to.
    pub(crate) fn top_module(&self) -> &str {
        let path = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let first = path.split('/').next().unwrap_or(path);
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// The path of the module that a file under `src/` is, from the crate's root.
    pub(crate) fn module(&self) -> Vec<&str> {
        let path = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let path = path.strip_suffix(".rs").unwrap_or(path);
        let path = path.strip_suffix("/mod").unwrap_or(path);
        if matches!(path, "lib" | "main") { Vec::new() } else { path.split('/').collect() }
    }

    /// The code before the tests at the end of the file; none where all of it is tests.
    pub(crate) fn code_without_tests(&self) -> &str {
        self.code.split("#[cfg(test)]").next().and_then(|it| it.split("#![cfg(test)]").next()).unwrap_or_default()
    }

    pub(crate) fn line_count(&self) -> usize {
        self.text.lines().count()
    }
}

/// Folders of what is made from the others, and not kept.
const MADE: &[&str] = &[
    "editors/vscode/bin",
    "editors/vscode/dist",
    "editors/vscode/node_modules",
    "fuzz/artifacts",
    "fuzz/corpus",
    "fuzz/coverage",
    "fuzz/target",
    "playground/dist",
    "playground/node_modules",
    "playground/target",
    "target",
];

/// Every file of the repository, sorted by path. What is not UTF-8 is read as far as it goes.
pub(crate) fn files() -> Vec<File> {
    let mut files = Vec::new();
    collect(Path::new(env!("CARGO_MANIFEST_DIR")), "", &mut files);
    files.sort_by(|one, two| one.path.cmp(&two.path));
    files
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository") {
        let entry = entry.expect("a readable folder");
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if entry.file_type().expect("a readable entry").is_dir() {
            if !MADE.contains(&&*path) && name != ".git" {
                collect(&entry.path(), &format!("{path}/"), files);
            }
        } else if name != ".git" {
            let bytes = fs::read(entry.path()).expect("a readable file");
            files.push(File::new(path, String::from_utf8_lossy(&bytes)));
        }
    }
}
