//! Where two values differ, part by part.
use super::reference::reference;
use crate::syntax::{Map, Node, Number, Value};
use crate::template::intrinsics;
use std::collections::{HashMap, HashSet};

/// A part of a value that another value has not, or has otherwise.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ValueChange<'a> {
    /// The keys and indices that lead to it. Items of lists count from 0, in the new list unless they are gone.
    pub path: Vec<String>,
    /// `None` where it is new.
    pub old: Option<&'a Node>,
    /// `None` where it is gone.
    pub new: Option<&'a Node>,
}

/// Whether two values mean the same.
pub(super) type Same<'f> = dyn Fn(&Node, &Node) -> bool + 'f;

/// Whether two values are the same as they stand. Not a number is unlike itself, but two of them are no difference.
pub(super) fn equal(one: &Node, two: &Node) -> bool {
    match (&one.value, &two.value) {
        (Value::Number(Number::Float(one)), Value::Number(Number::Float(two))) => {
            one == two || one.is_nan() && two.is_nan()
        }
        (Value::List(one), Value::List(two)) => {
            one.len() == two.len() && one.iter().zip(two).all(|(one, two)| equal(one, two))
        }
        (Value::Map(one), Value::Map(two)) => {
            one.len() == two.len()
                && one.iter().all(|(key, value)| two.get(key).is_some_and(|other| equal(value, other)))
        }
        (one, two) => one == two,
    }
}

/// The changes from one map to another, in the order of the new one; what is gone comes last.
pub(super) fn map_changes<'a>(old: &'a Map, new: &'a Map, same: &Same<'_>) -> Vec<ValueChange<'a>> {
    let mut comparison = Comparison { same, path: Vec::new(), found: Vec::new() };
    comparison.maps(old, new);
    comparison.found
}

struct Comparison<'a, 'f> {
    same: &'f Same<'f>,
    path: Vec<String>,
    found: Vec<ValueChange<'a>>,
}

impl<'a> Comparison<'a, '_> {
    fn values(&mut self, old: &'a Node, new: &'a Node) {
        if (self.same)(old, new) {
            return;
        }
        match (old.map(), new.map(), old.list(), new.list()) {
            (Some(one), Some(two), ..) if can_be_taken_apart(old, new) => self.maps(one, two),
            (.., Some(one), Some(two)) if !one.is_empty() && !two.is_empty() => self.lists(old, new, one, two),
            _ => self.note(Some(old), Some(new)),
        }
    }

    fn note(&mut self, old: Option<&'a Node>, new: Option<&'a Node>) {
        self.found.push(ValueChange { path: self.path.clone(), old, new });
    }

    fn below(&mut self, step: String, old: Option<&'a Node>, new: Option<&'a Node>) {
        self.path.push(step);
        match (old, new) {
            (Some(old), Some(new)) => self.values(old, new),
            _ => self.note(old, new),
        }
        self.path.pop();
    }

    fn maps(&mut self, old: &'a Map, new: &'a Map) {
        for (key, value) in new.iter() {
            self.below(key.to_string(), old.get(key), Some(value));
        }
        for (key, value) in old.iter().filter(|(key, _)| !new.contains_key(key)) {
            self.below(key.to_string(), Some(value), None);
        }
    }

    fn lists(&mut self, old: &'a Node, new: &'a Node, old_items: &'a [Node], new_items: &'a [Node]) {
        let before = self.found.len();
        let same = self.same;
        let pairs = || old_items.iter().zip(new_items);
        let start = pairs().take_while(|(old, new)| same(old, new)).count();
        let rest = old_items.len().min(new_items.len()) - start;
        let backwards = old_items.iter().rev().zip(new_items.iter().rev()).take(rest);
        let end = backwards.take_while(|(old, new)| same(old, new)).count();
        let old_middle = &old_items[start..old_items.len() - end];
        let new_middle = &new_items[start..new_items.len() - end];
        let index = |at: usize| (start + at).to_string();
        match by_name(old_middle, new_middle) {
            Some(old_places) => {
                let mut met = vec![false; old_middle.len()];
                old_places.iter().flatten().for_each(|it| met[*it] = true);
                let gone: Vec<usize> = (0..met.len()).filter(|at| !met[*at]).collect();
                let fresh: Vec<usize> = (0..old_places.len()).filter(|at| old_places[*at].is_none()).collect();
                // One that is gone and one that is new may be one that has another name, or another value.
                let renamed = match (&gone[..], &fresh[..]) {
                    ([gone], [fresh]) if gone == fresh || old_middle[*gone].map().is_some_and(|it| it.len() > 1) => {
                        Some((*gone, *fresh))
                    }
                    _ => None,
                };
                for (at, new) in new_middle.iter().enumerate() {
                    let place = old_places[at].or(renamed.filter(|(_, fresh)| *fresh == at).map(|(gone, _)| gone));
                    self.below(index(at), place.map(|it| &old_middle[it]), Some(new));
                }
                for at in gone.into_iter().filter(|_| renamed.is_none()) {
                    self.below(index(at), Some(&old_middle[at]), None);
                }
            }
            None => {
                for at in 0..old_middle.len().max(new_middle.len()) {
                    self.below(index(at), old_middle.get(at), new_middle.get(at));
                }
            }
        }
        // The same items in another order.
        if self.found.len() == before {
            self.note(Some(old), Some(new));
        }
    }
}

