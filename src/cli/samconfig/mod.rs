//! Finds the configuration of the SAM CLI that holds for a template, and takes the region, the parameters and the
//! template from it.
mod reader;
mod tree;

use super::arguments::{Color, Deployment, ReportFormat};
use super::found::{self, Refusal};
use super::input::{decoded_file, is_stdin, shown};
use super::io::Io;
use super::overrides::Override;
use super::{Fault, problems};
use crate::Options;
use crate::configuration::LARGEST_CONFIGURATION;
use crate::diagnostic::Diagnostic;
use crate::report::Report;
use crate::source::{Source, Sources, Span};
use reader::Values;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Names of the file: the first that is there counts.
pub(super) const NAMES: [&str; 3] = ["samconfig.toml", "samconfig.yaml", "samconfig.yml"];

/// Makes of findings what a project wants of them.
type Levelled<'a> = &'a dyn Fn(Vec<Diagnostic>) -> Vec<Diagnostic>;

/// What the samconfig of a folder says; nothing where there is none.
#[derive(Default)]
pub(super) struct Samconfig {
    file: Option<PathBuf>,
    values: Values,
    /// What is wrong with it.
    report: Option<Report>,
}

/// The samconfigs of all folders that were asked for.
pub(super) struct Samconfigs<'a> {
    environment: Option<&'a str>,
    read: Mutex<BTreeMap<PathBuf, Arc<Samconfig>>>,
}

impl<'a> Samconfigs<'a> {
    /// Of the environment that is named, or of `default`.
    pub(super) fn of(deployment: &'a Deployment) -> Self {
        Self { environment: deployment.environment(), read: Mutex::default() }
    }

    /// The samconfig for a template: that of the current folder if it names the template, else that of the template's
    /// folder. What is wrong in one is reported as `levelled` says that asks for it first.
    pub(super) fn for_template(&self, template: &Path, levelled: Levelled<'_>) -> Arc<Samconfig> {
        let folder = template.parent().unwrap_or(Path::new(""));
        if !folder.as_os_str().is_empty() {
            let here = self.in_folder(Path::new(""), levelled);
            let named = here.values.template.as_ref().and_then(|it| fs::canonicalize(it).ok());
            if named.is_some() && named == fs::canonicalize(template).ok() {
                return here;
            }
        }
        self.in_folder(folder, levelled)
    }

    fn in_folder(&self, folder: &Path, levelled: Levelled<'_>) -> Arc<Samconfig> {
        let lock = || self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(samconfig) = lock().get(folder) {
            return samconfig.clone();
        }
        let found = NAMES.iter().find_map(|it| read(folder, it, self.environment));
        let mut samconfig = found.unwrap_or_default();
        let report = samconfig.report.map(|it| Report { problems: levelled(it.problems), ..it });
        samconfig.report = report.filter(|it| !it.problems.is_empty());
        lock().entry(folder.to_owned()).or_insert_with(|| Arc::new(samconfig)).clone()
    }

    /// What is wrong with those that were asked for, in the order of their folders.
    pub(super) fn into_reports(self) -> Vec<Report> {
        let read = self.read.into_inner().unwrap_or_else(PoisonError::into_inner);
        read.into_values().filter_map(|it| Arc::into_inner(it)?.report).collect()
    }
}

impl Samconfig {
    /// What is known of a deployment by the command line, then by a configured region and parameters, then by this.
    pub(super) fn options_under(
        &self,
        deployment: &Deployment,
        region: Option<&String>,
        parameters: &[Override],
    ) -> Options {
        let is_free = |it: &&Override| parameters.iter().all(|(name, _)| *name != it.0);
        let own = self.values.parameters.iter().filter(is_free);
        let parameters: Vec<Override> = own.chain(parameters).cloned().collect();
        deployment.options_over(region.or(self.values.region.as_ref()), &parameters)
    }

    /// The file, if there is one.
    pub(super) fn name(&self) -> Option<&Path> {
        self.file.as_deref()
    }
}

/// Where a samconfig has artifacts go.
#[derive(Clone, Debug, Default)]
pub(super) struct Upload {
    pub bucket: Option<String>,
    pub prefix: Option<String>,
}

/// What is known of the deployment of a template by the options and its samconfig. What is wrong with that goes to
/// standard error.
pub(super) fn options(
    deployment: &Deployment,
    template: &Path,
    format: ReportFormat,
    color: Color,
    io: &mut Io<'_>,
) -> Result<Options, Fault> {
    let samconfigs = Samconfigs::of(deployment);
    let samconfig = samconfigs.for_template(template, &|it| it);
    let options = samconfig.options_under(deployment, None, &[]);
    report(samconfigs, samconfig, deployment, template, (format, color), io)?;
    Ok(options)
}

