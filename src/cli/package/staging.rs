//! Where artifacts are made until all of them are there: beside the folder that they are for.
use super::bounds::reason;
use super::cannot_write;
use crate::cli::Fault;
use crate::cli::found::{folder_of, is_link};
use crate::cli::input::shown;
use crate::cli::output;
use crate::package::{Draft, Store};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Artifacts that are not in their folder yet. They are gone if they never come there.
pub(super) struct Staging {
    folder: TempDir,
    /// Those that are kept, by their keys.
    kept: PathBuf,
    count: usize,
    /// Held as long as somebody works in the folder.
    _lock: File,
}

impl Staging {
    /// In the file system of the folder that the artifacts are for, so that they can be moved there.
    pub(super) fn beside(output: &Path) -> Result<Self, Fault> {
        let fault = |error: io::Error| cannot_write(output, &reason(&error));
        match fs::metadata(output) {
            Ok(it) if !it.is_dir() => return Err(cannot_write(output, "it is not a folder; name another one")),
            Err(_) if is_link(output) => {
                return Err(cannot_write(output, "it is a link that leads to nothing; name another folder"));
            }
            _ => (),
        }
        let there = folder_of(output).ancestors().find(|it| it.is_dir()).unwrap_or(Path::new("."));
        remove_left_over(there);
        let folder = output::temporary().tempdir_in(there).map_err(fault)?;
        let lock = locked(folder.path()).map_err(fault)?;
        // The temporary folder is private; this one is as open as the user's umask lets it be.
        let kept = folder.path().join("kept");
        fs::create_dir(&kept).map_err(fault)?;
        Ok(Self { folder, kept, count: 0, _lock: lock })
    }

    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Moves all artifacts into their folder; those whose keys are there already stay away. If one cannot be moved, none is.
    pub(super) fn finish(self, output: &Path) -> Result<(), Fault> {
        let fault = |error: io::Error| cannot_write(output, &reason(&error));
        if fs::symlink_metadata(output).is_err() {
            fs::create_dir_all(folder_of(output)).map_err(fault)?;
            match fs::rename(&self.kept, output) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => (),
                done => return done.map_err(fault),
            }
        }
        let mut keys = Vec::new();
        files_below(&self.kept, Path::new(""), &mut keys).map_err(fault)?;
        let mut moved = Vec::new();
        for key in keys {
            match move_new(&self.kept, output, &key) {
                Ok(true) => moved.push(output.join(&key)),
                Ok(false) => (),
                Err(error) => {
                    moved.iter().for_each(|it| drop(fs::remove_file(it)));
                    return Err(fault(error));
                }
            }
        }
        Ok(())
    }
}

/// The file in a folder of artifacts that is locked as long as somebody works there.
const LOCK: &str = "lock";

/// Locks a folder. Nobody sees a lock that is not locked yet.
fn locked(folder: &Path) -> io::Result<File> {
    let unlocked = folder.join("unlocked");
    let lock = File::create_new(&unlocked)?;
    // Where files cannot be locked, no folder is removed.
    if lock.try_lock().is_ok() {
        fs::rename(unlocked, folder.join(LOCK))?;
    }
    Ok(lock)
}

/// Removes the folders that nobody has locked: they were left by runs that were killed.
fn remove_left_over(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(output::is_temporary);
        if is_ours
            && entry.file_type().is_ok_and(|it| it.is_dir())
            && let Ok(lock) = OpenOptions::new().write(true).open(entry.path().join(LOCK))
            && lock.try_lock().is_ok()
        {
            // It is in nobody's way if it stays.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Moves a file from one folder to its place in another one, unless there is one; `false` if there is.
fn move_new(kept: &Path, output: &Path, key: &Path) -> io::Result<bool> {
    let to = output.join(key);
    make_folders(output, folder_of(key))?;
    match fs::symlink_metadata(&to) {
        Ok(it) if it.is_file() => return Ok(false),
        Ok(_) => return Err(io::Error::other(format!("`{}` is there, and is not a file", shown(&to)))),
        Err(error) if error.kind() == ErrorKind::NotFound => (),
        Err(error) => return Err(error),
    }
    fs::rename(kept.join(key), to).map(|()| true)
}

/// Makes the folders in `output` that a key begins with. Only `output` itself may be a link: whoever wrote the repository may
/// have put others into it, and would choose where artifacts are written.
fn make_folders(output: &Path, inner: &Path) -> io::Result<()> {
    let mut folder = output.to_owned();
    for name in inner.iter().filter(|it| *it != ".") {
        folder.push(name);
        // Whoever makes it in this moment is looked at like what was there before.
        match fs::create_dir(&folder) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
            Ok(()) | Err(_) => (),
        }
        let kind = fs::symlink_metadata(&folder)?.file_type();
        if !kind.is_dir() {
            let what = if kind.is_symlink() { "a link" } else { "not a folder" };
            let reason = format!("`{}` is {what}; remove it, or name another `--output-dir`", shown(&folder));
            return Err(io::Error::other(reason));
        }
    }
    Ok(())
}

fn files_below(folder: &Path, inner: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder.join(inner))? {
        let entry = entry?;
        let path = inner.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => files_below(folder, &path, found)?,
            false => found.push(path),
        }
    }
    Ok(())
}

impl Store for Staging {
    fn create(&mut self) -> io::Result<Box<dyn Draft>> {
        let path = self.folder.path().join(self.count.to_string());
        self.count += 1;
        let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
        Ok(Box::new(Staged { file, path, kept: self.kept.clone() }))
    }
}

/// An artifact in the temporary folder.
struct Staged {
    file: File,
    path: PathBuf,
    kept: PathBuf,
}

impl Draft for Staged {
    fn keep(self: Box<Self>, key: &str) -> io::Result<()> {
        let place = self.kept.join(key);
        fs::create_dir_all(folder_of(&place))?;
        fs::rename(&self.path, place)
    }
}

impl Read for Staged {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

impl Write for Staged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for Staged {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
