//! `samc check`: every problem of every template under some paths, on standard output.
use super::arguments::{CheckArguments, Color, Selection};
use super::candidate::{Candidate, Candidates, nothing_found};
use super::changes::{self, Changes};
use super::chosen::{Choice, Chosen, Template};
use super::findings::Findings;
use super::folder::Folder;
use super::io::{Io, Stream};
use super::ledger::Ledger;
use super::progress::Progress;
use super::samconfig::{self, Samconfigs};
use super::settings::Known;
use super::{Fault, Status, input, output};
use crate::fix::{Change, Mended, mend};
use crate::report::{Report, count};
use crate::safe_text::page;
use crate::source::{Source, Sources};
use crate::{Depth, Translation, allow, analyze_with_files};
use rayon::prelude::*;
use std::collections::HashSet;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How many files are checked before what was found in them is printed.
const BATCH: usize = 64;
/// Fewer files are checked sooner than threads are started.
const FEW: usize = 4;

pub(super) fn run(arguments: &CheckArguments, color: Color, io: &mut Io<'_>) -> Result<Status, Fault> {
    let began = (io.clock)();
    let paths = arguments.paths();
    expect_files(arguments, &paths)?;
    let choice = Choice::of(arguments)?;
    if arguments.selection.show_settings {
        return show_settings(arguments, &choice, color, io);
    }
    let mut known = match (&arguments.selection.baseline, &arguments.selection.write_baseline) {
        (Some(file), _) => Some(Ledger::read(file)?),
        (None, Some(file)) => Some(Ledger::to_write(file)?),
        (None, None) => None,
    };
    let stdin_name = arguments.stdin_filename.as_deref().unwrap_or(Path::new(input::STDIN_NAME));
    let Candidates { files, faults, searches } = Candidates::of(&paths, stdin_name, arguments.filter, io)?;

    let since = arguments.selection.since.as_deref().map(Changes::since);
    let samconfigs = Samconfigs::of(&arguments.deployment);
    let job = Job { arguments, choice, since, samconfigs, is_for_one: files.len() == 1 };
    let mut findings = Findings::new(arguments, color, faults, io)?;
    let named = files.iter().filter(|it| it.found_by.is_none() && it.bytes.is_none());
    let Selection { baseline, write_baseline, .. } = &arguments.selection;
    let named = named
        .map(|it| &*it.path)
        .chain([baseline, write_baseline, &arguments.config].into_iter().flatten().map(|it| &**it));
    findings.expect_apart(named)?;
    let mut beside = Beside::default();
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
                Outcome::Listed => io.print(Stream::Stdout, &page(format!("{}\n", input::shown(&candidate.path))))?,
                Outcome::Fixable(before, mended) => findings.add_diff(&before, &mended, io)?,
                Outcome::Checked(Checked { report, changes, allowed, open, read }) => {
                    findings.expect_apart(read.iter().map(|it| &**it))?;
                    beside.allowed += allowed;
                    let report = beside.without_known(report, &candidate.path, known.as_mut(), arguments);
                    findings.add(&report, &changes, io)?;
                    open.iter().for_each(|it| io.note(it));
                }
            }
        }
    }
    for report in job.samconfigs.into_reports() {
        let path = PathBuf::from(report.sources.template().name());
        findings.add_beside(&beside.without_known(report, &path, known.as_mut(), arguments), io)?;
    }
    let fruitless = searches.into_iter().filter(|(index, _)| !successful.contains(index));
    fruitless.for_each(|(_, path)| findings.add_fruitless(nothing_found(&path)));
    let is_complete = !findings.has_faults();
    let time = (io.clock)().saturating_sub(began);
    let status = findings.finish(time, io)?;
    beside.end(known, is_complete, arguments, io)?;
    Ok(status)
}

/// Standard input is not a file that can be changed or compared.
fn expect_files(arguments: &CheckArguments, paths: &[PathBuf]) -> Result<(), Fault> {
    if let Some(revision) = &arguments.selection.since {
        changes::check_name(revision)?;
    }
    let options = [
        (arguments.fixing.writes(), "--fix changes"),
        (arguments.selection.add_allow, "--add-allow changes"),
        (arguments.selection.since.is_some(), "--since compares"),
    ];
    match options.into_iter().find(|(is_given, _)| *is_given) {
        Some((_, what)) if paths.iter().any(|it| input::is_stdin(it)) => {
            Err(Fault(format!("{what} files, not standard input; name the file")))
        }
        Some(_) | None => Ok(()),
    }
}

