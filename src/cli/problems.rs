//! Prints what is wrong with one template on standard error.
use super::Fault;
use super::arguments::{Color, ReportFormat};
use super::io::{Io, Stream};
use crate::diagnostic::Diagnostic;
use crate::report::{Tally, human, json, summary};
use crate::source::Sources;

pub(super) fn report(
    sources: &Sources,
    problems: &[Diagnostic],
    format: ReportFormat,
    color: Color,
    io: &mut Io<'_>,
) -> Result<(), Fault> {
    if problems.is_empty() {
        return Ok(());
    }
    let text = match format {
        ReportFormat::Json => json::lines(sources, problems),
        ReportFormat::Human => {
            let screen = io.screen(Stream::Stderr, color);
            let mut text: String = problems.iter().map(|it| human::paragraph(sources, it, screen)).collect();
            text.push_str(&summary(Tally::of(problems), sources.template().name(), screen));
            text
        }
    };
    io.print(Stream::Stderr, &text)
}
