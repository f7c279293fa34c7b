//! Which resources come, go and change, and what CloudFormation does with them.
use super::Owner;
use super::effect::Effect;
use super::renames::{Renames, stem};
use super::side::Side;
use super::values::{self, ValueChange, map_changes};
use crate::facts::replacements::{self, Replacements};
use crate::provenance::{Generated, Part};
use crate::syntax::{Map, Node};
use std::collections::HashMap;

/// A resource of one of the documents that differs from that of the other.
#[derive(Debug)]
#[non_exhaustive]
pub struct ResourceChange<'a> {
    /// In the new document, unless it is gone.
    pub logical_id: &'a str,
    /// Its type.
    pub type_name: &'a str,
    /// What it is there for, see [`Generated::purpose`].
    pub purpose: &'a str,
    /// Whether it is plain CloudFormation.
    pub as_written: bool,
    /// The event or connector that asked for it.
    pub part: Option<Part<'a>>,
    /// What becomes of it.
    pub fate: Fate<'a>,
}

/// What becomes of a resource.
#[derive(Debug)]
pub enum Fate<'a> {
    /// Only the new document has it.
    Added,
    /// Only the old document has it.
    Removed {
        /// Whether CloudFormation lets go of it without deleting it.
        kept: bool,
    },
    /// Both documents have it, and these parts of it differ.
    Changed(Vec<Change<'a>>),
    /// It has (nearly) the properties of one that is gone: CloudFormation creates it and deletes the other.
    Renamed {
        /// The logical id of the one that is gone.
        old_id: &'a str,
        /// Its id holds a hash of what it stands for, and so it is a new one whenever that changes.
        by_design: bool,
        /// Whether CloudFormation lets go of the old one without deleting it.
        kept: bool,
        /// What differs besides the ids of renamed resources.
        changes: Vec<Change<'a>>,
    },
}

/// A changed part of a resource.
#[derive(Debug)]
#[non_exhaustive]
pub struct Change<'a> {
    /// Its path starts at the resource, as in `Properties.Handler`.
    pub value: ValueChange<'a>,
    /// What the change does to the resource.
    pub effect: Effect,
}

impl ResourceChange<'_> {
    /// The gravest effect of its changes; `None` unless the resource keeps its logical id.
    pub fn effect(&self) -> Option<Effect> {
        match &self.fate {
            Fate::Changed(changes) => changes.iter().map(|it| it.effect).max(),
            Fate::Added | Fate::Removed { .. } | Fate::Renamed { .. } => None,
        }
    }
}

/// All resources that differ, under their owners.
pub(super) fn changes<'a>(old: &Side<'a>, new: &Side<'a>, renames: &Renames<'a>) -> Vec<Owner<'a>> {
    let mut known = HashMap::new();
    let mut owners = Vec::new();
    let mut places = HashMap::new();
    for (owner, resources) in &new.groups {
        let found = resources.iter().filter_map(|it| of_new(it, old, new, renames, &mut known));
        let found: Vec<_> = found.collect();
        if !found.is_empty() {
            places.insert(*owner, owners.len());
            owners.push(Owner { logical_id: owner, type_name: new.written_type(owner), resources: found });
        }
    }
    for (owner, resources) in &old.groups {
        let gone = resources
            .iter()
            .filter(|it| new.resource(it.logical_id).is_none() && renames.new_id(it.logical_id).is_none());
        for generated in gone {
            let kept = old.resource(generated.logical_id).is_some_and(is_kept);
            let change = change(generated, Fate::Removed { kept });
            // What a renamed resource no longer has is reported where it is now.
            let owner = renames.new_id(owner).unwrap_or(owner);
            let place = *places.entry(owner).or_insert_with(|| {
                let type_name = new.written_type(owner).or_else(|| old.written_type(owner));
                owners.push(Owner { logical_id: owner, type_name, resources: Vec::new() });
                owners.len() - 1
            });
            owners[place].resources.push(change);
        }
    }
    owners
}

/// What is known of the types met so far.
type Known<'a> = HashMap<&'a str, Option<Replacements>>;

fn of_new<'a>(
    generated: &Generated<'a>,
    old: &Side<'a>,
    new: &Side<'a>,
    renames: &Renames<'a>,
    known: &mut Known<'a>,
) -> Option<ResourceChange<'a>> {
    let logical_id = &**generated.logical_id;
    let node = new.resource(logical_id)?;
    if let Some(before) = old.resource(logical_id) {
        let changes = parts(before, node, generated.type_name, &values::equal, known);
        return (!changes.is_empty()).then(|| change(generated, Fate::Changed(changes)));
    }
    let Some(old_id) = renames.old_id(logical_id) else { return Some(change(generated, Fate::Added)) };
    let before = old.resource(old_id)?;
    let changes = parts(before, node, generated.type_name, &|one, two| renames.same(one, two), known);
    let by_design = !generated.is_as_written() && stem(old_id).is_some() && stem(old_id) == stem(logical_id);
    Some(change(generated, Fate::Renamed { old_id, by_design, kept: is_kept(before), changes }))
}

fn change<'a>(generated: &Generated<'a>, fate: Fate<'a>) -> ResourceChange<'a> {
    ResourceChange {
        logical_id: generated.logical_id,
        type_name: generated.type_name,
        purpose: generated.purpose,
        as_written: generated.is_as_written(),
        part: generated.causes.first().and_then(|cause| cause.part.filter(|part| part.of == cause.resource_id)),
        fate,
    }
}

fn is_kept(resource: &Node) -> bool {
    resource
        .get("DeletionPolicy")
        .and_then(Node::text)
        .is_some_and(|it| it.starts_with("Retain") && &**it != "RetainExceptOnCreate")
}

fn parts<'a>(
    old: &'a Node,
    new: &'a Node,
    type_name: &'a str,
    same: &super::values::Same<'_>,
    known: &mut Known<'a>,
) -> Vec<Change<'a>> {
    let maps: Option<(&'a Map, &'a Map)> = old.map().zip(new.map());
    let (old, new) = maps.expect("every resource is a map, as `template::read` checks");
    let found = map_changes(old, new, same).into_iter().flat_map(by_property);
    let effect = |change: &ValueChange<'_>, known: &mut Known<'a>| match &*change.path[0] {
        "Type" => Effect::Refused,
        "Condition" => Effect::MayExist,
        "Properties" => {
            let below = ValueChange { path: change.path[1..].to_vec(), ..*change };
            let known = known.entry(type_name).or_insert_with(|| replacements::of(type_name));
            Effect::of(&below, known.as_ref())
        }
        _ => Effect::Keeps,
    };
    found.map(|value| Change { effect: effect(&value, known), value }).collect()
}

/// `Properties` that are added or removed as a whole are listed property by property.
fn by_property(change: ValueChange<'_>) -> Vec<ValueChange<'_>> {
    let properties = change.old.or(change.new).and_then(Node::map).filter(|_| change.path == ["Properties"]);
    match (properties, change.old, change.new) {
        (Some(properties), None, _) | (Some(properties), _, None) => {
            let path = |name: &str| vec!["Properties".to_owned(), name.to_owned()];
            let side = |side: Option<_>, value| side.map(|_: &Node| value);
            let each = properties.iter().map(|(name, value)| ValueChange {
                path: path(name),
                old: side(change.old, value),
                new: side(change.new, value),
            });
            each.collect()
        }
        _ => vec![change],
    }
}
