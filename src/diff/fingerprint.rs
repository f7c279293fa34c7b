//! How much alike two resources are, whatever the ids of what they refer to.
use super::reference::reference;
use crate::syntax::{Node, Number, Value};
use crate::template::parameters::variables;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{Hash, Hasher};

/// Stands for a whole resource; the same for resources that are the same but for references to `moved` ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Fingerprint(u64);

impl Fingerprint {
    /// `moved` are the logical ids that only one of the documents has.
    pub(super) fn of(node: &Node, moved: &HashSet<&str>) -> Self {
        let mut sum = 0_u64;
        walk(node, 0, moved, &mut |leaf| sum = sum.wrapping_add(leaf));
        Self(sum)
    }
}

/// The single values among the properties of a resource, each with its path.
#[derive(Clone, Debug)]
pub(super) struct Leaves(HashSet<u64>);

impl Leaves {
    /// See [`Fingerprint::of`].
    pub(super) fn of(node: &Node, moved: &HashSet<&str>) -> Self {
        let mut found = HashSet::new();
        let properties = node.get("Properties").into_iter();
        properties.for_each(|it| {
            walk(it, 0, moved, &mut |leaf| {
                found.insert(leaf);
            });
        });
        Self(found)
    }

    /// How many of the values of both are in both.
    pub(super) fn percent_of_likeness(&self, other: &Leaves) -> usize {
        let common = self.0.intersection(&other.0).count();
        common * 100 / self.0.len().max(other.0.len()).max(1)
    }
}

/// Which resources have which values, so that only those that can be alike are compared.
#[derive(Debug)]
pub(super) struct Index(HashMap<u64, Vec<usize>>);

/// A value that more resources have does not tell one from another.
const MOST_SHARING: usize = 32;

impl Index {
    /// Resources go by their place in the list.
    pub(super) fn of(all: &[Leaves]) -> Self {
        let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
        for (place, leaves) in all.iter().enumerate() {
            leaves.0.iter().for_each(|it| places.entry(*it).or_default().push(place));
        }
        places.retain(|_, it| it.len() <= MOST_SHARING);
        Self(places)
    }

    /// The resources that have a telling value in common with this one.
    pub(super) fn sharing(&self, leaves: &Leaves) -> BTreeSet<usize> {
        leaves.0.iter().filter_map(|it| self.0.get(it)).flatten().copied().collect()
    }
}

/// Calls `visit` with the hash of each single value and its path.
fn walk(node: &Node, path: u64, moved: &HashSet<&str>, visit: &mut impl FnMut(u64)) {
    if let Some(text) = reference(node) {
        return visit(hash(&(path, masked(&text, moved))));
    }
    match &node.value {
        Value::Map(map) if !map.is_empty() => {
            map.iter().for_each(|(key, it)| walk(it, hash(&(path, &**key)), moved, visit));
        }
        Value::List(items) if !items.is_empty() => {
            items.iter().enumerate().for_each(|(at, it)| walk(it, hash(&(path, at)), moved, visit));
        }
        Value::Map(_) => visit(hash(&(path, "{}"))),
        Value::List(_) => visit(hash(&(path, "[]"))),
        Value::Null => visit(hash(&(path, "null"))),
        Value::Bool(it) => visit(hash(&(path, it))),
        Value::Text(it) => visit(hash(&(path, &**it))),
        // An integer is equal to a float of its value.
        Value::Number(Number::Integer(it)) => visit(hash(&(path, (*it as f64).to_bits()))),
        Value::Number(Number::Float(it)) => visit(hash(&(path, it.to_bits()))),
        Value::Number(Number::Big(it)) => visit(hash(&(path, it))),
    }
}

/// The text of a reference without the ids of `moved` resources.
fn masked(text: &str, moved: &HashSet<&str>) -> String {
    let mut masked = String::new();
    let mut rest = 0;
    for (start, end) in variables(text) {
        let name = &text[start + 2..end - 1];
        let id = name.split('.').next().unwrap_or(name);
        if moved.contains(id) {
            masked.push_str(&text[rest..start + 2]);
            rest = start + 2 + id.len();
        }
    }
    masked + &text[rest..]
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
