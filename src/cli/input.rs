//! Reads templates from files and standard input. Knows nothing of what they say.
use super::Fault;
use super::found;
use super::io::Io;
use crate::diagnostic::Diagnostic;
use crate::report::one_line;
use crate::source::{Source, Sources};
use crate::syntax::{LARGEST_TEMPLATE, decode};
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// The name under which a template from standard input is reported.
pub(super) const STDIN_NAME: &str = "<stdin>";
/// Where a template is looked for when none is named, in this order.
const DEFAULT_TEMPLATES: [&str; 3] = ["template.yaml", "template.yml", "template.json"];

/// A template and, if its bytes are not text, what is wrong with them.
pub(super) type Input = (Sources, Option<Diagnostic>);

/// Reads a template; `-` stands for standard input.
pub(super) fn read(path: &Path, io: &mut Io<'_>) -> Result<Input, Fault> {
    if is_stdin(path) {
        return Ok(decoded(STDIN_NAME, read_stdin(io)?));
    }
    let bytes = read_file(path).map_err(|error| cannot_read(path, &error))?;
    let (source, problem) = decoded_file(path, bytes);
    Ok((Sources::new(source), problem))
}

/// The text that the bytes of a file are, under the path of the file.
pub(super) fn decoded_file(path: &Path, bytes: Vec<u8>) -> (Source, Option<Diagnostic>) {
    let (source, problem) = decode(&path.to_string_lossy(), bytes);
    match bytes_unless_unicode(path) {
        Some(path) => (source.at_path(path), problem),
        None => (source, problem),
    }
}

/// The bytes of a path that a text cannot hold.
pub(super) fn bytes_unless_unicode(path: &Path) -> Option<&[u8]> {
    path.to_str().is_none().then_some(path.as_os_str().as_encoded_bytes())
}

/// The template that the bytes of a file are.
pub(super) fn decoded(name: &str, bytes: Vec<u8>) -> Input {
    let (source, problem) = decode(name, bytes);
    (Sources::new(source), problem)
}

/// Whether a path stands for standard input.
pub(super) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

pub(super) fn read_stdin(io: &mut Io<'_>) -> Result<Vec<u8>, Fault> {
    read_limited(&mut io.stdin).map_err(|error| Fault(format!("cannot read standard input: {error}")))
}

/// The template of the current folder. Nobody has named it, so it must be in this folder, links followed.
pub(super) fn default_template() -> Result<PathBuf, Fault> {
    let found = DEFAULT_TEMPLATES.iter().map(Path::new).find(|it| it.is_file());
    if let Some(template) = found
        && found::real_file(template, Path::new("")).is_err()
    {
        let name = shown(template);
        let help = format!("name the template, as in `samc expand ./{name}`");
        return Err(Fault(format!("`{name}` is a link that leads out of this folder; {help}")));
    }
    found.map(Path::to_owned).ok_or_else(|| {
        let [first, others @ .., last] = DEFAULT_TEMPLATES;
        let names = format!("{first}, {} or {last}", others.join(", "));
        Fault(format!("there is no {names} in this folder; name the template, as in `samc expand app.yaml`"))
    })
}

/// Reads a file, of which no more than it takes to see that it is too large.
pub(super) fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    read_limited(&mut File::open(path)?)
}

/// Reads no more than it takes to see that a template is too large.
pub(super) fn read_limited(from: &mut dyn Read) -> io::Result<Vec<u8>> {
    found::read_at_most(from, LARGEST_TEMPLATE)
}

/// The fault of a file or folder that cannot be read.
pub(super) fn cannot_read(path: &Path, error: &io::Error) -> Fault {
    let reason = match error.kind() {
        // Elsewhere, this is what the system says of every folder.
        ErrorKind::PermissionDenied if cfg!(unix) => "permission denied; check who may read it".to_owned(),
        _ if path.is_dir() => match template_in(path) {
            Some(template) => format!("it is a folder; name the template in it, `{}`", shown(&template)),
            None => "it is a folder; name a template in it".to_owned(),
        },
        ErrorKind::NotFound => "there is no such file; check the name".to_owned(),
        ErrorKind::PermissionDenied => "permission denied; check who may read it".to_owned(),
        _ => error.to_string(),
    };
    Fault(format!("cannot read `{}`: {reason}", shown(path)))
}

fn template_in(folder: &Path) -> Option<PathBuf> {
    DEFAULT_TEMPLATES.iter().map(|it| folder.join(it)).find(|it| it.is_file())
}

/// A path as it can be printed on one line.
pub(super) fn shown(path: &Path) -> String {
    one_line(&path.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_folder_that_nobody_may_read_is_not_said_to_be_one() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let said = |kind: ErrorKind| cannot_read(folder.path(), &kind.into()).0;
        assert!(said(ErrorKind::PermissionDenied).contains(": permission denied; check who may read it"));
        assert!(said(ErrorKind::IsADirectory).contains(": it is a folder; name a template in it"));
    }
}
