//! Reads templates from revisions of a git repository, by calling git.
use super::Fault;
use super::input::{self, Input, shown};
use std::io::ErrorKind;
use std::path::Path;
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

/// Nothing that is named here may pass for an option of git.
fn is_option(name: &str) -> bool {
    name.starts_with('-')
}

/// Reads a file of a revision, named as git names it: `REVISION:PATH`, from the top of the repository, or
/// `REVISION:./PATH`, from this folder.
pub(super) fn read(name: &str) -> Result<Input, Fault> {
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
        Ok(bytes) if status.success() || bytes.len() > crate::syntax::LARGEST_TEMPLATE => {
            Ok(input::decoded(name, bytes))
        }
        Ok(_) => Err(why_not(name)),
        Err(error) => Err(cannot_read(name, &error.to_string())),
    }
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
