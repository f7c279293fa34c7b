//! `Fn::ForEach`: each item of a collection is put into a copy of the loop's body, whose entries then stand in the place of
//! the loop.
mod body;
mod collection;
pub(super) mod misplaced;
mod names;
mod placeholders;

use super::resolver::{Resolver, once};
use super::values::Values;
use super::{Found, Inputs, Purpose, Refused, SECTIONS};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::source::Span;
use crate::syntax::{Budget, Entry, Map, Node, Text, Value, measure};
use crate::template::functions::is_for_each;
use crate::template::{Made, Round, intrinsics};
use body::Loop;
use collection::Item;
use misplaced::{misplaced_loop, misplaced_loops};
use std::collections::{HashMap, HashSet};

/// Most rounds of all loops of a template; CloudFormation documents no limit, and no more than 500 resources.
const MOST_ROUNDS: usize = 10_000;
/// Most loops that stand one in the other: "Fn::ForEach" in the template reference of CloudFormation.
const DEEPEST: usize = 5;

/// The sections with all loops unrolled.
pub(super) fn unroll(
    sections: &Map,
    values: &Values<'_>,
    inputs: &Inputs<'_>,
    made: &mut Made,
    problems: &mut Problems,
) -> Map {
    let mut unrolled = sections.clone();
    let mut found = Found::new();
    let mut names = HashMap::new();
    for name in SECTIONS {
        let Some((_, section)) = unrolled.entry(name) else { continue };
        let (key_span, span) = (section.key_span, section.value.span);
        let Some(map) = section.value.map().filter(|_| has_loops(&section.value)).cloned() else { continue };
        names::check(&map, values, &mut names, &mut found);
        // Collections may ask for conditions, whose loops are unrolled by then.
        let current = unrolled.clone();
        let mut unroller = Unroller::new(name, &current, values, inputs, made);
        let map = unroller.unrolled(&map);
        found.extend(unroller.finish(made));
        // A section that is there and empty, nobody takes.
        match map.is_empty() && name != "Resources" {
            true => drop(unrolled.remove(name)),
            false => drop(unrolled.insert_at(name.into(), key_span, Node::new(span, Value::Map(map)))),
        }
    }
    once(found).into_iter().for_each(|it| problems.push(it));
    unrolled
}

/// Whether there is a loop below a node.
fn has_loops(node: &Node) -> bool {
    match &node.value {
        Value::Map(map) => map.iter().any(|(key, it)| is_for_each(key) || has_loops(it)),
        Value::List(items) => items.iter().any(has_loops),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => false,
    }
}

/// Unrolls the loops of a section.
struct Unroller<'a> {
    section: &'static str,
    resolver: Resolver<'a>,
    inputs: &'a Inputs<'a>,
    found: Found,
    rounds: Vec<Round>,
    open_names: Vec<Vec<String>>,
    replaced: Vec<Span>,
    changeable: Vec<Span>,
    /// What items are in that stand for others, and the keys that they made.
    assumed: Vec<Span>,
    assumed_keys: HashSet<Text>,
    /// How many rounds there were.
    count: usize,
    budget: Budget,
    /// Whether the loops that are unrolled stand below the entries of the section.
    is_below_entries: bool,
    /// Whether a limit was reached and reported.
    is_exhausted: bool,
}

/// Where the entries of a map come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Written,
    /// The outermost loop with this key.
    Loop(Span),
}

impl<'a> Unroller<'a> {
    fn new(
        section: &'static str,
        sections: &'a Map,
        values: &'a Values<'a>,
        inputs: &'a Inputs<'a>,
        made: &Made,
    ) -> Self {
        Self {
            section,
            resolver: Resolver::new(sections, values, made, super::functions::resolve),
            inputs,
            found: Found::new(),
            rounds: Vec::new(),
            open_names: Vec::new(),
            replaced: Vec::new(),
            changeable: Vec::new(),
            assumed: Vec::new(),
            assumed_keys: HashSet::new(),
            count: 0,
            budget: Budget::default(),
            is_below_entries: false,
            is_exhausted: false,
        }
    }

