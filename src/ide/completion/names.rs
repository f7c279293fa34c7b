//! The names of a template that can be written.
use super::super::View;
use super::super::expected::Expected;
use super::super::place::{Place, Step};
use super::cursor::MARK;
use super::{Item, ItemKind, item};
use crate::cfn::logical_id::HASHED;
use crate::facts::cloudformation;
use crate::property::Shape;
use crate::sam::resources;
use crate::syntax::{Map, Node};
use crate::template::pseudo_parameters::PSEUDO_PARAMETERS;
use std::cell::OnceCell;
use std::collections::HashSet;
use std::path::Path;

/// The names of a template.
pub(super) struct Names<'a> {
    /// The sections, as far as they are known.
    pub sections: &'a Map,
    view: Option<&'a View>,
    /// What SAM generates, with its type, under ids that stay the same.
    generated: OnceCell<Vec<Generated<'a>>>,
}

struct Generated<'a> {
    id: &'a str,
    type_name: &'a str,
    owner: &'a str,
}

impl<'a> Names<'a> {
    pub(super) fn new(sections: &'a Map, view: Option<&'a View>) -> Self {
        Self { sections, view, generated: OnceCell::new() }
    }

    fn all_generated(&self) -> &[Generated<'a>] {
        self.generated.get_or_init(|| {
            let Some(translation) = self.view.and_then(View::translation) else { return Vec::new() };
            let generated = |(id, type_name, owner)| Generated { id, type_name, owner };
            translation.generated().map(generated).collect()
        })
    }

