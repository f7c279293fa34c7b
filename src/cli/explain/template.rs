//! Where the resources of an expansion come from.
use super::super::arguments::{Color, ReportFormat};
use super::super::check::left_open;
use super::super::folder::Folder;
use super::super::io::{Io, Stream};
use super::super::{Fault, Status, input, problems};
use crate::diagnostic::nearest;
use crate::provenance::{Nested, Provenance};
use crate::report::{Screen, nested, one_line, origins, origins_json};
use crate::source::{Source, Sources};
use crate::{Analysis, Depth, Options, Translation, analyze_with_files};
use std::path::Path;

/// A template whose expansion is explained.
pub(super) struct Template<'a> {
    pub path: &'a Path,
    /// The format of the explanation.
    pub format: ReportFormat,
    pub options: &'a Options,
}

impl Template<'_> {
    /// Prints where all resources come from, or what is known of one.
    pub(super) fn explain(&self, logical_id: Option<&str>, color: Color, io: &mut Io<'_>) -> Result<Status, Fault> {
        let (mut sources, undecodable) = input::read(self.path, io)?;
        let Analysis { translation, findings, .. } = match undecodable {
            None => analyze_with_files(&mut sources, &Folder::of(self.path), self.options, Depth::Expansion),
            Some(problem) => Analysis::of_unreadable(problem),
        };
        let complete = translation.as_ref().is_some_and(|it| it.complete);
        if !complete {
            problems::report(&sources, &findings, ReportFormat::Human, color, io)?;
        }
        if let Some(translation) = translation {
            let text = self.explanation(&mut sources, logical_id, &translation, io.screen(Stream::Stdout, color))?;
            io.print(Stream::Stdout, &text)?;
            if logical_id.is_none() && self.format == ReportFormat::Human {
                left_open(&translation, &sources).iter().for_each(|it| io.note(it));
            }
        }
        Ok(if complete { Status::Fine } else { Status::TemplateErrors })
    }

    fn explanation(
        &self,
        sources: &mut Sources,
        logical_id: Option<&str>,
        translation: &Translation,
        screen: Screen,
    ) -> Result<String, Fault> {
        let provenance = translation.provenance();
        let Some(logical_id) = logical_id else {
            return Ok(match self.format {
                ReportFormat::Human => origins::overview(sources, &provenance, screen),
                ReportFormat::Json => origins_json::overview(sources, &provenance),
            });
        };
        let template = translation.nested(logical_id, &Folder::of(self.path), sources);
        let nested = template.as_ref().map(|it| Nested::new(logical_id, &translation.template, it));
        let found = match self.format {
            ReportFormat::Human => {
                let own = origins::resource(logical_id, sources, &provenance, screen);
                own.map(|it| it + &nested.map(|it| nested::text(&it, sources, screen)).unwrap_or_default())
            }
            ReportFormat::Json => origins_json::resource(logical_id, sources, &provenance, nested.as_ref()),
        };
        found.ok_or_else(|| unknown(logical_id, sources.template(), &provenance))
    }
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