    /// Tells `made` what was unrolled, and gives what was found.
    fn finish(mut self, made: &mut Made) -> Found {
        made.rounds.append(&mut self.rounds);
        made.open_names.append(&mut self.open_names);
        made.replaced.append(&mut self.replaced);
        made.changeable.append(&mut self.changeable);
        made.assumed.append(&mut self.assumed);
        self.resolver.forget_unknown();
        self.found.extend(self.resolver.finish(made));
        self.found
    }

    /// The section, with all of its loops unrolled.
    fn unrolled(&mut self, map: &Map) -> Map {
        let name = self.section;
        let mut unrolled = self.map(map, 1);
        self.is_below_entries = true;
        let is_made: HashSet<Text> = self.rounds.iter().flat_map(|it| it.keys.iter().cloned()).collect();
        let ids: Vec<Text> = unrolled.keys().cloned().collect();
        for id in ids {
            let Some((_, entry)) = unrolled.entry(&id) else { continue };
            let (key_span, value) = (entry.key_span, entry.value.clone());
            if is_made.contains(&id) {
                self.check_made(name, &id, key_span, &value);
                if name != "Conditions" && value.map().is_none() {
                    unrolled.remove(&id);
                    continue;
                }
            }
            let unrolled_value = match name {
                "Resources" => self.resource(&value),
                _ => {
                    misplaced_loops(&value, &mut self.found);
                    value
                }
            };
            unrolled.insert_at(id, key_span, unrolled_value);
        }
        unrolled
    }

    /// Checks an entry that a loop made.
    fn check_made(&mut self, section: &str, id: &Text, key_span: Span, value: &Node) {
        if id.is_empty() || !id.chars().all(|it| it.is_ascii_alphanumeric()) {
            let what = match section {
                "Conditions" => "condition",
                "Outputs" => "output",
                _ => "resource",
            };
            let message = format!("name of {what} `{id}`, which a loop makes, is not alphanumeric");
            let finding = Diagnostic::new(&codes::INVALID_LOGICAL_ID, key_span, message);
            self.found.push(finding.help("write `&{Identifier}` in quotes: it leaves out all but letters and digits"));
        }
        if section != "Conditions" && value.map().is_none() {
            let what = if section == "Outputs" { "output" } else { "resource" };
            let message = format!("{what} `{id}`, which a loop makes, is {}; it must be a map", value.kind_name());
            let finding = Diagnostic::new(&codes::INVALID_LOOP, key_span, message);
            self.found
                .push(finding.help("put the logical id between the loop and what it repeats: `Name${Identifier}:`"));
        }
    }

    /// A resource with the loops within its properties unrolled.
    fn resource(&mut self, resource: &Node) -> Node {
        let Some(map) = resource.map() else { return resource.clone() };
        let mut unrolled = Map::new();
        for (attribute, entry) in map.entries() {
            let value = match &**attribute {
                "Properties" => self.deep(&entry.value),
                _ if is_for_each(attribute) => {
                    self.found.push(misplaced_loop(attribute, entry));
                    continue;
                }
                _ => {
                    misplaced_loops(&entry.value, &mut self.found);
                    entry.value.clone()
                }
            };
            unrolled.insert_at(attribute.clone(), entry.key_span, value);
        }
        Node::new(resource.span, Value::Map(unrolled))
    }

    /// A value with all loops at and below it unrolled.
    fn deep(&mut self, node: &Node) -> Node {
        if !has_loops(node) {
            return node.clone();
        }
        let value = match &node.value {
            Value::Map(map) => {
                let unrolled = self.map(map, 1);
                let mut deep = Map::new();
                for (key, entry) in unrolled.entries() {
                    let value = self.deep(&entry.value);
                    deep.insert_at(key.clone(), entry.key_span, value);
                }
                Value::Map(deep)
            }
            Value::List(items) => Value::List(items.iter().map(|it| self.item(it)).collect()),
            other => other.clone(),
        };
        Node::new(node.span, value)
    }

