//! Where the resources of an expansion come from.
use super::super::arguments::{Color, ReportFormat};
use super::super::io::{Io, Stream};
use super::super::{Fault, Status, input, problems};
use crate::diagnostic::nearest;
use crate::provenance::Provenance;
use crate::report::{Screen, one_line, origins};
use crate::source::Source;
use crate::{Analysis, Depth, Options, Translation, analyze};
use std::path::Path;

/// Prints the table of all resources, or what is known of one.
pub(super) fn run(
    template: &Path,
    logical_id: Option<&str>,
    options: &Options,
    color: Color,
    io: &mut Io<'_>,
) -> Result<Status, Fault> {
    let (sources, undecodable) = input::read(template, io)?;
    let Analysis { translation, findings, .. } = match undecodable {
        None => analyze(&sources, options, Depth::Expansion),
        Some(problem) => Analysis::of_unreadable(problem),
    };
    let complete = translation.as_ref().is_some_and(|it| it.complete);
    if !complete {
        problems::report(&sources, &findings, ReportFormat::Human, color, io)?;
    }
    if let Some(translation) = translation {
        let text = explanation(sources.template(), logical_id, &translation, io.screen(Stream::Stdout, color))?;
        io.print(Stream::Stdout, &text)?;
    }
    Ok(if complete { Status::Fine } else { Status::TemplateErrors })
}

fn explanation(
    source: &Source,
    logical_id: Option<&str>,
    translation: &Translation,
    screen: Screen,
) -> Result<String, Fault> {
    let provenance = translation.provenance();
    let Some(logical_id) = logical_id else { return Ok(origins::overview(source, &provenance, screen)) };
    let found = origins::resource(logical_id, source, &provenance, screen);
    found.ok_or_else(|| unknown(logical_id, source, &provenance))
}

fn unknown(logical_id: &str, source: &Source, provenance: &Provenance<'_>) -> Fault {
    let name = one_line(source.name());
    let names: Vec<&str> = provenance.by_owner().into_keys().collect();
    let generated: Vec<_> = provenance.resources().collect();
    let near = nearest(logical_id, generated.iter().map(|it| &**it.logical_id).chain(names));
    let help = match near {
        Some(near) => format!("did you mean `{}`?", one_line(&near)),
        None => format!("`samc explain {name}` lists all resources"),
    };
    Fault(format!("there is no resource `{}` in the expansion of {name}; {help}", one_line(logical_id)))
}
