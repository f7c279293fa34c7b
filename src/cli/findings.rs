//! Prints what `samc check` finds, in the order of the files, and keeps count of it.
use super::arguments::{CheckArguments, CheckFormat, Color};
use super::io::{Io, Stream};
use super::{Fault, Status};
use crate::diagnostic::Severity;
use crate::fix::{Change, is_applicable};
use crate::report::{Report, Tally, count, github, human, json, junit, one_line, sarif};

/// The results of the files so far.
pub(super) struct Findings<'a> {
    arguments: &'a CheckArguments,
    color: Color,
    files: usize,
    /// Name of the file that was checked last.
    last: String,
    tally: Tally,
    /// How many mistakes were fixed, and how many more could be.
    fixed: usize,
    fixable: usize,
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
            fixable: 0,
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

    /// Whether something could not be checked.
    pub(super) fn has_faults(&self) -> bool {
        !self.faults.is_empty()
    }

    /// Adds what was found in a template after `changes` were made to it.
    pub(super) fn add(&mut self, report: Report, changes: &[Change], io: &mut Io<'_>) -> Result<(), Fault> {
        self.files += 1;
        report.sources.template().name().clone_into(&mut self.last);
        self.tally.add(&report.problems);
        self.fixed += changes.len();
        let fixes = report.problems.iter().filter_map(|it| it.fix.as_ref());
        // Other files are left as they are.
        self.fixable += fixes.filter(|it| is_applicable(it, report.sources.template())).count();
        if !changes.is_empty() {
            // Programs that read standard output know nothing of changes.
            let stream = if self.arguments.format == CheckFormat::Human { Stream::Stdout } else { Stream::Stderr };
            let screen = io.screen(stream, self.color);
            let text: String = changes.iter().map(|it| human::change(&self.last, it, screen)).collect();
            io.print(stream, &text)?;
        }
        self.print(&report, io)
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
            _ if self.arguments.selection.shows() => String::new(),
            Document::None if self.arguments.format == CheckFormat::Human && !self.arguments.quiet => self.summary(io),
            Document::None => String::new(),
        };
        io.print(Stream::Stdout, &end)?;
        // Last, so that they are not lost among the findings.
        for fault in &self.faults {
            io.complain(fault);
        }
        let failures = match fails_from(self.arguments) {
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
        if self.fixable > 0 && !self.arguments.fix {
            place.push_str(&format!(" ({} can be fixed with --fix)", self.fixable));
        }
        let summary = human::summary(self.tally, &place, io.screen(Stream::Stdout, self.color));
        if self.fixed > 0 { format!("fixed {}\n{summary}", count(self.fixed, "mistake")) } else { summary }
    }
}

/// The mildest findings that count as failures.
fn fails_from(arguments: &CheckArguments) -> Severity {
    if arguments.deny_warnings { Severity::Warning } else { Severity::Error }
}
