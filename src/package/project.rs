//! Who gives the files that are packaged, and who takes the artifacts: the caller.
use crate::source::{File, Files};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// The files that a template can name, seen from the folder of the template.
///
/// Like [`Files`], it gives nothing outside of the project, whatever a template says.
pub(crate) trait Project: Files + Sync {
    /// What is at a path, as the template writes it. The empty path is the folder of the template.
    fn find(&self, path: &str) -> Result<Found, Unpackable>;

    /// The files in a folder that are packaged, sorted by their names.
    fn list(&self, folder: &Found) -> Result<Listing, Unpackable>;

    /// Opens a file that was found or listed.
    fn open(&self, real: &Path) -> io::Result<Box<dyn Read + '_>>;

    /// Reads a file that was found as a template, with the files that it can name.
    fn nested(&self, template: &Found) -> Result<(File, Box<dyn Project>), Unpackable>;

    /// Says how many files of a folder, which are so many bytes together, are done.
    fn progress(&self, done: usize, of: usize, bytes: u64) {
        let _ = (done, of, bytes);
    }
}

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Its path without links, which tells it from others.
    pub real: PathBuf,
    /// The name that it is called by.
    pub name: String,
    /// Its path for people, from the current folder.
    pub shown: String,
    pub is_folder: bool,
    /// The bits of its mode that say who may do what.
    pub mode: u32,
    pub size: u64,
    /// Whether it is where a build puts what it makes.
    pub is_built: bool,
}

/// The files of a folder.
#[derive(Clone, Debug, Default)]
pub(crate) struct Listing {
    pub members: Vec<Member>,
    /// The files and folders that an ignore file leaves out, by their paths in the folder. Those of folders end with a slash.
    pub left_out: Vec<String>,
}

/// A file of a folder, or below it.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// Its path in the folder, with slashes.
    pub name: String,
    /// Where it is read.
    pub real: PathBuf,
    /// The bits of its mode that say who may do what.
    pub mode: u32,
    pub size: u64,
}

/// Why something is not packaged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unpackable {
    /// There is nothing at the path.
    Missing,
    /// Anything else: what is wrong, as a sentence that begins with "it", and what to do.
    Refused { reason: String, help: String },
}

/// Who takes artifacts.
pub(crate) trait Store {
    /// Begins an artifact.
    fn create(&mut self) -> io::Result<Box<dyn Draft>>;
}

/// An artifact that is being made; it is gone unless it is kept.
pub(crate) trait Draft: Read + Write + Seek {
    /// Keeps it under a key.
    fn keep(self: Box<Self>, key: &str) -> io::Result<()>;
}
