//! `samc explain`: what a rule is for, or where the resources of an expansion come from, on standard output.
mod rule;
mod template;

use super::arguments::{Color, ExplainArguments, ReportFormat};
use super::io::{Io, Stream};
use super::{Fault, Status, input, samconfig};
use crate::report::rules::document;
use crate::rules::codes;
use std::path::Path;
use template::Template;

pub(super) fn run(arguments: &ExplainArguments, color: Color, io: &mut Io<'_>) -> Result<Status, Fault> {
    let screen = io.screen(Stream::Stdout, color);
    let rules = match arguments.subject() {
        (None, _) => codes(),
        (Some(subject), None) if !arguments.has_template() && !is_template(subject) => {
            rule::named(&subject.to_string_lossy())?
        }
        (Some(path), logical_id) => {
            let options = samconfig::options(&arguments.deployment, path, ReportFormat::Human, color, io)?;
            let template = Template { path, format: arguments.format, options: &options };
            return template.explain(logical_id.as_deref(), color, io);
        }
    };
    let text = match (arguments.format, &*rules) {
        (ReportFormat::Json, rules) => document(rules),
        (ReportFormat::Human, [rule]) => rule::explanation(rule, screen),
        (ReportFormat::Human, rules) => rule::overview(rules, screen),
    };
    io.print(Stream::Stdout, &text)?;
    Ok(Status::Fine)
}

/// Whether a template is meant and not a rule, whose names are words with hyphens between them.
fn is_template(subject: &Path) -> bool {
    let name = subject.to_string_lossy();
    input::is_stdin(subject) || name.contains(['.', '/', '\\']) || (!rule::is_known(&name) && subject.is_file())
}
