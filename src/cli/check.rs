//! `samc check`: every problem of every template under some paths, on standard output.
use super::arguments::{CheckArguments, Color};
use super::candidate::{Candidate, Candidates, nothing_found};
use super::findings::Findings;
use super::folder::Folder;
use super::io::Io;
use super::progress::Progress;
use super::recognize::looks_like_template;
use super::samconfig::Samconfigs;
use super::settings::{Directory, Known};
use super::{Fault, Status, input, output};
use crate::fix::{Change, mend};
use crate::report::Report;
use crate::source::{Source, Sources};
use crate::{Depth, analyze_with_files};
use rayon::prelude::*;
use std::collections::HashSet;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Arc;

/// How many files are checked before what was found in them is printed.
const BATCH: usize = 64;
/// Fewer files are checked sooner than threads are started.
const FEW: usize = 4;

pub(super) fn run(arguments: &CheckArguments, color: Color, io: &mut Io<'_>) -> Result<Status, Fault> {
    let began = (io.clock)();
    let paths = arguments.paths();
    if arguments.fix && paths.iter().any(|it| input::is_stdin(it)) {
        return Err(Fault("--fix changes files, not standard input; name the file".to_owned()));
    }
    let configurations = match &arguments.config {
        Some(file) => Directory::named(file)?,
        None => Directory::nearest(),
    };
    let stdin_name = arguments.stdin_filename.as_deref().unwrap_or(Path::new(input::STDIN_NAME));
    let Candidates { files, faults, searches } = Candidates::of(&paths, stdin_name, arguments.filter, io)?;

    let samconfigs = Samconfigs::of(arguments.deployment.environment());
    let job = Job { arguments, configurations, samconfigs };
    let mut findings = Findings::new(arguments, color, faults, io)?;
    let named = files.iter().filter(|it| it.found_by.is_none() && it.bytes.is_none());
    if let Some(path) = findings.written_over(named.map(|it| &*it.path)) {
        return Err(would_be_lost(path));
    }
    let is_long = files.len() > BATCH && !arguments.reporting.quiet;
    let mut progress = if is_long { Progress::of(files.len(), io) } else { Progress::none() };
    let mut successful = HashSet::new();
    for (done, batch) in (0..).step_by(BATCH).zip(files.chunks(BATCH)) {
        progress.show(done, io)?;
        let outcomes: Vec<Outcome> = if batch.len() < FEW {
            batch.iter().map(|it| guarded(&it.path, || job.check(it))).collect()
        } else {
            batch.par_iter().map(|it| guarded(&it.path, || job.check(it))).collect()
        };
        progress.clear(io)?;
        for (candidate, outcome) in batch.iter().zip(outcomes) {
            if !matches!(outcome, Outcome::PassedOver) {
                successful.extend(candidate.found_by);
            }
            match outcome {
                Outcome::PassedOver => (),
                Outcome::Fault(fault) => findings.add_fault(fault),
                Outcome::Misconfigured(report) => findings.add_configuration(&report, io)?,
                Outcome::Checked(report, changes) => {
                    if let Some(path) = findings.written_over(candidate.found_by.map(|_| &*candidate.path).into_iter())
                    {
                        return Err(would_be_lost(path));
                    }
                    findings.add(&report, &changes, io)?;
                }
            }
        }
    }
    for report in job.samconfigs.into_reports() {
        findings.add_beside(&report, io)?;
    }
    let fruitless = searches.into_iter().filter(|(index, _)| !successful.contains(index));
    fruitless.for_each(|(_, path)| findings.add_fruitless(nothing_found(&path)));
    let time = (io.clock)().saturating_sub(began);
    findings.finish(time, io)
}

/// A template must not be replaced by what was found in it.
fn would_be_lost(path: &Path) -> Fault {
    Fault(format!("the report would be written over the template `{}`; name another file", input::shown(path)))
}

/// What is the same for all files.
struct Job<'a> {
    arguments: &'a CheckArguments,
    configurations: Directory,
    samconfigs: Samconfigs<'a>,
}

/// The result for a file.
enum Outcome {
    /// It is not a template, or the configuration excludes it.
    PassedOver,
    Fault(Fault),
    /// Its configuration cannot be used.
    Misconfigured(Arc<Report>),
    Checked(Report, Vec<Change>),
}

