//! `samc expand`: the document on standard output or in a file, the problems on standard error.
use super::arguments::{Color, DocumentFormat, ExpandArguments};
use super::io::{Io, Stream};
use super::{Fault, Status, input, output, problems};
use crate::diagnostic::Severity;
use crate::provenance::Provenance;
use crate::report::source_map;
use crate::{Compiled, compile, emit};

pub fn run(arguments: &ExpandArguments, color: Color, io: &mut Io<'_>) -> Result<Status, Fault> {
    let template = match arguments.template() {
        Some(template) => template.clone(),
        None => input::default_template()?,
    };
    let (sources, undecodable) = input::read(&template, io)?;
    let options = arguments.deployment.options();
    let Compiled { document, translation, mut problems } = match undecodable {
        None => compile(sources.template(), &options),
        Some(problem) => Compiled { document: None, translation: None, problems: vec![problem] },
    };
    let has_errors = problems.iter().any(|it| it.severity == Severity::Error);
    let text = document.as_ref().filter(|_| !has_errors).and_then(|document| {
        let written = match arguments.format {
            DocumentFormat::Json => emit::json(document),
            DocumentFormat::Yaml => emit::yaml(document),
        };
        written.map_err(|problem| problems.push(*problem)).ok()
    });
    problems::report(&sources, &problems, arguments.message_format, color, io)?;
    let Some(text) = text else { return Ok(Status::TemplateErrors) };
    if let (Some(file), Some(translation)) = (&arguments.source_map, &translation) {
        let provenance = Provenance::new(&translation.template, &translation.expanded);
        let map = source_map::document(&translation.expanded.document, &sources, &provenance);
        output::replace(file, map.as_bytes())?;
    }
    match &arguments.output {
        Some(file) if file.as_os_str() != "-" => output::replace(file, text.as_bytes())?,
        Some(_) | None => io.print(Stream::Stdout, &text)?,
    }
    // The process ends here; to take large trees apart first would only take time.
    std::mem::forget((document, translation));
    Ok(Status::Fine)
}
