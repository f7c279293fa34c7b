//! The options and their help. Alone in knowing clap, beside the call that starts it.
use super::overrides::{self, Override, Overrides};
use crate::{Artifacts, Options};
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

/// A compiler for AWS SAM templates: expands and checks them, offline and in milliseconds.
#[derive(Debug, Parser)]
#[command(name = "samc", version, subcommand_required = true, arg_required_else_help = true)]
#[command(after_help = "\
Examples:
  samc check                    check every template under this folder
  samc expand template.yaml     print the CloudFormation that the template stands for

Exit status: 0 nothing is wrong, 1 a template has errors, 2 the call or the machine is at fault.
`samc help COMMAND` says more about a command.")]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,

    /// When to color reports; `auto` colors them on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub color: Color,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the CloudFormation document that a template stands for
    #[command(after_help = "\
Examples:
  samc expand                                     the template in this folder
  samc expand template.yaml -o expanded.json      into a file
  samc expand app.yaml --region eu-west-1 --parameter-overrides Stage=prod Owner='Team A'
  cat template.yaml | samc expand - --format yaml

The document goes to standard output, what is wrong with the template to standard error.
A template with errors is not expanded: nothing is written, and the exit status is 1.")]
    Expand(ExpandArguments),

    /// Report everything that is wrong with templates
    #[command(after_help = "\
Examples:
  samc check                       every template under this folder
  samc check template.yaml         one template
  samc check 'services/**/*.yaml'  what matches, where the shell does not know `**`
  samc check --fix                 mend what can be mended for certain
  samc check services --format json | jq -r .message
  samc check - --stdin-filename app/template.yaml < template.yaml

Folders and globs are searched for SAM and CloudFormation templates, which are known by their content;
what .gitignore names, hidden folders and node_modules are left out. A file given by name is always checked.

A file .samc.yaml, in the folder of a template or above it, may say: `region`, `parameters` (NAME: VALUE),
`include` and `exclude` (patterns as in .gitignore), and `rules` (RULE: error, warning or off).")]
    Check(CheckArguments),

    /// Say what a rule finds, or where the resources that a template becomes come from
    #[command(after_help = "\
Examples:
  samc explain                     everything that can be reported, a line each
  samc explain unknown-property    one rule, with examples
  samc explain template.yaml       every resource of the expansion, and what it is there for
  samc explain template.yaml GetProductsFunctionRole
                                   one of them, and where its properties come from")]
    Explain(ExplainArguments),

    /// Show what differs between two expansions, and what CloudFormation will make of it
    #[command(after_help = "\
Examples:
  samc diff main:template.yaml template.yaml          since another revision of git
  samc diff HEAD:./template.yaml template.yaml        a path that starts at this folder, not at the repository's top
  samc diff old.yaml new.yaml --format markdown       as a comment on a pull request
  samc diff old.yaml - --parameter-overrides Stage=prod < new.yaml

Options about the deployment hold for both templates.
Exit status: 0 the expansions are the same, 1 they differ, 2 one of them is refused or cannot be read.")]
    Diff(DiffArguments),

    /// Draw which events and calls go where in an application
    #[command(after_help = "\
Examples:
  samc graph                                        the template in this folder, as Mermaid
  samc graph template.yaml --format svg -o flow.svg
  samc graph template.yaml --format dot | dot -Tpdf -o flow.pdf

Paste Mermaid into Markdown as a block of the language `mermaid`; GitHub shows it as a picture.
Of a template with errors it draws what it can and says what it left out; the exit status is 1.")]
    Graph(GraphArguments),

    /// Print a JSON Schema of SAM templates, for editors
    #[command(after_help = "\
Examples:
  samc schema > sam.schema.json

