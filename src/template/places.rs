//! Where CloudFormation evaluates functions: the values of a template, each with what it stands in.
use super::Template;
use crate::diagnostic::Problems;
use crate::syntax::{Map, Node, Text, Value};

/// A section in which functions are evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Conditions,
    Rules,
    Globals,
    Resources,
    Outputs,
}

const SECTIONS: [(&str, Section); 4] = [
    ("Conditions", Section::Conditions),
    ("Rules", Section::Rules),
    ("Globals", Section::Globals),
    ("Outputs", Section::Outputs),
];

/// What a value stands in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'p, 'a> {
    pub section: Section,
    /// The id of the resource.
    pub resource: Option<&'a Text>,
    /// The attribute of the resource, such as `Properties`; the key in other sections.
    pub attribute: &'a str,
    /// The type of the resource.
    pub type_name: &'a str,
    /// The keys that lead to the value from the section, or from the attribute of the resource.
    pub path: &'p [&'a Text],
}

impl Place<'_, '_> {
    /// The last key that leads to the value; positions in lists and functions do not count.
    pub(crate) fn key(&self) -> Option<&str> {
        self.path.iter().rev().map(|it| &***it).find(|it| !(it.starts_with("Fn::") || *it == "Ref"))
    }
}

/// Visits each value in which functions are evaluated, from the outside in. What is found in a resource is filed under it.
pub(crate) fn walk<'a>(
    template: &'a Template,
    problems: &mut Problems,
    visit: &mut impl FnMut(&Place<'_, 'a>, &'a Node, &mut Problems),
) {
    for (name, section) in SECTIONS {
        for (key, value) in template.section(name).and_then(Node::map).into_iter().flat_map(Map::iter) {
            let mut path = vec![key];
            let mut at = |path: &[&'a Text], node: &'a Node, problems: &mut Problems| {
                visit(&Place { section, resource: None, attribute: key, type_name: "", path }, node, problems);
            };
            walk_in(value, &mut path, problems, &mut at);
        }
    }
    for (id, resource) in template.resources().iter() {
        let type_name = resource.get("Type").and_then(Node::text).map_or("", |it| &**it);
        problems.in_resource(id, |problems| {
            for (key, value) in resource.map().into_iter().flat_map(Map::iter) {
                let mut at = |path: &[&'a Text], node: &'a Node, problems: &mut Problems| {
                    let (section, resource) = (Section::Resources, Some(id));
                    visit(&Place { section, resource, attribute: key, type_name, path }, node, problems);
                };
                walk_in(value, &mut Vec::new(), problems, &mut at);
            }
        });
    }
}

fn walk_in<'a>(
    node: &'a Node,
    path: &mut Vec<&'a Text>,
    problems: &mut Problems,
    visit: &mut impl FnMut(&[&'a Text], &'a Node, &mut Problems),
) {
    visit(path, node, problems);
    match &node.value {
        Value::List(items) => items.iter().for_each(|it| walk_in(it, path, problems, visit)),
        Value::Map(map) => {
            for (key, value) in map.iter() {
                path.push(key);
                walk_in(value, path, problems, visit);
                path.pop();
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
    }
}
