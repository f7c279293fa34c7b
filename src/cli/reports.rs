//! The reports of a check, each in its format and at its place: one on standard output, others in files. They are written
//! as templates are checked; the files are put in place at the end, whole.
use super::Fault;
use super::arguments::Color;
use super::input::shown;
use super::io::{Io, Stream};
use super::output::{self, Content};
use super::reporting::{Reporting, Wanted};
use crate::diagnostic::Severity;
use crate::fix::Change;
use crate::report::{Document, FORMATS, Format, Report, Screen, Setup, Totals, human};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};
use tempfile::SpooledTempFile;

/// Formats that `--statistics` takes the place of, and the format that it is.
const OF_FINDINGS: [&str; 2] = ["human", "concise"];
const STATISTICS: &str = "statistics";
/// Bytes of a report that are kept in memory; what is longer waits in a temporary file.
const MOST_IN_MEMORY: usize = 1024 * 1024;

/// All reports of a check.
pub(super) struct Reports {
    reports: Vec<Written>,
    color: Color,
}

struct Written {
    document: Box<dyn Document>,
    place: Place,
}

enum Place {
    Stdout,
    File(PathBuf, SpooledTempFile),
}

impl Reports {
    /// Begins the reports that are asked for. Two of them cannot go to the same place.
    pub(super) fn of(reporting: &Reporting, color: Color, io: &Io<'_>) -> Result<Self, Fault> {
        let mut reports: Vec<Written> = Vec::new();
        for Wanted { format, file } in wanted(reporting)? {
            if let Some(fault) = reports.iter().find_map(|it| conflict(it, file.as_deref())) {
                return Err(fault);
            }
            let screen = match &file {
                None => io.screen(Stream::Stdout, color),
                Some(_) => Screen { color: color == Color::Always, ..Screen::default() },
            };
            let mut setup = Setup::default();
            (setup.screen, setup.fails_from, setup.is_quiet) = (screen, fails_from(reporting), reporting.quiet);
            let place = match file {
                None => Place::Stdout,
                Some(path) => Place::File(path, SpooledTempFile::new(MOST_IN_MEMORY)),
            };
            reports.push(Written { document: (format_of(format).begin)(setup), place });
        }
        Ok(Self { reports, color })
    }

    /// Refuses to write a report over one of these files.
    pub(super) fn expect_apart<'p>(&self, inputs: impl Iterator<Item = &'p Path>) -> Result<(), Fault> {
        let files: Vec<&Path> = self.reports.iter().filter_map(Written::file).collect();
        output::expect_apart(&files, inputs)
    }

    /// Adds what was found in a template.
    pub(super) fn add(&mut self, report: &Report, io: &mut Io<'_>) -> Result<(), Fault> {
        for Written { document, place } in &mut self.reports {
            let text = document.add(report);
            place.write(&text, io)?;
        }
        Ok(())
    }

    /// Adds what was fixed in the template of this name.
    pub(super) fn add_changes(&mut self, name: &str, changes: &[Change], io: &mut Io<'_>) -> Result<(), Fault> {
        let mut is_shown = false;
        for Written { document, place } in &mut self.reports {
            if let Some(text) = document.changed(name, changes) {
                is_shown |= matches!(place, Place::Stdout);
                place.write(&text, io)?;
            }
        }
        if is_shown {
            return Ok(());
        }
        // Programs that read standard output know nothing of changes.
        let screen = io.screen(Stream::Stderr, self.color);
        let text: String = changes.iter().map(|it| human::change(name, it, screen)).collect();
        io.print(Stream::Stderr, &text)
    }

    /// Ends all reports, and puts files in place. Says what could not be written.
    pub(super) fn end(self, totals: &Totals, io: &mut Io<'_>) -> Result<Vec<Fault>, Fault> {
        let mut faults = Vec::new();
        for Written { document, mut place } in self.reports {
            place.write(&document.end(totals), io)?;
            if let Place::File(path, mut spool) = place
                && let Err(fault) = output::replace_with(&path, &mut spool)
            {
                faults.push(fault);
            }
        }
        Ok(faults)
    }
}

impl Written {
    fn file(&self) -> Option<&Path> {
        match &self.place {
            Place::Stdout => None,
            Place::File(path, _) => Some(path),
        }
    }
}

impl Place {
    fn write(&mut self, text: &str, io: &mut Io<'_>) -> Result<(), Fault> {
        match self {
            _ if text.is_empty() => Ok(()),
            Self::Stdout => io.print(Stream::Stdout, text),
            Self::File(path, spool) => spool.write_all(text.as_bytes()).map_err(|error| {
                Fault(format!("cannot keep the report for `{}` in a temporary file: {error}", shown(path)))
            }),
        }
    }
}

impl Content for SpooledTempFile {
    fn write_to(&mut self, file: &mut dyn Write) -> io::Result<u64> {
        self.rewind()?;
        io::copy(self, &mut &mut *file)
    }
}

/// The reports that are asked for: with `-o` in its place, and with statistics where they are to stand.
fn wanted(reporting: &Reporting) -> Result<Vec<Wanted>, Fault> {
    let mut wanted = reporting.formats.clone();
    if wanted.is_empty() {
        wanted.push(Wanted { format: FORMATS[0].name, file: None });
    }
    let is_free = |it: &&mut Wanted| it.file.is_none();
    if reporting.statistics {
        let replaced = wanted.iter_mut().filter(is_free).find(|it| OF_FINDINGS.contains(&it.format));
        match replaced {
            Some(it) => it.format = STATISTICS,
            None => wanted.push(Wanted { format: STATISTICS, file: None }),
        }
    }
    if let Some(output) = &reporting.output {
        match wanted.iter_mut().find(is_free) {
            Some(it) => it.file = Some(output.clone()),
            None => {
                return Err(Fault(format!(
                    "there is no report for `{}`: each --format names a file of its own; leave out -o, or one of the \
                     files",
                    shown(output)
                )));
            }
        }
    }
    Ok(wanted)
}

fn format_of(name: &str) -> &'static Format {
    FORMATS.iter().find(|it| it.name == name).expect("options name only formats that there are")
}

fn conflict(report: &Written, file: Option<&Path>) -> Option<Fault> {
    match (report.file(), file) {
        (None, None) => Some(Fault(
            "two reports cannot both go to standard output; name a file for one, as in `--format sarif=samc.sarif`"
                .to_owned(),
        )),
        (Some(one), Some(other)) if output::is_same(one, other) => {
            Some(Fault(format!("two reports cannot both go to `{}`; name another file for one", shown(other))))
        }
        _ => None,
    }
}

/// The mildest findings that count as failures.
pub(super) fn fails_from(reporting: &Reporting) -> Severity {
    if reporting.deny_warnings { Severity::Warning } else { Severity::Error }
}
