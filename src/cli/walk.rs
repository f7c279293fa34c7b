//! Finds the files that may be templates: under folders and for globs. Knows nothing of what stands in them.
use super::Fault;
use super::input::{cannot_read, shown};
use ignore::overrides::{Override, OverrideBuilder};
use ignore::{DirEntry, Error, WalkBuilder};
use std::ffi::OsStr;
use std::io;
use std::path::{Component, Path, PathBuf};

/// The files that were found, in the order of their names, and what could not be looked into.
#[derive(Default)]
pub(super) struct Found {
    pub files: Vec<PathBuf>,
    pub faults: Vec<Fault>,
}

/// Folders of other people's files, beside hidden ones such as `.aws-sam` and what `.gitignore` names.
const LEFT_OUT: [&str; 1] = ["node_modules"];
/// Extensions under which templates are kept.
const EXTENSIONS: [&str; 4] = ["yaml", "yml", "json", "template"];

/// Finds the files under a folder that may be templates by their names. Links to folders are not followed.
pub(super) fn under(folder: &Path) -> Found {
    walk(folder, |path| {
        let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
        EXTENSIONS.iter().any(|it| extension.eq_ignore_ascii_case(it))
    })
}

/// Whether a path is a pattern for several, which the shell has left as it is.
pub(super) fn is_glob(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().iter().any(|it| matches!(it, b'*' | b'?' | b'[' | b'{'))
}

/// Finds the files that match a glob, where folders are searched as by [`under`].
pub(super) fn matching(glob: &Path) -> Result<Found, Fault> {
    let (folder, files) = split(glob)?;
    Ok(walk(&folder, |path| files.matched(path, false).is_whitelist()))
}

/// The folder that a glob speaks of, up to the first special character, and which of its files are meant.
fn split(glob: &Path) -> Result<(PathBuf, Override), Fault> {
    let invalid = |reason: &str| Fault(format!("`{}` is not a valid glob: {reason}", shown(glob)));
    let is_plain = |it: &Component<'_>| !is_glob(Path::new(it));
    let mut folder: PathBuf = glob.components().take_while(is_plain).collect();
    let pattern: PathBuf = glob.components().skip_while(is_plain).collect();
    if folder.as_os_str().is_empty() {
        folder.push(".");
    }
    let pattern = pattern.to_str().ok_or_else(|| invalid("it is not Unicode"))?;
    let mut builder = OverrideBuilder::new(&folder);
    // The slash in front ties the pattern to the folder; without it, it would hold at any depth.
    let built = builder.add(&format!("/{pattern}")).and_then(|it| it.build());
    let files = built.map_err(|error| invalid(&error.to_string()))?;
    Ok((folder, files))
}

fn walk(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Found {
    let mut found = Found::default();
    let mut walk = WalkBuilder::new(folder);
    // A checkout without its `.git`, as in an archive, is still to be searched in the same way.
    walk.require_git(false).sort_by_file_name(Ord::cmp).filter_entry(|it| !is_left_out(it));
    for entry in walk.build() {
        match entry {
            Ok(entry) => {
                let is_folder = entry.file_type().is_some_and(|it| it.is_dir());
                if !is_folder && wanted(entry.path()) && entry.path().is_file() {
                    // Files are named as the user would: `template.yaml`, not `./template.yaml`.
                    let path = entry.path();
                    let path = if folder == Path::new(".") { path.strip_prefix(".").unwrap_or(path) } else { path };
                    found.files.push(path.to_owned());
                }
            }
            Err(error) => found.faults.push(fault(folder, error)),
        }
    }
    found
}

fn is_left_out(entry: &DirEntry) -> bool {
    entry.depth() > 0 && LEFT_OUT.iter().any(|it| entry.file_name() == *it)
}

fn fault(folder: &Path, error: Error) -> Fault {
    fn place(error: &Error) -> Option<&Path> {
        match error {
            Error::WithPath { path, .. } => Some(path),
            Error::WithDepth { err, .. } | Error::WithLineNumber { err, .. } => place(err),
            _ => None,
        }
    }
    let path = place(&error).unwrap_or(folder).to_owned();
    let text = error.to_string();
    cannot_read(&path, &error.into_io_error().unwrap_or_else(|| io::Error::other(text)))
}
