//! What can be written as a value.
use super::super::expected::Expected;
use super::super::place::{Place, Step};
use super::cursor::MARK;
use super::names::Names;
use super::{Item, ItemKind, MOST_ITEMS, item};
use crate::sam::policy_templates;
use crate::syntax::Node;

/// What can be written at a place that is a value; `word` stands there already. `is_path` says of `Fn::GetAtt` that it is given
/// a text.
pub(super) fn at(place: &Place<'_>, names: &Names<'_>, word: &str, is_path: bool) -> Vec<Item> {
    let function =
        place.steps.iter().rev().find_map(|it| it.key().filter(|it| it.starts_with("Fn::") || **it == *"Ref"));
    let index = place.steps.iter().rev().find_map(|it| match it {
        Step::Item(index, _) => Some(*index),
        Step::Key(..) => None,
    });
    let is_within = |name: &str| function.is_some_and(|it| **it == *name);
    if is_within("Ref") {
        let mut items = names.values();
        items.extend(names.pseudo_parameters());
        return items;
    }
    if is_within("Fn::GetAtt") {
        return match index
            .filter(|_| !word.contains('.') && !is_path)
            .filter(|_| matches!(place.steps.last(), Some(Step::Item(..))))
        {
            Some(0) => names.resources(),
            Some(_) => names.attributes_in(place),
            None => names.attributes(word),
        };
    }
    if is_within("Fn::Sub") {
        let mut items = names.values();
        items.extend(names.pseudo_parameters());
        // Where there are too many names already, attributes are those of the one that is written.
        if items.len() <= MOST_ITEMS || word.contains('.') {
            items.extend(names.attributes(word));
        }
        let is_open = place.node().and_then(Node::text).is_some_and(|it| it.contains(&format!("${{{MARK}")));
        if !is_open {
            items.iter_mut().for_each(|it| it.insert = format!("${{{}}}", it.insert));
        }
        return items;
    }
    if is_within("Fn::FindInMap") {
        return names.mapping_keys(place, index.unwrap_or_default());
    }
    let is_open = place.node().and_then(Node::text).is_some_and(|it| it.contains(&format!("${{{MARK}")));
    if is_open {
        return Names::substitutions(place);
    }
    let expected = Expected::at(&place.steps);
    match expected {
        Expected::Condition => names.names_in("Conditions"),
        Expected::DependsOn => names.resources(),
        Expected::Policies => policies(),
        _ => {
            let kind = match expected {
                Expected::ResourceTypeName | Expected::EventTypeName(_) | Expected::ParameterTypeName => ItemKind::Type,
                _ => ItemKind::Value,
            };
            let mut items: Vec<Item> = expected.texts().into_iter().map(|it| item(it, kind, "")).collect();
            items.extend(names.fitting(place, expected));
            items.extend(fields_of_item(place, expected));
            items
        }
    }
}

/// The policy templates, each with its parameters.
pub(super) fn policies() -> Vec<Item> {
    let template = |name: &'static str| {
        let parameters = policy_templates::find(name).into_iter().flat_map(|it| &it.parameters);
        let lines: String = parameters.enumerate().map(|(at, it)| format!("\n    {}: ${}", it.name, at + 1)).collect();
        let insert = if lines.is_empty() { format!("{name}: {{}}") } else { format!("{name}:{lines}") };
        Item { insert, ..item(name, ItemKind::Value, "policy template") }
    };
    policy_templates::names().map(template).collect()
}

/// The keys that an item of a list may begin with.
fn fields_of_item(place: &Place<'_>, expected: Expected) -> Vec<Item> {
    let is_item = matches!(place.steps.last(), Some(Step::Item(..)));
    let fields = if is_item { expected.fields() } else { Vec::new() };
    fields.iter().map(super::key_item).collect()
}
