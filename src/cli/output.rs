//! Writes a file whole or not at all.
use super::Fault;
use super::input::shown;
use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Puts `bytes` into a file in one step; who reads it at the same time sees the old content or the new.
///
/// A symbolic link stays one, the file it leads to is replaced. The file keeps its permissions.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let target = follow_links(path);
    let written = match fs::metadata(&target) {
        _ if is_open_elsewhere(&target) => write_through(&target, bytes),
        Ok(it) if it.is_dir() => {
            return Err(Fault(format!("cannot write `{}`: it is a folder; name a file in it", shown(path))));
        }
        Ok(it) if it.is_file() => {
            // Renaming would replace even a file that its owner has made read-only.
            let writable = OpenOptions::new().write(true).open(&target).map(drop);
            writable.and_then(|()| rename_over(&target, bytes, Some(it.permissions())))
        }
        // Devices and pipes cannot be replaced.
        Ok(_) => write_through(&target, bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => rename_over(&target, bytes, None),
        Err(error) => Err(error),
    };
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(cannot_write(path, &target, &error)),
        Ok(()) => Ok(()),
    }
}

/// Most links one after the other that are followed, as in Linux.
const MOST_LINKS: usize = 40;

/// The file that a path leads to, which need not exist yet.
fn follow_links(path: &Path) -> PathBuf {
    let mut target = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&target) {
            Ok(link) if !is_open_elsewhere(&target) => target = folder_of(&target).join(link),
            Ok(_) | Err(_) => break,
        }
    }
    target
}

/// Whether a path stands for a stream that is open already, such as `/dev/stdout` or `>(command)` of a shell.
fn is_open_elsewhere(path: &Path) -> bool {
    cfg!(unix) && fs::canonicalize(folder_of(path)).is_ok_and(|it| it.starts_with("/proc") || it.starts_with("/dev/fd"))
}

fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    OpenOptions::new().append(true).open(path)?.write_all(bytes)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes beside the target first: a rename is one step only within a file system.
fn rename_over(target: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".samc-").suffix(".tmp");
    #[cfg(unix)]
    {
        // A new file is as open as the user's umask lets it be, not private as temporary files are.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder_of(target))?;
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.persist(target).map(drop).map_err(|it| it.error)
}

fn cannot_write(path: &Path, target: &Path, error: &io::Error) -> Fault {
    let folder = shown(folder_of(target));
    let reason = match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => format!("there is no folder `{folder}`; create it first"),
        ErrorKind::PermissionDenied => format!("permission denied; check who may write it and the folder `{folder}`"),
        _ => error.to_string(),
    };
    Fault(format!("cannot write `{}`: {reason}", shown(path)))
}
