//! One line a finding, for people and for programs that look for `path:line:column`.
use super::document::is_fixable;
use super::screen::{LONGEST_MESSAGE, painted, printable, room};
use super::{Document, Format, Report, Setup, Totals, severity_color, severity_word, summary};
use crate::fix::Change;
use crate::safe_text::page;

/// `template.yaml:6:7: error[unknown-property] unknown property `Codeuri` (fixable)`.
pub static FORMAT: Format =
    Format { name: "concise", summary: "For people, one line a finding", begin: |setup| Box::new(Lines { setup }) };

struct Lines {
    setup: Setup,
}

impl Document for Lines {
    fn add(&mut self, report: &Report) -> String {
        let screen = self.setup.screen;
        let shown = |text: &str| printable(text, room(LONGEST_MESSAGE, screen)).into_owned();
        let mut lines = String::new();
        for problem in &report.problems {
            let source = report.sources.of(problem.span);
            let position = source.start_of(problem.span);
            let kind = format!("{}[{}]", severity_word(problem.severity), problem.code.name);
            let hint = if is_fixable(problem, report) { " (fixable)" } else { "" };
            lines.push_str(&format!(
                "{}:{}:{}: {} {}{hint}\n",
                shown(source.name()),
                position.line,
                position.column,
                painted(&kind, severity_color(problem.severity), screen),
                shown(&problem.message)
            ));
        }
        page(lines)
    }

    /// The summary counts them.
    fn changed(&mut self, _: &str, _: &[Change]) -> Option<String> {
        Some(String::new())
    }

    fn end(self: Box<Self>, totals: &Totals) -> String {
        summary::of_check(totals, self.setup)
    }
}
