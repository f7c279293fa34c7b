//! Writes a file whole or not at all.
use super::Fault;
use super::found::{folder_of, read_at_most};
use super::input::shown;
use std::collections::BTreeSet;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tempfile::{Builder, NamedTempFile};

/// Puts `bytes` into a file in one step; who reads it at the same time sees the old content or the new.
///
/// A symbolic link stays one, the file it leads to is replaced. The file keeps its permissions, its owner, and its other
/// names: where these cannot be kept otherwise, it is written in place.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    write(path, &mut &*bytes, None)
}

/// Does the same with a content that need not be in memory.
pub(super) fn replace_with(path: &Path, content: &mut dyn Content) -> Result<(), Fault> {
    write(path, content, None)
}

/// What is to be in a file.
pub(super) trait Content {
    /// Writes all of it, and says how many bytes that were.
    fn write_to(&mut self, file: &mut dyn Write) -> io::Result<u64>;
}

impl Content for &[u8] {
    fn write_to(&mut self, file: &mut dyn Write) -> io::Result<u64> {
        file.write_all(self)?;
        Ok(self.len() as u64)
    }
}

/// Does the same with somebody's own file, but only if its content is still `old`: what was saved meanwhile is kept.
///
/// Once this returns, the new content is on the disk.
pub(super) fn replace_unchanged(path: &Path, old: &[u8], bytes: &[u8]) -> Result<(), Fault> {
    write(path, &mut &*bytes, Some(old))
}

/// Whether two paths lead to the same file, which need not exist yet.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    let (one, other) = (follow_links(one), follow_links(other));
    let place = |it: &Path| Some((fs::canonicalize(folder_of(it)).ok()?, it.file_name()?.to_owned()));
    let is_same_place = place(&one).is_some_and(|it| place(&other) == Some(it));
    is_same_place || fs::metadata(one).is_ok_and(|one| fs::metadata(other).is_ok_and(|it| is_same_node(&one, &it)))
}

/// Refuses to write over a file that the run reads or the template names: it would be lost, and nobody has asked for that.
pub(super) fn expect_apart<'p>(outputs: &[&Path], inputs: impl Iterator<Item = &'p Path>) -> Result<(), Fault> {
    // Most runs write no files, and need not look at paths.
    let mut inputs = inputs.filter(|_| !outputs.is_empty());
    // A terminal is read and written, and nothing is lost.
    let is_stream = |it: &Path| fs::metadata(it).is_ok_and(|it| !it.is_file());
    match inputs.find(|input| outputs.iter().any(|it| is_same(it, input)) && !is_stream(input)) {
        Some(input) => Err(Fault(format!(
            "the output would be written over `{}`, which samc reads or the template names; name another file for the output",
            shown(input)
        ))),
        None => Ok(()),
    }
}

/// The file that an option names for an output, unless that is standard output.
pub(super) fn file_of(option: Option<&Path>) -> Option<&Path> {
    option.filter(|it| it.as_os_str() != "-")
}

