//! Reads files that nobody has named, but that samc finds: whoever wrote the template may have put them there.
//!
//! What is found is a regular file within the folder that it is found in. Nothing else is opened: a pipe would wait for a
//! writer, a device may have no end, and a link may lead to what the writer of the template may not read.
use std::env;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Why a file that was found is not read.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It is a link to what is outside of the folder.
    LeadsOut,
    /// It is a folder, a pipe, a device or anything else that is not a regular file.
    NotAFile,
    /// It has more bytes than may be read.
    TooLarge,
    /// The system does not let it be read, or it is not there.
    Unreadable(io::Error),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error)
    }
}

/// The path without links of a regular file in `folder`, to which `file` leads.
pub(super) fn real_file(file: &Path, folder: &Path) -> Result<PathBuf, Refusal> {
    let real = real_path(file, folder)?;
    if fs::metadata(&real)?.is_file() { Ok(real) } else { Err(Refusal::NotAFile) }
}

/// The path without links of what is in `folder`, to which `path` leads.
pub(super) fn real_path(path: &Path, folder: &Path) -> Result<PathBuf, Refusal> {
    // Most of what is looked for is not there, and that is soon seen; to follow a path takes a step for each folder in it.
    fs::symlink_metadata(path)?;
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let (folder, real) = (fs::canonicalize(folder)?, fs::canonicalize(path)?);
    if real.starts_with(folder) { Ok(real) } else { Err(Refusal::LeadsOut) }
}

/// Reads a regular file in `folder`, to which `file` leads, of at most `most` bytes.
pub(super) fn read(file: &Path, folder: &Path, most: usize) -> Result<Vec<u8>, Refusal> {
    let bytes = read_at_most(&mut File::open(real_file(file, folder)?)?, most)?;
    if bytes.len() > most { Err(Refusal::TooLarge) } else { Ok(bytes) }
}

/// Reads no more than it takes to see that there are more than `most` bytes.
pub(super) fn read_at_most(from: &mut dyn Read, most: usize) -> io::Result<Vec<u8>> {
    /// Bytes of which a file seldom has more, so that most are read at one go.
    const USUAL: usize = 16 * 1024;
    let mut bytes = Vec::with_capacity(USUAL);
    from.take(most as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The folder that a file is in, or would be.
pub(super) fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether a path is a link.
pub(super) fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|it| it.is_symlink())
}

/// Whether an error says that there is nothing at a path.
pub(super) fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// The current folder, as paths without links name it: on Windows, those are written in another way than others.
pub(super) fn here() -> Option<PathBuf> {
    env::current_dir().and_then(fs::canonicalize).ok()
}

/// A path without links as the user would name it: from the current folder, if it is in there.
pub(super) fn from_here(path: &Path) -> PathBuf {
    here().and_then(|it| path.strip_prefix(it).ok()).unwrap_or(path).to_owned()
}
