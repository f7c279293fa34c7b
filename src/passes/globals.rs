//! Merges the section `Globals` into the resources that it speaks of.
use super::Completing;
use crate::diagnostic::{Diagnostic, Problems, codes, nearest};
use crate::sam::resources::{self, ResourceType};
use crate::source::Span;
use crate::syntax::{Budget, Entry, IntoNode, Map, Node, Text, Value, measure};
use crate::template::intrinsics;
use std::collections::HashMap;

const PREFIX: &str = "AWS::Serverless::";
/// What is to blame for mistakes in the section.
const SECTION: &str = "Globals";

/// Most mistakes in the section of which it is asked what was meant: any of the resources may lack that.
const MOST_MEANT: usize = 100;

/// How a value under `Globals` and one of a resource become one, where it is not by the common rule: maps are merged,
/// lists joined, and the resource's own value wins over anything else.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Merge {
    /// The resource's value stands alone.
    Replace,
    /// Only the keys of the resource's map stay; their values are merged.
    Prune,
}

const EXCEPTIONS: [(&str, Merge); 3] = [
    ("Function.Architectures", Merge::Replace),
    ("CapacityProvider.InstanceRequirements.Architectures", Merge::Replace),
    ("CapacityProvider.ManagedResourceTags", Merge::Prune),
];

pub(super) fn run(compilation: &mut Completing<'_>, problems: &mut Problems) {
    let Some((_, section)) = compilation.template.sections().entry("Globals") else { return };
    let section = section.clone();
    compilation.globals = Some(section.value.span);
    let mut globals = read(&section, compilation.template.resources(), problems);
    let mut budget = Budget::default();
    let ids: Vec<Text> = compilation.template.resources().keys().cloned().collect();
    for id in &ids {
        let resource = compilation.template.resources().get(id).and_then(Node::map);
        let Some(resource) = resource else { continue };
        let Some(type_name) = resource.get("Type").and_then(Node::text).cloned() else { continue };
        let Some((cost, _)) = globals.get(&*type_name) else { continue };
        if !budget.spend(*cost) {
            problems.push(too_much(&section, id));
            // The rest goes on with as much as costs little, so that nothing seems to be missing.
            globals.values_mut().for_each(|(_, it)| *it = without_collections(it));
            budget = Budget::default();
        }
        let (_, global) = &globals[&*type_name];
        let Some(global) = problems.in_resource(id, |problems| without_ignored(global, resource, problems)) else {
            continue;
        };
        let own = match resource.get("Properties") {
            None => Map::new().into_node(section.key_span),
            Some(properties) if properties.map().is_some() => properties.clone(),
            Some(_) => continue,
        };
        let name = type_name.strip_prefix(PREFIX).unwrap_or(&type_name);
        let merged = merge(&global.into_node(own.span), &own, name);
        if let Some(resource) = compilation.template.resources_mut().get_mut(id).and_then(Node::map_mut) {
            resource.insert("Properties", merged);
        }
    }
    compilation.template.sections_mut().remove("Globals");
}

/// The properties that are neither maps nor lists.
fn without_collections(global: &Map) -> Map {
    let mut rest = global.clone();
    for (name, _) in global.iter().filter(|(_, it)| it.map().is_some() || it.list().is_some()) {
        rest.remove(name);
    }
    rest
}

fn too_much(section: &Entry, id: &str) -> Diagnostic {
    let message = format!("`Globals` is repeated too often: with it the template becomes too large at `{id}`");
    let finding = Diagnostic::new(&codes::TEMPLATE_TOO_LARGE, section.key_span, message).resource(SECTION);
    finding.help("set less for all resources of a type, or split the template")
}

/// The types that `Globals` can speak of: those with a property that is allowed there.
fn global_types() -> impl Iterator<Item = &'static ResourceType> {
    resources::ALL.iter().copied().filter(|it| it.properties.iter().any(|row| row.global))
}

/// The properties of each type with their cost, by the type's full name. What is not allowed is reported and left out.
fn read(section: &Entry, resources: &Map, problems: &mut Problems) -> HashMap<&'static str, (usize, Map)> {
    let mut globals = HashMap::new();
    let Some(map) = section.value.map() else {
        let message = format!("`Globals` is {}; it must be a map", section.value.kind_name());
        let finding = Diagnostic::new(&codes::INVALID_GLOBALS, section.key_span, message).resource(SECTION);
        let finding = meaning_all(finding, &global_types().collect::<Vec<_>>(), Some(resources));
        problems.push(finding.help("write `Function:` or another resource type under it, and properties under that"));
        return globals;
    };
    let mut faults = 0..;
    let mut owners = || faults.next().filter(|it| *it < MOST_MEANT).map(|_| resources);
    for (name, entry) in map.entries() {
        let found = global_types().find(|it| it.name.strip_prefix(PREFIX) == Some(&**name));
        let Some(resource_type) = found else {
            report_unknown_type(name, entry.key_span, owners(), problems);
            continue;
        };
        let Some(properties) = entry.value.map() else {
            let message = format!("`Globals.{name}` is {}; it must be a map", entry.value.kind_name());
            let finding = Diagnostic::new(&codes::INVALID_GLOBALS, entry.key_span, message).resource(SECTION);
            let finding = meaning_all(finding, &[resource_type], owners());
            problems.push(finding.help(format!("indent properties under `{name}:`, or remove it")));
            continue;
        };
        let mut allowed = properties.clone();
        for (key, entry) in properties.entries() {
            if !resource_type.properties.iter().any(|row| row.global && *key == row.name) {
                let finding = unknown_property(name, key, entry.key_span, resource_type, owners());
                problems.push(finding);
                // It is reported here, and not once more for each resource.
                allowed.remove(key);
            }
        }
        let cost = allowed.iter().map(|(name, value)| name.len() + measure(value).0).sum();
        globals.insert(resource_type.name, (cost, allowed));
    }
    globals
}

