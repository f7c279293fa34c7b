//! Where the files of a project may be, and what is said of those that are elsewhere.
use crate::cli::found::{self, from_here};
use crate::cli::input::shown;
use crate::package::Unpackable;
use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What holds for all templates of a project.
pub(super) struct Bounds {
    /// The folder out of which no path leads, without links.
    pub root: PathBuf,
    /// What is written, and so never packaged.
    pub outputs: Vec<PathBuf>,
    /// The files that were read because a template names them, which no output may replace.
    pub read: Mutex<BTreeSet<PathBuf>>,
}

impl Bounds {
    pub(super) fn add_read(&self, file: PathBuf) {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(file);
    }

    /// Where a path leads, without links.
    pub(super) fn real(&self, path: &Path) -> Result<PathBuf, Unpackable> {
        let real = fs::canonicalize(path).map_err(|error| unpackable(path, &error))?;
        if real.starts_with(&self.root) {
            return Ok(real);
        }
        let root = shown(&from_here(&self.root));
        let root = if root.is_empty() { "this folder".to_owned() } else { format!("`{root}`") };
        let help = "move it in there, or name a folder that has both as `--project-dir`";
        Err(refused(&format!("it leads out of {root}, which is the project"), help))
    }
}

/// Why what the system does not find or open is not packaged.
pub(super) fn unpackable(path: &Path, error: &io::Error) -> Unpackable {
    match error.kind() {
        _ if found::is_missing(error) && found::is_link(path) => {
            refused("it is a link that leads to nothing", "correct the link, or remove it")
        }
        _ if found::is_missing(error) => Unpackable::Missing,
        ErrorKind::PermissionDenied => refused("permission denied", "make it readable"),
        _ if found::is_link(path) => refused("it is a link in a circle of links", "remove one of them"),
        _ => refused(&reason(error), "name another file"),
    }
}

/// What the system says, in the words of users.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::StorageFull => "there is no space left".to_owned(),
        _ => error.to_string(),
    }
}

/// What cannot be packaged, and what to do.
pub(super) fn refused(reason: &str, help: &str) -> Unpackable {
    Unpackable::Refused { reason: reason.to_owned(), help: help.to_owned() }
}

/// Who may do what with a file.
#[cfg(unix)]
pub(super) fn mode_of(metadata: &Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::mode(metadata) & 0o777
}

/// Where files have no modes, everybody may do what they like, as in the zip files of `sam package`.
#[cfg(not(unix))]
pub(super) fn mode_of(_: &Metadata) -> u32 {
    0o755
}
