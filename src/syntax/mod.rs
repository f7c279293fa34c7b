//! The template as written: YAML and JSON become one tree of values with spans. Knows nothing of SAM.
//!
//! [`decode`] makes text of bytes, [`parse`] a tree of text, `recover` one of what is left of a text that `parse` refuses,
//! `locate` finds the ways to places in the tree.

mod anchor;
mod budget;
mod build;
mod decode;
mod findings;
mod hint;
mod input;
mod json;
mod lines;
mod locate;
mod node;
mod recovery;
mod refusal;
mod scalar;
mod tab;
mod tag;
mod text;
mod within;
mod yaml;

pub(crate) use budget::{Budget, list_cost, measure};
pub(crate) use build::{IntoNode, node};
pub(crate) use decode::add_file;
pub use decode::decode;
#[cfg(feature = "cli")]
pub(crate) use decode::decode_file;
pub(crate) use json::json_fault;
pub(crate) use locate::locate;
pub(crate) use node::{Deferred, Unsettled};
pub use node::{Entry, Map, Node, Number, Value};
pub(crate) use recovery::{Gap, Recovered, recover};
pub use text::Text;
pub use within::Within;

use crate::diagnostic::Problems;
use crate::source::Source;

/// Most bytes of a template. CloudFormation takes 1 MB from S3 (service quota "template body size"); sixteen times that
/// leaves room for what `aws cloudformation package` shortens.
pub const LARGEST_TEMPLATE: usize = 16 * 1024 * 1024;
/// Deepest nesting of lists and maps.
pub const DEEPEST_NESTING: usize = 200;

/// Reads a template, written in YAML or JSON, as the reference reads it.
///
/// `None` when it cannot be read, and then there is an error among the problems. There may also be errors when there
/// is a tree: each then stands for a single value. A template without any value is null.
pub fn parse(source: &Source, problems: &mut Problems) -> Option<Node> {
    if source.base() == 0 {
        return parse_template(source, problems);
    }
    // The readers count from the start of the text. Only files beside the template begin elsewhere, and they are few.
    let mut found = Problems::default();
    let mut tree = parse_template(&source.clone().rebased(0), &mut found);
    found.into_found().into_iter().for_each(|it| problems.push(it.shifted(source.base())));
    if let Some(tree) = &mut tree {
        tree.shift(source.base());
    }
    tree
}

/// Reads a text whose spans begin at 0.
fn parse_template(source: &Source, problems: &mut Problems) -> Option<Node> {
    let text = source.text();
    if text.len() > LARGEST_TEMPLATE {
        problems.push(decode::too_large(text.len()));
        return None;
    }
    if text.trim_start().starts_with(['{', '[']) {
        // YAML reads JSON too, but not all of it; and there are no half-read findings to undo when it is no JSON.
        let mut found = Problems::default();
        if let Some(tree) = json::parse(&mut findings::Findings::new(source, &mut found)) {
            found.into_found().into_iter().for_each(|it| problems.push(it));
            return Some(tree);
        }
    }
    if let Some(problem) = decode::forbidden_character(text) {
        problems.push(problem);
        return None;
    }
    let mut found = Problems::default();
    let tree = yaml::parse(&mut findings::Findings::new(source, &mut found));
    let mut found = found.into_found();
    if tree.is_none() && json::is_meant(text) {
        // Who writes JSON knows nothing of what YAML makes of it.
        json::explain(source, &mut found);
    }
    found.into_iter().for_each(|it| problems.push(it));
    tree
}

/// What YAML reads for a text that stands without quotes; `None` when that is the text itself.
pub(crate) fn plain_scalar(text: &str) -> Option<Value> {
    scalar::resolve(text).ok().flatten()
}

/// Reads a text in a template that must be JSON to the letter; `None` when it is not. Spans count from its start.
pub(crate) fn parse_json(text: &str) -> Option<Node> {
    parse_json_noting(text, &mut Problems::default())
}

/// The same, with what is wrong in a text that can be read, such as keys that are given twice.
pub(crate) fn parse_json_noting(text: &str, problems: &mut Problems) -> Option<Node> {
    let source = Source::new("", text);
    json::parse(&mut findings::Findings::new(&source, problems))
}
