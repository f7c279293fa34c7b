//! What differs between two expansions, and what it means for a stack: what CloudFormation creates, replaces and deletes,
//! who may do more than before, which events start what. Says nothing in words.
mod aliases;
mod code;
mod consequences;
mod effect;
mod events;
mod fingerprint;
mod permissions;
mod reference;
mod renames;
mod resources;
mod side;
mod values;

pub use aliases::UnpublishedChange;
pub use code::CodeChange;
pub use consequences::Consequence;
pub use effect::Effect;
pub use events::EventChange;
pub use permissions::{Grant, Growth, PermissionChange, Statement};
pub use resources::{Change, Fate, ResourceChange};
pub use side::Side;
pub use values::ValueChange;

use crate::syntax::Node;
use renames::Renames;

/// Everything that differs between two expansions; lists are in the order of the new template, then of the old one.
#[derive(Debug)]
#[non_exhaustive]
pub struct Difference<'a> {
    /// Resources of the documents, under those of the user that they come from.
    pub owners: Vec<Owner<'a>>,
    /// Resources that follow others that are, or may be, replaced.
    pub consequences: Vec<Consequence<'a>>,
    /// Changes of functions that no published version has.
    pub unpublished: Vec<UnpublishedChange<'a>>,
    /// What is allowed in the new document only.
    pub permissions: Vec<PermissionChange<'a>>,
    /// Events that come or go.
    pub events: Vec<EventChange<'a>>,
    /// Code and definitions that come from other local files.
    pub code: Vec<CodeChange<'a>>,
    /// Changes outside of the section `Resources`.
    pub sections: Vec<SectionChange<'a>>,
}

/// A resource that the user wrote, or an implicit API, and what differs of all that comes of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Owner<'a> {
    /// As the user wrote it; the new one, unless it is gone.
    pub logical_id: &'a str,
    /// The type that the user wrote; `None` for an implicit API.
    pub type_name: Option<&'a str>,
    /// The resources of the documents that come from it and differ.
    pub resources: Vec<ResourceChange<'a>>,
}

/// A change outside of the section `Resources`.
#[derive(Debug)]
#[non_exhaustive]
pub struct SectionChange<'a> {
    /// The name of the section.
    pub section: &'a str,
    /// The parameter, output, condition, …; `None` for a section that is a single value.
    pub name: Option<String>,
    /// Paths start below the name.
    pub changes: Vec<ValueChange<'a>>,
}

impl Difference<'_> {
    /// Whether the expansions, and the code that they do not show yet, are the same.
    pub fn is_empty(&self) -> bool {
        self.owners.is_empty() && self.sections.is_empty() && self.events.is_empty() && self.code.is_empty()
    }
}

/// Compares two expansions.
pub fn compare<'a>(old: &Side<'a>, new: &Side<'a>) -> Difference<'a> {
    let renames = Renames::between(old, new);
    let owners = resources::changes(old, new, &renames);
    let code = code::changes(old.written, new.written, &renames);
    Difference {
        unpublished: aliases::unpublished(&owners, &code, old, new),
        consequences: consequences::of(&owners, new),
        permissions: permissions::changes(old, new, &renames),
        events: events::changes(old, new, &renames),
        code,
        sections: sections(old, new),
        owners,
    }
}

fn sections<'a>(old: &Side<'a>, new: &Side<'a>) -> Vec<SectionChange<'a>> {
    let all = values::map_changes(old.document, new.document, &values::equal);
    let all = all.into_iter().filter(|it| it.path[0] != "Resources");
    let mut found: Vec<SectionChange<'a>> = Vec::new();
    for mut change in all {
        let mut path = change.path.into_iter();
        let section = path.next().expect("every change of a map has a key");
        let section = name_of_section(&section, old, new);
        // A section that is added or removed as a whole is listed entry by entry.
        let entries =
            change.old.or(change.new).and_then(Node::map).filter(|_| path.len() == 0 && section != "Transform");
        if let (Some(entries), true) = (entries, change.old.is_none() || change.new.is_none()) {
            for (name, entry) in entries.iter() {
                let side = |present: Option<&'a Node>| present.map(|_| entry);
                let changes = vec![ValueChange { path: Vec::new(), old: side(change.old), new: side(change.new) }];
                found.push(SectionChange { section, name: Some(name.to_string()), changes });
            }
            continue;
        }
        let name = path.next();
        change.path = path.collect();
        match found.last_mut().filter(|it| it.section == section && it.name == name) {
            Some(last) => last.changes.push(change),
            None => found.push(SectionChange { section, name, changes: vec![change] }),
        }
    }
    found
}

fn name_of_section<'a>(name: &str, old: &Side<'a>, new: &Side<'a>) -> &'a str {
    let (key, _) =
        new.document.entry(name).or_else(|| old.document.entry(name)).expect("a change has a key in one of them");
    key
}
