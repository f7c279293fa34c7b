//! `samc expand`: the document on standard output or in a file, the problems on standard error.
use super::arguments::{Color, DocumentFormat, ExpandArguments};
use super::io::{Io, Stream};
use super::{Fault, Status, input, output, problems};
use crate::diagnostic::{Diagnostic, Severity};
use crate::provenance::Provenance;
use crate::report::source_map;
use crate::source::Source;
use crate::{Compiled, Options, compile, emit, translate};

pub fn run(arguments: &ExpandArguments, color: Color, io: &mut Io<'_>) -> Result<Status, Fault> {
    let template = match arguments.template() {
        Some(template) => template.clone(),
        None => input::default_template()?,
    };
    let (source, undecodable) = input::read(&template, io)?;
    let options = arguments.deployment.options();
    let compiled = match undecodable {
        None => compile(&source, &options),
        Some(problem) => Compiled { document: None, problems: vec![problem] },
    };
    let (text, found) = write_out(compiled, arguments.format);
    problems::report(&source, &found, arguments.message_format, color, io)?;
    let Some(text) = text else { return Ok(Status::TemplateErrors) };
    if let Some(file) = &arguments.source_map {
        output::replace(file, source_map(&source, &options).as_bytes())?;
    }
    match &arguments.output {
        Some(file) if file.as_os_str() != "-" => output::replace(file, text.as_bytes())?,
        Some(_) | None => io.print(Stream::Stdout, &text)?,
    }
    Ok(Status::Fine)
}

/// Where the values of the document come from. Few ask for it, so that the template is rather expanded once more than
/// kept for it.
fn source_map(source: &Source, options: &Options) -> String {
    let translation = translate(source, options).0.expect("expanded before");
    let provenance = Provenance::new(&translation.template, &translation.expanded);
    source_map::document(&translation.expanded.document, source, &provenance)
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
    // The process ends soon; to take a large document apart first would only take time.
    std::mem::forget(document);
    match written {
        Ok(text) => (Some(text), problems),
        Err(problem) => {
            problems.push(*problem);
            (None, problems)
        }
    }
}
