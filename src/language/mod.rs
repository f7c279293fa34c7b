//! What becomes of a template before SAM is expanded: the work of `AWS::Include` and `AWS::LanguageExtensions`.
//!
//! Snippets are put in. Loops are unrolled and functions of known values become those values, as CloudFormation does it when it runs the
//! transform ("AWS::LanguageExtensions transform" in the template reference of CloudFormation, and the design documents 9,
//! 11, 14, 43 and 70 of aws-cloudformation/cfn-language-discussion). What is made keeps the span of its text in the template.
mod conditions;
mod entries;
mod form;
mod functions;
mod loops;
mod needs;
mod resolver;
mod snippets;
mod values;

pub(crate) use needs::needs_extensions;

use crate::diagnostic::{Diagnostic, Problems};
use crate::source::{Files, Sources};
use crate::syntax::{Map, Node, Value};
use crate::template::Made;
use crate::template::transforms::{self, LANGUAGE_EXTENSIONS};
use resolver::Resolver;
#[cfg(feature = "cli")]
use std::collections::BTreeSet;
use values::Values;

/// The sections that the transform goes over, in its order.
const SECTIONS: [&str; 3] = ["Conditions", "Resources", "Outputs"];

/// What the result depends on besides the template.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inputs<'a> {
    /// AWS region, such as `eu-west-1`.
    pub region: &'a str,
    /// Whether the region was chosen; if not, what depends on it may come out otherwise.
    pub is_region_given: bool,
    /// Values of parameters from outside of the template.
    pub overrides: &'a [(String, String)],
    /// Parameters for which no default counts, and whose values from outside may be others.
    pub uncertain: &'a [String],
    /// What the result is for.
    pub purpose: Purpose,
}

/// What a template is processed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To make the document: a loop over values that are not known is an error.
    Document,
    /// To look for mistakes: in the place of such values, those are tried that the parameter allows, or one that stands for
    /// all. Values that become JSON stay as they are, each with its place.
    Check,
}

/// The template after the transforms that come before SAM, and what they made, where they did something. What is wrong
/// with what they go over is reported.
///
/// `files` reads snippets, which are added to `sources`; without it they stay where they are.
pub(crate) fn transformed(
    tree: Node,
    files: Option<&dyn Files>,
    sources: &mut Sources,
    inputs: &Inputs<'_>,
    problems: &mut Problems,
) -> (Node, Option<Made>) {
    let Some(written) = tree.map().cloned() else { return (tree, None) };
    let mut made = Made::new(written);
    let included = files.and_then(|files| snippets::include(&tree, files, &|_| true, sources, &mut made, problems));
    let tree = included.unwrap_or(tree);
    let extended = extend(&tree, sources, inputs, &mut made, problems);
    let is_changed = extended.is_some() || !made.snippets.is_empty();
    (extended.unwrap_or(tree), is_changed.then_some(made))
}

/// The template after `AWS::LanguageExtensions`; `None` where it does not list that.
fn extend(
    tree: &Node,
    sources: &Sources,
    inputs: &Inputs<'_>,
    made: &mut Made,
    problems: &mut Problems,
) -> Option<Node> {
    let sections = tree.map()?;
    if !is_listed(sections) || sections.get("Resources").is_none_or(|it| it.map().is_none()) {
        return None;
    }
    made.is_extended = true;
    form::check(sections, sources, problems);
    let values = Values::new(sections, inputs);
    let unrolled = loops::unroll(sections, &values, inputs, made, problems);
    let mut resolver = Resolver::new(&unrolled, &values, made, functions::resolve);
    let mut extended = unrolled.clone();
    for name in SECTIONS {
        let Some((_, section)) = unrolled.entry(name) else { continue };
        let Some(map) = section.value.map() else { continue };
        let resolved = entries::resolve(name, map, &mut resolver);
        extended.insert_at(name.into(), section.key_span, Node::new(section.value.span, Value::Map(resolved)));
    }
    resolver.finish(made).into_iter().for_each(|it| problems.push(it));
    Some(Node::new(tree.span, Value::Map(extended)))
}

/// The template with those snippets put in that `are_wanted` by their paths, and what was made; `None` where there are none.
#[cfg(feature = "cli")]
pub(crate) fn included(
    tree: &Node,
    files: &dyn Files,
    are_wanted: &dyn Fn(&str) -> bool,
    sources: &mut Sources,
    problems: &mut Problems,
) -> Option<(Node, Made)> {
    let mut made = Made::new(tree.map()?.clone());
    let included = snippets::include(tree, files, are_wanted, sources, &mut made, problems)?;
    Some((included, made))
}

/// The template with the loops unrolled and all else as it was; `None` where it does not list `AWS::LanguageExtensions`.
#[cfg(feature = "cli")]
pub(crate) fn unrolled(
    tree: &Node,
    sources: &Sources,
    inputs: &Inputs<'_>,
    problems: &mut Problems,
) -> Option<(Node, Made)> {
    let sections = tree.map().filter(|it| is_listed(it))?;
    let mut made = Made::new(sections.clone());
    form::check(sections, sources, problems);
    let values = Values::new(sections, inputs);
    let unrolled = loops::unroll(sections, &values, inputs, &mut made, problems);
    Some((Node::new(tree.span, Value::Map(unrolled)), made))
}

/// What a value comes to, as text, and the parameters that this depends on and whose values may be others. `None` where it is
/// not known before the template is deployed, or is no text.
#[cfg(feature = "cli")]
pub(crate) fn evaluated(node: &Node, sections: &Map, inputs: &Inputs<'_>) -> Option<(String, BTreeSet<String>)> {
    let values = Values::new(sections, inputs);
    let mut made = Made::new(Map::new());
    let mut resolver = Resolver::new(sections, &values, &made, functions::resolve);
    let text = resolver.resolve(node).ok()?.scalar_text()?;
    drop(resolver.finish(&mut made));
    Some((text, made.fixed))
}

/// Whether the template lists the transform.
fn is_listed(sections: &Map) -> bool {
    let items = sections.get("Transform").map_or(&[][..], |it| it.list().unwrap_or(std::slice::from_ref(it)));
    items.iter().any(|it| transforms::name(it) == Some(LANGUAGE_EXTENSIONS))
}

/// That something could not be resolved, which was reported.
#[derive(Clone, Copy, Debug)]
struct Refused;

type Resolved = Result<Node, Refused>;

/// Where a part of the transform files what it finds.
type Found = Vec<Diagnostic>;
