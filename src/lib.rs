//! samc compiles AWS SAM templates: text goes in, a CloudFormation document comes out, and every problem on the way is
//! reported at the line that caused it.
//!
//! ```text
//! text ──syntax──▶ Node tree ──template──▶ Template ──passes──▶ document ──emit──▶ JSON, YAML
//!       spans on            sections,             sam: one file per        each node still carries
//!       every value         parameters,           word of the language     the span of its cause
//!                           references                   │
//!                                                        ▼
//!            provenance, rules, fix, diff, graph ──▶ silencing ──▶ report ──▶ cli
//! ```
//!
//! It runs one way. A module uses only what stands left of it, as `tests/integration/architecture.rs` checks:
//! `source ‹ diagnostic ‹ syntax ‹ template ‹ property ‹ cfn ‹ sam ‹ passes ‹ provenance ‹ {rules, emit, schema, fix,
//! diff, graph} ‹ silencing ‹ {report, configuration} ‹ cli`.
//!
//! | module | what it is | what always holds |
//! |---|---|---|
//! | [`source`] | files as texts, spans, lines and columns; who reads files | all files of a run share one space of spans; a reader never leaves its folder |
//! | [`diagnostic`] | findings, and where they are filed | mistakes of the user are data: a phase returns what it could make, and says what is wrong |
//! | [`syntax`] | YAML and JSON as one tree of [`syntax::Node`] | scalars are read as PyYAML reads them; every value has a span, and a generated one that of its cause |
//! | [`template`] | sections, parameters, mappings, intrinsic functions | knows CloudFormation, not SAM |
//! | [`property`] | tables of properties | a property is declared once; reading, checks, `Globals` and documentation use its row |
//! | [`cfn`] | resources under construction, logical ids, hashes, patterns of IAM policies | |
//! | [`sam`] | a file per resource type ([`sam::resources`]) and event source ([`sam::events`]), found by its name | an expansion returns a [`cfn::Expansion`] and changes nothing else |
//! | [`passes`] | the way from template to document | the order of the passes is one list |
//! | [`provenance`] | where each resource and property of the document comes from | a span of the document leads back to a construct of the template |
//! | [`rules`] | a file per lint rule | finds what the reference accepts and a reader would call a mistake |
//! | [`diff`] | what differs between two expansions, and what it means for a stack | what is not known to update or replace a resource may replace it |
//! | [`graph`] | what sends events to what and calls what | a file per source of edges; drawn from the document, under the user's names |
//! | [`emit`] | the document as JSON and YAML | |
//! | [`schema`] | the property tables as JSON Schema, for editors | |
//! | [`silencing`] | what users allow in comments and `Metadata` | what is silenced is still a mistake: `expand` refuses it |
//! | [`report`] | diagnostics, provenance and differences as text, graphs as drawings | a file per format |
//! | [`fix`] | edits that mend what was found | a template never gets worse |
//! | [`configuration`] | `.samc.yaml` | |
//! | [`cli`] | the command line | files, terminals and exit statuses are known here alone |
//!
//! The reference is AWS's own translator, `aws-sam-translator` 1.115.0: what it accepts is expanded to the same JSON
//! values, and what it refuses is refused.
#![forbid(unsafe_code)]
pub mod cfn;
pub mod cli;
pub mod configuration;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod fix;
pub mod graph;
pub mod passes;
pub mod property;
pub mod provenance;
pub mod report;
pub mod rules;
pub mod sam;
pub mod schema;
pub mod silencing;
pub mod source;
pub mod syntax;
pub mod template;

use diagnostic::{Diagnostic, Problems, Severity};
use passes::Expanded;
pub use passes::{Artifacts, Options};
use rules::{Checked, Known, Rule};
use silencing::Allowed;
use source::Source;
use syntax::{IntoNode, Node};
use template::Template;

/// The result of [`compile`].
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The CloudFormation document; `None` when there are errors.
    pub document: Option<Node>,
    /// What the passes made of the template; `None` when it is none.
    pub translation: Option<Translation>,
    /// Everything found on the way, in the order of the text.
    pub problems: Vec<Diagnostic>,
}

/// Expands a template into the CloudFormation document that the reference translator makes of it.
///
/// Among the problems are, as warnings, those mistakes that the reference passes over to the user's harm.
pub fn compile(source: &Source, options: &Options) -> Compiled {
    let ran = run(source, options, &|rule| rule.warned_by_expand.then_some(Severity::Warning));
    let complete = ran.translation.as_ref().filter(|it| it.complete);
    let document = complete.map(|it| it.expanded.document.clone().into_node(it.template.span));
    // What the reference refuses is an error, whatever the template allows.
    let (mut problems, warnings): (Vec<_>, _) = ran.found.into_iter().partition(|it| it.severity == Severity::Error);
    problems.extend(ran.allowed.silence(source, warnings));
    diagnostic::sort(&mut problems);
    Compiled { document, translation: ran.translation, problems }
}

/// Finds everything that is wrong with a template, in the order of the text, and is not allowed in it.
pub fn check(source: &Source, options: &Options) -> Vec<Diagnostic> {
    let ran = run(source, options, &|rule| Some(rule.code.severity));
    let complete = ran.translation.is_some_and(|it| it.complete);
    ran.allowed.silence_and_warn(source, rules::without_consequences(ran.found), complete)
}

/// A template beside what the passes made of it.
#[derive(Clone, Debug)]
pub struct Translation {
    /// The template as it was read.
    pub template: Template,
    pub expanded: Expanded,
    /// Whether all of it could be expanded; if not, what could not is missing from the document or stands in it as SAM.
    pub complete: bool,
}

/// Expands a template as far as it can be expanded, for those who look at template and document side by side.
///
/// Returns what the passes found as well, in the order of the text. There is no translation of what is no template.
pub fn translate(source: &Source, options: &Options) -> (Option<Translation>, Vec<Diagnostic>) {
    let mut problems = Problems::default();
    let translation = translate_into(source, options, &mut problems);
    (translation, problems.into_sorted())
}

fn translate_into(source: &Source, options: &Options, problems: &mut Problems) -> Option<Translation> {
    let template = template::read(syntax::parse(source, problems)?, problems)?;
    let expanded = passes::run(template.clone(), options, problems);
    Some(Translation { template, expanded, complete: !problems.has_errors() })
}

/// What the passes and the rules made of a template.
#[derive(Default)]
struct Ran {
    translation: Option<Translation>,
    /// In the order of the text.
    found: Vec<Diagnostic>,
    allowed: Allowed,
}

/// Runs the passes, and the rules for which `level` gives a severity.
fn run(source: &Source, options: &Options, level: &dyn Fn(&Rule) -> Option<Severity>) -> Ran {
    let mut problems = Problems::default();
    let Some(translation) = translate_into(source, options, &mut problems) else {
        return Ran { found: problems.into_sorted(), ..Ran::default() };
    };
    let checked = Checked {
        source,
        template: &translation.template,
        expanded: &translation.expanded,
        reported: &problems,
        complete: translation.complete,
        seconds_since_1970: options.seconds_since_1970,
        known: Known::default(),
    };
    let mut findings = Vec::new();
    for rule in rules::in_order() {
        if let Some(severity) = level(rule) {
            let mut found = Problems::default();
            (rule.check)(&checked, &mut found);
            findings.extend(found.into_sorted().into_iter().map(|finding| Diagnostic { severity, ..finding }));
        }
    }
    findings.into_iter().for_each(|it| problems.push_or_refine(it));
    let allowed = Allowed::read(source, &translation.template);
    Ran { translation: Some(translation), found: problems.into_sorted(), allowed }
}