fn report_unknown_type(name: &str, span: Span, owners: Option<&Map>, problems: &mut Problems) {
    let names = || global_types().filter_map(|it| it.name.strip_prefix(PREFIX));
    let message = format!("`{name}` is not allowed under `Globals`");
    let finding = Diagnostic::new(&codes::INVALID_GLOBALS, span, message).resource(SECTION);
    let near = nearest(name, names());
    // A property without its type may be one of any.
    let is_meant =
        |it: &&ResourceType| near.as_ref().is_none_or(|near| it.name.strip_prefix(PREFIX) == Some(near.name));
    let finding = meaning_all(finding, &global_types().filter(is_meant).collect::<Vec<_>>(), owners);
    problems.push(match near {
        Some(near) => finding.did_you_mean(span, name, near),
        None => finding
            .help(format!("only {} are allowed", names().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", "))),
    });
}

/// A finding about all that `Globals` may set for these types: those of `owners` that are of them seem to lack it.
fn meaning_all(finding: Diagnostic, types: &[&'static ResourceType], owners: Option<&Map>) -> Diagnostic {
    let Some(resources) = owners else { return finding.unknown() };
    let is_of_types = |it: &&Entry| types.iter().any(|of| it.value.get("Type").is_some_and(|it| it.is_text(of.name)));
    let owners = resources.entries().map(|(_, it)| it).filter(is_of_types).map(|it| it.key_span);
    let rows = types.iter().flat_map(|it| it.properties).filter(|row| row.global);
    finding.meant_at(owners.collect(), rows.map(|row| row.name))
}

/// A property that cannot stand under `Globals` for a type. Those of `owners` that are of this type seem to lack what was
/// meant.
fn unknown_property(
    section: &str,
    key: &str,
    span: Span,
    of: &'static ResourceType,
    owners: Option<&Map>,
) -> Diagnostic {
    let message = format!("`{key}` is not allowed under `Globals.{section}`");
    let finding = Diagnostic::new(&codes::INVALID_GLOBALS, span, message).resource(SECTION);
    if of.properties.iter().any(|row| row.name == key) {
        return finding.help(format!("set it on each {section} instead"));
    }
    match nearest(key, of.properties.iter().filter(|row| row.global).map(|row| row.name)) {
        Some(near) => {
            let of_type = |it: &&Entry| it.value.get("Type").is_some_and(|it| it.is_text(of.name));
            let owners = owners.into_iter().flat_map(Map::entries).map(|(_, it)| it).filter(of_type);
            finding.did_you_mean(span, key, near).meant_at(owners.map(|it| it.key_span).collect(), [near])
        }
        None => meaning_all(finding, &[of], owners).help(format!("no {section} has such a property")),
    }
}

/// What is left of the globals when the resource's `IgnoreGlobals` is heeded. `None` when that is not to be understood.
fn without_ignored(global: &Map, resource: &Map, problems: &mut Problems) -> Option<Map> {
    let Some(ignored) = resource.get("IgnoreGlobals").filter(|it| it.is_truthy()) else { return Some(global.clone()) };
    let report = |span: Span, message: String, problems: &mut Problems| {
        let finding = Diagnostic::new(&codes::INVALID_GLOBALS, span, message);
        problems.push(finding.help("write `IgnoreGlobals: '*'`, or a list of properties that are set under `Globals`"));
    };
    if ignored.is_text("*") {
        return Some(Map::new());
    }
    let Some(names) = ignored.list() else {
        report(ignored.span, format!("`IgnoreGlobals` cannot be {}", ignored.kind_name()), problems);
        return None;
    };
    let mut left = global.python_copy();
    for name in names {
        if name.text().and_then(|it| left.remove(it)).is_none() {
            let message = "`IgnoreGlobals` names a property that is not set under `Globals`".to_owned();
            report(name.span, message, problems);
            return None;
        }
    }
    Some(left)
}

/// One value from that under `Globals` and that of the resource. `path` is the place of both, with the type before it.
fn merge(global: &Node, own: &Node, path: &str) -> Node {
    let exception = EXCEPTIONS.iter().find(|(exception, _)| *exception == path).map(|(_, merge)| *merge);
    match (&global.value, &own.value) {
        // An intrinsic is a plain value: nobody knows what it will be.
        _ if intrinsics::is_intrinsic(global) || intrinsics::is_intrinsic(own) => own.clone(),
        _ if exception == Some(Merge::Replace) => own.clone(),
        (Value::Map(global), Value::Map(map)) => {
            let pruned = exception == Some(Merge::Prune) && !map.is_empty();
            let mut merged = if pruned { Map::new() } else { global.copy() };
            for (key, entry) in map.entries() {
                let value = match global.get(key) {
                    Some(global) => merge(global, &entry.value, &format!("{path}.{key}")),
                    None => entry.value.clone(),
                };
                merged.insert_at(key.clone(), entry.key_span, value);
            }
            merged.into_node(own.span)
        }
        (Value::List(global), Value::List(items)) => {
            global.iter().chain(items).cloned().collect::<Vec<_>>().into_node(own.span)
        }
        _ => own.clone(),
    }
}
