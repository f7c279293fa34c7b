//! Findings as comments with carets below the lines that they speak of. Knows nothing of files.
//!
//! ```yaml
//!   Codeuri: src/
//! # ^^^^^^^ error[unknown-property]: unknown property `Codeuri`
//! #         help: did you mean `CodeUri`?
//! ```
//!
//! Marks are taken out before the template is read, so they may stand anywhere, in block scalars too. Carets cannot
//! show every span: one that starts in column 1 is drawn with the `#` as its first caret, and one that is empty, starts
//! in column 2 or ends on another line is written `# 2..9` or `# 7..+2:4`: columns counted from 1, the end is not
//! part of the span, `+2` counts lines. `# +1:1..1` speaks of the line after the one above it: the end of the file.
use samc::diagnostic::{Diagnostic, Severity};
use samc::source::Source;

/// A diagnostic as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Line of the first character, counted from 1.
    line: usize,
    /// Column of the first character, counted from 1.
    column: usize,
    /// Lines from the first to the last.
    lines_down: usize,
    /// Column after the last character.
    end_column: usize,
    /// Such as ``error[unknown-property]: unknown property `Codeuri` ``.
    message: String,
    help: Option<String>,
}

/// A template and the findings that its marks expect.
#[derive(Debug)]
pub(crate) struct Marked {
    pub template: String,
    wanted: Vec<Finding>,
    /// For each line of the template its number in the text with marks.
    line_numbers: Vec<usize>,
}

impl Finding {
    pub(crate) fn of(source: &Source, diagnostic: &Diagnostic) -> Finding {
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let [start, end] = source.positions(diagnostic.span);
        Finding {
            line: start.line,
            column: start.column,
            lines_down: end.line - start.line,
            end_column: end.column,
            message: format!("{severity}[{}]: {}", diagnostic.code.name, one_line(&diagnostic.message)),
            help: diagnostic.help.as_deref().map(one_line),
        }
    }

    /// The mark as it stands below the line `above`.
    fn mark(&self, above: usize) -> String {
        let length = self.end_column.saturating_sub(self.column);
        let carets = if self.line > above
            || self.lines_down > 0
            || length == 0
            || self.column == 2
            || (self.column == 1 && length == 1)
        {
            let down = if self.lines_down > 0 { format!("+{}:", self.lines_down) } else { String::new() };
            let past = if self.line > above { format!("+{}:", self.line - above) } else { String::new() };
            format!("# {past}{}..{down}{}", self.column, self.end_column)
        } else if self.column == 1 {
            format!("#{}", "^".repeat(length - 1))
        } else {
            format!("#{}{}", " ".repeat(self.column - 2), "^".repeat(length))
        };
        let help = self.help.as_ref().map(|it| format!("#{}help: {it}\n", " ".repeat(carets.len())));
        format!("{carets} {}\n{}", self.message, help.unwrap_or_default())
    }
}

impl Marked {
    /// Takes the marks out of a text. Fails with the line and what is wrong with the mark there.
    pub(crate) fn read(text: &str) -> Result<Marked, String> {
        let mut marked = Marked { template: String::new(), wanted: Vec::new(), line_numbers: Vec::new() };
        let mut may_help = false;
        for (number, line) in (1..).zip(text.split_inclusive('\n')) {
            let content = line.trim_end();
            if let Some(finding) = read_mark(content, marked.line_numbers.len()) {
                if finding.line == 0 {
                    return Err(format!("{number}: a mark stands below the line that it speaks of"));
                }
                marked.wanted.push(finding);
                may_help = true;
            } else if let Some(help) = read_help(content).filter(|_| may_help) {
                marked.wanted.last_mut().expect("help comes after a mark").help = Some(help.to_owned());
                may_help = false;
            } else if looks_like_mark(content) {
                return Err(format!("{number}: this mark is not written as `#   ^^^ error[rule]: message`"));
            } else {
                marked.template.push_str(line);
                marked.line_numbers.push(number);
                may_help = false;
            }
        }
        Ok(marked)
    }
}