    fn generated(&self) -> impl Iterator<Item = &Generated<'a>> {
        self.all_generated().iter().filter(|it| !HASHED.contains(&it.type_name))
    }

    fn section(&self, name: &str) -> impl Iterator<Item = (&'a str, &'a Node)> {
        let entries = self.sections.get(name).and_then(Node::map).into_iter().flat_map(Map::iter);
        entries.filter(|(name, _)| !name.contains(MARK) && !name.starts_with("Fn::")).map(|(name, it)| (&**name, it))
    }

    pub(super) fn names_in(&self, section: &str) -> Vec<Item> {
        self.section(section).map(|(name, _)| item(name, ItemKind::Name, "")).collect()
    }

    fn type_of(node: &'a Node) -> &'a str {
        node.get("Type").and_then(Node::text).map_or("", |it| it)
    }

    /// The resources that are written, and those that SAM generates.
    pub(super) fn resources(&self) -> Vec<Item> {
        let written = self.section("Resources").map(|(name, it)| item(name, ItemKind::Resource, Self::type_of(it)));
        let generated = self.generated().map(|it| item(it.id, ItemKind::Resource, of_generated(it)));
        written.chain(generated).collect()
    }

    /// What `Ref` takes.
    pub(super) fn values(&self) -> Vec<Item> {
        let parameters =
            self.section("Parameters").map(|(name, it)| item(name, ItemKind::Parameter, Self::type_of(it)));
        parameters.chain(self.resources()).chain(self.words()).collect()
    }

    /// What SAM generates for a resource, by the word that stands for it: `Function.Alias`.
    fn words(&self) -> Vec<Item> {
        let made: HashSet<(&str, &str)> = self.all_generated().iter().map(|it| (it.type_name, it.owner)).collect();
        let of_resource = |(id, node): (&'a str, &'a Node)| {
            let words = resources::find(Self::type_of(node)).map(|it| it.referable).unwrap_or_default();
            let there = words.iter().filter(|(_, it)| made.contains(&(*it, id)));
            there.map(|(word, it)| item(format!("{id}.{word}"), ItemKind::Resource, *it)).collect::<Vec<_>>()
        };
        self.section("Resources").flat_map(of_resource).collect()
    }

    pub(super) fn pseudo_parameters(&self) -> Vec<Item> {
        PSEUDO_PARAMETERS.into_iter().map(|it| item(it, ItemKind::Parameter, "pseudo parameter")).collect()
    }

    /// The attributes of what a resource of a type becomes.
    fn attributes_of(type_name: &str) -> Vec<&'static str> {
        let deployed = resources::deployed_type(type_name);
        let found = cloudformation::find(deployed);
        found
            .map(|it| it.attributes.iter().map(|(name, _)| name).filter(|it| !it.contains('*')).collect())
            .unwrap_or_default()
    }

    /// `Resource.Attribute` of all resources, or of the one that is written.
    pub(super) fn attributes(&self, word: &str) -> Vec<Item> {
        let wanted = word.split_once('.').map(|(id, _)| id);
        let written =
            self.section("Resources").map(|(id, node)| (id, Self::type_of(node), Self::type_of(node).to_owned()));
        let generated = self.generated().map(|it| (it.id, it.type_name, of_generated(it)));
        let chosen = written.chain(generated).filter(|(id, ..)| wanted.is_none_or(|it| it == *id));
        let of_resource = |(id, type_name, detail): (&str, &str, String)| {
            let item_of = |name: &str| item(format!("{id}.{name}"), ItemKind::Resource, &*detail);
            Self::attributes_of(type_name).into_iter().map(item_of).collect::<Vec<_>>()
        };
        chosen.flat_map(of_resource).collect()
    }

    /// The attributes of the resource that the list at a place names first.
    pub(super) fn attributes_in(&self, place: &Place<'_>) -> Vec<Item> {
        let list = place.steps.iter().rev().nth(1).and_then(|it| it.node().list());
        let Some(id) = list.and_then(<[Node]>::first).and_then(Node::text) else { return Vec::new() };
        let written = self.section("Resources").find(|(it, _)| **it == **id).map(|(_, it)| Self::type_of(it));
        let type_name = written.or_else(|| self.generated().find(|it| *it.id == **id).map(|it| it.type_name));
        let names = type_name.map(Self::attributes_of).unwrap_or_default();
        names.into_iter().map(|it| item(it, ItemKind::Name, "")).collect()
    }

    /// The mappings, or the keys of the one that is written before.
    pub(super) fn mapping_keys(&self, place: &Place<'_>, index: usize) -> Vec<Item> {
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
    pub(super) fn fitting(&self, place: &Place<'_>, expected: Expected) -> Vec<Item> {
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
            let is_there = by_name || Self::attributes_of(type_name).contains(&"Arn");
            match (is_named && is_there, is_arn && is_there) {
                (true, _) => named.push(item(text, ItemKind::Resource, type_name)),
                (false, true) => others.push(item(text, ItemKind::Resource, type_name)),
                (false, false) => (),
            }
        }
        named.append(&mut others);
        named
    }

    /// The names that the definition of the state machine at a place is given values for.
    pub(super) fn substitutions(place: &Place<'_>) -> Vec<Item> {
        let Some((properties, inner)) = state_machine(place) else { return Vec::new() };
        let is_definition = matches!(inner, "Definition" | "DefinitionString");
        let given = properties.get("DefinitionSubstitutions").and_then(Node::map).filter(|_| is_definition);
        given.into_iter().flat_map(Map::keys).map(|it| item(&**it, ItemKind::Name, "substitution")).collect()
    }

    /// The names in the definition of the state machine at a place that have no value yet.
    pub(super) fn wanted_substitutions(&self, place: &Place<'_>) -> Vec<Item> {
        let Some((properties, "DefinitionSubstitutions")) = state_machine(place) else { return Vec::new() };
        let mut wanted = Vec::new();
        let mut look = |text: &str| {
            for part in text.split("${").skip(1) {
                if let Some((name, _)) = part.split_once('}')
                    && !name.is_empty()
                    && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
                    && !wanted.iter().any(|it| it == name)
                {
                    wanted.push(name.to_owned());
                }
            }
        };
        for name in ["Definition", "DefinitionString"] {
            if let Some(definition) = properties.get(name) {
                definition.walk(&mut |it| {
                    if let Some(text) = it.text() {
                        look(text);
                    }
                });
            }
        }
        if let Some(path) = properties.get("DefinitionUri").and_then(Node::text) {
            let files = self.view.into_iter().flat_map(|it| it.sources.files().iter().skip(1));
            files
                .filter(|it| Path::new(it.name()).ends_with(path.trim_start_matches("./")))
                .for_each(|it| look(it.text()));
        }
        let given = properties.get("DefinitionSubstitutions").and_then(Node::map);
        wanted.retain(|it| given.is_none_or(|given| !given.contains_key(it)));
        let write =
            |it: String| Item { insert: format!("{it}: $0"), ..item(it, ItemKind::Property, "in the definition") };
        wanted.into_iter().map(write).collect()
    }
}

/// What is said of what SAM generates.
fn of_generated(it: &Generated<'_>) -> String {
    format!("{}, generated for {}", it.type_name, it.owner)
}

/// The properties of the state machine around a place, and the name of the one in which the place lies.
fn state_machine<'p>(place: &Place<'p>) -> Option<(&'p Map, &'p str)> {
    let [Step::Key(section, _), Step::Key(_, resource), Step::Key(name, properties), Step::Key(inner, _), ..] =
        place.steps.as_slice()
    else {
        return None;
    };
    let is_machine = resource.value.get("Type").and_then(Node::text).is_some_and(|it| it.ends_with("::StateMachine"));
    let is_there = is_machine && **section == *"Resources" && **name == *"Properties";
    let inner: &str = inner;
    Some((properties.value.map()?, inner)).filter(|_| is_there)
}
