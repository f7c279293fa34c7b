//! The documentation of rules.
use super::super::Fault;
use crate::diagnostic::{Code, nearest};
use crate::report::wrapping::{Columns, Row, table, wrapped};
use crate::report::{Screen, severity_word};
use crate::rules::{self, cfn_lint, codes};

/// Marks in the documentation, with what stands in their place.
const MARKS: [(&str, &str); 2] = [("```yaml bad", "This is reported:\n"), ("```yaml good", "\nThis is right:\n")];

/// Lines of prose that are longer than this are hard to read, however wide the screen is.
const WIDEST_PROSE: usize = 100;
/// The width of prose that is not written to a terminal.
const USUAL_PROSE: usize = 80;

/// A row for each of these rules.
pub(super) fn overview(rules: &[&Code], screen: Screen) -> String {
    let width = rules.iter().map(|it| it.name.len()).max().unwrap_or_default();
    let severity = |it: &Code| severity_word(it.severity).to_owned();
    let row = |it: &&Code| Row { columns: vec![it.name.to_owned(), severity(it)], text: it.summary().to_owned() };
    let rows: Vec<Row> = rules.iter().map(row).collect();
    table(&rows, Columns { widths: &[width, "warning".len()], below: 4 }, screen.width)
}

/// The rule with this name, or the rules that find the same as cfn-lint's rule with this id.
pub(super) fn named(name: &str) -> Result<Vec<&'static Code>, Fault> {
    if let Some(rule) = rules::code(name) {
        return Ok(vec![rule]);
    }
    if !is_of_cfn_lint(name) {
        return Err(unknown(name, &codes()));
    }
    let rules = cfn_lint::rules(&name.to_ascii_uppercase());
    if rules.is_empty() {
        return Err(Fault(format!(
            "no rule of samc finds the same as cfn-lint's `{name}`; `samc explain` lists all rules"
        )));
    }
    Ok(rules)
}

pub(super) fn is_known(name: &str) -> bool {
    rules::code(name).is_some()
}

/// Whether this is an id of cfn-lint, such as `E3002`.
fn is_of_cfn_lint(name: &str) -> bool {
    let (kind, number) = name.split_at_checked(1).unwrap_or_default();
    matches!(kind, "E" | "W" | "I" | "e" | "w" | "i")
        && number.len() == 4
        && number.bytes().all(|it| it.is_ascii_digit())
}

/// The documentation as a person reads it: prose is broken at words, examples are indented.
pub(super) fn explanation(code: &Code, screen: Screen) -> String {
    let mut text = format!("{} ({})\n\n", code.name, severity_word(code.severity));
    let documentation = code.markdown();
    let mut lines = documentation.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some((_, heading)) = MARKS.iter().find(|(mark, _)| *mark == line) {
            text.push_str(heading);
            push_block(&mut text, &mut lines);
        } else if let Some(file) = line.strip_prefix("```yaml ") {
            text.push_str(&format!("\nWith `{file}` beside the template:\n"));
            push_block(&mut text, &mut lines);
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
    let ids = cfn_lint::ids(code);
    if !ids.is_empty() {
        text.push_str(&format!("\n{}\n", paragraph(&format!("In cfn-lint: {}", ids.join(", ")), screen.width)));
    }
    text
}

/// Adds the lines up to the end of a block.
fn push_block<'a>(text: &mut String, lines: &mut impl Iterator<Item = &'a str>) {
    for line in lines.take_while(|it| *it != "```") {
        text.push('\n');
        text.push_str(format!("    {line}").trim_end());
    }
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
