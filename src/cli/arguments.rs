//! The options and their help. Alone in knowing clap, beside the call that starts it.
mod packaging;
mod selection;
mod template;

pub(super) use packaging::PackageArguments;
pub(super) use selection::Selection;
use template::TemplateArgument;

use super::fixing::FixArguments;
use super::overrides::{self, Override, Overrides};
use super::reporting::Reporting;
use crate::{Artifacts, Options};
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// A compiler for AWS SAM templates: expands and checks them, offline and in milliseconds
#[derive(Debug, Parser)]
#[command(name = "samc", version, subcommand_required = true, arg_required_else_help = true)]
#[command(after_help = "\
Examples:
  samc check                 # all templates in this folder
  samc expand template.yaml  # the CloudFormation document

Exit status: 0 no errors, 1 a template has errors, 2 the command itself failed.

`samc help COMMAND` shows the options of a command.")]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Command,

    /// When to color the output; `auto` colors it on a terminal, unless NO_COLOR or CLICOLOR=0 is set, and always with FORCE_COLOR or CLICOLOR_FORCE
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub color: Color,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print the CloudFormation document of a template
    #[command(after_help = "\
Examples:
  samc expand           # the template in this folder
  samc expand template.yaml -o expanded.json
  samc expand --parameter-overrides Stage=dev Owner='Team A'
  samc expand - --format yaml < template.yaml

The document goes to standard output, findings go to standard error. A template with errors is not expanded: \
nothing is written, and the exit status is 1.")]
    Expand(ExpandArguments),

    /// Report the mistakes in templates, and fix some of them
    #[command(after_help = "\
Examples:
  samc check                        # all templates below
  samc check template.yaml          # one template
  samc check 'services/**/*.yaml'   # samc expands the glob
  samc check --fix                  # fix what is certain
  samc check --diff                 # show that as a diff
  samc check --format concise       # one line a finding
  samc check --statistics           # counts by rule
  samc check --format human --format sarif=samc.sarif
  samc check --format json | jq -r .message
  samc check --stdin-filename app/template.yaml < buffer
  samc check --select wrong-type,unknown-property
  samc check --write-baseline samc-baseline.json
  samc check --baseline samc-baseline.json
  samc check --since origin/main    # what changed

In folders and globs, samc finds SAM and CloudFormation templates by their content. It skips what .gitignore names, \
hidden folders and node_modules. A file that is named on the command line is always checked.

A file .samc.yaml, in the folder of a template or above it, can set `region`, `parameters` (NAME: VALUE), `include` \
and `exclude` (patterns as in .gitignore), `rules` (RULE: error, warning or off), `overrides` of rules by path, \
`extends` (a file to add to), and `root: true` (to ignore the files above). Those in several folders add up; \
--show-settings shows what applies to a template.")]
    Check(Box<CheckArguments>),

    /// Document a rule, or show where the resources of an expansion come from
    #[command(after_help = "\
Examples:
  samc explain                       # all rules
  samc explain unknown-property      # a rule, with examples
  samc explain E3002                 # by the id in cfn-lint
  samc explain template.yaml         # generated resources
  samc explain template.yaml MyRole  # the origin of one")]
    Explain(ExplainArguments),

    /// Compare two expansions and show what a deployment would do
    #[command(after_help = "\
Examples:
  samc diff main:template.yaml template.yaml
  samc diff HEAD:./template.yaml template.yaml
  samc diff old.yaml new.yaml --format markdown
  samc diff old.yaml - < new.yaml

REVISION:PATH starts at the top of the repository, REVISION:./PATH at the current folder. Options about the \
deployment apply to both templates.

Exit status: 0 the expansions are the same, 1 they differ, 2 a template has errors or cannot be read.")]
    Diff(DiffArguments),

    /// Draw which events and calls go where in an application
    #[command(after_help = "\
Examples:
  samc graph                        # as Mermaid
  samc graph --format svg -o flow.svg
  samc graph --nested  # nested applications too
  samc graph app.yaml --format dot | dot -Tpdf -o flow.pdf

GitHub renders Mermaid in Markdown, in a code block of the language `mermaid`.