impl Job<'_> {
    fn check(&self, candidate: &Candidate) -> Outcome {
        let path = candidate.path.as_path();
        let settings = match self.configurations.of(path) {
            Known::Usable(settings) => settings,
            Known::Broken(report) => return Outcome::Misconfigured(report),
            Known::Unreadable(fault) => return Outcome::Fault(fault),
        };
        let is_choosy = candidate.found_by.is_some() || self.arguments.filter;
        if is_choosy && !settings.selects(path) {
            return Outcome::PassedOver;
        }
        let bytes = match &candidate.bytes {
            Some(bytes) => bytes.clone(),
            None => match input::read_file(path) {
                Ok(bytes) => bytes,
                Err(error) => return Outcome::Fault(input::cannot_read(path, &error)),
            },
        };
        let encoding = Encoding::of(&bytes);
        let original = self.arguments.fix.then(|| bytes.clone());
        let (source, undecodable) = input::decoded_file(path, bytes);
        if is_choosy && !looks_like_template(source.text()) {
            return Outcome::PassedOver;
        }
        let configuration = &settings.configuration;
        let deployment = &self.arguments.deployment;
        let samconfig = self.samconfigs.for_template(path, &|found| configuration.levelled(found));
        let (region, parameters) = samconfig.under(configuration.region.as_ref(), &configuration.parameters);
        let options = deployment.options_over(region.as_ref(), &parameters);
        let options = options.with_known_types(&configuration.types);
        let folder = Folder::of(path);
        let check = |source: &Source| {
            let mut sources = Sources::new(source.clone());
            let analysis = analyze_with_files(&mut sources, &folder, &options, Depth::Check);
            Report { sources, problems: configuration.levelled(analysis.findings) }
        };
        let report = match undecodable {
            None => check(&source),
            Some(problem) => Report { sources: Sources::new(source.clone()), problems: vec![problem] },
        };
        let (Some(mark), Some(original)) = (encoding.mark(), original) else {
            return Outcome::Checked(report, Vec::new());
        };
        let mended = mend(source, report.problems.clone(), &|source| check(source).problems);
        if !mended.changes.is_empty() {
            let text = [mark, mended.source.text().as_bytes()].concat();
            if let Err(fault) = output::replace_unchanged(path, &original, &text) {
                return Outcome::Fault(fault);
            }
        }
        // Places in other files lie behind the template, wherever that ends now.
        let report = if mended.changes.is_empty() { report } else { check(&mended.source) };
        Outcome::Checked(report, mended.changes)
    }
}

/// Does the work for a file. Where samc itself fails, that is the fault of this file alone: what is found in the others is
/// not lost.
fn guarded(path: &Path, work: impl FnOnce() -> Outcome) -> Outcome {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Outcome::Fault(Fault(format!(
            "samc itself failed at `{}`; please report it, with the file",
            input::shown(path)
        )))
    })
}

/// How a file's text is kept in bytes.
#[derive(Clone, Copy)]
enum Encoding {
    Utf8,
    /// With a byte-order mark, which the text does not have.
    MarkedUtf8,
    Utf16,
}

impl Encoding {
    fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0xEF, 0xBB, 0xBF, ..] => Self::MarkedUtf8,
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Self::Utf16,
            _ => Self::Utf8,
        }
    }

    /// What a file begins with before its text, where texts can be written as they were read.
    fn mark(self) -> Option<&'static [u8]> {
        match self {
            Self::Utf8 => Some(b""),
            Self::MarkedUtf8 => Some(b"\xEF\xBB\xBF"),
            Self::Utf16 => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_at_one_file_is_a_fault_of_that_file() {
        let outcome = guarded(Path::new("odd.yaml"), || panic!("as a bug would"));
        let Outcome::Fault(Fault(message)) = outcome else { panic!("expected a fault") };
        assert_eq!(message, "samc itself failed at `odd.yaml`; please report it, with the file");
        assert!(matches!(guarded(Path::new("plain.yaml"), || Outcome::PassedOver), Outcome::PassedOver));
    }
}