fn show_settings(
    arguments: &CheckArguments,
    choice: &Choice<'_>,
    color: Color,
    io: &mut Io<'_>,
) -> Result<Status, Fault> {
    let paths = arguments.paths();
    let [template] = paths.as_slice() else {
        return Err(Fault("--show-settings takes one template".to_owned()));
    };
    if template.is_dir() {
        let name = input::shown(template);
        return Err(Fault(format!(
            "`{name}` is a folder; name a template, as in `samc check --show-settings app.yaml`"
        )));
    }
    match choice.settings_of(template) {
        Known::Usable(settings) => {
            let levels = arguments.selection.over(settings.levels_of(template));
            let samconfig = Samconfigs::of(&arguments.deployment).for_template(template, &|found| found);
            let options = samconfig.options_under(&arguments.deployment, settings.region(), &settings.parameters());
            let mut text = settings.shown(template, &levels, &options);
            if let Some(name) = samconfig.name() {
                text.insert_str(0, &format!("# weakest of all: {}\n", input::shown(name)));
            }
            if !choice.selects(&settings, template) {
                text.insert_str(0, "# in a folder, this file is skipped\n");
            }
            io.print(Stream::Stdout, &page(text))?;
            Ok(Status::Fine)
        }
        Known::Broken(report) => {
            let mut findings = Findings::new(arguments, color, Vec::new(), io)?;
            findings.add_configuration(&report, io)?;
            findings.finish(Duration::ZERO, io)
        }
        Known::Unreadable(fault) => Err(fault),
    }
}

/// What could not be checked in a template, each with its place.
pub(super) fn left_open(translation: &Translation, sources: &Sources) -> Vec<String> {
    let open = translation.left_open().into_iter().map(|it| {
        let source = sources.of(it.span);
        let place = source.start_of(it.span);
        format!("{}:{}:{}: {}", source.name(), place.line, place.column, it.message)
    });
    open.collect()
}

/// What is counted beside the findings.
#[derive(Default)]
struct Beside {
    allowed: usize,
    known: usize,
    gone: usize,
    /// What a baseline that is written cannot take over.
    left: usize,
}

impl Beside {
    /// A report without what a baseline has, or takes over.
    fn without_known(
        &mut self,
        report: Report,
        path: &Path,
        baseline: Option<&mut Ledger>,
        arguments: &CheckArguments,
    ) -> Report {
        match baseline {
            None => report,
            Some(baseline) if arguments.selection.write_baseline.is_some() => {
                let report = baseline.record(report, path);
                self.left += report.problems.len();
                report
            }
            Some(baseline) => {
                let (report, comparison) = baseline.compare(report, path);
                self.known += comparison.known;
                // What did not change is not said to be gone.
                self.gone += if arguments.selection.since.is_some() { 0 } else { comparison.gone };
                report
            }
        }
    }

    /// Writes the baseline, and says what is not among the findings.
    fn end(
        self,
        baseline: Option<Ledger>,
        is_complete: bool,
        arguments: &CheckArguments,
        io: &mut Io<'_>,
    ) -> Result<(), Fault> {
        let mut notes = Vec::new();
        if self.allowed > 0 {
            notes.push(format!("{} allowed in comments or `Metadata`", are(self.allowed)));
        }
        match baseline {
            Some(baseline) if arguments.selection.write_baseline.is_some() => notes.push(if is_complete {
                let rest = match self.left {
                    0 => String::new(),
                    left => format!("; {} not in it: fix what cannot be read, or exclude it", are(left)),
                };
                baseline.write()? + &rest
            } else {
                "the baseline was not written, because not everything could be checked".to_owned()
            }),
            Some(baseline) => {
                let gone = self.gone + baseline.lost();
                if self.known > 0 {
                    notes.push(format!("{} in the baseline", are(self.known)));
                }
                if gone > 0 {
                    let findings = count(gone, "finding");
                    notes.push(format!(
                        "{findings} of the baseline no longer exist; write it anew with --write-baseline"
                    ));
                }
            }
            None => (),
        }
        if !arguments.reporting.quiet {
            notes.iter().for_each(|it| io.note(it));
        }
        Ok(())
    }
}

/// As in "1 finding is" and "2 findings are".
fn are(number: usize) -> String {
    format!("{} {}", count(number, "finding"), if number == 1 { "is" } else { "are" })
}

/// What is the same for all files.
struct Job<'a> {
    arguments: &'a CheckArguments,
    choice: Choice<'a>,
    since: Option<Changes>,
    samconfigs: Samconfigs<'a>,
    /// Whether there is no other file.
    is_for_one: bool,
}