If the template has errors, samc draws what it can, lists what it left out, and exits with 1.")]
    Graph(GraphArguments),

    /// Make a folder of artifacts for S3, and the template that names them
    #[command(after_help = "\
Examples:
  samc package --s3-bucket my-code --output-dir out \\
    --expand -o packaged.yaml
  aws s3 sync out s3://my-code
  aws cloudformation deploy --template-file packaged.yaml \\
    --stack-name app --capabilities CAPABILITY_IAM

samc package works offline, and makes the same bytes of the same input. Keys are those of `sam package`. With --expand, \
the template needs no transform. Without it, its transforms stay.

A file .samcignore, with patterns as in .gitignore, leaves files out. It holds for its folder and those below.

If the template has errors, or a path leads to nothing, nothing is written, and the exit status is 1.")]
    Package(PackageArguments),

    /// Print a JSON Schema of templates or of .samc.yaml, for editors
    #[command(after_help = "\
Examples:
  samc schema > sam.schema.json
  samc schema --types AWS::S3 > s3.schema.json
  samc schema --configuration > samc.schema.json

In VS Code, with the YAML extension (settings.json):
  \"yaml.schemas\": {\"./sam.schema.json\": \"template.yaml\"},
  \"yaml.customTags\": [
    \"!Ref scalar\", \"!Condition scalar\", \"!Sub scalar\",
    \"!Sub sequence\", \"!GetAtt scalar\", \"!GetAtt sequence\",
    \"!GetAZs scalar\", \"!GetAZs mapping\", \"!If sequence\",
    \"!Equals sequence\", \"!Not sequence\", \"!And sequence\",
    \"!Or sequence\", \"!Join sequence\", \"!Select sequence\",
    \"!Split sequence\", \"!Base64 scalar\",
    \"!Base64 mapping\", \"!FindInMap sequence\",
    \"!ImportValue scalar\", \"!ImportValue mapping\",
    \"!Cidr sequence\", \"!Transform mapping\",
    \"!Length sequence\", \"!ToJsonString mapping\",
    \"!ToJsonString sequence\"
  ]")]
    Schema(SchemaArguments),

    /// Serve an editor: the Language Server Protocol on standard input and output
    #[cfg(feature = "lsp")]
    #[command(after_help = "\
Editors start it themselves; docs/editors.md says how to set them up. It checks templates as `samc check` does: by the \
.samc.yaml and samconfig.toml that hold for each.

The exit status is 0 when the editor ends the session, and 1 when it goes away.")]
    Server,

    /// Write a starter application, or list the starters
    #[command(after_help = "\
Examples:
  samc init             # list the starters
  samc init api         # write `api` into this folder
  samc init queue jobs  # write `queue` into the folder jobs
  samc init api shop --language nodejs

A starter is a template, functions in src/, tests, and a samconfig.toml for the SAM CLI. The tests run with what \
Python or Node.js has: `python3 -m unittest`, `node --test`.

Existing files are never overwritten.")]
    Init(InitArguments),

    /// Print the completion script for a shell
    #[command(after_help = "\
Examples:
  samc completions zsh > ~/.zfunc/_samc
  samc completions fish \\
    > ~/.config/fish/completions/samc.fish
  samc completions bash \\
    > ~/.local/share/bash-completion/completions/samc

For zsh, write `fpath+=~/.zfunc` before `compinit` in .zshrc.")]
    Completions(CompletionsArguments),

    /// Print the manual page of samc, or write the pages of all commands
    #[command(after_help = "\
Examples:
  samc man | man -l -
  samc man ~/.local/share/man/man1")]
    Man(ManArguments),
}

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// The name of a rule, the id of a rule of cfn-lint, a template, or `-` for standard input [default: list all rules]
    #[arg(value_name = "RULE|TEMPLATE")]
    subject: Option<PathBuf>,

    /// A resource of the template or of its expansion
    #[arg(value_name = "LOGICAL_ID", requires = "subject")]
    logical_id: Option<String>,

    /// The template, as the SAM CLI spells it; a LOGICAL_ID may follow
    #[arg(
        short = 't',
        long = "template-file",
        alias = "template",
        value_name = "TEMPLATE",
        conflicts_with = "logical_id"
    )]
    template_file: Option<PathBuf>,

    /// The format of the output
    #[arg(long, value_enum, default_value_t)]
    pub format: ReportFormat,

    #[command(flatten)]
    pub deployment: Deployment,
}

