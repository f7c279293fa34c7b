//! samc compiles AWS SAM templates.
#![forbid(unsafe_code)]
pub mod cfn;
pub mod cli;
pub mod diagnostic;
pub mod emit;
pub mod passes;
pub mod property;
pub mod report;
pub mod rules;
pub mod sam;
pub mod source;
pub mod syntax;
pub mod template;

use diagnostic::{Diagnostic, Problems, Severity};
pub use passes::{Artifacts, Options};
use rules::{Checked, Rule};
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
///
/// Among the problems are, as warnings, those mistakes that the reference passes over to the user's harm.
pub fn compile(source: &Source, options: &Options) -> Compiled {
    let (document, problems) = run(source, options, &|rule| rule.warned_by_expand.then_some(Severity::Warning));
    Compiled { document: document.filter(|_| !problems.has_errors()), problems: problems.into_sorted() }
}

/// Finds everything that is wrong with a template, in the order of the text.
pub fn check(source: &Source, options: &Options) -> Vec<Diagnostic> {
    run(source, options, &|rule| Some(rule.severity)).1.into_sorted()
}

/// Runs the passes, and the rules for which `level` gives a severity.
fn run(source: &Source, options: &Options, level: &dyn Fn(&Rule) -> Option<Severity>) -> (Option<Node>, Problems) {
    let mut problems = Problems::default();
    let template = syntax::parse(source, &mut problems).and_then(|tree| template::read(tree, &mut problems));
    let Some(template) = template else { return (None, problems) };
    let span = template.span;
    let document = passes::run(template.clone(), options, &mut problems);
    let checked = Checked { template: &template, document: Some(&document).filter(|_| !problems.has_errors()) };
    for rule in rules::ALL {
        if let Some(severity) = level(rule) {
            let mut found = Problems::default();
            (rule.check)(&checked, &mut found);
            found.into_sorted().into_iter().for_each(|finding| problems.push(Diagnostic { severity, ..finding }));
        }
    }
    (Some(document.into_node(span)), problems)
}
