//! `samc explain`: what a rule is for, or where the resources of an expansion come from, on standard output.
mod rule;
mod template;

use super::arguments::{Color, ExplainArguments, ReportFormat};
use super::io::{Io, Stream};
use super::{Fault, Status, input, samconfig};
use std::path::Path;

pub(super) fn run(arguments: &ExplainArguments, color: Color, io: &mut Io<'_>) -> Result<Status, Fault> {
    let screen = io.screen(Stream::Stdout, color);
    let text = match (&arguments.subject, &arguments.logical_id) {
        (None, _) => rule::overview(screen),
        (Some(subject), None) if !is_template(subject) => rule::explanation(&subject.to_string_lossy(), screen)?,
        (Some(template), logical_id) => {
            let options = samconfig::options(&arguments.deployment, template, ReportFormat::Human, color, io)?;
            return template::run(template, logical_id.as_deref(), &options, color, io);
        }
    };
    io.print(Stream::Stdout, &text)?;
    Ok(Status::Fine)
}

/// Whether a template is meant and not a rule, whose names are words with hyphens between them.
fn is_template(subject: &Path) -> bool {
    let name = subject.to_string_lossy();
    input::is_stdin(subject) || name.contains(['.', '/', '\\']) || (!rule::is_known(&name) && subject.is_file())
}
