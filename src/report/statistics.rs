//! How often each rule has found something, instead of what it has found.
use super::document::is_fixable;
use super::screen::painted;
use super::{Document, Format, Report, Setup, Totals, severity_color, severity_word, summary};
use crate::diagnostic::Severity;
use crate::fix::Change;
use std::collections::BTreeMap;

/// A table of rules, the most frequent first.
pub static FORMAT: Format = Format {
    name: "statistics",
    summary: "For people, how often each rule has found something",
    begin: |setup| Box::new(Table { counts: Counts::default(), setup }),
};

/// Counts of findings by rule and severity; a configuration can make one rule milder for some templates.
#[derive(Default)]
pub(super) struct Counts(BTreeMap<(&'static str, Severity), Count>);

#[derive(Clone, Copy, Default)]
struct Count {
    findings: usize,
    fixable: usize,
}

/// What is known of the findings of one rule with one severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub rule: &'static str,
    pub severity: Severity,
    pub findings: usize,
    pub fixable: usize,
}

impl Counts {
    pub(super) fn add(&mut self, report: &Report) {
        for problem in &report.problems {
            let count = self.0.entry((problem.code.name, problem.severity)).or_default();
            count.findings += 1;
            count.fixable += usize::from(is_fixable(problem, report));
        }
    }

    /// The most frequent first; of the equally frequent in the order of their names.
    pub(super) fn rows(&self) -> Vec<Row> {
        let row = |(&(rule, severity), &Count { findings, fixable }): (&(&'static str, Severity), &Count)| Row {
            rule,
            severity,
            findings,
            fixable,
        };
        let mut rows: Vec<Row> = self.0.iter().map(row).collect();
        rows.sort_by_key(|it| std::cmp::Reverse(it.findings));
        rows
    }
}

struct Table {
    counts: Counts,
    setup: Setup,
}

impl Document for Table {
    fn add(&mut self, report: &Report) -> String {
        self.counts.add(report);
        String::new()
    }

    /// The summary counts them.
    fn changed(&mut self, _: &str, _: &[Change]) -> Option<String> {
        Some(String::new())
    }

    fn end(self: Box<Self>, totals: &Totals) -> String {
        let rows = self.counts.rows();
        let mut text = String::new();
        if !rows.is_empty() {
            let width = rows.iter().map(|it| it.rule.len()).max().unwrap_or_default();
            text.push_str(&format!("count  {:width$}  severity  fixable\n", "rule"));
            for Row { rule, severity, findings, fixable } in rows {
                let word =
                    painted(&format!("{:8}", severity_word(severity)), severity_color(severity), self.setup.screen);
                text.push_str(&format!("{findings:5}  {rule:width$}  {word}  {fixable:7}\n"));
            }
            if !self.setup.is_quiet {
                text.push('\n');
            }
        }
        text + &summary::of_check(totals, self.setup)
    }
}
