//! Reads templates from revisions of a git repository, and what has changed since, by calling git.
use super::Fault;
use super::folder::leads_out;
use super::found;
use super::input::{self, Input, shown};
use crate::source::{File, Files, Unreadable};
use crate::syntax::LARGEST_TEMPLATE;
use std::collections::HashSet;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The git revision and path in an argument such as `main:template.yaml`; a file may have such a name too.
pub(super) fn named_by(argument: &Path) -> Option<&str> {
    let text = argument.to_str()?;
    let (revision, path) = text.split_once(':')?;
    // `C:\template.yaml` is a file, whether it is there or not.
    let is_drive = revision.len() == 1 && path.starts_with(['\\', '/']);
    (!input::is_stdin(argument) && !is_drive && !path.is_empty()).then_some(text)
}

/// Whether there is a revision with this file.
pub(super) fn exists(name: &str) -> bool {
    !is_option(name) && succeeds(&["cat-file", "-e", name])
}

/// Whether an argument names a revision alone, without a file of it.
pub(super) fn is_revision(argument: &Path) -> bool {
    let name = argument.to_str().filter(|it| !is_option(it) && !it.is_empty());
    name.is_some_and(|it| {
        succeeds(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{it}^{{tree}}")])
    })
}

/// The path under which a revision has a file that is beside or below this folder, as git takes it after the colon.
pub(super) fn file_in(revision: &Path, file: &Path) -> Option<PathBuf> {
    let file = file.strip_prefix(".").unwrap_or(file);
    let has = |path: &Path| Some(exists(&format!("{}:{}", revision.to_str()?, path.to_str()?)));
    // At the top of the repository both are the same file, and the short one is what people write.
    let here = if file.starts_with("..") { file.to_owned() } else { Path::new(".").join(file) };
    let is_top = git(&["rev-parse", "--show-prefix"]).output().is_ok_and(|it| it.stdout.trim_ascii().is_empty());
    let path = if is_top { file.to_owned() } else { here };
    has(&path)?.then_some(path)
}

/// Nothing that is named here may pass for an option of git.
pub(super) fn is_option(name: &str) -> bool {
    name.starts_with('-')
}

/// The files beside the template that a revision has under this name.
pub(super) struct Beside {
    /// Up to and with the slash before the template's own name: `main:services/`.
    folder: String,
}

impl Beside {
    pub(super) fn of(name: &str) -> Self {
        let at = name.rfind('/').or_else(|| name.find(':')).map_or(name.len(), |it| it + 1);
        Self { folder: name[..at].to_owned() }
    }
}

impl Files for Beside {
    fn read(&self, path: &str) -> Result<File, Unreadable> {
        // Git knows no folder above the top of the repository, and reads links as what is written in them.
        if leads_out(Path::new(path)) {
            return Err(Unreadable::Outside);
        }
        let name = format!("{}{}", self.folder, path.trim_start_matches("./"));
        if !exists(&name) {
            return Err(Unreadable::Missing);
        }
        let bytes = blob(&name).map_err(|it| Unreadable::Refused(it.0))?;
        if bytes.len() > LARGEST_TEMPLATE {
            return Err(Unreadable::TooLarge);
        }
        Ok(File { name, path: None, bytes })
    }
}

/// Reads a file of a revision, named as git names it: `REVISION:PATH`, from the top of the repository, or
/// `REVISION:./PATH`, from this folder.
pub(super) fn read(name: &str) -> Result<Input, Fault> {
    Ok(input::decoded(name, blob(name)?))
}

/// The bytes of such a file; where they are too many for a template, the first of them.
fn blob(name: &str) -> Result<Vec<u8>, Fault> {
    if is_option(name) {
        return Err(cannot_read(name, "it is neither a file nor a git revision"));
    }
    let command = git(&["cat-file", "blob", name]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = command.map_err(|error| no_git(name, &error))?;
    let mut stdout = child.stdout.take().expect("a pipe, as asked for");
    let bytes = input::read_limited(&mut stdout);
    // A file that is too large is not read to its end.
    drop(stdout);
    let status = child.wait().map_err(|error| no_git(name, &error))?;
    match bytes {
        Ok(bytes) if status.success() || bytes.len() > LARGEST_TEMPLATE => Ok(bytes),
        Ok(_) => Err(why_not(name)),
        Err(error) => Err(cannot_read(name, &error.to_string())),
    }
}

/// The bytes of a file of a revision, seen from a folder; `None` where it is not there.
#[cfg(feature = "lsp")]
pub(super) fn read_in(folder: &Path, revision: &str, file: &str) -> Option<Vec<u8>> {
    if is_option(revision) {
        return None;
    }
    let name = format!("{revision}:./{file}");
    let output = git(&["-C", folder.to_str()?, "cat-file", "blob", &name]).stderr(Stdio::null()).output().ok()?;
    (output.status.success() && output.stdout.len() <= LARGEST_TEMPLATE).then_some(output.stdout)
}

fn git(arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    // A folder that looks like a bare repository may be part of what is compared, and its configuration can name programs.
    command.args(["-c", "safe.bareRepository=explicit"]);
    command.args(arguments).stdin(Stdio::null());
    command
}

fn succeeds(arguments: &[&str]) -> bool {
    let status = git(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|it| it.success())
}

/// Finds out why git refuses a name.
fn why_not(name: &str) -> Fault {
    let (revision, path) = name.split_once(':').unwrap_or((name, ""));
    let repository = git(&["rev-parse", "--git-dir"]).output();
    if let Some(output) = repository.ok().filter(|it| !it.status.success()) {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned();
        return cannot_read(name, &format!("there is no such file, and git reports: {said}"));
    }
    let tree = format!("{revision}^{{tree}}");
    if !revision.is_empty() && !succeeds(&["rev-parse", "--verify", "--quiet", "--end-of-options", &tree]) {
        return cannot_read(name, &format!("there is no such file and no git revision `{revision}`"));
    }
    let here = format!("{revision}:./{path}");
    if succeeds(&["cat-file", "-e", name]) {
        cannot_read(name, "it is a folder; name a template in it")
    } else if succeeds(&["cat-file", "-e", &here]) {
        cannot_read(name, &format!("the path starts at the top of the repository; write `{here}` for this folder"))
    } else {
        cannot_read(name, &format!("revision `{revision}` has no file `{path}`"))
    }
}

fn no_git(name: &str, error: &std::io::Error) -> Fault {
    match error.kind() {
        ErrorKind::NotFound => cannot_read(name, "there is no such file, and git was not found"),
        _ => cannot_read(name, &format!("git cannot be run: {error}")),
    }
}

fn cannot_read(name: &str, reason: &str) -> Fault {
    Fault(format!("cannot read `{}`: {}", shown(Path::new(name)), shown(Path::new(reason))))
}

/// A repository whose files are compared with those of a revision.
pub(super) struct Repository {
    top: PathBuf,
    /// The name of the commit or tree.
    revision: String,
    /// The files of the revision, and those that are not the same now.
    files: HashSet<PathBuf>,
    changed: HashSet<PathBuf>,
}

/// What keeps git from running programs that a repository names, and from writing patches as people like to see them.
const PLAIN: [&str; 5] = ["--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "--ignore-submodules"];

impl Repository {
    /// Asks git for the files of a revision, in the repository with this top.
    pub(super) fn open(top: &Path, revision: &str) -> Result<Self, Fault> {
        let no = |reason: &str| {
            let (name, place) = (shown(Path::new(revision)), shown(&found::from_here(top)));
            let place = if place.is_empty() { "this repository".to_owned() } else { format!("`{place}`") };
            Fault(format!("cannot compare with `{name}` in {place}: {reason}"))
        };
        let tree = format!("{revision}^{{tree}}");
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", &tree];
        let name = output_in(top, &arguments).map_err(|Fault(reason)| {
            no(if reason.is_empty() { "there is no such revision; a shallow clone may lack it" } else { &reason })
        })?;
        let revision = String::from_utf8_lossy(&name).trim().to_owned();
        let paths = |arguments: &[&str]| {
            let output = output_in(top, arguments).map_err(|Fault(reason)| no(&reason))?;
            Ok(output.split(|it| *it == 0).filter(|it| !it.is_empty()).map(path_of).collect::<HashSet<PathBuf>>())
        };
        let files = paths(&["ls-tree", "-r", "-z", "--name-only", "--full-tree", &revision])?;
        let changed = paths(&[&["diff", "--name-only", "-z"], &PLAIN[..], &[&revision, "--"]].concat())?;
        Ok(Self { top: top.to_owned(), revision, files, changed })
    }

    /// Whether the revision has a file of this path from the top.
    pub(super) fn has(&self, path: &Path) -> bool {
        self.files.contains(path)
    }

    pub(super) fn has_changed(&self, path: &Path) -> bool {
        self.changed.contains(path)
    }

    /// The patch, without context, that makes the file of the revision what it is now.
    pub(super) fn diff(&self, path: &Path) -> Result<String, Fault> {
        let arguments =
            [&["diff", "--unified=0", "--inter-hunk-context=0"], &PLAIN[..], &[&self.revision, "--"]].concat();
        let mut command = git_in(&self.top, &arguments);
        // A name is a name here, whatever characters are in it.
        let mut literal = OsString::from(":(top,literal)");
        literal.push(path);
        Ok(String::from_utf8_lossy(&output(command.arg(literal))?).into_owned())
    }
}

fn git_in(folder: &Path, arguments: &[&str]) -> Command {
    // A monitor of files is a program that a repository names.
    let mut command = git(&["-c", "core.fsmonitor=false", "-C"]);
    // Where git itself has called samc, these name its own repository, which may be another one.
    command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").arg(folder).args(arguments);
    command
}

fn output_in(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, Fault> {
    output(&mut git_in(folder, arguments))
}

/// What git writes, or what it says is wrong.
fn output(command: &mut Command) -> Result<Vec<u8>, Fault> {
    let output = command.output().map_err(|error| match error.kind() {
        ErrorKind::NotFound => Fault("git was not found".to_owned()),
        _ => Fault(format!("git cannot be run: {error}")),
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Fault(said.lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned()))
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    Path::new(std::ffi::OsStr::from_bytes(bytes)).to_owned()
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}
