//! samc compiles AWS SAM templates.
#![forbid(unsafe_code)]
pub mod cli;
pub mod diagnostic;
pub mod emit;
pub mod report;
pub mod source;
pub mod syntax;

use diagnostic::Diagnostic;
use source::Source;
use syntax::Node;

/// What an expansion depends on besides the template.
#[derive(Clone, Debug)]
pub struct Options {
    /// AWS region, such as `eu-west-1`: the value of `AWS::Region`, and through it the partition of generated ARNs.
    pub region: String,
    /// Values of template parameters, over their defaults.
    pub parameter_overrides: Vec<(String, String)>,
    pub artifacts: Artifacts,
}

impl Default for Options {
    fn default() -> Self {
        Self { region: "us-east-1".to_owned(), parameter_overrides: Vec::new(), artifacts: Artifacts::Placeholder }
    }
}

/// What becomes of code and definitions that have not been uploaded yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Artifacts {
    /// A local path stands as `s3://bucket/value`, as under `sam validate`.
    Placeholder,
    /// A local path is refused, as a deployment would refuse it.
    AsIs,
}

/// The result of [`compile`].
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The CloudFormation document; `None` when there are errors.
    pub document: Option<Node>,
    /// Everything found on the way, in the order of the text.
    pub problems: Vec<Diagnostic>,
}

/// Expands a template into the CloudFormation document that the reference translator makes of it.
pub fn compile(source: &Source, _options: &Options) -> Compiled {
    // STUB: enough for the command line to be tried.
    if !source.text().contains("Resources") {
        let problem =
            Diagnostic::error("missing-resources", source::Span::new(0, 0), "the template has no `Resources`");
        return Compiled { document: None, problems: vec![problem.help("write `Resources:` and a resource under it")] };
    }
    Compiled { document: Some(node!(source::Span::default(), {"Resources": {}})), problems: Vec::new() }
}

/// Finds everything that is wrong with a template, in the order of the text.
pub fn check(source: &Source, options: &Options) -> Vec<Diagnostic> {
    compile(source, options).problems
}
