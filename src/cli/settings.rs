//! Finds the configuration that holds for a template, and decides by it which of the found files are checked.
use super::Fault;
use super::found::{self, Refusal};
use super::ignored::excess_of;
use super::input::{cannot_read, decoded_file, shown};
use crate::configuration::{self, Configuration, FILE_NAME, LARGEST_CONFIGURATION, Pattern};
use crate::diagnostic::Diagnostic;
use crate::report::Report;
use crate::source::Sources;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::HashMap;
use std::fs::{self, File};
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
        // The user has named it, so it may be a link, or what another program writes.
        let bytes = File::open(file).and_then(|mut it| found::read_at_most(&mut it, LARGEST_CONFIGURATION));
        let bytes = bytes.map_err(|error| cannot_read(file, &error))?;
        if bytes.len() > LARGEST_CONFIGURATION {
            return Err(refused(file, Refusal::TooLarge));
        }
        Ok(Self::Named(understood(bytes, file, file)))
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
    folder.ancestors().find_map(|it| {
        let file = it.join(FILE_NAME);
        read_found(&file, it, &found::from_here(&file))
    })
}

/// Reads the configuration in a folder, which is reported as `name`; `None` when there is none.
fn read_found(file: &Path, folder: &Path, name: &Path) -> Option<Known> {
    let bytes = match found::read(file, folder, LARGEST_CONFIGURATION) {
        Ok(bytes) => bytes,
        Err(Refusal::Unreadable(error)) if found::is_missing(&error) => return None,
        Err(refusal) => return Some(Known::Unreadable(refused(name, refusal))),
    };
    Some(match understood(bytes, file, name) {
        // What is behind a link may be a secret of whoever runs samc.
        Known::Broken(_) if found::is_link(file) => Known::Unreadable(Fault(format!(
            "the configuration `{}` cannot be used: what the link leads to is not valid; to see why, run `samc check \
             --config` with the file",
            shown(name)
        ))),
        known => known,
    })
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

/// The configuration that the bytes of a file are, which is reported as `name`.
fn understood(bytes: Vec<u8>, file: &Path, name: &Path) -> Known {
    let (source, undecodable) = decoded_file(name, bytes);
    let (configuration, mut problems) = match undecodable {
        None => configuration::read(&source),
        Some(problem) => (Configuration::default(), vec![problem]),
    };
    let root = fs::canonicalize(folder_of(file)).unwrap_or_default();
    let include = patterns(&root, &configuration.include, &mut problems);
    let exclude = patterns(&root, &configuration.exclude, &mut problems);
    if problems.is_empty() {
        Known::Usable(Arc::new(Settings { configuration, root, include, exclude }))
    } else {
        Known::Broken(Arc::new(Report { sources: Sources::new(source), problems }))
    }
}

fn patterns(root: &Path, patterns: &[Pattern], problems: &mut Vec<Diagnostic>) -> Gitignore {
    let mut builder = GitignoreBuilder::new(root);
    for pattern in patterns {
        let reason =
            excess_of(&pattern.text).or_else(|| builder.add_line(None, &pattern.text).err().map(|it| it.to_string()));
        problems.extend(reason.map(|it| configuration::invalid_pattern(pattern, &it)));
    }
    builder.build().unwrap_or_else(|error| {
        problems.extend(patterns.first().map(|it| configuration::invalid_pattern(it, &error.to_string())));
        Gitignore::empty()
    })
}
