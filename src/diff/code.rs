//! Code and definitions that are not uploaded yet: in both documents they stand as the same place, wherever they are.
use super::renames::Renames;
use crate::sam::resources::{self, Artifact};
use crate::syntax::Node;
use crate::template::Template;

/// A local file or folder that a resource takes in place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeChange<'a> {
    /// Logical id of the resource in the new template.
    pub resource: &'a str,
    /// The property that names the file or folder.
    pub property: &'static str,
    /// The path that it had.
    pub old: &'a str,
    /// The path that it has now.
    pub new: &'a str,
}

/// The resources of both templates that name other local files than before.
pub(super) fn changes<'a>(old: &'a Template, new: &'a Template, renames: &Renames<'a>) -> Vec<CodeChange<'a>> {
    let mut found = Vec::new();
    for resource in new.resources().keys() {
        let before = renames.old_id(resource).unwrap_or(resource);
        let type_name = new.resource_type(resource).filter(|it| old.resource_type(before) == Some(*it));
        let Some(type_name) = type_name else { continue };
        for Artifact { property, .. } in resources::find(type_name).map_or(&[][..], |it| it.artifacts) {
            let old = local_path(old, before, type_name, property);
            let new = local_path(new, resource, type_name, property);
            if let (Some(old), Some(new)) = (old, new)
                && old != new
            {
                found.push(CodeChange { resource, property, old, new });
            }
        }
    }
    found
}

fn local_path<'a>(template: &'a Template, resource: &str, type_name: &str, property: &str) -> Option<&'a str> {
    let globals = template.section("Globals").and_then(|it| it.at(&[type_name.rsplit("::").next()?, property]));
    let value = template.resources().get(resource).and_then(|it| it.at(&["Properties", property])).or(globals);
    value.and_then(Node::text).map(|it| &**it).filter(|it| !it.starts_with("s3://"))
}
