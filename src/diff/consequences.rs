//! What becomes of the resources that refer to one that is replaced, though nothing about them was changed.
use super::Owner;
use super::effect::Effect;
use super::resources::Fate;
use super::side::Side;
use super::values::ValueChange;
use crate::facts::replacements::{self, Replacements};
use crate::syntax::{Map, Node};
use crate::template::intrinsics::is_intrinsic;
use crate::template::references::own_references;
use std::collections::{HashMap, HashSet, VecDeque};

/// A property that gets another value because the resource that it refers to is replaced.
#[derive(Debug)]
#[non_exhaustive]
pub struct Consequence<'a> {
    /// The resource that refers to it.
    pub logical_id: &'a str,
    /// Its type.
    pub type_name: &'a str,
    /// From the resource, as in `Properties.FunctionName`.
    pub path: Vec<String>,
    /// The resource that is, or may be, replaced.
    pub refers_to: &'a str,
    /// `Updates` or `MayReplace`: as in change sets of CloudFormation, whether the value differs shows at deployment.
    pub effect: Effect,
}

/// The consequences of all replacements, and of those that follow from them.
pub(super) fn of<'a>(owners: &[Owner<'a>], new: &Side<'a>) -> Vec<Consequence<'a>> {
    let resources = || owners.iter().flat_map(|it| &it.resources);
    let replaced = resources().filter(|it| matches!(it.effect(), Some(Effect::MayReplace | Effect::Replaces)));
    let mut waiting: VecDeque<&str> = replaced.map(|it| it.logical_id).collect();
    if waiting.is_empty() {
        return Vec::new();
    }
    // Each is followed once. What is new has no old value to lose, and what is replaced anyway loses no more.
    let mut met: HashSet<&str> = waiting.iter().copied().collect();
    let settled = resources().filter(|it| !matches!(it.fate, Fate::Changed(_)) || met.contains(it.logical_id));
    let settled: HashSet<&str> = settled.map(|it| it.logical_id).collect();
    let users = users(new);
    let mut known: HashMap<&str, Option<Replacements>> = HashMap::new();
    let mut found = Vec::new();
    while let Some(target) = waiting.pop_front() {
        for User { logical_id, path } in users.get(target).into_iter().flatten() {
            let Some(generated) = new.generated(logical_id).filter(|_| !settled.contains(logical_id)) else { continue };
            let type_name = generated.type_name;
            let value = ValueChange { path: path[1..].to_vec(), old: None, new: None };
            let known = known.entry(type_name).or_insert_with(|| replacements::of(type_name));
            let effect = Effect::of(&value, known.as_ref()).min(Effect::MayReplace);
            if effect == Effect::MayReplace && met.insert(logical_id) {
                waiting.push_back(logical_id);
            }
            found.push(Consequence { logical_id, type_name, path: path.clone(), refers_to: target, effect });
        }
    }
    found
}

/// A property that refers to a resource.
struct User<'a> {
    logical_id: &'a str,
    /// From the resource to the whole value of the property that the reference is part of.
    path: Vec<String>,
}

/// The properties of all resources that refer to each resource.
fn users<'a>(side: &Side<'a>) -> HashMap<String, Vec<User<'a>>> {
    let mut users = HashMap::new();
    for (logical_id, resource) in side.resources().iter() {
        if let Some(properties) = resource.get("Properties") {
            let mut path = vec!["Properties".to_owned()];
            collect(properties, logical_id, &mut path, false, &mut users);
        }
    }
    users
}

/// Within a call of a function (`in_call`) the place of the whole call tells more than that of the part.
fn collect<'a>(
    node: &'a Node,
    logical_id: &'a str,
    path: &mut Vec<String>,
    in_call: bool,
    users: &mut HashMap<String, Vec<User<'a>>>,
) {
    for reference in own_references(node) {
        let all = users.entry(reference.target().to_owned()).or_default();
        if all.last().is_none_or(|it| it.logical_id != logical_id || it.path != *path) {
            all.push(User { logical_id, path: path.clone() });
        }
    }
    let in_call = in_call || is_intrinsic(node);
    let mut below = |step: String, node: &'a Node| {
        if in_call {
            collect(node, logical_id, path, in_call, users);
        } else {
            path.push(step);
            collect(node, logical_id, path, in_call, users);
            path.pop();
        }
    };
    node.map().into_iter().flat_map(Map::iter).for_each(|(key, it)| below(key.to_string(), it));
    node.list().into_iter().flatten().enumerate().for_each(|(at, it)| below(at.to_string(), it));
}