/// Marks what is found in a template.
pub(crate) fn write(template: &str, found: &[Finding]) -> String {
    let mut text = String::new();
    let lines: Vec<&str> = template.split_inclusive('\n').collect();
    for (number, line) in (1..).zip(&lines) {
        text.push_str(line);
        let here = found.iter().filter(|it| it.line == number);
        let marks: String = here.map(|it| it.mark(number)).collect();
        if !marks.is_empty() && !line.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&marks);
    }
    text.extend(found.iter().filter(|it| it.line > lines.len()).map(|it| it.mark(lines.len())));
    text
}

/// Where findings and marks differ, by the lines of the text with marks.
pub(crate) fn differences(marked: &Marked, found: &[Finding]) -> Option<String> {
    let mut report = String::new();
    let mut unmatched: Vec<&Finding> = found.iter().collect();
    for wanted in &marked.wanted {
        match unmatched.iter().position(|it| *it == wanted) {
            Some(index) => drop(unmatched.remove(index)),
            None => {
                report.push_str(&format!("  missing, line {}:\n{}", marked.number(wanted.line), shown(marked, wanted)))
            }
        }
    }
    for surplus in unmatched {
        report.push_str(&format!("  surplus, line {}:\n{}", marked.number(surplus.line), shown(marked, surplus)));
    }
    (!report.is_empty()).then_some(report)
}

impl Marked {
    fn number(&self, line: usize) -> usize {
        self.line_numbers.get(line - 1).copied().unwrap_or(line)
    }
}

/// A finding below its line.
fn shown(marked: &Marked, finding: &Finding) -> String {
    let line = marked.template.lines().nth(finding.line - 1).unwrap_or_default();
    format!("{line}\n{}", finding.mark(finding.line))
}

/// Findings as a list, for templates in which no comment can stand.
pub(crate) fn list(found: &[Finding]) -> String {
    let lines = found.iter().map(|it| {
        let help = it.help.as_ref().map(|help| format!("    help: {help}\n")).unwrap_or_default();
        let end_line = it.line + it.lines_down;
        format!("{}:{}-{end_line}:{} {}\n{help}", it.line, it.column, it.end_column, it.message)
    });
    lines.collect()
}

fn read_mark(line: &str, above: usize) -> Option<Finding> {
    let comment = line.strip_prefix('#')?;
    let carets = comment.trim_start_matches(' ');
    let (extent, message) = carets.split_once(' ')?;
    if !message.starts_with("error[") && !message.starts_with("warning[") {
        return None;
    }
    let message = message.to_owned();
    if extent.bytes().all(|it| it == b'^') {
        let indentation = comment.len() - carets.len();
        let column = if indentation == 0 { 1 } else { indentation + 2 };
        let end_column = indentation + 2 + extent.len();
        return Some(Finding { line: above, column, lines_down: 0, end_column, message, help: None });
    }
    let lines_and_column = |text: &str| {
        let (lines, column) = text.strip_prefix('+').and_then(|it| it.split_once(':')).unwrap_or(("0", text));
        Some((lines.parse::<usize>().ok()?, column.parse::<usize>().ok()?))
    };
    let (start, end) = extent.split_once("..")?;
    let (past, column) = lines_and_column(start)?;
    let (lines_down, end_column) = lines_and_column(end)?;
    Some(Finding { line: above + past, column, lines_down, end_column, message, help: None })
}

fn read_help(line: &str) -> Option<&str> {
    line.strip_prefix('#')?.trim_start().strip_prefix("help: ")
}

/// Whether a line that is no mark was meant as one.
fn looks_like_mark(line: &str) -> bool {
    line.trim_start().strip_prefix('#').is_some_and(|it| it.trim_start().starts_with('^'))
}