In VS Code, with the YAML extension (settings.json):
  \"yaml.schemas\": { \"./sam.schema.json\": \"template.yaml\" },
  \"yaml.customTags\": [\"!Ref\", \"!Sub\", \"!Sub sequence\", \"!GetAtt\", \"!GetAtt sequence\", \"!If sequence\",
    \"!Join sequence\", \"!Select sequence\", \"!Split sequence\", \"!FindInMap sequence\", \"!ImportValue\",
    \"!Condition\", \"!Equals sequence\", \"!Not sequence\", \"!And sequence\", \"!Or sequence\", \"!GetAZs\",
    \"!Base64\", \"!Cidr sequence\", \"!Transform mapping\"]")]
    Schema,

    /// Write the beginnings of an application, or list what there is to begin with
    #[command(after_help = "\
Examples:
  samc init              the starters, a line each
  samc init api          the starter `api` into this folder
  samc init queue jobs   the starter `queue` into the folder jobs

Nothing is overwritten.")]
    Init(InitArguments),

    /// Print what a shell needs to complete the arguments of samc
    #[command(after_help = "\
Examples:
  samc completions bash > ~/.local/share/bash-completion/completions/samc
  samc completions zsh > ~/.zfunc/_samc      with `fpath+=~/.zfunc` before `compinit` in .zshrc
  samc completions fish > ~/.config/fish/completions/samc.fish")]
    Completions(CompletionsArguments),

    /// Print the manual page of samc, or write the pages of all commands
    #[command(after_help = "\
Examples:
  samc man | man -l -
  samc man ~/.local/share/man/man1")]
    Man(ManArguments),
}

#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// Name of a rule, as it stands in brackets in reports, or a template, or `-` for one on standard input
    #[arg(value_name = "RULE or TEMPLATE")]
    pub subject: Option<PathBuf>,

    /// A resource of the expansion, or of the template
    #[arg(value_name = "LOGICAL_ID", requires = "subject")]
    pub logical_id: Option<String>,

    #[command(flatten)]
    pub deployment: Deployment,
}

#[derive(Debug, Args)]
pub struct InitArguments {
    /// Name of the starter [default: list them]
    #[arg(value_name = "NAME")]
    pub starter: Option<String>,

    /// Where to write it; made when it is not there [default: this folder]
    #[arg(value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct CompletionsArguments {
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

#[derive(Debug, Args)]
pub struct ManArguments {
    /// Where to write the pages [default: print the first]
    #[arg(value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct DiffArguments {
    /// The template as it was: a file, REVISION:PATH of a git repository, or `-` for standard input
    #[arg(value_name = "OLD")]
    pub old: PathBuf,

    /// The template as it is to be
    #[arg(value_name = "NEW")]
    pub new: PathBuf,

    /// Format of what is printed
    #[arg(long, value_enum, default_value_t)]
    pub format: DiffFormat,

    #[command(flatten)]
    pub deployment: Deployment,
}

#[derive(Debug, Args)]
pub struct ExpandArguments {
    /// The template, or `-` for standard input [default: template.yaml, template.yml or template.json, here]
    #[arg(value_name = "TEMPLATE")]
    template: Option<PathBuf>,

    /// The template, as SAM's own tools spell it
    #[arg(short = 't', long = "template-file", value_name = "TEMPLATE", conflicts_with = "template")]
    template_file: Option<PathBuf>,

    /// Write the document to this file, whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Write to this file where each value of the document comes from, as JSON
    #[arg(long, value_name = "FILE")]
    pub source_map: Option<PathBuf>,

    /// Format of the document
    #[arg(long, value_enum, default_value_t)]
    pub format: DocumentFormat,

    /// Format of what is reported on standard error; json is one object a line
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub message_format: ReportFormat,

    #[command(flatten)]
    pub deployment: Deployment,
}

impl ExpandArguments {
    pub fn template(&self) -> Option<&PathBuf> {
        self.template.as_ref().or(self.template_file.as_ref())
    }
}

#[derive(Debug, Args)]
pub struct CheckArguments {
    /// Templates, folders of templates and globs, or `-` for standard input [default: this folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Format of the report; json is one object a line
    #[arg(long, value_enum, default_value_t)]
    pub format: CheckFormat,

