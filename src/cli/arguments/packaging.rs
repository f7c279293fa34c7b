//! The options of `samc package`.
use super::{Deployment, ReportFormat, Target, TemplateArgument};
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::cli) struct PackageArguments {
    #[command(flatten)]
    pub template: TemplateArgument,

    /// The bucket that the artifacts will be in [default: that of samconfig.toml]
    #[arg(long, value_name = "BUCKET", value_parser = NonEmptyStringValueParser::new())]
    pub s3_bucket: Option<String>,

    /// What stands before their keys, with a slash between [default: that of samconfig.toml]
    #[arg(long, value_name = "PREFIX")]
    pub s3_prefix: Option<String>,

    /// The folder for the artifacts, which is created if it does not exist
    #[arg(long, value_name = "DIR")]
    pub output_dir: PathBuf,

    /// The folder out of which no path may lead [default: the repository of the template, or else this folder]
    #[arg(long, value_name = "DIR")]
    pub project_dir: Option<PathBuf>,

    /// Write the template to this file instead of standard output
    #[arg(short, long, alias = "output-template-file", value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Expand SAM too, so that the template needs no transform
    #[arg(long)]
    pub expand: bool,

    /// Write templates as JSON instead of YAML
    #[arg(long)]
    pub use_json: bool,

    /// Do not list what was packaged
    #[arg(short, long)]
    pub quiet: bool,

    /// The format of findings on standard error; json is one object on each line
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub message_format: ReportFormat,

    #[command(flatten)]
    target: Target,
}

impl PackageArguments {
    /// What is known about the deployment. Code that is not uploaded yet is what this command is about.
    pub(in crate::cli) fn deployment(&self) -> Deployment {
        self.target.clone().into()
    }
}
