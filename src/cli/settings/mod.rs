//! Finds the configurations that hold for a template, and decides by them which of the found files are checked and what
//! becomes of findings.
mod layer;
mod shown;

use super::arguments::Deployment;
use super::found::{self, folder_of};
use super::samconfig::Samconfig;
use super::{Fault, input};
use crate::Options;
use crate::configuration::{FILE_NAME, Levels};
use crate::report::Report;
use ignore::Match;
use ignore::gitignore::Gitignore;
use layer::{Layer, Stack};
use std::collections::{BTreeMap, HashMap};
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The configurations in force in a folder, each of which adds to those before.
#[derive(Clone, Default)]
pub(super) struct Settings {
    layers: Vec<Arc<Layer>>,
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
    Nearest {
        known: Mutex<HashMap<PathBuf, Known>>,
        real: Mutex<HashMap<PathBuf, PathBuf>>,
    },
}

impl Directory {
    /// Of each template's folder and those above it.
    pub(super) fn nearest() -> Self {
        Self::Nearest { known: Mutex::default(), real: Mutex::default() }
    }

    pub(super) fn named(file: &Path) -> Result<Self, Fault> {
        Ok(Self::Named(settings(layer::read_named(file)?, None)))
    }

    /// The configuration for a template.
    pub(super) fn of(&self, template: &Path) -> Known {
        match self {
            Self::Named(known) => known.clone(),
            // The folders above are those of the file system, wherever links and `..` have led.
            Self::Nearest { known, real } => match real_folder(folder_of(template), real) {
                Ok(folder) => of_folder(&folder, known),
                Err(_) => Known::Usable(Arc::default()),
            },
        }
    }
}

/// The path of a folder without links. To follow a path takes a step for each folder in it, so that those of many folders
/// that lie in each other are made of each other.
fn real_folder(folder: &Path, cache: &Mutex<HashMap<PathBuf, PathBuf>>) -> io::Result<PathBuf> {
    let lock = || cache.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(real) = lock().get(folder) {
        return Ok(real.clone());
    }
    let above = folder.parent().filter(|it| !it.as_os_str().is_empty()).zip(folder.file_name());
    let real = match above {
        // Elsewhere, what is found may be written in another way than its name.
        Some((above, name)) if cfg!(target_os = "linux") && fs::symlink_metadata(folder)?.is_dir() => {
            real_folder(above, cache)?.join(name)
        }
        _ => fs::canonicalize(folder)?,
    };
    lock().insert(folder.to_owned(), real.clone());
    Ok(real)
}

/// The configuration of a folder on top of that of the folder above.
fn of_folder(folder: &Path, cache: &Mutex<HashMap<PathBuf, Known>>) -> Known {
    let lock = || cache.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = lock().get(folder) {
        return known.clone();
    }
    let own = layer::read_found(&folder.join(FILE_NAME), folder);
    let is_root = matches!(&own, Stack::Usable(layers) if layers.last().is_some_and(|it| it.configuration.is_root));
    let above = (!is_root).then(|| folder_above(folder)).flatten().map(|it| of_folder(it, cache));
    let known = settings(own, above);
    lock().insert(folder.to_owned(), known.clone());
    known
}

fn settings(own: Stack, above: Option<Known>) -> Known {
    match (own, above) {
        (Stack::Broken(report), _) => Known::Broken(Arc::new(report)),
        (Stack::Unreadable(fault), _) => Known::Unreadable(fault),
        (Stack::Usable(layers), Some(above)) if layers.is_empty() => above,
        (Stack::Usable(layers), Some(Known::Usable(above))) => {
            let layers = above.layers.iter().cloned().chain(layers.into_iter().map(Arc::new)).collect();
            Known::Usable(Arc::new(Settings { layers }))
        }
        (Stack::Usable(_), Some(above)) => above,
        (Stack::Usable(layers), None) => {
            Known::Usable(Arc::new(Settings { layers: layers.into_iter().map(Arc::new).collect() }))
        }
    }
}

