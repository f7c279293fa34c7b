//! What can be written as a value.
use super::super::expected::Expected;
use super::super::place::{Place, Step};
use super::cursor::MARK;
use super::{Item, ItemKind, item};
use crate::facts::cloudformation;
use crate::property::Shape;
use crate::sam::{policy_templates, resources};
use crate::syntax::{Map, Node};
use crate::template::pseudo_parameters::PSEUDO_PARAMETERS;

/// What can be written at a place that is a value; `word` stands there already.
pub(super) fn at(place: &Place<'_>, root: &Map, word: &str) -> Vec<Item> {
    let names = Names { root };
    let function =
        place.steps.iter().rev().find_map(|it| it.key().filter(|it| it.starts_with("Fn::") || **it == *"Ref"));
    let index = place.steps.iter().rev().find_map(|it| match it {
        Step::Item(index, _) => Some(*index),
        Step::Key(..) => None,
    });
    let is_within = |name: &str| function.is_some_and(|it| **it == *name);
    if is_within("Ref") {
        return [names.values(), names.pseudo_parameters()].concat();
    }
    if is_within("Fn::GetAtt") {
        return match index
            .filter(|_| !word.contains('.'))
            .filter(|_| matches!(place.steps.last(), Some(Step::Item(..))))
        {
            Some(0) => names.resources(),
            Some(_) => names.attributes_in(place),
            None => names.attributes(word),
        };
    }
    if is_within("Fn::Sub") {
        let mut items = [names.values(), names.pseudo_parameters(), names.attributes(word)].concat();
        let is_open = place.node().and_then(Node::text).is_some_and(|it| it.contains(&format!("${{{MARK}")));
        if !is_open {
            items.iter_mut().for_each(|it| it.insert = format!("${{{}}}", it.insert));
        }
        return items;
    }
    if is_within("Fn::FindInMap") {
        return names.mapping_keys(place, index.unwrap_or_default());
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

/// The names of a template.
struct Names<'a> {
    root: &'a Map,
}

impl<'a> Names<'a> {
    fn section(&self, name: &str) -> impl Iterator<Item = (&'a str, &'a Node)> {
        let entries = self.root.get(name).and_then(Node::map).into_iter().flat_map(Map::iter);
        entries.filter(|(name, _)| !name.contains(MARK) && !name.starts_with("Fn::")).map(|(name, it)| (&**name, it))
    }

    fn names_in(&self, section: &str) -> Vec<Item> {
        self.section(section).map(|(name, _)| item(name, ItemKind::Name, "")).collect()
    }

    fn type_of(node: &'a Node) -> &'a str {
        node.get("Type").and_then(Node::text).map_or("", |it| it)
    }

    fn resources(&self) -> Vec<Item> {
        self.section("Resources").map(|(name, it)| item(name, ItemKind::Resource, Self::type_of(it))).collect()
    }

    /// What `Ref` takes.
    fn values(&self) -> Vec<Item> {
        let parameters =
            self.section("Parameters").map(|(name, it)| item(name, ItemKind::Parameter, Self::type_of(it)));
        parameters.chain(self.resources()).collect()
    }

    fn pseudo_parameters(&self) -> Vec<Item> {
        PSEUDO_PARAMETERS.into_iter().map(|it| item(it, ItemKind::Parameter, "pseudo parameter")).collect()
    }

    /// The attributes of what a resource becomes.
    fn attributes_of(node: &'a Node) -> Vec<&'static str> {
        let deployed = resources::deployed_type(Self::type_of(node));
        let found = cloudformation::find(deployed);
        found
            .map(|it| it.attributes.iter().map(|(name, _)| name).filter(|it| !it.contains('*')).collect())
            .unwrap_or_default()
    }

    /// `Resource.Attribute` of all resources, or of the one that is written.
    fn attributes(&self, word: &str) -> Vec<Item> {
        let written = word.split_once('.').map(|(id, _)| id);
        let chosen = self.section("Resources").filter(|(id, _)| written.is_none_or(|it| it == *id));
        let of_resource = |(id, node): (&'a str, &'a Node)| {
            let item_of = move |name: &str| item(format!("{id}.{name}"), ItemKind::Resource, Self::type_of(node));
            Self::attributes_of(node).into_iter().map(item_of).collect::<Vec<_>>()
        };
        chosen.flat_map(of_resource).collect()
    }

    /// The attributes of the resource that the list at a place names first.
    fn attributes_in(&self, place: &Place<'_>) -> Vec<Item> {
        let list = place.steps.iter().rev().nth(1).and_then(|it| it.node().list());
        let id = list.and_then(<[Node]>::first).and_then(Node::text);
        let node = id.and_then(|id| self.section("Resources").find(|(it, _)| **it == **id)).map(|(_, it)| it);
        let names = node.map(Self::attributes_of).unwrap_or_default();
        names.into_iter().map(|it| item(it, ItemKind::Name, "")).collect()
    }

    /// The mappings, or the keys of the one that is written before.
    fn mapping_keys(&self, place: &Place<'_>, index: usize) -> Vec<Item> {
        let before = place.steps.iter().rev().find_map(|it| it.node().list());
        let text = |at: usize| before.and_then(|it| it.get(at)).and_then(Node::text);
        let mapping =
            || self.section("Mappings").find(|(name, _)| text(0).is_some_and(|it| **it == **name)).map(|(_, it)| it);
        let keys = |node: Option<&Node>| -> Vec<Item> {
            let keys = node.and_then(Node::map).into_iter().flat_map(Map::keys);
            keys.map(|it| item(&**it, ItemKind::Name, "")).collect()
        };
        match index {
            0 => self.names_in("Mappings"),
            1 => keys(mapping()),
            _ => match text(1).and_then(|it| mapping()?.get(it)) {
                Some(inner) => keys(Some(inner)),
                None => {
                    let inner = mapping().and_then(Node::map).into_iter().flat_map(Map::values);
                    inner.flat_map(|it| keys(Some(it))).collect()
                }
            },
        }
    }

    /// References to the resources that a property is named after, such as `!GetAtt Jobs.Arn` for `Queue`, and to those
    /// that have an ARN, where one is expected.
    fn fitting(&self, place: &Place<'_>, expected: Expected) -> Vec<Item> {
        let Expected::Value(shape, property) = expected else { return Vec::new() };
        let is_arn = shape.alternatives().iter().any(|it| matches!(it, Shape::Arn));
        let is_text = shape.alternatives().iter().any(|it| matches!(it, Shape::Text | Shape::Any));
        if !(is_arn || is_text) || !matches!(place.steps.last(), Some(Step::Key(..))) {
            return Vec::new();
        }
        let mut named = Vec::new();
        let mut others = Vec::new();
        for (id, node) in self.section("Resources") {
            let type_name = Self::type_of(node);
            let kind = resources::deployed_type(type_name).rsplit("::").next().unwrap_or_default();
            let is_named =
                !kind.is_empty() && property.name.trim_end_matches("Arn").trim_end_matches("Name").ends_with(kind);
            let by_name =
                property.name.ends_with("Name") || matches!(property.name, "Bucket" | "RestApiId" | "ApiId" | "Topic");
            let text = if by_name { format!("!Ref {id}") } else { format!("!GetAtt {id}.Arn") };
            let is_there = by_name || Self::attributes_of(node).contains(&"Arn");
            match (is_named && is_there, is_arn && is_there) {
                (true, _) => named.push(item(text, ItemKind::Resource, type_name)),
                (false, true) => others.push(item(text, ItemKind::Resource, type_name)),
                (false, false) => (),
            }
        }
        named.append(&mut others);
        named
    }
}
