//! JUnit's XML: a template is a test suite and a finding a failed test, for the many tools that show those.
use super::xml::escaped_text;
use super::{Document, Format, Report, Tally, Totals, one_line, severity_word};
use crate::diagnostic::{Diagnostic, Severity};
use crate::safe_text::page;
use crate::source::Sources;

/// A test suite for each template.
pub static FORMAT: Format = Format {
    name: "junit",
    summary: "JUnit XML, for test reports",
    begin: |setup| Box::new(Suites::new(setup.fails_from)),
};

/// Writes a document about all templates; `faults` are about those that could not be read.
///
/// Findings milder than `fails_from` do not count as failures: they are noted in a test that passes.
pub fn document(reports: &[Report], faults: &[String], fails_from: Severity) -> String {
    let mut document = Suites::new(fails_from);
    let suites: String = reports.iter().map(|it| document.add(it)).collect();
    suites + &document.ended(faults)
}

/// A document that is written piece by piece, as templates are checked. All pieces in their order are the document.
///
/// Only suites count their tests: the totals of all suites, which the format leaves free, would have to come first.
#[derive(Debug)]
pub struct Suites {
    fails_from: Severity,
    has_begun: bool,
}

impl Suites {
    /// A document of which nothing is written yet; findings milder than `fails_from` do not count as failures.
    pub fn new(fails_from: Severity) -> Self {
        Self { fails_from, has_begun: false }
    }

    /// Writes what is left to be said; `faults` are about templates that could not be read.
    fn ended(mut self, faults: &[String]) -> String {
        let mut xml = self.begin();
        if !faults.is_empty() {
            let count = faults.len();
            xml.push_str(&format!("  <testsuite name=\"samc\" tests=\"{count}\" failures=\"0\" errors=\"{count}\">\n"));
            for fault in faults {
                let fault = escaped(&one_line(fault));
                xml.push_str(&format!(
                    "    <testcase name=\"{fault}\" classname=\"samc\">\n      <error message=\"{fault}\"/>\n    </testcase>\n"
                ));
            }
            xml.push_str("  </testsuite>\n");
        }
        xml.push_str("</testsuites>\n");
        xml
    }

    /// What stands before the first suite.
    fn begin(&mut self) -> String {
        match std::mem::replace(&mut self.has_begun, true) {
            true => String::new(),
            false => "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"samc\">\n".to_owned(),
        }
    }
}

impl Document for Suites {
    fn add(&mut self, report: &Report) -> String {
        self.begin() + &suite(report, self.fails_from)
    }

    fn end(self: Box<Self>, totals: &Totals) -> String {
        self.ended(&totals.faults)
    }
}

/// The tests of one template.
fn suite(report: &Report, fails_from: Severity) -> String {
    let file = escaped(report.sources.template().name());
    let is_failure = |it: &&Diagnostic| it.severity <= fails_from;
    let failures = report.problems.iter().filter(is_failure).count();
    let mut cases = String::new();
    for problem in &report.problems {
        cases.push_str(&case(&report.sources, problem, is_failure(&problem)));
    }
    // A suite without tests would look as if nothing had been checked.
    if report.problems.is_empty() {
        cases = format!("    <testcase name=\"{}\" classname=\"{file}\" file=\"{file}\"/>\n", Tally::default());
    }
    let tests = report.problems.len().max(1);
    format!(
        "  <testsuite name=\"{file}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n{cases}  </testsuite>\n"
    )
}

fn case(sources: &Sources, problem: &Diagnostic, is_failure: bool) -> String {
    let source = sources.of(problem.span);
    let file = escaped(source.name());
    let position = source.start_of(problem.span);
    let (line, kind) = (position.line, severity_word(problem.severity));
    let message = one_line(&problem.message);
    let name = one_line(source.name());
    let mut text = format!("{name}:{line}:{}: {kind}[{}]: {message}", position.column, problem.code.name);
    for label in &problem.related {
        let file = sources.of(label.span);
        let position = file.start_of(label.span);
        text.push_str(&format!(
            "\n{}:{}:{}: {}",
            one_line(file.name()),
            position.line,
            position.column,
            one_line(&label.message)
        ));
    }
    if let Some(help) = &problem.help {
        text.push_str(&format!("\nhelp: {}", one_line(help)));
    }
    let (text, message) = (escaped_text(&page(text)), escaped(&message));
    let body = if is_failure {
        format!("<failure type=\"{kind}\" message=\"{message}\">{text}</failure>")
    } else {
        format!("<system-out>{text}</system-out>")
    };
    format!(
        "    <testcase name=\"{} at line {line}\" classname=\"{file}\" file=\"{file}\" line=\"{line}\">\n      {body}\n    \
         </testcase>\n",
        problem.code.name
    )
}

/// Text as the value of an attribute, where line breaks would become spaces.
fn escaped(text: &str) -> String {
    escaped_text(text).replace('\t', "&#9;").replace('\n', "&#10;")
}
