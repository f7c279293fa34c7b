//! `samc package`: a folder of artifacts, and the template that names their places in S3.
mod bounds;
mod listing;
mod project;
mod staging;
mod summary;

use super::arguments::{Color, PackageArguments, ReportFormat};
use super::found::folder_of;
use super::input::shown;
use super::io::{Io, Stream};
use super::{Fault, Status, input, output, problems, samconfig};
use crate::analysis::packaging::{Packaging, Writing};
use crate::package::{Bucket, Packer, Stopped};
use crate::passes::Options;
use project::ProjectFolder;
use samconfig::Upload;
use staging::Staging;
use std::path::Path;

pub(super) fn run(arguments: &PackageArguments, color: Color, io: &mut Io<'_>) -> Result<Status, Fault> {
    let deployment = &arguments.deployment();
    let template = match arguments.template.path() {
        Some(template) => template.clone(),
        None => samconfig::template(deployment)?.map_or_else(input::default_template, Ok)?,
    };
    let (mut sources, undecodable) = input::read(&template, io)?;
    let format = arguments.message_format;
    let (options, upload) = samconfig::options_and_upload(deployment, &template, format, color, io)?;
    let bucket = bucket(arguments, upload, &options)?;
    if let Some(problem) = undecodable {
        problems::report(&sources, &[problem], format, color, io)?;
        return Ok(Status::TemplateErrors);
    }

    if let Some(file) = arguments.output.as_deref().filter(|it| !folder_of(it).is_dir()) {
        let folder = shown(folder_of(file));
        return Err(Fault(format!("cannot write `{}`: there is no folder `{folder}`; create it", shown(file))));
    }
    let mut staging = Staging::beside(&arguments.output_dir)?;
    let outputs = [Some(&*arguments.output_dir), arguments.output.as_deref(), Some(staging.folder())];
    let project = ProjectFolder::of(
        &template,
        arguments.project_dir.as_deref(),
        outputs.into_iter().flatten(),
        watches(arguments, io),
    )?;
    let writing = Writing { is_expanded: arguments.expand, is_json: arguments.use_json };
    let mut packaging = Packaging::new(Packer::new(&mut staging, &bucket), writing);
    let (text, findings) = packaging.template(&mut sources, &project, &options);
    project.end_progress();
    let output = output::file_of(arguments.output.as_deref());
    let read = samconfig::inputs(&template, project.read());
    output::expect_apart(output.as_slice(), read.iter().map(|it| &**it))?;
    let Packaging { packer, nested, fixed, has_urls, has_transforms, .. } = packaging;
    let Packer { artifacts, stopped, .. } = packer;
    if let Some(Stopped(error)) = stopped {
        return Err(cannot_write(&arguments.output_dir, &bounds::reason(&error)));
    }
    for (sources, findings) in &nested {
        problems::report(sources, findings, format, color, io)?;
    }
    problems::report(&sources, &findings, format, color, io)?;
    let Some(text) = text else { return Ok(Status::TemplateErrors) };

    staging.finish(&arguments.output_dir)?;
    match output {
        Some(file) => output::replace(file, text.as_bytes())?,
        None => io.print(Stream::Stdout, &text)?,
    }
    if format == ReportFormat::Human && !arguments.quiet {
        summary::print(&artifacts, io)?;
        if !fixed.is_empty() {
            let names: Vec<String> = fixed.iter().map(|it| format!("`{it}`")).collect();
            io.note(&format!(
                "these defaults are fixed in the template: {}; give others with `--parameter-overrides`",
                names.join(", ")
            ));
        }
        if has_transforms {
            io.note(
                "there are transforms left, which the deployment runs with `--capabilities CAPABILITY_AUTO_EXPAND`",
            );
        }
        if has_urls && !options.is_region_given {
            io.note("nested templates are named by their addresses in us-east-1; if the bucket is elsewhere, give `--region`");
        }
    }
    Ok(Status::Fine)
}

/// Whether somebody sees how far the work has come.
fn watches(arguments: &PackageArguments, io: &Io<'_>) -> bool {
    !arguments.quiet && (io.terminal)(Stream::Stderr).is_some()
}

/// The bucket of the command line, or that of the samconfig.
fn bucket(arguments: &PackageArguments, upload: Upload, options: &Options) -> Result<Bucket, Fault> {
    let name = arguments.s3_bucket.clone().or(upload.bucket).ok_or_else(|| {
        Fault("there is no bucket; name it with `--s3-bucket`, or as `s3_bucket` in samconfig.toml".to_owned())
    })?;
    let is_of_a_bucket = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '.' | '_');
    if !name.chars().all(is_of_a_bucket) {
        let help = "a bucket's name has letters, digits, `-` and `.`, and nothing before it";
        return Err(Fault(format!("`{name}` is not the name of a bucket: {help}")));
    }
    let prefix = arguments.s3_prefix.clone().or(upload.prefix).unwrap_or_default();
    let prefix = prefix.trim_matches('/');
    // It becomes folders below that of the artifacts.
    let is_bad =
        |it: &str| matches!(it, "" | "." | "..") || it.contains(['\\', ':']) || it.chars().any(char::is_control);
    if !prefix.is_empty() && prefix.split('/').any(is_bad) {
        return Err(Fault(format!(
            "`{prefix}` cannot be a prefix; write names with slashes between, as in `app/code`"
        )));
    }
    let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
    Ok(Bucket { name, prefix, region: options.region.clone() })
}

fn cannot_write(folder: &Path, reason: &str) -> Fault {
    Fault(format!("cannot write artifacts for `{}`: {reason}", shown(folder)))
}