fn write(path: &Path, content: &mut dyn Content, old: Option<&[u8]>) -> Result<(), Fault> {
    let target = follow_links(path);
    let written = match fs::metadata(&target) {
        _ if is_open_elsewhere(&target) => write_through(&target, content).map_err(Failure::from),
        Ok(it) if it.is_dir() => {
            return Err(Fault(format!("cannot write `{}`: it is a folder; name a file in it", shown(path))));
        }
        Ok(it) if it.is_file() => write_over(&target, content, &it, old),
        // Devices and pipes cannot be replaced.
        Ok(_) => write_through(&target, content).map_err(Failure::from),
        Err(error) if error.kind() == ErrorKind::NotFound && old.is_none() => {
            create(&target, content).map_err(Failure::from)
        }
        Err(error) => Err(error.into()),
    };
    match written {
        Err(Failure::System(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(Failure::System(error)) => Err(cannot_write(path, &target, &error)),
        Err(Failure::Changed) => Err(Fault(format!(
            "cannot fix `{}`: it was changed while samc checked it, and is left as it is; run samc again",
            shown(path)
        ))),
        Ok(()) => Ok(()),
    }
}

/// Why a file was not written.
enum Failure {
    /// It has another content than it should.
    Changed,
    System(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::System(error)
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

fn write_through(path: &Path, content: &mut dyn Content) -> io::Result<()> {
    content.write_to(&mut OpenOptions::new().append(true).open(path)?).map(drop)
}

fn create(target: &Path, content: &mut dyn Content) -> io::Result<()> {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has such permissions"))]
    let mut builder = temporary();
    #[cfg(unix)]
    {
        // A new file is as open as the user's umask lets it be, not private as temporary files are.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = make(&builder, folder_of(target))?;
    content.write_to(&mut file)?;
    file.persist(target).map(drop).map_err(|it| it.error)
}

/// Replaces a file that there is.
fn write_over(
    target: &Path,
    content: &mut dyn Content,
    metadata: &Metadata,
    old: Option<&[u8]>,
) -> Result<(), Failure> {
    // Renaming would replace even a file that its owner has made read-only.
    let mut writable = OpenOptions::new().write(true).open(target)?;
    if names_of(metadata) > 1 {
        return write_in_place(&mut writable, target, content, old);
    }
    // A rename is one step only within a file system, so the new file is made beside the old one. It is private until
    // all of it is there.
    let mut file = make(&temporary(), folder_of(target))?;
    content.write_to(&mut file)?;
    if !give_to_owner(file.as_file(), metadata) {
        return write_in_place(&mut writable, target, content, old);
    }
    file.as_file().set_permissions(metadata.permissions())?;
    if let Some(old) = old {
        // Else the new name could reach the disk before the content does.
        file.as_file().sync_all()?;
        expect_content(target, old)?;
    }
    // Windows does not replace a file that is open.
    drop(writable);
    Ok(file.persist(target).map(drop).map_err(|it| it.error)?)
}

/// Writes into a file that has other names or another owner, which a new file would not have.
fn write_in_place(
    file: &mut File,
    target: &Path,
    content: &mut dyn Content,
    old: Option<&[u8]>,
) -> Result<(), Failure> {
    let mut put = |content: &mut dyn Content| -> io::Result<()> {
        file.rewind()?;
        let length = content.write_to(file)?;
        file.set_len(length)?;
        file.sync_all()
    };
    let Some(old) = old else { return Ok(put(content)?) };
    expect_content(target, old)?;
    if let Err(error) = put(content) {
        // There was room for the old content, which must not be lost.
        put(&mut &*old)?;
        return Err(error.into());
    }
    Ok(())
}

fn expect_content(target: &Path, old: &[u8]) -> Result<(), Failure> {
    if read_at_most(&mut File::open(target)?, old.len())? == old { Ok(()) } else { Err(Failure::Changed) }
}

const PREFIX: &str = ".samc-";
const SUFFIX: &str = ".tmp";
const RANDOM_LETTERS: usize = 6;

/// Makes files beside those that they will replace, and folders.
pub(super) fn temporary() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM_LETTERS);
    builder
}

/// Whether a file or folder is called like one that samc is still writing, or was when it was killed.
pub(super) fn is_temporary(name: &str) -> bool {
    let letters = name.strip_prefix(PREFIX).and_then(|it| it.strip_suffix(SUFFIX));
    letters.is_some_and(|it| it.len() == RANDOM_LETTERS)
}

/// Makes a temporary file in a folder, locked as long as it is one. Those that nobody has locked were left by a run that
/// was killed, and are removed.
fn make(builder: &Builder<'_, '_>, folder: &Path) -> io::Result<NamedTempFile> {
    static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    // No thread may see the file of another one that is not locked yet.
    let mut swept = SWEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if swept.insert(folder.to_owned()) {
        remove_left_over(folder);
    }
    let file = builder.tempfile_in(folder)?;
    // Where files cannot be locked, none will be removed.
    let _ = file.as_file().try_lock();
    Ok(file)
}

fn remove_left_over(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_ours = name.to_str().is_some_and(is_temporary) && entry.file_type().is_ok_and(|it| it.is_file());
        // Who may not write it has not made it.
        let file = is_ours.then(|| OpenOptions::new().write(true).open(entry.path()).ok()).flatten();
        if file.is_some_and(|it| it.try_lock().is_ok()) {
            // It is in nobody's way if it stays.
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(unix)]
fn is_same_node(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same_node(_: &Metadata, _: &Metadata) -> bool {
    false
}

/// How many names a file has: hard links.
#[cfg(unix)]
fn names_of(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

#[cfg(not(unix))]
fn names_of(_: &Metadata) -> u64 {
    1
}

/// Gives a file the owner and group that another one has; `false` where that is not allowed.
#[cfg(unix)]
fn give_to_owner(file: &File, like: &Metadata) -> bool {
    use std::os::unix::fs::{MetadataExt, fchown};
    let owner = |it: &Metadata| (it.uid(), it.gid());
    file.metadata().is_ok_and(|it| owner(&it) == owner(like))
        || fchown(file, Some(like.uid()), Some(like.gid())).is_ok()
}

#[cfg(not(unix))]
fn give_to_owner(_: &File, _: &Metadata) -> bool {
    true
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

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("template.yaml");
        fs::write(&path, text).expect("a file in it");
        (folder, path)
    }

    #[test]
    fn what_was_saved_meanwhile_is_kept() {
        let (folder, path) = folder_with("old, and a line saved meanwhile");
        let content = || fs::read_to_string(&path).expect("the file");
        // In place too.
        for other_name in [None, Some(folder.path().join("other"))] {
            if let Some(other) = &other_name {
                fs::hard_link(&path, other).expect("another name");
            }
            let Err(Fault(message)) = replace_unchanged(&path, b"old", b"new") else { panic!("it was overwritten") };
            assert!(message.contains("it was changed while samc checked it"), "{message}");
            assert_eq!(content(), "old, and a line saved meanwhile");
            assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1 + usize::from(other_name.is_some()));
        }
        assert_eq!(replace_unchanged(&path, content().as_bytes(), b"new"), Ok(()));
        assert_eq!(content(), "new");
        fs::remove_file(&path).expect("the file");
        assert!(replace_unchanged(&path, b"new", b"newer").is_err() && !path.exists());
    }

    #[test]
    fn what_others_are_writing_is_left_alone() {
        let (folder, _) = folder_with("");
        let theirs = make(&temporary(), folder.path()).expect("a temporary file");
        remove_left_over(folder.path());
        assert!(theirs.path().exists());
        let left = folder.path().join(".samc-abcdef.tmp");
        fs::write(&left, "").expect("a file that was left");
        remove_left_over(folder.path());
        assert!(theirs.path().exists() && !left.exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_temporary_file_is_private() {
        use std::os::unix::fs::PermissionsExt;
        let (folder, _) = folder_with("");
        let file = make(&temporary(), folder.path()).expect("a temporary file");
        let mode = file.as_file().metadata().expect("what is known of it").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn two_paths_to_one_file() {
        let (folder, path) = folder_with("");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("inner")).expect("a folder");
        fs::hard_link(&path, at("hard")).expect("a link");
        let mut same = vec![(path.clone(), at("inner/../template.yaml")), (at("new"), at("inner/../new"))];
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("new", at("link")).expect("a link");
            same.extend([(at("link"), at("new")), (path.clone(), at("hard"))]);
        }
        for (one, other) in same {
            assert!(is_same(&one, &other) && is_same(&other, &one), "{one:?} {other:?}");
        }
        assert!(!is_same(&path, &at("new")) && !is_same(&at("new"), &at("inner/new")));
    }
}
