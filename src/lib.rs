//! samc compiles AWS SAM templates: text goes in, a CloudFormation document comes out, and every problem on the way is
//! reported at the line that caused it.
//!
//! ```text
//! text ──syntax──▶ Node tree ──template──▶ Template ──passes──▶ document ──emit──▶ JSON, YAML
//!       spans on            sections,             sam: one file per        each node still carries
//!       every value         parameters,           word of the language     the span of its cause
//!                           references                   │
//!                                                        ▼
//!                                     rules ──▶ report (human, JSON lines) ──▶ cli
//! ```
//!
//! It runs one way. A module uses only what stands left of it, as `tests/architecture.rs` checks:
//! `source ‹ diagnostic ‹ syntax ‹ template ‹ property ‹ cfn ‹ sam ‹ passes ‹ {rules, emit, schema} ‹ report ‹ cli`.
//!
//! | module | what it is | what always holds |
//! |---|---|---|
//! | [`source`] | texts, spans, lines and columns | |
//! | [`diagnostic`] | findings, and where they are filed | mistakes of the user are data: a phase returns what it could make, and says what is wrong |
//! | [`syntax`] | YAML and JSON as one tree of [`syntax::Node`] | scalars are read as PyYAML reads them; every value has a span, and a generated one that of its cause |
//! | [`template`] | sections, parameters, mappings, intrinsic functions | knows CloudFormation, not SAM |
//! | [`property`] | tables of properties | a property is declared once; reading, checks, `Globals` and documentation use its row |
//! | [`cfn`] | resources under construction, logical ids, hashes | |
//! | [`sam`] | a file per resource type ([`sam::resources`]) and event source ([`sam::events`]), found by its name | an expansion returns a [`cfn::Expansion`] and changes nothing else |
//! | [`passes`] | the way from template to document | the order of the passes is one list |
//! | [`rules`] | a file per lint rule | finds what the reference accepts and a reader would call a mistake |
//! | [`emit`] | the document as JSON and YAML | |
//! | [`schema`] | the property tables as JSON Schema, for editors | |
//! | [`report`] | diagnostics as text | a file per format |
//! | [`cli`] | the command line | files, terminals and exit statuses are known here alone |
//!
//! The reference is AWS's own translator, `aws-sam-translator` 1.115.0: what it accepts is expanded to the same JSON
//! values, and what it refuses is refused.
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
pub mod schema;
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
    let expanded = passes::run(template.clone(), options, &mut problems);
    let complete = !problems.has_errors();
    let reported = problems.clone();
    let checked = Checked { template: &template, expanded: &expanded, reported: &reported, complete };
    for rule in rules::ALL {
        if let Some(severity) = level(rule) {
            let mut found = Problems::default();
            (rule.check)(&checked, &mut found);
            found
                .into_sorted()
                .into_iter()
                .for_each(|finding| problems.push_or_refine(Diagnostic { severity, ..finding }));
        }
    }
    (Some(expanded.document.into_node(template.span)), problems)
}
