//! Pages of documentation, and the blocks in them that tests write. Knows nothing of what a page says.
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{env, fs};

/// A file of Markdown in the repository.
pub(crate) struct Page {
    pub path: PathBuf,
    pub text: String,
}

/// The Markdown files of the repository, sorted by path.
pub(crate) fn pages() -> Vec<Page> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = ignore::Walk::new(root).map(|it| it.expect("a readable folder").into_path());
    let mut paths: Vec<PathBuf> = files.filter(|it| it.extension().is_some_and(|it| it == "md")).collect();
    paths.sort();
    let read = |path: PathBuf| Page { text: fs::read_to_string(&path).expect("a readable page"), path };
    paths.into_iter().map(read).collect()
}

/// README.md and the pages under `docs`.
pub(crate) fn user_pages() -> Vec<Page> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (readme, docs) = (root.join("README.md"), root.join("docs"));
    pages().into_iter().filter(|it| it.path == readme || it.path.starts_with(&docs)).collect()
}

/// Keeps a block on the user page that has the comments `<!-- NAME: written by … -->`, see [`keep_block_on`].
pub(crate) fn keep_block(name: &str, module: &str, block: &str) {
    let holders: Vec<Page> =
        user_pages().into_iter().filter(|it| it.text.contains(&comments(name, module).0)).collect();
    let [page] = &holders[..] else {
        panic!("the block `{name}` stands on {} pages of README.md and docs, not on one", holders.len());
    };
    keep_block_on(&page.path, name, module, block);
}

/// Writes a block between the comments with its name when updating; otherwise fails unless it stands there.
///
/// `module` is the module of tests that calls this.
pub(crate) fn keep_block_on(path: &Path, name: &str, module: &str, block: &str) {
    // Tests that write blocks of the same page run at the same time.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let page = fs::read_to_string(path).expect("a readable page");
    let (begin, end) = comments(name, module);
    let missing = |comment: &str| -> ! { panic!("{} lacks `{}`", path.display(), comment.trim_end()) };
    let (before, rest) = page.split_once(&begin).unwrap_or_else(|| missing(&begin));
    let (shown, after) = rest.split_once(&end).unwrap_or_else(|| missing(&end));
    if env::var_os("UPDATE").is_some() {
        fs::write(path, format!("{before}{begin}{block}{end}{after}")).expect("the page can be written");
    } else {
        let page = path.display();
        assert!(shown == block, "{page} is out of date: UPDATE=1 cargo test {module}::\nit should show\n{block}");
    }
}

/// Writes a whole page when updating, and otherwise fails unless it has this text. `module` is the module of tests that
/// calls this.
pub(crate) fn keep_page(path: &Path, module: &str, text: &str) {
    if env::var_os("UPDATE").is_some() {
        fs::write(path, text).expect("the page can be written");
        return;
    }
    let written = fs::read_to_string(path).unwrap_or_default();
    let page = path.display();
    assert!(written == text, "{page} is out of date: UPDATE=1 cargo test {module}::\nit should be\n{text}");
}

/// Keeps a folder of pages, each with its name and its text, and no other page.
pub(crate) fn keep_pages(folder: &Path, module: &str, pages: &BTreeMap<String, String>) {
    fs::create_dir_all(folder).expect("a folder can be made");
    for (name, text) in pages {
        keep_page(&folder.join(name), module, text);
    }
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable folder").path();
        let is_known = path.file_name().and_then(|it| it.to_str()).is_some_and(|it| pages.contains_key(it));
        if !is_known && env::var_os("UPDATE").is_some() {
            fs::remove_file(&path).expect("the page can be removed");
        } else {
            assert!(is_known, "{} is about nothing: UPDATE=1 cargo test {module}::", path.display());
        }
    }
}

/// The comments before and after a block.
fn comments(name: &str, module: &str) -> (String, String) {
    (format!("<!-- {name}: written by `UPDATE=1 cargo test {module}::` -->\n"), format!("<!-- end of {name} -->\n"))
}
