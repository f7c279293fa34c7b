//! What transforms made of a template before SAM, for those who explain and check it.
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use std::collections::BTreeSet;

/// What `AWS::Include` and `AWS::LanguageExtensions` made.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    /// The sections as they were written.
    pub written: Map,
    /// Whether `AWS::LanguageExtensions` was run.
    pub is_extended: bool,
    /// The snippets that were put in.
    pub snippets: Vec<Snippet>,
    /// The rounds of all loops, in their order.
    pub rounds: Vec<Round>,
    /// Names of entries that loops may make besides, as the parts of the key between what is not known.
    pub open_names: Vec<Vec<String>>,
    /// Where texts and functions stand in whose place something else was put.
    pub replaced: Vec<Span>,
    /// Those of them that come out otherwise with other values of parameters, or in another region.
    pub changeable: Vec<Span>,
    /// Values that items of loops are in which only stand for those that are not known.
    pub assumed: Vec<Span>,
    /// Functions that stay because the value of a parameter is not known.
    pub unknown: Vec<Span>,
    /// Parameters whose defaults were put in.
    pub fixed: BTreeSet<String>,
}

/// A snippet that was put into the template.
#[derive(Clone, Debug)]
pub(crate) struct Snippet {
    /// Where the template first names it.
    pub included_at: Span,
    /// Its path, as the template writes it.
    #[cfg(feature = "cli")]
    pub path: Text,
    /// What it says.
    pub tree: Node,
}

/// What one round of a loop made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Round {
    /// The section that the loop is in.
    pub section: &'static str,
    /// The name of the loop: `Topics`.
    pub loop_name: Text,
    /// The item of the collection.
    pub item: Text,
    /// Whether the item only stands for what is not known.
    pub is_assumed: bool,
    /// The number of the round, from 0, and how many there are.
    pub number: usize,
    pub of: usize,
    /// Where the item stands.
    pub item_span: Span,
    /// Where the loop stands.
    pub span: Span,
    /// The keys that it made, in their order.
    pub keys: Vec<Text>,
}

impl Made {
    /// Nothing, yet, of a template with these sections.
    pub(crate) fn new(written: Map) -> Self {
        Self {
            written,
            is_extended: false,
            snippets: Vec::new(),
            rounds: Vec::new(),
            open_names: Vec::new(),
            replaced: Vec::new(),
            changeable: Vec::new(),
            assumed: Vec::new(),
            unknown: Vec::new(),
            fixed: BTreeSet::new(),
        }
    }

    /// Where functions and placeholders stand that come out otherwise with other values of parameters, or in another
    /// region.
    pub(crate) fn changeable(&self) -> &[Span] {
        &self.changeable
    }

    /// The rounds that made the entry of this name in a section, from the outermost loop in.
    pub(crate) fn rounds_of(&self, section: &str, name: &str) -> impl Iterator<Item = &Round> {
        let made_it = move |it: &&Round| it.section == section && it.keys.iter().any(|key| **key == *name);
        // What a round makes is complete when those within it are.
        self.rounds.iter().rev().filter(made_it)
    }

    /// Whether a loop over values that are not known may make an entry of this name.
    pub(crate) fn may_make(&self, name: &str) -> bool {
        Self::is_one_of(&self.open_names, name)
    }

    /// Whether a name fits one of these open names.
    pub(crate) fn is_one_of(open_names: &[Vec<String>], name: &str) -> bool {
        open_names.iter().any(|parts| has_parts(name, parts))
    }
}

/// Whether a name begins with the first of these parts, ends with the last, and has the others between them in their order.
fn has_parts(name: &str, parts: &[String]) -> bool {
    let [first, middle @ .., last] = parts else { return parts.first().is_some_and(|it| it == name) };
    let Some(rest) = name.strip_prefix(first.as_str()).and_then(|it| it.strip_suffix(last.as_str())) else {
        return false;
    };
    middle.iter().try_fold(rest, |rest, part| rest.find(part.as_str()).map(|at| &rest[at + part.len()..])).is_some()
}

#[cfg(test)]
mod tests {
    use super::has_parts;

    #[test]
    fn names_fit_keys_with_placeholders() {
        let fits =
            |name: &str, parts: &[&str]| has_parts(name, &parts.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        assert!(fits("TopicOrders", &["Topic", ""]));
        assert!(!fits("AxC", &["A", "B", "C"]));
        assert!(fits("AxBzC", &["A", "B", "C"]));
        assert!(!fits("QueueOrders", &["Topic", ""]));
        assert!(!fits("AB", &["AB", "B"]));
    }
}
