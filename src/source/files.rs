//! Who reads the files that a template names: the caller. The library itself reads none.

/// Reads files that a template names.
///
/// A reader is given a folder and reads nothing outside of it, whatever a template says: no `..`, no absolute path and
/// no link leads out.
pub trait Files {
    /// Reads the file at `path`, as the template writes it: seen from the folder of the template.
    fn read(&self, path: &str) -> Result<File, Unreadable>;

    /// The names of all files and folders in the folder at `folder`, which is empty for that of the template. `None` where
    /// they cannot be known; then nothing is said of what is missing there.
    fn names(&self, folder: &str) -> Option<Vec<String>> {
        let _ = folder;
        None
    }
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What diagnostics call it, usually its path.
    pub name: String,
    /// The bytes of its path, where that is not Unicode and the name only resembles it.
    pub path: Option<Vec<u8>>,
    /// Its content; at most [`LARGEST_TEMPLATE`](crate::syntax::LARGEST_TEMPLATE) bytes are of use.
    pub bytes: Vec<u8>,
}

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// There is no such file.
    Missing,
    /// Its path leads out of the folder that may be read.
    Outside,
    /// It is a folder, a pipe, a device or anything else that is not a regular file.
    NotAFile,
    /// It has more bytes than [`crate::syntax::LARGEST_TEMPLATE`].
    TooLarge,
    /// It is there, but the system does not let it be read, for this reason.
    Refused(String),
}

/// Whether a path may be that of a file, and is known as a whole.
pub(crate) fn is_local_path(path: &str) -> bool {
    !path.is_empty() && !path.contains("://") && !path.contains("${") && !path.contains("{{")
}
