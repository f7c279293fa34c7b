//! `samc expand`: the document on standard output or in a file, the problems on standard error.
use super::arguments::{Color, DocumentFormat, ExpandArguments, ReportFormat};
use super::folder::Folder;
use super::input::shown;
use super::io::{Io, Stream};
use super::{Fault, Status, input, output, problems, samconfig};
use crate::report::source_map;
use crate::{Analysis, Depth, Translation, analyze_with_files, emit};
use std::path::Path;

pub(super) fn run(arguments: &ExpandArguments, color: Color, io: &mut Io<'_>) -> Result<Status, Fault> {
    if let (Some(output), Some(map)) = (&arguments.output, &arguments.source_map)
        && output.as_os_str() != "-"
        && output::is_same(output, map)
    {
        let name = shown(output);
        return Err(Fault(format!("the document and its source map cannot both be `{name}`; name two files")));
    }
    let template = match arguments.template.path() {
        Some(template) => template.clone(),
        None => samconfig::template(&arguments.deployment)?.map_or_else(input::default_template, Ok)?,
    };
    let (mut sources, undecodable) = input::read(&template, io)?;
    let (deployment, format) = (&arguments.deployment, arguments.message_format);
    let options = samconfig::options(deployment, &template, format, color, io)?;
    let folder = Folder::of(&template);
    let mut analysis = match undecodable {
        None => analyze_with_files(&mut sources, &folder, &options, Depth::Harm),
        Some(problem) => Analysis::of_unreadable(problem),
    };
    let outputs = [&arguments.output, &arguments.source_map].map(|it| output::file_of(it.as_deref()));
    let outputs: Vec<&Path> = outputs.into_iter().flatten().collect();
    if !outputs.is_empty() {
        folder.note_named(analysis.translation.as_ref());
    }
    output::expect_apart(&outputs, samconfig::inputs(&template, folder.into_read()).iter().map(|it| &**it))?;
    let document = analysis.document().filter(|_| !analysis.has_errors());
    let text = document.as_ref().and_then(|document| {
        let written = match arguments.format {
            DocumentFormat::Json => emit::json(document),
            DocumentFormat::Yaml => emit::yaml(document),
        };
        written.map_err(|problem| analysis.findings.push(*problem)).ok()
    });
    problems::report(&sources, &analysis.findings, format, color, io)?;
    let Some(text) = text else { return Ok(Status::TemplateErrors) };
    if let (Some(file), Some(translation)) = (&arguments.source_map, &analysis.translation) {
        let map = source_map::document(&sources, &translation.provenance());
        output::replace(file, map.as_bytes())?;
    }
    match output::file_of(arguments.output.as_deref()) {
        Some(file) => output::replace(file, text.as_bytes())?,
        None => io.print(Stream::Stdout, &text)?,
    }
    if let Some(translation) = analysis.translation.as_ref().filter(|_| format == ReportFormat::Human) {
        note_placeholders(translation, io);
        note_defaults(translation, io);
    }
    // The process ends here; to take large trees apart first would only take time.
    std::mem::forget((document, analysis));
    Ok(Status::Fine)
}

/// Says which values were put into the document that a deployment may choose otherwise.
fn note_defaults(translation: &Translation, io: &mut Io<'_>) {
    let names: Vec<String> = translation.fixed_parameters().map(|it| format!("`{it}`")).collect();
    let (noun, verb, one) = if names.len() == 1 { ("default", "is", "another") } else { ("defaults", "are", "others") };
    if !names.is_empty() {
        let names = names.join(", ");
        io.note(&format!(
            "the {noun} of {names} {verb} fixed in the document; give {one} with `--parameter-overrides`"
        ));
    }
}

/// Says what stands in the document for what is not uploaded: it looks like a place in S3, and is none.
fn note_placeholders(translation: &Translation, io: &mut Io<'_>) {
    let kinds = [
        (
            false,
            "bucket `bucket` and key `value` (`s3://bucket/value`) stand for code that is not uploaded; to deploy, use \
             `samc package --expand`, which writes its place",
        ),
        (
            true,
            "`111111111111.dkr.ecr.region.amazonaws.com/repository` stands for an image that is not uploaded; push it \
             with `sam package` before you deploy",
        ),
    ];
    for (of_images, text) in kinds {
        if translation.has_placeholders(of_images) {
            io.note(text);
        }
    }
}
