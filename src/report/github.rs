//! GitHub's workflow commands, one a line: a finding becomes an annotation of the line it speaks of.
use super::one_line;
use super::severity_word;
use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// Writes each diagnostic as one workflow command, with its line break.
pub fn lines(source: &Source, diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(|it| line(source, it)).collect()
}

fn line(source: &Source, diagnostic: &Diagnostic) -> String {
    let (start, end) = (source.position(diagnostic.span.start), source.position(diagnostic.span.end));
    let mut place = format!("file={},line={},endLine={}", property(&slashed(source.name())), start.line, end.line);
    // GitHub rejects columns of an annotation over several lines.
    if start.line == end.line {
        place.push_str(&format!(",col={},endColumn={}", start.column, end.column));
    }
    // What a terminal would obey is not to stand in a log.
    let mut message = one_line(&diagnostic.message);
    for label in &diagnostic.related {
        let position = source.position(label.span.start);
        message.push_str(&format!("\n{}:{}: {}", position.line, position.column, one_line(&label.message)));
    }
    if let Some(help) = &diagnostic.help {
        let help: Vec<String> = help.lines().map(one_line).collect();
        message.push_str(&format!("\nhelp: {}", help.join("\n")));
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
