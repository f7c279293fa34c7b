//! The files beside a template of the tests.
use samc::source::{File, Files, Unreadable};
use std::fs;
use std::path::PathBuf;

/// Reads files in a folder.
pub(crate) struct Beside(pub PathBuf);

impl Files for Beside {
    fn read(&self, path: &str) -> Result<File, Unreadable> {
        let bytes = fs::read(self.0.join(path)).map_err(|_| Unreadable::Missing)?;
        Ok(File { name: path.to_owned(), path: None, bytes })
    }
}
