//! `samc init`: writes a starter into a folder, or lists the starters.
mod starters;

use super::arguments::{InitArguments, Language};
use super::input::shown;
use super::io::{Io, Stream};
use super::{Fault, Status};
use crate::diagnostic::nearest;
use starters::{ALL, Starter, TEMPLATE};
use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Files in whose place the SAM CLI would read those of a starter.
const DISPLACED: [&str; 4] = ["template.yml", "template.json", "samconfig.yaml", "samconfig.yml"];

pub(super) fn run(arguments: &InitArguments, io: &mut Io<'_>) -> Result<Status, Fault> {
    let text = match &arguments.starter {
        None => overview(),
        Some(name) => {
            let starter = ALL.iter().find(|it| it.name == name).ok_or_else(|| unknown(name))?;
            let folder = arguments.folder.as_deref().unwrap_or(Path::new(""));
            let files = starter.files(arguments.language, &stack_name(folder, starter));
            write(starter, &files, folder)?;
            report(&files, folder, arguments.language)
        }
    };
    io.print(Stream::Stdout, &text)?;
    Ok(Status::Fine)
}

/// The name of the folder as CloudFormation takes the names of stacks: two applications of one starter are not to be
/// deployed over each other.
fn stack_name(folder: &Path, starter: &Starter) -> String {
    let folder = std::path::absolute(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let folder = folder.ok().and_then(|it| Some(it.file_name()?.to_string_lossy().into_owned())).unwrap_or_default();
    let name = folder.replace(|it: char| !it.is_ascii_alphanumeric(), "-");
    let name = name.trim_start_matches(|it: char| !it.is_ascii_alphabetic()).trim_end_matches('-');
    if name.is_empty() { starter.name.to_owned() } else { name[..name.len().min(128)].to_owned() }
}

/// The names of all starters, each with what it is.
pub(super) fn starters() -> impl Iterator<Item = (&'static str, &'static str)> {
    ALL.iter().map(|it| (it.name, it.description()))
}

fn overview() -> String {
    let width = starters().map(|(name, _)| name.len()).max().unwrap_or_default();
    let lines: String = starters().map(|(name, description)| format!("  {name:width$}  {description}\n")).collect();
    format!(
        "{lines}\n`samc init NAME [FOLDER]` writes one of them and never overwrites a file.\n\
         The functions are in Python, or in JavaScript with `--language nodejs`.\n"
    )
}

fn unknown(name: &str) -> Fault {
    let help = match nearest(name, starters().map(|(name, _)| name)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`samc init` lists the starters".to_owned(),
    };
    Fault(format!("there is no starter `{name}`; {help}"))
}

/// Writes all files, or none.
fn write(starter: &Starter, files: &[(&str, Cow<'_, str>)], folder: &Path) -> Result<(), Fault> {
    let paths = files.iter().map(|(path, _)| *path).chain(DISPLACED);
    if let Some(path) = paths.map(|it| folder.join(it)).find(|it| it.symlink_metadata().is_ok()) {
        let path = shown(&path);
        return Err(Fault(format!(
            "`{path}` exists already; name another folder, as in `samc init {} NEW`",
            starter.name
        )));
    }
    let mut made = Made::default();
    for (path, text) in files {
        let path = folder.join(path);
        if let Err(error) = made.write(&path, text) {
            made.remove();
            return Err(Fault(format!("cannot write `{}`: {error}; nothing was written", shown(&path))));
        }
    }
    Ok(())
}

/// The files and folders that were made, the last one last.
#[derive(Default)]
struct Made(Vec<PathBuf>);

impl Made {
    fn write(&mut self, path: &Path, text: &str) -> io::Result<()> {
        self.make_folder(path.parent().unwrap_or(Path::new("")))?;
        let mut file = File::create_new(path)?;
        self.0.push(path.to_owned());
        file.write_all(text.as_bytes())
    }

    fn make_folder(&mut self, folder: &Path) -> io::Result<()> {
        if folder.as_os_str().is_empty() {
            return Ok(());
        }
        match fs::create_dir(folder) {
            Ok(()) => {
                self.0.push(folder.to_owned());
                Ok(())
            }
            Err(_) if folder.is_dir() => Ok(()),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.make_folder(folder.parent().unwrap_or(Path::new("")))?;
                self.make_folder(folder)
            }
            Err(error) => Err(error),
        }
    }

    /// Removes what was made. What cannot be removed stays: the original fault is reported in any case.
    fn remove(&self) {
        for path in self.0.iter().rev() {
            let _ = if path.is_dir() { fs::remove_dir(path) } else { fs::remove_file(path) };
        }
    }
}

fn report(files: &[(&str, Cow<'_, str>)], folder: &Path, language: Language) -> String {
    let written: String = files.iter().map(|(path, _)| format!("wrote {}\n", shown(&folder.join(path)))).collect();
    let template = shown(&folder.join(TEMPLATE));
    let test = match language {
        Language::Python => "python3 -m unittest",
        Language::Nodejs => "node --test",
    };
    let place = if folder.as_os_str().is_empty() { String::new() } else { format!(" in {}", shown(folder)) };
    format!(
        "{written}\nnext: `samc check {template}`\n\
        \x20     `samc explain {template}` shows its expansion\n\
        \x20     `{test}`{place} runs the tests\n"
    )
}
