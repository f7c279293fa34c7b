//! The template of commands that take one.
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::cli) struct TemplateArgument {
    /// The template, or `-` for standard input [default: that of samconfig.toml, or template.yaml, .yml or .json in this folder]
    #[arg(value_name = "TEMPLATE")]
    template: Option<PathBuf>,

    /// The template, as the SAM CLI spells it
    #[arg(
        short = 't',
        long = "template-file",
        alias = "template",
        value_name = "TEMPLATE",
        conflicts_with = "template"
    )]
    template_file: Option<PathBuf>,
}

impl TemplateArgument {
    /// The template that is named, in either way.
    pub(in crate::cli) fn path(&self) -> Option<&PathBuf> {
        self.template.as_ref().or(self.template_file.as_ref())
    }
}
