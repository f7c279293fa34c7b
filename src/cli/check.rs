//! `samc check`: every problem of every template under some paths, on standard output.
use super::arguments::{CheckArguments, Color, ReportFormat};
use super::io::{Io, Stream};
use super::{Fault, Status, input, walk};
use crate::diagnostic::Diagnostic;
use crate::report::{Tally, count, human, json};
use crate::source::Source;
use std::path::Path;

pub fn run(arguments: &CheckArguments, color: Color, io: &mut Io<'_>) -> Result<Status, Fault> {
    let mut checked = Checked::default();
    for path in &arguments.paths {
        if path.is_dir() {
            let found = walk::templates(path);
            if found.templates.is_empty() && found.faults.is_empty() {
                checked.faults.push(nothing_in(path));
            }
            checked.faults.extend(found.faults);
            for template in found.templates {
                check_file(&template, arguments, color, &mut checked, io)?;
            }
        } else {
            check_file(path, arguments, color, &mut checked, io)?;
        }
    }
    if arguments.format == ReportFormat::Human && checked.files > 0 {
        let place = if checked.files == 1 { checked.last } else { count(checked.files, "template") };
        let summary = human::summary(checked.tally, &place, io.screen(Stream::Stdout, color));
        io.print(Stream::Stdout, &summary)?;
    }
    // Last, so that they are not lost among the findings.
    for fault in &checked.faults {
        io.complain(fault);
    }
    Ok(match (checked.faults.is_empty(), checked.tally.errors) {
        (false, _) => Status::Fault,
        (true, 0) => Status::Fine,
        (true, _) => Status::TemplateErrors,
    })
}

/// What has come of the files so far.
#[derive(Default)]
struct Checked {
    files: usize,
    /// Name of the file that was checked last.
    last: String,
    tally: Tally,
    faults: Vec<Fault>,
}

fn check_file(
    path: &Path,
    arguments: &CheckArguments,
    color: Color,
    checked: &mut Checked,
    io: &mut Io<'_>,
) -> Result<(), Fault> {
    let (source, undecodable) = match input::read(path, io) {
        Ok(input) => input,
        // The findings in the other files are still worth having.
        Err(fault) => {
            checked.faults.push(fault);
            return Ok(());
        }
    };
    let problems = match undecodable {
        None => crate::check(&source, &arguments.deployment.options()),
        Some(problem) => vec![problem],
    };
    checked.files += 1;
    source.name().clone_into(&mut checked.last);
    checked.tally.add(&problems);
    if problems.is_empty() {
        return Ok(());
    }
    let text = report(&source, &problems, arguments.format, color, io);
    io.print(Stream::Stdout, &text)
}

fn report(source: &Source, problems: &[Diagnostic], format: ReportFormat, color: Color, io: &Io<'_>) -> String {
    match format {
        ReportFormat::Json => json::lines(source, problems),
        ReportFormat::Human => {
            let screen = io.screen(Stream::Stdout, color);
            problems.iter().map(|it| human::paragraph(source, it, screen)).collect()
        }
    }
}

/// A check of nothing must not look like a check that found nothing.
fn nothing_in(folder: &Path) -> Fault {
    let folder = input::shown(folder);
    Fault(format!("there is no template under `{folder}`; name the file, as in `samc check app.yaml`"))
}
