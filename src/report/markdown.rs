//! A page in Markdown, such as the summary of a job on GitHub: how often each rule has found something, then the findings.
use super::markdown_text::{code, head, row};
use super::statistics::Counts;
use super::{Document, Format, Report, Setup, Totals, count, severity_word};

/// One page, however many findings there are.
pub static FORMAT: Format = Format {
    name: "markdown",
    summary: "A page in Markdown, as for $GITHUB_STEP_SUMMARY",
    begin: |_: Setup| Box::new(Page::default()),
};

/// Most bytes of the table of findings, so that the page fits in a comment on GitHub, which takes 65,536 characters.
const LONGEST: usize = 50_000;
/// Most rows of the table of rules; there are fewer than 300 bytes in each.
const MOST_RULES: usize = 40;
/// Most sentences about what could not be checked.
const MOST_FAULTS: usize = 10;
/// More findings are behind a click.
const MOST_OPEN_ROWS: usize = 20;

#[derive(Default)]
struct Page {
    counts: Counts,
    /// The rows that find room.
    findings: String,
    rows: usize,
    is_full: bool,
}

impl Document for Page {
    fn add(&mut self, report: &Report) -> String {
        self.counts.add(report);
        for problem in &report.problems {
            if self.is_full {
                break;
            }
            let source = report.sources.of(problem.span);
            let position = source.start_of(problem.span);
            let place = code(&format!("{}:{}:{}", source.name(), position.line, position.column));
            let rule = format!("{} {}", severity_word(problem.severity), code(problem.code.name));
            let row = row(&[place, rule, code(&problem.message)]);
            self.is_full = self.findings.len() + row.len() > LONGEST;
            if !self.is_full {
                self.findings.push_str(&row);
                self.rows += 1;
            }
        }
        String::new()
    }

    fn end(self: Box<Self>, totals: &Totals) -> String {
        let mut page = format!("### `samc check`: {} in {}\n", totals.tally, count(totals.templates, "template"));
        for (kind, sentences) in [("error", &totals.faults), ("note", &totals.notes)] {
            if !sentences.is_empty() {
                page.push('\n');
            }
            for sentence in sentences.iter().take(MOST_FAULTS) {
                page.push_str(&format!("- {kind}: {}\n", code(sentence)));
            }
            if sentences.len() > MOST_FAULTS {
                page.push_str(&format!("- and {} more\n", sentences.len() - MOST_FAULTS));
            }
        }
        let rules = self.counts.rows();
        if !rules.is_empty() {
            page.push('\n');
            page.push_str(&head(&["count", "rule", "severity", "fixable"]));
        }
        for it in rules.iter().take(MOST_RULES) {
            let cells =
                [it.findings.to_string(), code(it.rule), severity_word(it.severity).to_owned(), it.fixable.to_string()];
            page.push_str(&row(&cells));
        }
        if rules.len() > MOST_RULES {
            page.push_str(&format!("\nand {}\n", count(rules.len() - MOST_RULES, "more rule")));
        }
        if self.rows > 0 {
            let is_long = self.rows > MOST_OPEN_ROWS;
            page.push_str(if is_long { "\n<details>\n<summary>Findings</summary>\n\n" } else { "\n" });
            page.push_str(&head(&["place", "rule", "finding"]));
            page.push_str(&self.findings);
            page.push_str(if is_long { "\n</details>\n" } else { "" });
        }
        let findings = totals.tally.errors + totals.tally.warnings;
        if self.is_full {
            page.push_str(&format!(
                "\nThe first {} of {findings} findings are shown; `samc check` shows them all.\n",
                self.rows
            ));
        }
        if totals.fixable > 0 {
            page.push_str(&format!("\n{} of {findings} can be fixed with `samc check --fix`.\n", totals.fixable));
        }
        page
    }
}