    /// An item of a list, which cannot be a loop.
    fn item(&mut self, item: &Node) -> Node {
        if let Some((key, entry)) = item.map().and_then(|it| it.entries().find(|(key, _)| is_for_each(key))) {
            let name = body::name_of(key);
            let message = format!("loop `{name}` is an item of a list");
            let finding = Diagnostic::new(&codes::INVALID_LOOP, entry.key_span, message);
            self.found.push(finding.help("a loop makes the keys of a map; write the items of the list one by one"));
            return Node::new(item.span, Value::Map(Map::new()));
        }
        self.deep(item)
    }

    /// A map with the loops among its own keys unrolled.
    fn map(&mut self, map: &Map, depth: usize) -> Map {
        let mut unrolled = Map::new();
        let mut origins: HashMap<Text, (Origin, Span)> = HashMap::new();
        for (key, entry) in map.entries() {
            if !is_for_each(key) {
                if let Some((_, made_at)) = origins.insert(key.clone(), (Origin::Written, entry.key_span)) {
                    if self.assumed_keys.contains(key) {
                        unrolled.insert_at(key.clone(), entry.key_span, entry.value.clone());
                        continue;
                    }
                    let message = format!("`{key}` is here, and a loop makes it as well");
                    let finding = Diagnostic::new(&codes::LOOP_COLLISION, entry.key_span, message);
                    self.found.push(finding.related(made_at, "made here").help("give one of them another name"));
                    continue;
                }
                unrolled.insert_at(key.clone(), entry.key_span, entry.value.clone());
                continue;
            }
            for (made, made_entry) in self.entries(key, entry, depth) {
                let origin = Origin::Loop(entry.key_span);
                if let Some((earlier, place)) = origins.get(&made) {
                    // Its name is another, then.
                    if self.assumed_keys.contains(&made) {
                        continue;
                    }
                    let finding = match *earlier == origin {
                        true => {
                            let message = format!("more than one round of the loop makes `{made}`");
                            let finding = Diagnostic::new(&codes::LOOP_COLLISION, made_entry.key_span, message);
                            finding.help("write the identifier of the loop in the name, such as `Name${Identifier}`")
                        }
                        false => {
                            let message =
                                format!("loop `{}` makes `{made}`, which is there already", body::name_of(key));
                            let finding = Diagnostic::new(&codes::LOOP_COLLISION, entry.key_span, message);
                            finding.related(*place, "it is here").help("give one of them another name")
                        }
                    };
                    self.found.push(finding);
                    continue;
                }
                origins.insert(made.clone(), (origin, made_entry.key_span));
                unrolled.insert_at(made, made_entry.key_span, made_entry.value);
            }
        }
        unrolled
    }