/// The same for those who package the template, and where the samconfig has artifacts go.
pub(super) fn options_and_upload(
    deployment: &Deployment,
    template: &Path,
    format: ReportFormat,
    color: Color,
    io: &mut Io<'_>,
) -> Result<(Options, Upload), Fault> {
    let samconfigs = Samconfigs::of(deployment);
    let samconfig = samconfigs.for_template(template, &|it| it);
    let Values { bucket, prefix, package_region, .. } = &samconfig.values;
    let upload = Upload { bucket: bucket.clone(), prefix: prefix.clone() };
    let options = samconfig.options_under(deployment, package_region.as_ref(), &[]);
    report(samconfigs, samconfig, deployment, template, (format, color), io)?;
    Ok((options, upload))
}

/// Says what is wrong with a samconfig that was read, and that there is none for the environment that was named.
fn report(
    samconfigs: Samconfigs<'_>,
    samconfig: Arc<Samconfig>,
    deployment: &Deployment,
    template: &Path,
    (format, color): (ReportFormat, Color),
    io: &mut Io<'_>,
) -> Result<(), Fault> {
    let is_missing = samconfig.name().is_none();
    // The reports are given by whoever has the last one.
    drop(samconfig);
    if let Some(name) = deployment.environment()
        && is_missing
    {
        io.note(&format!("--config-env {name} has no effect: there is no samconfig for `{}`", shown(template)));
    }
    for report in samconfigs.into_reports() {
        problems::report(&report.sources, &report.problems, format, color, io)?;
    }
    Ok(())
}

/// The template that the samconfig of the current folder names.
pub(super) fn template(deployment: &Deployment) -> Result<Option<PathBuf>, Fault> {
    let here = Samconfigs::of(deployment).in_folder(Path::new(""), &|it| it);
    let Some(template) = here.values.template.as_ref().map(PathBuf::from) else { return Ok(None) };
    // Nobody has named it on the command line, so it must be in this folder, links followed.
    match found::real_file(&template, Path::new("")) {
        Ok(_) => Ok(Some(template)),
        Err(refusal) => Err(Fault(format!(
            "cannot read the template `{}`, which the samconfig of this folder names: {}; name a template on the command line",
            shown(&template),
            reason(refusal)
        ))),
    }
}

/// The files that a run reads for a template: itself, those that it names, and the samconfigs that there are for it.
pub(super) fn inputs(template: &Path, named: BTreeSet<PathBuf>) -> Vec<PathBuf> {
    let folders = [Path::new(""), template.parent().unwrap_or(Path::new(""))];
    let samconfigs = folders.into_iter().flat_map(|folder| NAMES.map(|it| folder.join(it)));
    let template = Some(template.to_owned()).filter(|it| !is_stdin(it));
    template.into_iter().chain(named).chain(samconfigs.filter(|it| it.exists())).collect()
}

/// Reads the samconfig of this name in a folder; `None` where there is none.
fn read(folder: &Path, name: &str, environment: Option<&str>) -> Option<Samconfig> {
    let file = folder.join(name);
    let unread = |message: String| {
        let source = Source::new(file.to_string_lossy(), "");
        Samconfig::with(file.clone(), Values::default(), source, vec![reader::finding(Span::new(0, 0), message)])
    };
    let bytes = match found::read(&file, folder, LARGEST_CONFIGURATION) {
        Ok(bytes) => bytes,
        Err(Refusal::Unreadable(error)) if found::is_missing(&error) => return None,
        Err(refusal) => return Some(unread(format!("this file is not read: {}", reason(refusal)))),
    };
    let (source, undecodable) = decoded_file(&file, bytes);
    let (values, problems) = match undecodable {
        None => reader::read(&source, folder, environment),
        Some(problem) => (Values::default(), vec![reader::finding(problem.span, problem.message)]),
    };
    // What is behind a link may be a secret of whoever runs samc.
    Some(if !problems.is_empty() && found::is_link(&file) {
        unread("something is wrong in what this link leads to".to_owned())
    } else {
        Samconfig::with(file.clone(), values, source, problems)
    })
}

impl Samconfig {
    fn with(file: PathBuf, values: Values, source: Source, problems: Vec<Diagnostic>) -> Self {
        let report = (!problems.is_empty()).then(|| Report { sources: Sources::new(source), problems });
        Self { file: Some(file), values, report }
    }
}

/// Why a file that was found is not read.
fn reason(refusal: Refusal) -> String {
    match refusal {
        Refusal::LeadsOut => "it is outside of the folder".to_owned(),
        Refusal::NotAFile => "it is not a file".to_owned(),
        Refusal::TooLarge => format!("it has more than {LARGEST_CONFIGURATION} bytes"),
        Refusal::Unreadable(error) if found::is_missing(&error) => "there is no such file".to_owned(),
        Refusal::Unreadable(error) => error.to_string(),
    }
}
