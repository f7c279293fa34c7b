//! `samc expand`: the document on standard output or in a file, the problems on standard error.
use super::arguments::{Color, DocumentFormat, ExpandArguments, ReportFormat};
use super::io::{Io, Stream};
use super::{Fault, Status, input, output};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::{Tally, human, json};
use crate::source::Source;
use crate::{Compiled, compile, emit};

pub fn run(arguments: &ExpandArguments, color: Color, io: &mut Io<'_>) -> Result<Status, Fault> {
    let template = match arguments.template() {
        Some(template) => template.clone(),
        None => input::default_template()?,
    };
    let (source, undecodable) = input::read(&template, io)?;
    let compiled = match undecodable {
        None => compile(&source, &arguments.deployment.options()),
        Some(problem) => Compiled { document: None, problems: vec![problem] },
    };
    let (text, problems) = write_out(compiled, arguments.format);
    report(&source, &problems, arguments.message_format, color, io)?;
    let Some(text) = text else { return Ok(Status::TemplateErrors) };
    match &arguments.output {
        Some(file) if file.as_os_str() != "-" => output::replace(file, text.as_bytes())?,
        Some(_) | None => io.print(Stream::Stdout, &text)?,
    }
    Ok(Status::Fine)
}

/// The document as text, unless there are errors or the format has no word for something in it.
fn write_out(compiled: Compiled, format: DocumentFormat) -> (Option<String>, Vec<Diagnostic>) {
    let mut problems = compiled.problems;
    let has_errors = problems.iter().any(|it| it.severity == Severity::Error);
    let Some(document) = compiled.document.filter(|_| !has_errors) else { return (None, problems) };
    let written = match format {
        DocumentFormat::Json => emit::json(&document),
        DocumentFormat::Yaml => emit::yaml(&document),
    };
    match written {
        Ok(text) => (Some(text), problems),
        Err(problem) => {
            problems.push(*problem);
            (None, problems)
        }
    }
}

/// Prints what is wrong with a template to standard error.
pub fn report(
    source: &Source,
    problems: &[Diagnostic],
    format: ReportFormat,
    color: Color,
    io: &mut Io<'_>,
) -> Result<(), Fault> {
    if problems.is_empty() {
        return Ok(());
    }
    let text = match format {
        ReportFormat::Json => json::lines(source, problems),
        ReportFormat::Human => {
            let screen = io.screen(Stream::Stderr, color);
            let mut text: String = problems.iter().map(|it| human::paragraph(source, it, screen)).collect();
            text.push_str(&human::summary(Tally::of(problems), source.name(), screen));
            text
        }
    };
    io.print(Stream::Stderr, &text)
}
