//! Reports what `samc check` finds, in the order of the files, and keeps count of it.
use super::arguments::{CheckArguments, Color};
use super::io::{Io, Stream};
use super::reports::{Reports, fails_from};
use super::{Fault, Status};
use crate::diagnostic::Severity;
use crate::fix::{Change, Mended};
use crate::report::{Report, Totals, count, one_line, unified};
use crate::source::Source;
use std::path::Path;
use std::time::Duration;

/// The results of the files so far.
pub(super) struct Findings<'a> {
    arguments: &'a CheckArguments,
    color: Color,
    reports: Reports,
    /// How many templates fixes would change.
    changed: usize,
    totals: Totals,
    /// Names of the configurations that cannot be used.
    misconfigured: Vec<String>,
    faults: Vec<Fault>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(
        arguments: &'a CheckArguments,
        color: Color,
        faults: Vec<Fault>,
        io: &Io<'_>,
    ) -> Result<Self, Fault> {
        let reports = Reports::of(&arguments.reporting, color, io)?;
        Ok(Self { arguments, color, changed: 0, reports, totals: Totals::default(), misconfigured: Vec::new(), faults })
    }

    /// Refuses to write a report over one of these files.
    pub(super) fn expect_apart<'p>(&self, inputs: impl Iterator<Item = &'p Path>) -> Result<(), Fault> {
        self.reports.expect_apart(inputs)
    }

    pub(super) fn add_fault(&mut self, fault: Fault) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// Whether something could not be checked.
    pub(super) fn has_faults(&self) -> bool {
        !self.faults.is_empty()
    }

    /// Adds that a search led to no template.
    pub(super) fn add_fruitless(&mut self, Fault(sentence): Fault) {
        if self.arguments.reporting.error_on_no_templates {
            self.add_fault(Fault(sentence));
        } else {
            self.totals.notes.push(sentence);
        }
    }

    /// Adds what was found in a template after `changes` were made to it.
    pub(super) fn add(&mut self, report: &Report, changes: &[Change], io: &mut Io<'_>) -> Result<(), Fault> {
        let totals = &mut self.totals;
        totals.templates += 1;
        report.sources.template().name().clone_into(&mut totals.last);
        totals.tally.add(&report.problems);
        totals.fixed += changes.len();
        // What could not be fixed now is not offered again.
        let (certain, uncertain) = self.arguments.fixing.offered(report);
        totals.fixable += certain;
        totals.uncertain += uncertain;
        totals.first = totals.first.or_else(|| report.problems.first().map(|it| it.code.name));
        if !changes.is_empty() {
            self.reports.add_changes(&totals.last, changes, io)?;
        }
        self.reports.add(report, io)
    }

    /// Adds what was found in a file that is no template. What fixes change is shown without it.
    pub(super) fn add_beside(&mut self, report: &Report, io: &mut Io<'_>) -> Result<(), Fault> {
        if self.arguments.fixing.diff {
            return Ok(());
        }
        let totals = &mut self.totals;
        totals.tally.add(&report.problems);
        totals.first = totals.first.or_else(|| report.problems.first().map(|it| it.code.name));
        totals.last = format!("{} and {}", totals.last, report.sources.template().name());
        self.reports.add(report, io)
    }

    /// Prints what fixes change in a template that stays as it is.
    pub(super) fn add_diff(&mut self, before: &Source, mended: &Mended, io: &mut Io<'_>) -> Result<(), Fault> {
        self.totals.templates += 1;
        self.totals.fixed += mended.changes.len();
        self.changed += usize::from(!mended.changes.is_empty());
        io.print(Stream::Stdout, &unified::diff(before, &mended.source, io.screen(Stream::Stdout, self.color)))
    }

    /// Adds what is wrong with a configuration, once for all templates.
    pub(super) fn add_configuration(&mut self, report: &Report, io: &mut Io<'_>) -> Result<(), Fault> {
        let name = report.sources.template().name();
        if self.misconfigured.iter().any(|it| it == name) {
            return Ok(());
        }
        self.misconfigured.push(name.to_owned());
        self.faults.push(Fault(format!("the configuration `{}` cannot be used; fix it first", one_line(name))));
        self.reports.add(report, io)
    }

    /// Ends the reports, and says how the run has ended.
    pub(super) fn finish(mut self, time: Duration, io: &mut Io<'_>) -> Result<Status, Fault> {
        self.totals.faults = self.faults.iter().map(|it| it.0.clone()).collect();
        self.totals.time = Some(written(time));
        let is_diff = self.arguments.fixing.diff;
        let shows = is_diff || self.arguments.selection.shows();
        let unwritten = if shows { Vec::new() } else { self.reports.end(&self.totals, io)? };
        // Last, so that they are not lost among the findings.
        self.totals.notes.iter().for_each(|it| io.note(it));
        self.faults.extend(unwritten);
        for fault in &self.faults {
            io.complain(fault);
        }
        if is_diff && self.changed > 0 && !self.arguments.reporting.quiet {
            let (mistakes, templates) = (count(self.totals.fixed, "mistake"), count(self.changed, "template"));
            let options = self.arguments.fixing.options();
            io.print(Stream::Stderr, &format!("{mistakes} in {templates} can be fixed with {options}\n"))?;
        }
        let tally = self.totals.tally;
        let failures = match fails_from(&self.arguments.reporting) {
            _ if is_diff => self.changed,
            Severity::Error => tally.errors,
            Severity::Warning => tally.errors + tally.warnings,
        };
        Ok(match (self.faults.is_empty(), failures) {
            (false, _) => Status::Fault,
            (true, 0) => Status::Fine,
            (true, _) if self.arguments.reporting.exit_zero => Status::Fine,
            (true, _) => Status::TemplateErrors,
        })
    }
}

/// A time as people write it, with two or three digits that mean something.
fn written(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 0.995 => format!("{:.0} ms", (seconds * 1000.0).max(1.0)),
        seconds if seconds < 59.95 => format!("{seconds:.1} s"),
        seconds => format!("{:.0} min {:.0} s", (seconds / 60.0).floor(), (seconds % 60.0).floor()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short() {
        let cases =
            [(0, "1 ms"), (87, "87 ms"), (994, "994 ms"), (1_240, "1.2 s"), (59_940, "59.9 s"), (61_500, "1 min 1 s")];
        for (milliseconds, expected) in cases {
            assert_eq!(written(Duration::from_millis(milliseconds)), expected);
        }
    }
}
