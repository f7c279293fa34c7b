//! What goes into a nested template, and what comes out of it.
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::Template;
use crate::template::references::references;

/// A nested template, as the resource that nests it sees it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Nested<'a> {
    /// Where the template stands, as a whole.
    pub span: Span,
    /// How many resources it has, as it is written.
    pub resources: usize,
    /// What it declares, in the order of the text.
    pub parameters: Vec<NestedParameter<'a>>,
    /// What it puts out, in the order of the text.
    pub outputs: Vec<NestedOutput<'a>>,
}

/// A parameter of a nested template.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NestedParameter<'a> {
    /// Its name.
    pub name: &'a Text,
    /// Its type; empty when it has none.
    pub type_name: &'a str,
    /// The value that the resource gives it.
    pub given: Option<&'a Node>,
    /// The value that it has otherwise.
    pub default: Option<&'a Node>,
}

/// An output of a nested template.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NestedOutput<'a> {
    /// Its name.
    pub name: &'a Text,
    /// Who refers to it: a logical id or the name of an output, with where the reference stands.
    pub users: Vec<(&'a Text, Span)>,
}

impl<'a> Nested<'a> {
    /// Puts the resource `id` of `template` beside what it nests.
    pub fn new(id: &str, template: &'a Template, nested: &'a Template) -> Self {
        let given = template.resources().get(id).and_then(|it| it.at(&["Properties", "Parameters"]));
        let section = |name| nested.section(name).and_then(Node::map).into_iter().flat_map(Map::iter);
        let parameter = |(name, declaration): (&'a Text, &'a Node)| NestedParameter {
            name,
            type_name: declaration.get("Type").and_then(Node::text).map_or("", |it| &**it),
            given: given.and_then(|it| it.get(name)),
            default: declaration.get("Default"),
        };
        let output = |(name, _): (&'a Text, &'a Node)| {
            let wanted = format!("{id}.Outputs.{name}");
            let outputs = template.section("Outputs").and_then(Node::map).into_iter().flat_map(Map::iter);
            let found = template.resources().iter().chain(outputs).flat_map(|(owner, it)| {
                let found = references(it).into_iter().filter(|it| *it.name == *wanted);
                found.map(move |it| (owner, it.span)).collect::<Vec<_>>()
            });
            NestedOutput { name, users: found.collect() }
        };
        Self {
            span: nested.span,
            resources: nested.resources().len(),
            parameters: section("Parameters").map(parameter).collect(),
            outputs: section("Outputs").map(output).collect(),
        }
    }
}
