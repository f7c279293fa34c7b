//! Which of the files that a call speaks of are templates to check, and by which settings.
use super::Fault;
use super::arguments::CheckArguments;
use super::candidate::Candidate;
use super::found::here;
use super::ignored::compiled;
use super::input::{self, shown};
use super::recognize::looks_like_template;
use super::settings::{Directory, Known, Settings, names, real_path};
use crate::diagnostic::Diagnostic;
use crate::report::Report;
use crate::source::Source;
use ignore::gitignore::Gitignore;
use std::path::Path;
use std::sync::Arc;

/// What decides about files.
pub(super) struct Choice<'a> {
    arguments: &'a CheckArguments,
    configurations: Directory,
    /// What the command line excludes.
    exclude: Gitignore,
}

/// What was decided about a file.
pub(super) enum Chosen {
    /// It is not a template, or it is excluded.
    PassedOver,
    Fault(Fault),
    /// Its configuration cannot be used.
    Misconfigured(Arc<Report>),
    Template(Box<Template>),
}

/// A template to check.
pub(super) struct Template {
    pub settings: Arc<Settings>,
    pub source: Source,
    /// What is wrong with it if its bytes are not text.
    pub undecodable: Option<Diagnostic>,
    pub bytes: Vec<u8>,
}

impl<'a> Choice<'a> {
    pub(super) fn of(arguments: &'a CheckArguments) -> Result<Self, Fault> {
        let configurations = match &arguments.config {
            Some(file) => Directory::named(file)?,
            None => Directory::nearest(),
        };
        Ok(Self { arguments, configurations, exclude: excluded(&arguments.selection.exclude)? })
    }

    pub(super) fn decide(&self, candidate: &Candidate) -> Chosen {
        let path = candidate.path.as_path();
        let settings = match self.settings_of(path) {
            Known::Usable(settings) => settings,
            Known::Broken(report) => return Chosen::Misconfigured(report),
            Known::Unreadable(fault) => return Chosen::Fault(fault),
        };
        let is_choosy = candidate.found_by.is_some() || self.arguments.filter;
        if is_choosy && !self.selects(&settings, path) {
            return Chosen::PassedOver;
        }
        let bytes = match &candidate.bytes {
            Some(bytes) => bytes.clone(),
            None => match input::read_file(path) {
                Ok(bytes) => bytes,
                Err(error) => return Chosen::Fault(input::cannot_read(path, &error)),
            },
        };
        let is_changed = self.arguments.writes() || self.arguments.fixing.are_wanted();
        let original = if is_changed { bytes.clone() } else { Vec::new() };
        let (source, undecodable) = input::decoded_file(path, bytes);
        if is_choosy && !looks_like_template(source.text()) {
            return Chosen::PassedOver;
        }
        Chosen::Template(Box::new(Template { settings, source, undecodable, bytes: original }))
    }

    pub(super) fn settings_of(&self, template: &Path) -> Known {
        self.configurations.of(template)
    }

    /// Whether a file that was found, not named, is to be checked.
    pub(super) fn selects(&self, settings: &Settings, file: &Path) -> bool {
        let is_excluded = || real_path(file).is_some_and(|it| names(&self.exclude, &it));
        settings.selects(file) && (self.exclude.is_empty() || !is_excluded())
    }
}

/// The patterns of the command line, from this folder.
fn excluded(patterns: &[String]) -> Result<Gitignore, Fault> {
    if patterns.is_empty() {
        return Ok(Gitignore::empty());
    }
    let mut fault = None;
    let here = here().unwrap_or_default();
    let excluded = compiled(&here, patterns.iter().map(String::as_str), &mut |number, reason| {
        let pattern = shown(Path::new(&patterns[number]));
        fault.get_or_insert_with(|| Fault(format!("`{pattern}` is not a valid path pattern: {reason}")));
    });
    fault.map_or(Ok(excluded), Err)
}
