//! The documentation of rules.
use super::super::Fault;
use crate::diagnostic::{Code, Severity, nearest};
use crate::report::Screen;
use crate::report::wrapping::{Columns, Row, table, wrapped};
use crate::rules::{self, codes};

/// Marks in the documentation, with what stands in their place.
const MARKS: [(&str, &str); 2] = [("```yaml bad", "This is reported:\n"), ("```yaml good", "\nThis is right:\n")];

/// Lines of prose that are longer than this are hard to read, however wide the screen is.
const WIDEST_PROSE: usize = 100;
/// The width of prose that is not written to a terminal.
const USUAL_PROSE: usize = 80;

/// A row for each rule.
pub(super) fn overview(screen: Screen) -> String {
    let all = codes();
    let width = all.iter().map(|it| it.name.len()).max().unwrap_or_default();
    let row = |it: &&Code| Row { columns: vec![it.name.to_owned()], text: it.summary().to_owned() };
    let rows: Vec<Row> = all.iter().map(row).collect();
    table(&rows, Columns { widths: &[width], below: 4 }, screen.width)
}

/// The documentation of the rule with this name.
pub(super) fn explanation(name: &str, screen: Screen) -> Result<String, Fault> {
    rules::code(name).map(|it| text(it, screen)).ok_or_else(|| unknown(name, &codes()))
}

pub(super) fn is_known(name: &str) -> bool {
    rules::code(name).is_some()
}

/// The documentation as a person reads it: prose is broken at words, examples are indented.
fn text(code: &Code, screen: Screen) -> String {
    let severity = match code.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut text = format!("{} ({severity})\n\n", code.name);
    let mut lines = code.docs.lines().map(|it| it.strip_prefix(' ').unwrap_or(it)).peekable();
    while let Some(line) = lines.next() {
        if let Some((_, heading)) = MARKS.iter().find(|(mark, _)| *mark == line) {
            text.push_str(heading);
            for line in lines.by_ref().take_while(|it| *it != "```") {
                text.push('\n');
                text.push_str(format!("    {line}").trim_end());
            }
        } else if !line.is_empty() {
            let mut prose = line.to_owned();
            while let Some(next) = lines.next_if(|it| !it.is_empty() && !it.starts_with("```")) {
                prose.push(' ');
                prose.push_str(next);
            }
            text.push_str(&paragraph(&prose, screen.width));
        }
        text.push('\n');
    }
    text
}

/// Breaks a paragraph. It is text to read, and so it is broken for files and other programs too.
fn paragraph(text: &str, screen_width: Option<usize>) -> String {
    let width = screen_width.map_or(USUAL_PROSE, |it| it.min(WIDEST_PROSE));
    wrapped(text, width, 0)
}

fn unknown(name: &str, all: &[&Code]) -> Fault {
    let help = match nearest(name, all.iter().map(|it| it.name)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`samc explain` lists all rules; for a template, write `samc explain ./FILE`".to_owned(),
    };
    Fault(format!("there is no rule `{name}`; {help}"))
}
