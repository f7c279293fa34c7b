//! `samc diff`: what differs between two expansions, on standard output.
use super::arguments::{Color, DiffArguments, DiffFormat, ReportFormat};
use super::folder::Folder;
use super::input::shown;
use super::io::{Io, Stream};
use super::revision::Beside;
use super::{Fault, Status, input, problems, revision, samconfig};
use crate::diagnostic::Diagnostic;
use crate::diff::compare;
use crate::report::diff::{Compared, human, json, markdown};
use crate::source::{Files, Sources};
use crate::{Depth, Options, Translation, analyze_with_files, emit};
use std::path::Path;

pub(super) fn run(arguments: &DiffArguments, color: Color, io: &mut Io<'_>) -> Result<Status, Fault> {
    if input::is_stdin(&arguments.old) && input::is_stdin(&arguments.new) {
        return Err(Fault("standard input can be only one of the templates; name a file for the other".to_owned()));
    }
    let (old, new) = (read(&arguments.old, &arguments.new, io)?, read(&arguments.new, &arguments.old, io)?);
    // Both sides are expanded at the same time, which logical ids of deployments may depend on.
    let template = [&arguments.new, &arguments.old].into_iter().find(|it| it.is_file()).unwrap_or(&arguments.new);
    let options = samconfig::options(&arguments.deployment, template, ReportFormat::Human, color, io)?;
    let (old_files, new_files) = (beside(&arguments.old), beside(&arguments.new));
    let (old, new) = (expand(old, &*old_files, &options), expand(new, &*new_files, &options));
    let sides = match (old, new) {
        (Ok(old), Ok(new)) => (old, new),
        (old, new) => {
            for refused in [old.err(), new.err()].into_iter().flatten() {
                problems::report(&refused.0, &refused.1, ReportFormat::Human, color, io)?;
            }
            return Ok(Status::Fault);
        }
    };
    let ((old_sources, old), (new_sources, new)) = &sides;
    let (old, new) = (old.side(), new.side());
    let difference = compare(&old, &new);
    let compared = Compared {
        old_name: old_sources.template().name(),
        new_name: new_sources.template().name(),
        difference: &difference,
    };
    let text = match arguments.format {
        DiffFormat::Human => human::document(compared, io.screen(Stream::Stdout, color)),
        DiffFormat::Json => json::document(compared),
        DiffFormat::Markdown => markdown::document(compared),
    };
    io.print(Stream::Stdout, &text)?;
    Ok(if difference.is_empty() { Status::Fine } else { Status::Different })
}

/// Reads a file, standard input, or a file of a git revision, to compare it with `other`.
fn read(template: &Path, other: &Path, io: &mut Io<'_>) -> Result<input::Input, Fault> {
    match revision::named_by(template) {
        Some(revision) if !template.exists() => revision::read(revision),
        // Whoever adds a file of such a name must not decide what a template is compared with.
        Some(revision) if revision::exists(revision) => {
            let name = shown(template);
            let help = format!("write `./{name}` for the file, or rename it");
            Err(Fault(format!("`{name}` is both a file and a git revision with a path; {help}")))
        }
        None if !template.exists() && revision::is_revision(template) => Err(no_file(template, other)),
        Some(_) | None => input::read(template, io),
    }
}

/// The fault of a revision that is named without a file of it. What it is compared with may be that file.
fn no_file(revision: &Path, other: &Path) -> Fault {
    let name = shown(revision);
    let path = revision::file_in(revision, other).unwrap_or_else(|| "template.yaml".into());
    Fault(format!("`{name}` is a git revision; name the file in it: `{name}:{}`", shown(&path)))
}

/// The files beside a template, in its folder or in the same git revision.
fn beside(template: &Path) -> Box<dyn Files> {
    match revision::named_by(template).filter(|_| !template.exists()) {
        Some(revision) => Box::new(Beside::of(revision)),
        None => Box::new(Folder::of(template)),
    }
}

/// A template that expands, or what is wrong with it.
fn expand(
    (mut sources, undecodable): input::Input,
    files: &dyn Files,
    options: &Options,
) -> Result<(Sources, Translation), Box<Refused>> {
    if let Some(problem) = undecodable {
        return Err(Box::new((sources, vec![problem])));
    }
    let analysis = analyze_with_files(&mut sources, files, options, Depth::Harm);
    let document = analysis.document();
    let (Some(translation), Some(document)) = (analysis.translation, document) else {
        return Err(Box::new((sources, analysis.findings)));
    };
    // What cannot be written cannot be deployed either.
    match emit::json(&document) {
        Ok(_) => Ok((sources, translation)),
        Err(problem) => Err(Box::new((sources, vec![*problem]))),
    }
}

type Refused = (Sources, Vec<Diagnostic>);
