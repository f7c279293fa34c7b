//! samc compiles AWS SAM templates: text goes in, a CloudFormation document comes out, and every problem on the way is
//! reported at the line that caused it.
//!
//! ```text
//! text ──syntax──▶ Node tree ──template──▶ Template ──passes──▶ document ──emit──▶ JSON, YAML
//!       spans on            sections,             sam: one file per        each node still carries
//!       every value         parameters,           word of the language     the span of its cause
//!                           references                   │
//!                                                        ▼
//!  provenance, semantics ──▶ rules, fix, diff, graph ──▶ silencing ──▶ analysis ──▶ report ──▶ cli
//!  facts: what is known of AWS, for all of these
//! ```
//!
//! It runs one way. A module uses only what stands left of it, as `tests/integration/architecture.rs` checks:
//! `{source, facts, python} ‹ diagnostic ‹ syntax ‹ template ‹ property ‹ cfn ‹ sam ‹ passes ‹ provenance ‹ semantics ‹
//! {rules, emit, schema, fix, diff, graph} ‹ silencing ‹ analysis ‹ {report, configuration} ‹ cli`.
//!
//! | module | what it is | what always holds |
//! |---|---|---|
//! | [`source`] | files as texts, spans, lines and columns; who reads files | all files of a run share one space of spans; a reader never leaves its folder |
//! | [`facts`] | what is known of AWS: resource types, runtimes, managed policies, connectors, replacements | compiled in, and read only where it is asked for; knows no template |
//! | [`diagnostic`] | findings, and where they are filed | mistakes of the user are data: a phase returns what it could make, and says what is wrong |
//! | [`python`] | what is done as Python does it: printed values, the order of keys | knows values only as [`python::Value`] shows them |
//! | [`syntax`] | YAML and JSON as one tree of [`syntax::Node`] | scalars are read as PyYAML reads them; every value has a span, and a generated one that of its cause |
//! | [`template`] | sections, parameters, mappings, intrinsic functions | knows CloudFormation, not SAM |
//! | [`property`] | tables of properties | a property is declared once; reading, checks, `Globals` and documentation use its row |
//! | [`cfn`] | resources under construction, logical ids, hashes, patterns of IAM policies | |
//! | [`sam`] | a file per resource type ([`sam::resources`]) and event source ([`sam::events`]), found by its name | an expansion returns a [`cfn::Expansion`] and changes nothing else |
//! | [`passes`] | the way from template to document | each of the three phases is a list of passes in their order |
//! | [`provenance`] | where each resource and property of the document comes from | a span of the document leads back to a construct of the template |
//! | [`semantics`] | what values come to, which rows describe them, what polls what and what is sent where | knows no rule; what cannot be known before deployment is left out |
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
pub mod analysis;
pub mod cfn;
pub mod cli;
pub mod configuration;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod facts;
pub mod fix;
pub mod graph;
pub mod passes;
pub mod property;
pub mod provenance;
pub mod python;
pub mod report;
pub mod rules;
pub mod sam;
pub mod schema;
pub mod semantics;
pub mod silencing;
pub mod source;
pub mod syntax;
pub mod template;

pub use analysis::{Analysis, Depth, Translation, analyze};
pub use passes::{Artifacts, Options};

use diagnostic::Diagnostic;
use source::Source;

/// Expands a template into the CloudFormation document that the reference translator makes of it.
///
/// Among the findings are, as warnings, those mistakes that the reference passes over to the user's harm.
pub fn compile(source: &Source, options: &Options) -> Analysis {
    analyze(source, options, Depth::Harm)
}

/// Finds everything that is wrong with a template, in the order of the text, and is not allowed in it.
pub fn check(source: &Source, options: &Options) -> Vec<Diagnostic> {
    analyze(source, options, Depth::Check).findings
}