    /// The entries that a loop makes.
    fn entries(&mut self, key: &Text, entry: &Entry, depth: usize) -> Vec<(Text, Entry)> {
        // Which was reported with the names.
        if depth > DEEPEST || self.is_exhausted {
            return Vec::new();
        }
        let Ok(it) = Loop::read(key, entry, &mut self.found) else {
            self.open_names.push(placeholders::any());
            return Vec::new();
        };
        if self.is_without_names(&it) {
            self.open_names.push(placeholders::any());
            return Vec::new();
        }
        let changes = self.resolver.changes();
        let Ok(items) = collection::items(&it, &mut self.resolver, self.inputs) else {
            self.open_names.extend(placeholders::all_parts(it.entries));
            return Vec::new();
        };
        let is_changeable = self.resolver.changes() > changes || items.iter().any(|it| it.is_assumed);
        if is_changeable {
            self.changeable.push(it.collection.span);
        }
        // With other values, the loop makes others.
        if is_changeable && self.inputs.purpose == Purpose::Check {
            self.open_names.extend(placeholders::all_parts(it.entries));
        }
        let (cost, _) = measure(it.body);
        let mut made = Vec::new();
        for (number, item) in items.iter().enumerate() {
            self.count += 1;
            if self.count > MOST_ROUNDS || !self.budget.spend(cost + item.text.len()) {
                self.is_exhausted = true;
                let message =
                    format!("the loops of this template make more than {MOST_ROUNDS} rounds, or too much text");
                let finding = Diagnostic::new(&codes::TEMPLATE_TOO_LARGE, entry.key_span, message);
                self.found.push(finding.help("use shorter collections: a stack has at most 500 resources"));
                break;
            }
            let round = match self.round(&it, item, depth) {
                Ok(round) if !self.is_exhausted => round,
                _ => break,
            };
            if item.is_assumed {
                self.assumed_keys.extend(round.iter().map(|(key, _)| key.clone()));
            }
            self.rounds.push(Round {
                section: self.section,
                loop_name: it.name.clone(),
                item: item.text.clone(),
                is_assumed: item.is_assumed,
                number,
                of: items.len(),
                item_span: item.span,
                span: entry.span(),
                keys: round.iter().map(|(key, _)| key.clone()).collect(),
            });
            made.extend(round);
        }
        if self.is_exhausted {
            // Some of it is no more use than nothing.
            self.open_names.extend(placeholders::all_parts(it.entries));
            return Vec::new();
        }
        made
    }

    /// Whether the body of a loop has no level of names: what is named there is no resource, or no output. That is reported.
    fn is_without_names(&mut self, it: &Loop<'_>) -> bool {
        if self.is_below_entries || self.section == "Conditions" {
            return false;
        }
        let is_entry =
            |it: &Node| it.map().is_some() && (!intrinsics::is_call(it) || it.get("Fn::Transform").is_some());
        let unfit = it.entries.entries().find(|(key, entry)| !is_for_each(key) && !is_entry(&entry.value));
        let Some((key, entry)) = unfit else { return false };
        let what = if self.section == "Outputs" { "output" } else { "resource" };
        let kind = if intrinsics::is_call(&entry.value) { "a function" } else { entry.value.kind_name() };
        let message = format!("{what} `{key}`, which a loop makes, is {kind}; it must be a map");
        let finding = Diagnostic::new(&codes::INVALID_LOOP, entry.key_span, message);
        self.found.push(finding.help("put the logical id between the loop and what it repeats: `Name${Identifier}:`"));
        true
    }

    /// The entries that one round of a loop makes.
    fn round(&mut self, it: &Loop<'_>, item: &Item, depth: usize) -> Result<Vec<(Text, Entry)>, Refused> {
        let mut put = placeholders::Put::new(&it.identifier, &item.text);
        let body = put.copied(it.body);
        self.replaced.append(&mut put.replaced);
        if item.is_assumed {
            self.assumed.append(&mut put.values);
        }
        if put.is_too_large || !self.budget.spend(put.added) {
            self.is_exhausted = true;
            let finding = Diagnostic::new(&codes::TEMPLATE_TOO_LARGE, it.key_span, "the loop makes too much text");
            self.found.push(finding.help("use shorter items, or fewer of them"));
            return Err(Refused);
        }
        for (key, span) in std::mem::take(&mut put.collisions) {
            let finding = Diagnostic::new(
                &codes::LOOP_COLLISION,
                span,
                format!("`{key}` is made twice in one round of the loop"),
            );
            self.found.push(finding.help("give one of them another name"));
        }
        let unrolled = self.map(body.map().unwrap_or(&Map::new()), depth + 1);
        let mut entries = Vec::new();
        for (key, entry) in unrolled.entries() {
            if let Some(placeholder) = placeholders::left_in(key) {
                let message = format!("`{placeholder}` in the name `{key}` is the identifier of no loop around it");
                let finding = Diagnostic::new(&codes::INVALID_LOGICAL_ID, entry.key_span, message);
                self.found.push(finding.help("use the identifier of the loop; other values cannot stand in a name"));
                continue;
            }
            entries.push((key.clone(), entry.clone()));
        }
        Ok(entries)
    }
}