/// The next folder whose configuration holds as well. A repository is complete in itself, and what lies in the user's own
/// folder, or above it, is not about one project.
fn folder_above(folder: &Path) -> Option<&Path> {
    let home = env::home_dir().and_then(|it| fs::canonicalize(it).ok());
    let is_home = |it: &Path| home.as_deref() == Some(it);
    let above = folder.parent().filter(|it| !is_home(it) && !is_home(folder));
    above.filter(|_| !is_top_of_repository(folder))
}

pub(super) fn is_top_of_repository(folder: &Path) -> bool {
    fs::symlink_metadata(folder.join(".git")).is_ok()
}

impl Settings {
    /// What a template is analyzed with: the command line, then these settings, then a samconfig.
    pub(super) fn options(&self, deployment: &Deployment, samconfig: &Samconfig) -> Options {
        let options = samconfig.options_under(deployment, self.region(), &self.parameters());
        options.with_known_types(self.types())
    }

    /// The files that they were read from.
    pub(super) fn files(&self) -> impl Iterator<Item = PathBuf> {
        self.layers.iter().map(|it| PathBuf::from(&it.name))
    }

    pub(super) fn region(&self) -> Option<&String> {
        self.layers.iter().rev().find_map(|it| it.configuration.region.as_ref())
    }

    pub(super) fn parameters(&self) -> Vec<(String, String)> {
        let parameters = self.layers.iter().flat_map(|it| it.configuration.parameters.iter().cloned());
        parameters.collect::<BTreeMap<String, String>>().into_iter().collect()
    }

    pub(super) fn types(&self) -> Vec<String> {
        self.layers.iter().flat_map(|it| it.configuration.types.iter().cloned()).collect()
    }

    /// Whether a file that was found, not named, is to be checked. Of several configurations with `include`, that of the
    /// nearest folder counts; `exclude` adds up, and the nearest that names a file decides, as in `.gitignore`.
    pub(super) fn selects(&self, file: &Path) -> bool {
        if self.layers.iter().all(|it| it.include.is_empty() && it.exclude.is_empty()) {
            return true;
        }
        let Some(path) = real_path(file) else { return true };
        let including = self.layers.iter().rev().find(|it| !it.include.is_empty());
        let is_included = including.is_none_or(|it| is_outside(&it.include, &path) || names(&it.include, &path));
        let mut excluding = self.layers.iter().rev().map(|it| matched(&it.exclude, &path));
        is_included && !excluding.find(|it| !it.is_none()).is_some_and(|it| it.is_ignore())
    }

    /// What becomes of the findings of rules in a file.
    pub(super) fn levels_of(&self, file: &Path) -> Levels {
        let has_overrides = self.layers.iter().any(|it| !it.overrides.is_empty());
        let path = has_overrides.then(|| real_path(file)).flatten();
        let mut levels = Levels::default();
        for layer in &self.layers {
            levels.add(&layer.configuration.rules);
            for (paths, one) in layer.overrides.iter().zip(&layer.configuration.overrides) {
                if path.as_deref().is_some_and(|it| names(paths, it)) {
                    levels.add(&one.rules);
                }
            }
        }
        levels
    }
}

/// The path of a file in its folder without links. The file itself may be one, and need not exist.
pub(super) fn real_path(file: &Path) -> Option<PathBuf> {
    Some(fs::canonicalize(folder_of(file)).ok()?.join(file.file_name()?))
}

/// Whether patterns name a file, or a folder that it is in.
pub(super) fn names(patterns: &Gitignore, path: &Path) -> bool {
    matched(patterns, path).is_ignore()
}

fn is_outside(patterns: &Gitignore, path: &Path) -> bool {
    !path.starts_with(patterns.path())
}

fn matched(patterns: &Gitignore, path: &Path) -> Match<()> {
    match path.strip_prefix(patterns.path()) {
        Ok(within) if !patterns.is_empty() => patterns.matched_path_or_any_parents(within, false).map(|_| ()),
        Ok(_) | Err(_) => Match::None,
    }
}

/// A path as the user would name it, on one line.
fn name_of(path: &Path) -> String {
    input::shown(&found::from_here(path))
}
