//! GitHub's workflow commands, one a line: a finding becomes an annotation of its line.
use super::document::Lines;
use super::{Format, one_line, severity_word};
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// A line for each finding.
pub static FORMAT: Format =
    Format { name: "github", summary: "Annotations in GitHub workflows", begin: |_| Box::new(Lines(lines)) };

/// Writes each diagnostic as one workflow command, with its line break.
pub fn lines(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(|it| line(sources, it)).collect()
}

fn line(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let source = sources.of(diagnostic.span);
    let [start, end] = source.positions(diagnostic.span);
    let mut place =
        format!("file={},line={},endLine={}", property(&one_line(&slashed(source.name()))), start.line, end.line);
    // GitHub rejects columns of an annotation over several lines.
    if start.line == end.line {
        place.push_str(&format!(",col={},endColumn={}", start.column, end.column));
    }
    // What a terminal would obey is not to stand in a log.
    let mut message = one_line(&diagnostic.message);
    for label in &diagnostic.related {
        let file = sources.of(label.span);
        let position = file.start_of(label.span);
        let name = if file.name() == source.name() { String::new() } else { format!("{}:", one_line(file.name())) };
        message.push_str(&format!("\n{name}{}:{}: {}", position.line, position.column, one_line(&label.message)));
    }
    if let Some(help) = &diagnostic.help {
        message.push_str(&format!("\nhelp: {}", one_line(help)));
    }
    let kind = severity_word(diagnostic.severity);
    format!("::{kind} {place},title={}::{}\n", property(diagnostic.code.name), data(&message))
}

/// GitHub knows files by their paths with `/`.
fn slashed(path: &str) -> String {
    if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() }
}

/// What follows `::` ends at the line break.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Properties end at commas and colons besides.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