fn one_line(text: &str) -> String {
    text.trim_end().replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use samc::diagnostic::Code;
    use samc::source::Span;

    static SOME: Code = Code::new("some-rule", Severity::Error, "");
    static END: Code = Code::new("end", Severity::Warning, "");
    const TEMPLATE: &str = "Resorces:\n  Ä: {Codeuri: src/, B: |\n   x}\n C: 1\n  \n";

    fn found() -> Vec<Finding> {
        let source = Source::new("t.yaml", TEMPLATE);
        let diagnostic = |text: &str, message: &str| {
            let start = TEMPLATE.find(text).expect("in the template");
            Diagnostic::new(&SOME, Span::new(start, start + text.len()), message)
        };
        let end = Diagnostic::new(&END, Span::new(TEMPLATE.len(), TEMPLATE.len()), "nothing\nmore");
        let diagnostics = [
            diagnostic("Resorces", "unknown section `Resorces`").help("write `Resources`"),
            diagnostic("R", "one character in column 1"),
            diagnostic("Codeuri", "unknown property `Codeuri`").help("write `CodeUri`"),
            diagnostic("src/", "second on its line"),
            diagnostic("|\n   x", "two lines"),
            diagnostic("C: 1", "column 2"),
            diagnostic(": 1", "column 3"),
            end,
        ];
        diagnostics.iter().map(|it| Finding::of(&source, it)).collect()
    }

    #[test]
    fn marks_say_what_was_found() {
        let text = write(TEMPLATE, &found());
        let expected = "\
Resorces:
#^^^^^^^ error[some-rule]: unknown section `Resorces`
#        help: write `Resources`
# 1..2 error[some-rule]: one character in column 1
  Ä: {Codeuri: src/, B: |
#     ^^^^^^^ error[some-rule]: unknown property `Codeuri`
#             help: write `CodeUri`
#              ^^^^ error[some-rule]: second on its line
# 25..+1:5 error[some-rule]: two lines
   x}
 C: 1
# 2..6 error[some-rule]: column 2
# ^^^ error[some-rule]: column 3
";
        let (marked, last) = text.split_at(expected.len());
        assert_eq!(marked, expected);
        assert_eq!(last, "  \n# +1:1..1 warning[end]: nothing\\nmore\n");
    }

    #[test]
    fn marks_are_read_as_they_are_written() {
        let found = found();
        let marked = Marked::read(&write(TEMPLATE, &found)).expect("marks");
        assert_eq!(marked.template, TEMPLATE);
        assert_eq!(marked.wanted, found);
        assert_eq!(differences(&marked, &found), None);
        let nothing = Finding { line: 1, lines_down: 0, column: 1, end_column: 1, ..found[0].clone() };
        let marked = Marked::read(&write("", std::slice::from_ref(&nothing))).expect("marks");
        assert_eq!((marked.template.as_str(), marked.wanted), ("", vec![nothing]));
    }

    #[test]
    fn differences_name_missing_and_surplus_findings() {
        let marked = Marked::read("A: 1\n#  ^ error[x]: one\nB: 2\n").expect("a mark");
        let mut found = marked.wanted.clone();
        found[0].line = 2;
        let report = differences(&marked, &found).expect("another line");
        assert_eq!(
            report,
            "  missing, line 1:\nA: 1\n#  ^ error[x]: one\n  surplus, line 3:\nB: 2\n#  ^ error[x]: one\n"
        );
        found[0] = marked.wanted[0].clone();
        found[0].help = Some("h".to_owned());
        assert!(differences(&marked, &found).is_some(), "help counts");
        found = vec![marked.wanted[0].clone(), marked.wanted[0].clone()];
        assert!(differences(&marked, &found).is_some(), "twice is not once");
    }

    #[test]
    fn a_mark_that_says_nothing_is_a_mistake() {
        assert!(Marked::read("A: 1\n#  ^ eror[x]: one\n").is_err());
        assert!(Marked::read("#  ^ error[x]: one\n").is_err());
        assert!(Marked::read("# only a comment, help: none\nA: 1\n").is_ok());
    }

    #[test]
    fn a_list_counts_lines_and_columns() {
        let list = list(&found());
        assert!(
            list.starts_with("1:1-1:9 error[some-rule]: unknown section `Resorces`\n    help: write `Resources`\n")
        );
        assert!(list.contains("\n2:25-3:5 error[some-rule]: two lines\n"), "{list}");
    }
}
