//! Files that a template names.
use super::View;
use crate::facts::packaged;
use crate::source::Span;
use crate::syntax::{Map, Node};

/// A path in a template.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Link {
    /// Where it stands.
    pub span: Span,
    /// What it says, seen from the folder of the template.
    pub path: String,
}

/// The paths of code, definitions, nested templates and snippets.
pub fn all(view: &View) -> Vec<Link> {
    let Some(sections) = view.written() else { return Vec::new() };
    let mut links = Vec::new();
    for resource in sections.get("Resources").and_then(Node::map).into_iter().flat_map(Map::values) {
        let type_name = resource.get("Type").and_then(Node::text).map_or("", |it| it);
        let properties = resource.get("Properties").and_then(Node::map);
        for name in packaged::properties_of(type_name).chain(SAM_PATHS) {
            links.extend(properties.and_then(|it| it.get(name)).and_then(link));
        }
    }
    for section in sections.values() {
        section.walk(&mut |node| {
            let included = node.get("Fn::Transform").and_then(|it| it.at(&["Parameters", "Location"]));
            links.extend(included.and_then(link));
        });
    }
    links.sort_by_key(|it| it.span);
    links.dedup();
    links
}

/// Properties of SAM that name files and folders.
const SAM_PATHS: [&str; 6] = ["CodeUri", "ContentUri", "DefinitionUri", "ImageUri", "Location", "SchemaUri"];

fn link(node: &Node) -> Option<Link> {
    let path = node.text()?;
    let is_local = !path.is_empty() && !path.contains(':') && !path.contains("${");
    is_local.then(|| Link { span: node.span, path: path.to_string() })
}