/// The result for a file.
enum Outcome {
    /// It is not a template, or the configuration excludes it.
    PassedOver,
    Fault(Fault),
    /// Its configuration cannot be used.
    Misconfigured(Arc<Report>),
    /// It would be checked.
    Listed,
    /// The fixes of this text are shown, and not made.
    Fixable(Source, Box<Mended>),
    Checked(Checked),
}

/// What was found in a template after it was changed.
struct Checked {
    report: Report,
    changes: Vec<Change>,
    /// How many findings are allowed now that were not.
    allowed: usize,
    /// What could not be checked, if that is asked for.
    open: Vec<String>,
    /// The files that were read, if a report could replace them.
    read: Vec<PathBuf>,
}

impl Job<'_> {
    fn check(&self, candidate: &Candidate) -> Outcome {
        let path = candidate.path.as_path();
        let template = match self.choice.decide(candidate) {
            Chosen::PassedOver => return Outcome::PassedOver,
            Chosen::Fault(fault) => return Outcome::Fault(fault),
            Chosen::Misconfigured(report) => return Outcome::Misconfigured(report),
            Chosen::Template(_) if self.arguments.selection.show_files => return Outcome::Listed,
            Chosen::Template(template) => *template,
        };
        let folder = Folder::of(path);
        let settings = template.settings.clone();
        let checked = self.checked(template, path, &folder);
        let checked = checked.map(|outcome| match outcome {
            Outcome::Checked(it) if self.arguments.reporting.writes_files() => {
                let named = folder.into_read().into_iter().chain(settings.files());
                Outcome::Checked(Checked { read: samconfig::inputs(path, named.collect()), ..it })
            }
            outcome => outcome,
        });
        let kept = match (checked, &self.since) {
            (Ok(Outcome::Checked(it)), Some(since)) => {
                since.keep(it.report, path).map(|report| Outcome::Checked(Checked { report, ..it }))
            }
            (outcome, _) => outcome,
        };
        kept.unwrap_or_else(Outcome::Fault)
    }

    fn checked(&self, template: Template, path: &Path, folder: &Folder) -> Result<Outcome, Fault> {
        let Template { settings, source, undecodable, bytes } = template;
        let levels = self.arguments.selection.over(settings.levels_of(path));
        let samconfig = self.samconfigs.for_template(path, &|found| levels.applied(found));
        let options = settings.options(&self.arguments.deployment, &samconfig);
        let analyzed = |source: &Source| {
            let mut sources = Sources::new(source.clone());
            let analysis = analyze_with_files(&mut sources, folder, &options, Depth::Check);
            let report = Report { sources, problems: levels.applied(analysis.findings) };
            (report, analysis.translation)
        };
        let check = |source: &Source| analyzed(source).0;
        let (report, translation) = match undecodable {
            None => analyzed(&source),
            Some(problem) => (Report { sources: Sources::new(source.clone()), problems: vec![problem] }, None),
        };
        if self.arguments.reporting.writes_files() {
            folder.note_named(translation.as_ref());
        }
        let shown = translation.as_ref().filter(|_| self.arguments.reporting.verbose);
        let open = shown.map(|it| left_open(it, &report.sources)).unwrap_or_default();
        if self.is_for_one {
            // The process ends soon; to take large trees apart first would only take time.
            std::mem::forget(translation);
        }
        let mut checked = Checked { report, changes: Vec::new(), allowed: 0, open, read: Vec::new() };
        let fixing = &self.arguments.fixing;
        let is_changed = self.arguments.writes() || fixing.diff;
        let Some(mark) = Encoding::of(&bytes).mark().filter(|_| is_changed) else {
            return Ok(Outcome::Checked(checked));
        };
        let (mut changed, mut problems) = (source.clone(), checked.report.problems.clone());
        if fixing.are_wanted() {
            let mended = mend(changed, problems, fixing.fixes(), &|source| check(source).problems);
            if fixing.diff {
                return Ok(Outcome::Fixable(source, Box::new(mended)));
            }
            (changed, problems, checked.changes) = (mended.source, mended.problems, mended.changes);
        }
        if self.arguments.selection.add_allow {
            let with_allowances = allow(changed, problems, &|source| check(source).problems);
            (changed, checked.allowed) = (with_allowances.source, with_allowances.allowed);
        }
        if changed.text() != source.text() {
            output::replace_unchanged(path, &bytes, &[mark, changed.text().as_bytes()].concat())?;
            // Places in other files lie behind the template, wherever that ends now.
            checked.report = check(&changed);
        }
        Ok(Outcome::Checked(checked))
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
