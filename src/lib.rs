//! samc compiles AWS SAM templates.
#![forbid(unsafe_code)]
pub mod cfn;
pub mod cli;
pub mod diagnostic;
pub mod emit;
pub mod passes;
pub mod property;
pub mod report;
pub mod sam;
pub mod source;
pub mod syntax;
pub mod template;

use diagnostic::{Diagnostic, Problems};
pub use passes::{Artifacts, Options};
use source::Source;
use syntax::{IntoNode, Node};

/// The result of [`compile`].
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The CloudFormation document; `None` when there are errors.
    pub document: Option<Node>,
    /// Everything found on the way, in the order of the text.
    pub problems: Vec<Diagnostic>,
}

/// Expands a template into the CloudFormation document that the reference translator makes of it.
pub fn compile(source: &Source, options: &Options) -> Compiled {
    let mut problems = Problems::default();
    let document = syntax::parse(source, &mut problems).and_then(|tree| {
        let span = tree.span;
        let template = template::read(tree, &mut problems)?;
        Some(passes::run(template, options, &mut problems).into_node(span))
    });
    Compiled { document: document.filter(|_| !problems.has_errors()), problems: problems.into_sorted() }
}

/// Finds everything that is wrong with a template, in the order of the text.
pub fn check(source: &Source, options: &Options) -> Vec<Diagnostic> {
    compile(source, options).problems
}