impl ExplainArguments {
    /// The rule or template, and the resource of the template: the first argument where an option names the template.
    pub(super) fn subject(&self) -> (Option<&Path>, Option<Cow<'_, str>>) {
        match &self.template_file {
            Some(template) => (Some(template), self.subject.as_ref().map(|it| it.to_string_lossy())),
            None => (self.subject.as_deref(), self.logical_id.as_deref().map(Cow::Borrowed)),
        }
    }

    /// Whether the subject is a template, whatever it is called.
    pub(super) fn has_template(&self) -> bool {
        self.template_file.is_some()
    }
}

#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    /// Print the schema of .samc.yaml
    #[arg(long)]
    pub configuration: bool,

    /// Of CloudFormation, describe only these types, or those of a service; SAM's are always there [default: all]
    #[arg(long, value_name = "TYPE", value_delimiter = ',', conflicts_with = "configuration")]
    pub types: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// The name of a starter [default: list the starters]
    #[arg(value_name = "NAME")]
    pub starter: Option<String>,

    /// The folder to write to, which is created if it does not exist [default: this folder]
    #[arg(value_name = "FOLDER")]
    pub folder: Option<PathBuf>,

    /// The language of the functions and their tests
    #[arg(long, value_enum, value_name = "LANGUAGE", default_value_t)]
    pub language: Language,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManArguments {
    /// The folder to write the pages to [default: print the page of samc]
    #[arg(value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct DiffArguments {
    /// The old template: a file, REVISION:PATH in a git repository, or `-` for standard input
    #[arg(value_name = "OLD")]
    pub old: PathBuf,

    /// The new template, given in the same way
    #[arg(value_name = "NEW")]
    pub new: PathBuf,

    /// The format of the output
    #[arg(long, value_enum, default_value_t)]
    pub format: DiffFormat,

    #[command(flatten)]
    pub deployment: Deployment,
}

#[derive(Debug, Args)]
pub(super) struct ExpandArguments {
    #[command(flatten)]
    pub template: TemplateArgument,

    /// Write the document to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Also write where each value of the document comes from to this file, as JSON
    #[arg(long, value_name = "FILE")]
    pub source_map: Option<PathBuf>,

    /// The format of the document
    #[arg(long, value_enum, default_value_t)]
    pub format: DocumentFormat,

    /// The format of findings on standard error; json is one object on each line
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub message_format: ReportFormat,

    #[command(flatten)]
    pub deployment: Deployment,
}

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// Templates, folders and globs, or `-` for standard input [default: this folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// A template, as the SAM CLI spells it
    #[arg(short = 't', long = "template-file", alias = "template", value_name = "TEMPLATE", conflicts_with = "paths")]
    template_file: Option<PathBuf>,

    #[command(flatten)]
    pub reporting: Reporting,

    #[command(flatten)]
    pub fixing: FixArguments,

    /// Select the templates among named files too, for callers that name every file
    #[arg(long)]
    pub filter: bool,

    /// The name of the template on standard input, which also selects the configuration
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<PathBuf>,

    /// Use this configuration instead of every .samc.yaml
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    #[command(flatten)]
    pub deployment: Deployment,

    // Last, since what follows would come under its heading.
    #[command(flatten)]
    pub selection: Selection,
}

impl CheckArguments {
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        if let Some(template) = &self.template_file {
            return vec![template.clone()];
        }
        let default = if self.stdin_filename.is_some() { "-" } else { "." };
        if self.paths.is_empty() { vec![default.into()] } else { self.paths.clone() }
    }

    /// Whether templates are to be changed.
    pub(super) fn writes(&self) -> bool {
        self.fixing.writes() || self.selection.add_allow
    }
}

#[derive(Debug, Args)]
pub(super) struct GraphArguments {
    #[command(flatten)]
    pub template: TemplateArgument,

    /// Write the drawing to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Also draw what nested applications and stacks have, each in a box
    #[arg(long)]
    pub nested: bool,

