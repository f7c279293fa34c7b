//! The files beside a template of the tests.
use samc::source::{File, Files, Unreadable};
use std::fs;
use std::path::PathBuf;

/// Reads files in a folder.
pub(crate) struct Beside(pub PathBuf);

impl Files for Beside {
    fn read(&self, path: &str) -> Result<File, Unreadable> {
        let there = self.0.join(path);
        if there.is_dir() {
            return Err(Unreadable::NotAFile);
        }
        let bytes = fs::read(there).map_err(|_| Unreadable::Missing)?;
        Ok(File { name: path.to_owned(), path: None, bytes })
    }

    fn names(&self, folder: &str) -> Option<Vec<String>> {
        let entries = fs::read_dir(self.0.join(folder)).ok()?;
        Some(entries.filter_map(|it| Some(it.ok()?.file_name().to_string_lossy().into_owned())).collect())
    }
}
