//! JUnit's XML: a template is a test suite and a finding a failed test, for the many tools that show those.
use super::xml::escaped_text;
use super::{Report, Tally, severity_word};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;
use std::fmt::Write;

/// Writes a document about all templates; `faults` are about those that could not be read.
///
/// Findings milder than `fails_from` do not count as failures: they are noted in a test that passes.
pub fn document(reports: &[Report], faults: &[String], fails_from: Severity) -> String {
    let suites: Vec<Suite> = reports.iter().map(|it| Suite::new(it, fails_from)).collect();
    let sum = |number: fn(&Suite) -> usize| suites.iter().map(number).sum::<usize>();
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let mut write = |text: std::fmt::Arguments<'_>| xml.write_fmt(text).expect("strings take all that is written");
    write(format_args!(
        "<testsuites name=\"samc\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
        sum(|it| it.tests) + faults.len(),
        sum(|it| it.failures),
        faults.len()
    ));
    for suite in &suites {
        write(format_args!("{}", suite.xml));
    }
    if !faults.is_empty() {
        let count = faults.len();
        write(format_args!("  <testsuite name=\"samc\" tests=\"{count}\" failures=\"0\" errors=\"{count}\">\n"));
        for fault in faults {
            let fault = escaped(fault);
            write(format_args!(
                "    <testcase name=\"{fault}\" classname=\"samc\">\n      <error message=\"{fault}\"/>\n    </testcase>\n"
            ));
        }
        write(format_args!("  </testsuite>\n"));
    }
    write(format_args!("</testsuites>\n"));
    xml
}

/// The tests of one template.
struct Suite {
    tests: usize,
    failures: usize,
    xml: String,
}

impl Suite {
    fn new(report: &Report, fails_from: Severity) -> Self {
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
        let xml = format!(
            "  <testsuite name=\"{file}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n{cases}  </testsuite>\n"
        );
        Suite { tests, failures, xml }
    }
}

fn case(sources: &Sources, problem: &Diagnostic, is_failure: bool) -> String {
    let source = sources.of(problem.span);
    let file = escaped(source.name());
    let position = source.start_of(problem.span);
    let (line, kind) = (position.line, severity_word(problem.severity));
    let message = escaped(&problem.message);
    let mut text =
        format!("{}:{line}:{}: {kind}[{}]: {}", source.name(), position.column, problem.code.name, problem.message);
    for label in &problem.related {
        let file = sources.of(label.span);
        let position = file.start_of(label.span);
        text.push_str(&format!("\n{}:{}:{}: {}", file.name(), position.line, position.column, label.message));
    }
    if let Some(help) = &problem.help {
        text.push_str(&format!("\nhelp: {help}"));
    }
    let text = escaped_text(&text);
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