/// Calls of intrinsic functions are compared by their parts only where these stand for parts of the value.
fn can_be_taken_apart(old: &Node, new: &Node) -> bool {
    match (intrinsics::name(old), intrinsics::name(new)) {
        (None, None) => old.map().is_none_or(|it| !it.is_empty()) && new.map().is_none_or(|it| !it.is_empty()),
        (Some(one), Some(two)) => one == two && matches!(&**one, "Fn::If" | "Fn::Join"),
        _ => false,
    }
}

/// What the items of lists are called, in the words of CloudFormation.
const NAMES: [&str; 8] = ["Sid", "PolicyName", "Key", "Id", "AttributeName", "IndexName", "RuleName", "Name"];

/// For each new item the index of the old one with the same name; `None` when not all items have names of their own.
fn by_name(old: &[Node], new: &[Node]) -> Option<Vec<Option<usize>>> {
    // Texts and references are their own names.
    let itself = |it: &Node| it.text().map(ToString::to_string).or_else(|| reference(it));
    by(old, new, &itself)
        .or_else(|| NAMES.iter().find_map(|key| by(old, new, &|it| Some(it.get(key)?.text()?.to_string()))))
}

fn by(old: &[Node], new: &[Node], name: &dyn Fn(&Node) -> Option<String>) -> Option<Vec<Option<usize>>> {
    let mut places = HashMap::new();
    for (at, item) in old.iter().enumerate() {
        if places.insert(name(item)?, at).is_some() {
            return None;
        }
    }
    let mut seen = HashSet::new();
    let found = new.iter().map(|it| {
        let name = name(it)?;
        let place = places.get(&name).copied();
        seen.insert(name).then_some(place)
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Problems;
    use crate::source::Source;
    use crate::syntax::parse;

    fn paths(old: &str, new: &str) -> String {
        let parsed = |text| parse(&Source::new("t.yaml", text), &mut Problems::default()).expect("the tests parse");
        let (old, new) = (parsed(old), parsed(new));
        let mut comparison = Comparison { same: &equal, path: Vec::new(), found: Vec::new() };
        comparison.values(&old, &new);
        let found = comparison.found;
        let shown = found.iter().map(|it| format!("{} {:?} {:?}", it.path.join("."), it.old, it.new));
        shown.collect::<Vec<_>>().join("; ").replace("Some(", "").replace(')', "")
    }

    #[test]
    fn parts_have_paths() {
        assert_eq!(paths("{a: 1, b: {c: 2, d: 3}}", "{b: {c: 4, d: 3}, e: 5}"), "b.c 2 4; e None 5; a 1 None");
        assert_eq!(paths("{a: {b: 1}}", "{a: {}}"), "a {\"b\": 1} {}");
        assert_eq!(paths("[1, 2, 3]", "[1, 3]"), "1 2 None");
        assert_eq!(paths("[1, 2, 3]", "[1, 9, 2, 3]"), "1 None 9");
        assert_eq!(paths("[1, 2]", "[2, 1]"), "0 1 2; 1 2 1");
        assert_eq!(paths("[]", "[1]"), " [] [1]");
    }

    #[test]
    fn two_that_are_not_a_number_are_the_same() {
        assert_eq!(paths("{a: .nan, b: [1, {c: .nan}]}", "{b: [1, {c: .NaN}], a: .nan}"), "");
        assert_eq!(paths("{a: .nan, b: [.nan, 1]}", "{a: 1, b: [.nan, 2]}"), "a NaN 1; b.1 1 2");
    }

    #[test]
    fn items_are_known_by_their_names() {
        let old = "[{Key: a, Value: 1}, {Key: b, Value: 2}, {Key: c, Value: 3}]";
        assert_eq!(
            paths(old, "[{Key: b, Value: 9}, {Key: a, Value: 1}]"),
            "0.Value 2 9; 2 {\"Key\": \"c\", \"Value\": 3} None"
        );
        let swapped = "[{Key: b, Value: 2}, {Key: a, Value: 1}, {Key: c, Value: 3}]";
        assert!(paths(old, swapped).starts_with(" [{\"Key\": \"a\""));
    }

    #[test]
    fn intrinsics_are_compared_as_a_whole() {
        assert_eq!(paths("{Ref: A}", "{Ref: B}"), " {\"Ref\": \"A\"} {\"Ref\": \"B\"}");
        assert_eq!(paths("{'Fn::If': [C, 1, 2]}", "{'Fn::If': [C, 1, 3]}"), "Fn::If.2 2 3");
    }
}
