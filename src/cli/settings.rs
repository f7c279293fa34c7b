//! Finds the configuration that holds for a template, and decides by it which of the found files are checked.
use super::Fault;
use super::input::{cannot_read, decoded_file, read_file};
use crate::configuration::{self, Configuration, FILE_NAME, Pattern};
use crate::diagnostic::Diagnostic;
use crate::report::Report;
use crate::source::Sources;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::HashMap;
use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A configuration in force.
pub(super) struct Settings {
    pub configuration: Configuration,
    /// The folder that patterns start from.
    root: PathBuf,
    include: Gitignore,
    exclude: Gitignore,
}

impl Default for Settings {
    fn default() -> Self {
        let (include, exclude) = (Gitignore::empty(), Gitignore::empty());
        Self { configuration: Configuration::default(), root: PathBuf::new(), include, exclude }
    }
}

/// What is known of the configuration for the templates of a folder.
#[derive(Clone)]
pub(super) enum Known {
    Usable(Arc<Settings>),
    /// What is wrong with it.
    Broken(Arc<Report>),
    Unreadable(Fault),
}

/// The configurations of all folders that were asked for.
pub(super) enum Directory {
    /// One for all, which the user has named.
    Named(Known),
    Nearest(Mutex<HashMap<PathBuf, Known>>),
}

impl Directory {
    /// Of each template's folder, or of the nearest one above it that has a configuration.
    pub(super) fn nearest() -> Self {
        Self::Nearest(Mutex::default())
    }

    pub(super) fn named(file: &Path) -> Result<Self, Fault> {
        match read(file, file) {
            Some(Known::Unreadable(fault)) => Err(fault),
            Some(known) => Ok(Self::Named(known)),
            None => Err(cannot_read(file, &ErrorKind::NotFound.into())),
        }
    }

    /// The configuration for a template.
    pub(super) fn of(&self, template: &Path) -> Known {
        let cache = match self {
            Self::Named(known) => return known.clone(),
            Self::Nearest(cache) => cache,
        };
        let folder = folder_of(template).to_owned();
        let lock = || cache.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&folder) {
            return known.clone();
        }
        let known = search(&folder).unwrap_or_else(|| Known::Usable(Arc::default()));
        lock().insert(folder, known.clone());
        known
    }
}

impl Settings {
    /// Whether a file that was found, not named, is to be checked.
    pub(super) fn selects(&self, file: &Path) -> bool {
        if self.include.is_empty() && self.exclude.is_empty() {
            return true;
        }
        let folder = fs::canonicalize(folder_of(file)).ok();
        let path = folder.and_then(|it| Some(it.join(file.file_name()?)));
        let Some(path) = path.as_deref().and_then(|it| it.strip_prefix(&self.root).ok()) else { return true };
        let named = |patterns: &Gitignore| patterns.matched_path_or_any_parents(path, false).is_ignore();
        (self.include.is_empty() || named(&self.include)) && !named(&self.exclude)
    }
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The configuration of a folder or of the nearest one above it.
fn search(folder: &Path) -> Option<Known> {
    // The folders above are those of the file system, wherever links and `..` have led.
    let folder = fs::canonicalize(folder).ok()?;
    let current = env::current_dir().ok();
    folder.ancestors().find_map(|it| {
        let file = it.join(FILE_NAME);
        let name = current.as_ref().and_then(|it| file.strip_prefix(it).ok()).unwrap_or(&file).to_owned();
        read(&file, &name)
    })
}

/// Reads a configuration, which is reported as `name`; `None` when there is no such file.
fn read(file: &Path, name: &Path) -> Option<Known> {
    let bytes = match read_file(file) {
        Ok(bytes) => bytes,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return None,
        Err(error) => return Some(Known::Unreadable(cannot_read(name, &error))),
    };
    let (source, undecodable) = decoded_file(name, bytes);
    let (configuration, mut problems) = match undecodable {
        None => configuration::read(&source),
        Some(problem) => (Configuration::default(), vec![problem]),
    };
    let root = fs::canonicalize(folder_of(file)).unwrap_or_default();
    let include = patterns(&root, &configuration.include, &mut problems);
    let exclude = patterns(&root, &configuration.exclude, &mut problems);
    Some(if problems.is_empty() {
        Known::Usable(Arc::new(Settings { configuration, root, include, exclude }))
    } else {
        Known::Broken(Arc::new(Report { sources: Sources::new(source), problems }))
    })
}

fn patterns(root: &Path, patterns: &[Pattern], problems: &mut Vec<Diagnostic>) -> Gitignore {
    let mut builder = GitignoreBuilder::new(root);
    for pattern in patterns {
        if let Err(error) = builder.add_line(None, &pattern.text) {
            problems.push(configuration::invalid_pattern(pattern, &error.to_string()));
        }
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}