    /// The format of the drawing
    #[arg(long, value_enum, default_value_t)]
    pub format: GraphFormat,

    #[command(flatten)]
    pub deployment: Deployment,
}

/// What is known about the deployment of a template.
#[derive(Debug, Args)]
pub(super) struct Deployment {
    #[command(flatten)]
    target: Target,

    /// How to treat code that is not uploaded yet
    #[arg(long, value_enum, value_name = "HOW", default_value_t)]
    artifacts: ArtifactsChoice,
}

/// Where to, and with which parameters.
#[derive(Clone, Debug, Args)]
struct Target {
    /// The region to deploy to, which also decides the partition of ARNs [default: us-east-1]
    #[arg(long, value_parser = NonEmptyStringValueParser::new())]
    region: Option<String>,

    /// Values of template parameters, also in the form ParameterKey=KEY,ParameterValue=VALUE
    #[arg(long, value_name = "KEY=VALUE", num_args = 1.., value_parser = overrides::parse)]
    parameter_overrides: Vec<Overrides>,

    /// The environment in samconfig.toml, which gives the region and parameters that are not given here [default: default]
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    config_env: Option<String>,
}

impl From<Target> for Deployment {
    fn from(target: Target) -> Self {
        Self { target, artifacts: ArtifactsChoice::default() }
    }
}

const DEFAULT_REGION: &str = "us-east-1";

impl Deployment {
    /// The environment that is named.
    pub(super) fn environment(&self) -> Option<&str> {
        self.target.config_env.as_deref()
    }

    /// What the command line says, and where it says nothing, a configured region and parameters.
    pub(super) fn options_over(&self, region: Option<&String>, parameters: &[Override]) -> Options {
        let own = || self.target.parameter_overrides.iter().flatten();
        let is_free = |it: &&Override| !own().any(|(name, _)| *name == it.0);
        let region = self.target.region.as_ref().or(region);
        Options {
            region: region.map_or_else(|| DEFAULT_REGION.to_owned(), String::clone),
            is_region_given: region.is_some(),
            known_types: Vec::new(),
            parameter_overrides: parameters.iter().filter(is_free).chain(own()).cloned().collect(),
            uncertain_parameters: Vec::new(),
            artifacts: match self.artifacts {
                ArtifactsChoice::Placeholder => Artifacts::Placeholder,
                ArtifactsChoice::AsIs => Artifacts::AsIs,
            },
            seconds_since_1970: UNIX_EPOCH.elapsed().map_or(0, |it| it.as_secs()),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum Language {
    #[default]
    Python,
    /// JavaScript
    #[value(alias = "node", alias = "javascript")]
    Nodejs,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum DocumentFormat {
    #[default]
    Json,
    Yaml,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum GraphFormat {
    /// For Markdown, as on GitHub
    #[default]
    Mermaid,
    /// For Graphviz
    Dot,
    /// A picture
    Svg,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    #[default]
    Human,
    Json,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// For people
    #[default]
    Human,
    /// For programs, as one object
    Json,
    /// For a comment on a pull request
    Markdown,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum ArtifactsChoice {
    /// Write s3://bucket/value for a local path
    #[default]
    Placeholder,
    /// Refuse a local path, as a deployment would
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

    /// The texts after the options: prose is wrapped by clap alone, and examples fit 60 columns.
    #[test]
    fn help_fits_narrow_terminals() {
        const WIDTH: usize = 60;
        let mut samc = Arguments::command().term_width(WIDTH);
        samc.build();
        for command in std::iter::once(&samc).chain(samc.get_subcommands()) {
            let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let help = command.clone().render_long_help().to_string();
            assert!(help.lines().all(|it| it.chars().count() <= WIDTH), "{help}");
            let is_prose = |it: &str| !it.is_empty() && !it.starts_with(' ') && !it.ends_with(':');
            let lines: Vec<&str> = after.lines().collect();
            for pair in lines.windows(2) {
                assert!(!(is_prose(pair[0]) && is_prose(pair[1])), "broken by hand: {pair:?}");
            }
            for example in lines.iter().filter(|it| it.starts_with(' ')) {
                assert!(help.lines().any(|it| it == *example), "broken by clap: {example}");
            }
        }
    }
}
