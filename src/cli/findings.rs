//! Prints what `samc check` finds, in the order of the files, and keeps count of it.
use super::arguments::{CheckArguments, CheckFormat, Color};
use super::fixing::Fixable;
use super::io::{Io, Stream};
use super::{Fault, Status};
use crate::diagnostic::{Code, Severity};
use crate::fix::{Change, Mended};
use crate::report::{Report, Tally, count, github, human, json, junit, one_line, sarif, unified};
use crate::source::Source;

/// The results of the files so far.
pub(super) struct Findings<'a> {
    arguments: &'a CheckArguments,
    color: Color,
    files: usize,
    /// Name of the file that was checked last.
    last: String,
    tally: Tally,
    /// How many mistakes were fixed, in how many files, and how many more could be.
    fixed: usize,
    changed: usize,
    fixable: Fixable,
    /// The rule of the first finding.
    first: Option<&'static Code>,
    document: Document,
    /// Names of the configurations that cannot be used.
    misconfigured: Vec<String>,
    faults: Vec<Fault>,
}

/// What is written as one document, file by file, and ended in any case.
enum Document {
    Sarif(sarif::Log),
    Junit(junit::Document),
    None,
}

impl<'a> Findings<'a> {
    pub(super) fn new(arguments: &'a CheckArguments, color: Color, faults: Vec<Fault>) -> Self {
        let document = match arguments.format {
            CheckFormat::Sarif => Document::Sarif(sarif::Log::default()),
            CheckFormat::Junit => Document::Junit(junit::Document::new(fails_from(arguments))),
            CheckFormat::Human | CheckFormat::Json | CheckFormat::Github => Document::None,
        };
        Self {
            arguments,
            color,
            files: 0,
            last: String::new(),
            tally: Tally::default(),
            fixed: 0,
            changed: 0,
            fixable: Fixable::default(),
            first: None,
            document,
            misconfigured: Vec::new(),
            faults,
        }
    }

    pub(super) fn add_fault(&mut self, fault: Fault) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// Adds what was found in a template after `changes` were made to it.
    pub(super) fn add(&mut self, report: Report, changes: &[Change], io: &mut Io<'_>) -> Result<(), Fault> {
        self.files += 1;
        report.sources.template().name().clone_into(&mut self.last);
        self.tally.add(&report.problems);
        self.fixed += changes.len();
        self.first = self.first.or_else(|| report.problems.first().map(|it| it.code));
        // Other files are left as they are.
        self.fixable.add(&report.problems, report.sources.template());
        if !changes.is_empty() {
            // Programs that read standard output know nothing of changes.
            let stream = if self.arguments.format == CheckFormat::Human { Stream::Stdout } else { Stream::Stderr };
            let screen = io.screen(stream, self.color);
            let text: String = changes.iter().map(|it| human::change(&self.last, it, screen)).collect();
            io.print(stream, &text)?;
        }
        self.print(&report, io)
    }

    /// Prints what fixes change in a template that stays as it is.
    pub(super) fn add_diff(&mut self, before: &Source, mended: &Mended, io: &mut Io<'_>) -> Result<(), Fault> {
        self.files += 1;
        self.fixed += mended.changes.len();
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
        self.print(report, io)
    }

    fn print(&mut self, report: &Report, io: &mut Io<'_>) -> Result<(), Fault> {
        let Report { sources, problems } = report;
        let text = match (&mut self.document, self.arguments.format) {
            (Document::Sarif(log), _) => log.add(report),
            (Document::Junit(document), _) => document.add(report),
            _ if problems.is_empty() => return Ok(()),
            (Document::None, CheckFormat::Json) => json::lines(sources, problems),
            (Document::None, CheckFormat::Github) => github::lines(sources, problems),
            (Document::None, _) => {
                let screen = io.screen(Stream::Stdout, self.color);
                problems.iter().map(|it| human::paragraph(sources, it, screen)).collect()
            }
        };
        if text.is_empty() { Ok(()) } else { io.print(Stream::Stdout, &text) }
    }

    /// Ends the report, and says how the run has ended.
    pub(super) fn finish(mut self, io: &mut Io<'_>) -> Result<Status, Fault> {
        let faults: Vec<String> = self.faults.iter().map(|it| it.0.clone()).collect();
        let end = match std::mem::replace(&mut self.document, Document::None) {
            Document::Sarif(log) => log.end(&faults),
            Document::Junit(document) => document.end(&faults),
            Document::None if self.arguments.fixing.diff => String::new(),
            Document::None if self.arguments.format == CheckFormat::Human && !self.arguments.quiet => self.summary(io),
            Document::None => String::new(),
        };
        io.print(Stream::Stdout, &end)?;
        // Last, so that they are not lost among the findings.
        for fault in &self.faults {
            io.complain(fault);
        }
        if self.arguments.fixing.diff && self.changed > 0 && !self.arguments.quiet {
            let (mistakes, templates) = (count(self.fixed, "mistake"), count(self.changed, "template"));
            let options = self.arguments.fixing.options();
            io.print(Stream::Stderr, &format!("{mistakes} in {templates} can be fixed with {options}\n"))?;
        }
        let failures = match fails_from(self.arguments) {
            _ if self.arguments.fixing.diff => self.changed,
            Severity::Error => self.tally.errors,
            Severity::Warning => self.tally.errors + self.tally.warnings,
        };
        Ok(match (self.faults.is_empty(), failures) {
            (false, _) => Status::Fault,
            (true, 0) => Status::Fine,
            (true, _) => Status::TemplateErrors,
        })
    }

    fn summary(&self, io: &Io<'_>) -> String {
        if self.files == 0 {
            return if self.faults.is_empty() { "there is nothing to check\n".to_owned() } else { String::new() };
        }
        let mut place = if self.files == 1 { self.last.clone() } else { count(self.files, "template") };
        if let Some(hint) = self.fixable.hint(&self.arguments.fixing) {
            place.push_str(&format!(" ({hint})"));
        }
        let screen = io.screen(Stream::Stdout, self.color);
        let mut summary = human::summary(self.tally, &place, screen);
        // A person is there to read it.
        if let Some(rule) = self.first.filter(|_| screen.width.is_some()) {
            summary.push_str(&format!("for more about a rule, run `samc explain {}`\n", rule.name));
        }
        if self.fixed > 0 { format!("fixed {}\n{summary}", count(self.fixed, "mistake")) } else { summary }
    }
}

/// The mildest findings that count as failures.
fn fails_from(arguments: &CheckArguments) -> Severity {
    if arguments.deny_warnings { Severity::Warning } else { Severity::Error }
}
