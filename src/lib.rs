//! samc compiles AWS SAM templates: text goes in, a CloudFormation document comes out, and every problem on the way is
//! reported at the line that caused it.
//!
//! # Use as a library
//!
//! The library reads no files and starts no threads: text goes in, values come out. The feature `cli`, which is on by
//! default, is the command line; without it (`default-features = false`) everything else is there but
//! `report::human`. [`Options`], [`Analysis`] and other types whose fields will grow are made by functions.
//!
//! ```
//! use samc::report::{Screen, origins};
//! use samc::source::{Source, Sources};
//! use samc::{Options, check, compile, emit, rules};
//!
//! let template = "
//! Transform: AWS::Serverless-2016-10-31
//! Resources:
//!   Jobs:
//!     Type: AWS::SQS::Queue
//!   Worker:
//!     Type: AWS::Serverless::Function
//!     Properties:
//!       Handler: app.handler
//!       Runtime: python3.13
//!       CodeUri: src/
//!       Timeout: 60
//!       Events:
//!         Job:
//!           Type: SQS
//!           Properties: {Queue: !GetAtt Jobs.Arn}
//! ";
//! let source = Source::new("template.yaml", template);
//! let options = Options::default().with_region("eu-west-1");
//!
//! // The CloudFormation document, which is there when there are no errors.
//! let analysis = compile(&source, &options);
//! let document = analysis.document().expect("nothing is wrong with it");
//! let json = emit::json(&document).expect("no number that JSON cannot write");
//! assert!(json.contains("AWS::Lambda::EventSourceMapping"));
//!
//! // What is wrong with the template, and where.
//! let findings = check(&source, &options);
//! assert_eq!(findings[0].code.name, "sqs-visibility-timeout");
//! assert_eq!(source.slice(findings[0].span), "!GetAtt Jobs.Arn");
//! let rule = rules::code("sqs-visibility-timeout").expect("a rule");
//! println!("{}: {}", rule.summary(), findings[0].message);
//!
//! // Where the resources of the document come from.
//! let translation = analysis.translation.as_ref().expect("it is a template");
//! let provenance = translation.provenance();
//! let mapping = provenance.resource("WorkerJob").expect("it is in the document");
//! assert_eq!((mapping.type_name, mapping.owner()), ("AWS::Lambda::EventSourceMapping", "Worker"));
//! println!("{}", origins::overview(&Sources::new(source), &provenance, Screen::default()));
//! ```
//!
//! # The map of the code
//!
//! ```text
//! text ──syntax──▶ Node tree ──language, template──▶ Template ──passes──▶ document ──emit──▶ JSON, YAML
//!       spans on            snippets, loops;              sam: one file per        each node still carries
//!       every value         sections, parameters,         word of the language     the span of its cause
//!                           references                         │
//!                                                              ▼
//!  provenance, semantics ──▶ rules, fix, diff, graph ──▶ silencing ──▶ analysis ──▶ report ──▶ cli
//!  facts: what is known of AWS, for all of these
//! ```
//!
//! It runs one way. A module uses only what stands left of it, as `tests/integration/architecture.rs` checks:
//! `{source, facts, python, safe_text} ‹ diagnostic ‹ syntax ‹ template ‹ language ‹ {states, package} ‹ property ‹ cfn ‹ sam ‹ passes ‹ provenance ‹ semantics ‹
//! {rules, emit, schema, fix, retyping, diff, graph} ‹ silencing ‹ analysis ‹ {report, configuration, baseline, ide} ‹ lsp ‹ cli`.
//!
//! | module | what it is | what always holds |
//! |---|---|---|
//! | [`source`] | files as texts, spans, lines and columns; who reads files | all files of a run share one space of spans; a reader never leaves its folder |
//! | `facts` | what is known of AWS: the schemas of all resource types, actions of IAM, runtimes, managed policies, connectors | packed by `build.rs` or compiled in, and read only where it is asked for; knows no template |
//! | [`diagnostic`] | findings, their codes, and where they are filed | mistakes of the user are data; which findings are the same is decided in `diagnostic::reconcile` alone, by what they are about |
//! | `python` | what is done as Python does it: printed values, the order of keys | knows values only as `python::Value` shows them |
//! | `safe_text` | text of unknown origin, made safe to print | what a terminal or a build server would obey leaves samc escaped, whatever the format |
//! | [`syntax`] | YAML and JSON as one tree of [`syntax::Node`] | scalars are read as PyYAML reads them; every value has a span, and a generated one that of its cause; what cannot be read is mended for `check` alone |
//! | [`template`] | sections, parameters, mappings, intrinsic functions | knows CloudFormation, not SAM |
//! | `language` | what is done before SAM: loops and functions of `AWS::LanguageExtensions`, snippets of `AWS::Include` | what is made keeps the span of its text; a function is a file and an entry in a list |
//! | `package` | the artifacts that a template names: their keys, their zip files, and the template with their places | the same input makes the same bytes; who reads and stores files is given from outside |
//! | `states` | the Amazon States Language, in which state machines are defined | a value that is put in at deployment is left alone |
//! | `property` | tables of properties | a property is declared once; reading, checks, `Globals` and documentation use its row |
//! | `cfn` | resources under construction, logical ids, hashes, patterns of IAM policies | |
//! | `sam` | a file per resource type (`sam::resources`) and event source (`sam::events`), found by its name | an expansion returns a `cfn::Expansion` and changes nothing else |
//! | `passes` | the way from template to document | each of the three phases is a list of passes in their order |
//! | [`provenance`] | where each resource and property of the document comes from | a span of the document leads back to a construct of the template |
//! | `semantics` | what values come to, which rows describe them, how resources differ from their schemas, what polls what, what is sent where, which state machines there are | knows no rule; what cannot be known before deployment is left out |
//! | [`rules`] | a file per lint rule | finds what the reference accepts and a reader would call a mistake |
//! | [`diff`] | what differs between two expansions, and what it means for a stack | what is not known to update or replace a resource may replace it |
//! | [`graph`] | what sends events to what and calls what | a file per source of edges; drawn from the document, under the user's names |
//! | [`emit`] | the document as JSON and YAML | |
//! | [`schema`] | the property tables and the facts about CloudFormation as JSON Schema, for editors | takes what `check` takes |
//! | `silencing` | what users allow in comments and `Metadata`, and what snippets, a half-typed text, other defaults or values that are not known may still settle | what is silenced is still a mistake: `expand` refuses it |
//! | `analysis` | everything that is found out about a template, in one go: [`analyze`] | nothing is read or expanded twice |
//! | [`report`] | diagnostics, provenance and differences as text, graphs as drawings | a file per format |
//! | [`fix`] | edits that correct what was found | a template never gets worse |
//! | `retyping` | fixes for values of the wrong type | sees how a value is written, and knows no rule |
//! | [`configuration`] | `.samc.yaml`, and its JSON Schema | a key is declared once; the reader and the schema use its row |
//! | [`baseline`] | findings that are known already | known by what they are about, never by their lines |
//! | [`ide`] | what editors ask: hover, completion, hints, names, symbols, actions, the expansion with what comes from where | pure functions on an analysis; places are byte offsets |
//! | [`lsp`] | the language server | translates the protocol, and never dies of what a client sends |
//! | [`cli`] | the command line | files, terminals and exit statuses are known here alone |
//!
//! The reference is AWS's own translator, `aws-sam-translator` 1.115.0: what it accepts is expanded to the same JSON
//! values, and what it refuses is refused.
mod analysis;
pub mod baseline;
mod cfn;
#[cfg(feature = "cli")]
pub mod cli;
pub mod configuration;
pub mod diagnostic;
pub mod diff;
pub mod emit;
mod facts;
pub mod fix;
pub mod graph;
pub mod ide;
mod language;
#[cfg(feature = "lsp")]
pub mod lsp;
#[cfg(feature = "cli")]
mod package;
mod passes;
mod property;
pub mod provenance;
mod python;
pub mod report;
mod retyping;
pub mod rules;
mod safe_text;
mod sam;
pub mod schema;
mod semantics;
mod silencing;
pub mod source;
mod states;
pub mod syntax;
pub mod template;

pub use analysis::{Analysis, Depth, Translation, analyze, analyze_with_files};
pub use passes::{Artifacts, Options};
pub(crate) use property::properties;
pub(crate) use rules::rule;
pub use silencing::{WithAllowances, allow};
pub(crate) use syntax::node;

use diagnostic::Diagnostic;
use source::Source;

/// The page about the library, whose examples run as tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/library.md")]
struct Page;

/// Expands a template into the CloudFormation document that the reference translator makes of it.
///
/// Among the findings are, as warnings, those mistakes that the reference passes over to the user's harm.
pub fn compile(source: &Source, options: &Options) -> Analysis {
    analysis::of_template(source, options, Depth::Harm)
}

/// Finds everything that is wrong with a template, in the order of the text, and is not allowed in it.
pub fn check(source: &Source, options: &Options) -> Vec<Diagnostic> {
    analysis::of_template(source, options, Depth::Check).findings
}