    /// Print what is found and nothing else: no summary, no progress
    #[arg(short, long)]
    pub quiet: bool,

    /// Mend what can be mended for certain, and report the rest
    #[arg(long)]
    pub fix: bool,

    /// End with exit status 1 for warnings too
    #[arg(long)]
    pub deny_warnings: bool,

    /// Choose among files given by name as among those in folders, for callers that name every file
    #[arg(long)]
    pub filter: bool,

    /// Check standard input under this name, which also decides about the configuration
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<PathBuf>,

    /// Use this configuration, not the nearest .samc.yaml
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    #[command(flatten)]
    pub deployment: Deployment,
}

impl CheckArguments {
    pub fn paths(&self) -> Vec<PathBuf> {
        let default = if self.stdin_filename.is_some() { "-" } else { "." };
        if self.paths.is_empty() { vec![default.into()] } else { self.paths.clone() }
    }
}

#[derive(Debug, Args)]
pub struct GraphArguments {
    /// The template, or `-` for standard input [default: template.yaml, template.yml or template.json, here]
    #[arg(value_name = "TEMPLATE")]
    pub template: Option<PathBuf>,

    /// Write the drawing to this file, whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Format of the drawing
    #[arg(long, value_enum, default_value_t)]
    pub format: GraphFormat,

    #[command(flatten)]
    pub deployment: Deployment,
}

/// What is known of the deployment that a template is for.
#[derive(Debug, Args)]
pub struct Deployment {
    /// The region to deploy to, which also settles the partition of ARNs [default: us-east-1]
    #[arg(long, value_parser = NonEmptyStringValueParser::new())]
    region: Option<String>,

    /// Values of template parameters; ParameterKey=KEY,ParameterValue=VALUE is understood too
    #[arg(long, value_name = "KEY=VALUE", num_args = 1.., value_parser = overrides::parse)]
    parameter_overrides: Vec<Overrides>,

    /// What to make of code that has not been uploaded: let a local path stand as s3://bucket/value, or refuse it
    #[arg(long, value_enum, value_name = "HOW", default_value_t)]
    artifacts: ArtifactsChoice,
}

const DEFAULT_REGION: &str = "us-east-1";

impl Deployment {
    pub fn options(&self) -> Options {
        self.options_over(None, &[])
    }

    /// What the command line says, and where it says nothing, a configured region and parameters.
    pub fn options_over(&self, region: Option<&String>, parameters: &[Override]) -> Options {
        let own = || self.parameter_overrides.iter().flatten();
        let is_free = |it: &&Override| !own().any(|(name, _)| *name == it.0);
        Options {
            region: self.region.as_ref().or(region).map_or_else(|| DEFAULT_REGION.to_owned(), String::clone),
            parameter_overrides: parameters.iter().filter(is_free).chain(own()).cloned().collect(),
            artifacts: match self.artifacts {
                ArtifactsChoice::Placeholder => Artifacts::Placeholder,
                ArtifactsChoice::AsIs => Artifacts::AsIs,
            },
            seconds_since_1970: UNIX_EPOCH.elapsed().map_or(0, |it| it.as_secs()),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum DocumentFormat {
    #[default]
    Json,
    Yaml,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum GraphFormat {
    /// For Markdown, and for GitHub
    #[default]
    Mermaid,
    /// For Graphviz
    Dot,
    /// A picture
    Svg,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    #[default]
    Human,
    Json,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people
    #[default]
    Human,
    /// For programs: one object
    Json,
    /// For a comment on a pull request
    Markdown,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For people
    #[default]
    Human,
    /// One object a line
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations in a workflow of GitHub
    Github,
    /// JUnit's XML, for test reports
    Junit,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum ArtifactsChoice {
    #[default]
    Placeholder,
    AsIs,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn options_do_not_contradict_each_other() {
        Arguments::command().debug_assert();
    }
}
