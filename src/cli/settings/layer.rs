//! Reads one configuration and those that it extends.
use super::super::Fault;
use super::super::found::{self, Refusal, folder_of};
use super::super::ignored::compiled;
use super::super::input::{cannot_read, decoded_file, shown};
use super::{is_top_of_repository, name_of};
use crate::configuration::{self, Base, Configuration, LARGEST_CONFIGURATION, Pattern};
use crate::diagnostic::Diagnostic;
use crate::report::Report;
use crate::source::{Source, Sources};
use ignore::gitignore::Gitignore;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// A configuration with its patterns.
pub(super) struct Layer {
    /// What it is called.
    pub name: String,
    pub configuration: Configuration,
    pub include: Gitignore,
    pub exclude: Gitignore,
    /// The paths of each of its overrides.
    pub overrides: Vec<Gitignore>,
}

/// A configuration on top of those that it extends, or why it cannot be used.
pub(super) enum Stack {
    /// Empty where there is no configuration.
    Usable(Vec<Layer>),
    Broken(Report),
    Unreadable(Fault),
}

/// Most configurations that extend each other.
const MOST_LAYERS: usize = 20;
/// Another file could hold what is not for whoever reads the findings.
const EXTENSIONS: [&str; 2] = ["yaml", "yml"];

/// Reads the configuration that the user has named, so that it may be a link, or what another program writes.
pub(super) fn read_named(file: &Path) -> Result<Stack, Fault> {
    let bytes = File::open(file).and_then(|mut it| found::read_at_most(&mut it, LARGEST_CONFIGURATION));
    let bytes = bytes.map_err(|error| cannot_read(file, &error))?;
    if bytes.len() > LARGEST_CONFIGURATION {
        return Err(refused(file, Refusal::TooLarge));
    }
    let folder = fs::canonicalize(folder_of(file)).unwrap_or_default();
    Ok(Reading::of(&folder).understood(bytes, file, file))
}

/// Reads the configuration in a folder.
pub(super) fn read_found(file: &Path, folder: &Path) -> Stack {
    let name = found::from_here(file);
    let bytes = match found::read(file, folder, LARGEST_CONFIGURATION) {
        Ok(bytes) => bytes,
        Err(Refusal::Unreadable(error)) if found::is_missing(&error) => return Stack::Usable(Vec::new()),
        Err(refusal) => return Stack::Unreadable(refused(&name, refusal)),
    };
    match Reading::of(folder).understood(bytes, file, &name) {
        // What is behind a link may be a secret of whoever runs samc.
        Stack::Broken(_) if found::is_link(file) => Stack::Unreadable(Fault(format!(
            "the configuration `{}` cannot be used: what the link leads to is not valid; to see why, run `samc check \
             --config` with the file",
            shown(&name)
        ))),
        stack => stack,
    }
}

fn refused(name: &Path, refusal: Refusal) -> Fault {
    let reason = match refusal {
        Refusal::LeadsOut => "it is a link that leads out of its folder; name the file with `--config`".to_owned(),
        Refusal::NotAFile => "it is not a file; remove it, or name the configuration with `--config`".to_owned(),
        Refusal::TooLarge => format!("it has more than {LARGEST_CONFIGURATION} bytes; make it shorter"),
        Refusal::Unreadable(error) => return cannot_read(name, &error),
    };
    Fault(format!("cannot read `{}`: {reason}", shown(name)))
}

/// The reading of a configuration and of those that it extends.
struct Reading<'a> {
    /// The folder that patterns start from, also those of configurations that are extended.
    folder: &'a Path,
    /// What is extended is in here.
    boundary: &'a Path,
    /// The files that were read, without links.
    seen: Vec<PathBuf>,
}

impl<'a> Reading<'a> {
    fn of(folder: &'a Path) -> Self {
        let boundary = folder.ancestors().find(|it| is_top_of_repository(it)).unwrap_or(folder);
        Self { folder, boundary, seen: Vec::new() }
    }

    /// The configuration that the bytes of a file are, which is reported as `name`, on top of what it extends.
    fn understood(&mut self, bytes: Vec<u8>, file: &Path, name: &Path) -> Stack {
        self.seen.extend(fs::canonicalize(file));
        let (source, undecodable) = decoded_file(name, bytes);
        let (configuration, mut problems) = match undecodable {
            Some(problem) => (Configuration::default(), vec![problem]),
            None => configuration::read(&source),
        };
        let include = patterns(self.folder, &configuration.include, &mut problems);
        let exclude = patterns(self.folder, &configuration.exclude, &mut problems);
        let overrides = &configuration.overrides;
        let overrides = overrides.iter().map(|it| patterns(self.folder, &it.paths, &mut problems)).collect();
        let mut layers = match configuration.extends.as_ref().filter(|_| problems.is_empty()) {
            None => Vec::new(),
            Some(base) => match self.extended(base, file) {
                Ok(Stack::Usable(layers)) => layers,
                Ok(stack) => return stack,
                Err(problem) => {
                    problems.push(*problem);
                    Vec::new()
                }
            },
        };
        if !problems.is_empty() {
            return broken(source, problems);
        }
        layers.push(Layer { name: shown(name), configuration, include, exclude, overrides });
        Stack::Usable(layers)
    }

    /// What the configuration in `file` extends, or what is wrong with how it names it.
    fn extended(&mut self, base: &Base, file: &Path) -> Result<Stack, Box<Diagnostic>> {
        let invalid = |reason: &str, help: &str| Err(Box::new(configuration::invalid_base(base, reason, help)));
        let real = match found::real_file(&folder_of(file).join(&base.path), self.boundary) {
            Ok(real) => real,
            Err(Refusal::Unreadable(error)) if found::is_missing(&error) => {
                return invalid("there is no such file", "write its path, from the folder of this file");
            }
            Err(Refusal::LeadsOut) => {
                let place = name_of(self.boundary);
                let place = if place.is_empty() { "this folder".to_owned() } else { format!("`{place}`") };
                return invalid(&format!("it is outside of {place}"), "copy the file into the repository");
            }
            Err(Refusal::NotAFile) => return invalid("it is not a file", "name a configuration"),
            Err(Refusal::TooLarge) => return invalid("it is too large", "make it shorter"),
            Err(Refusal::Unreadable(error)) => return invalid(&error.to_string(), "name a configuration"),
        };
        let extension = real.extension().and_then(OsStr::to_str).unwrap_or_default();
        if !EXTENSIONS.contains(&extension) {
            return invalid("a configuration is a file whose name ends in .yaml or .yml", "rename the file");
        }
        if self.seen.contains(&real) {
            return invalid("the configurations extend each other in a circle", "remove one `extends`");
        }
        if self.seen.len() >= MOST_LAYERS {
            return invalid("more than 20 configurations extend each other", "remove some of them");
        }
        let name = found::from_here(&real);
        Ok(match found::read(&real, self.boundary, LARGEST_CONFIGURATION) {
            Ok(bytes) => self.understood(bytes, &real, &name),
            Err(refusal) => Stack::Unreadable(refused(&name, refusal)),
        })
    }
}

fn broken(source: Source, problems: Vec<Diagnostic>) -> Stack {
    Stack::Broken(Report { sources: Sources::new(source), problems })
}

/// The patterns of a configuration, from a folder.
fn patterns(root: &Path, patterns: &[Pattern], problems: &mut Vec<Diagnostic>) -> Gitignore {
    if patterns.is_empty() {
        return Gitignore::empty();
    }
    compiled(root, patterns.iter().map(|it| &*it.text), &mut |number, reason| {
        problems.push(configuration::invalid_pattern(&patterns[number], &reason));
    })
}
