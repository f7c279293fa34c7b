//! The parts of states that become data: templates in which a key that ends in `.$` takes its value from a path.
use super::fields::field;
use super::kinds::QueryLanguage;
use crate::source::Span;
use crate::syntax::{Map, Node, Text, Value};

/// The fields of states that are templates of data, with the names of those below which the template stands.
pub(crate) const TEMPLATES: &[&[&str]] = &[
    &["Parameters"],
    &["Arguments"],
    &["ResultSelector"],
    &["ItemSelector"],
    &["Assign"],
    &["Output"],
    &["Credentials"],
    &["ItemBatcher", "BatchInput"],
    &["ItemReader", "Parameters"],
    &["ItemReader", "Arguments"],
    &["ResultWriter", "Parameters"],
    &["ResultWriter", "Arguments"],
];

/// What ends the name of a key whose value is a path.
pub(crate) const DYNAMIC: &str = ".$";

/// The templates of data of a state: its own, and those of its choice rules and catchers. Those that belong to another
/// query language than `language` are not among them.
pub(crate) fn templates(state: &Map, language: Option<QueryLanguage>) -> Vec<&Node> {
    let fits = |name: &str| field(name).is_none_or(|it| it.language.is_none() || it.language == language);
    let mut found = Vec::new();
    for path in TEMPLATES.iter().filter(|it| fits(it[0])) {
        found.extend(state.get(path[0]).and_then(|it| it.at(&path[1..])));
    }
    for listed in ["Choices", "Catch"] {
        for item in state.get(listed).and_then(Node::list).into_iter().flatten() {
            found.extend(["Assign", "Output"].into_iter().filter(|it| fits(it)).filter_map(|it| item.get(it)));
        }
    }
    found
}

/// A text in a template of data, with the key that it stands under, if it stands directly under one.
#[derive(Debug)]
pub(crate) struct Leaf<'a> {
    pub key: Option<(&'a Text, Span)>,
    pub value: &'a Node,
}

/// The values in a template of data that are no lists and no maps, and all values of keys that end in `.$`.
pub(crate) fn leaves(template: &Node) -> Vec<Leaf<'_>> {
    let mut found = Vec::new();
    collect(template, None, &mut found);
    found
}

fn collect<'a>(value: &'a Node, key: Option<(&'a Text, Span)>, found: &mut Vec<Leaf<'a>>) {
    let is_dynamic = key.is_some_and(|(name, _)| name.ends_with(DYNAMIC));
    match &value.value {
        Value::Map(map) if !is_dynamic && !super::is_unknown(value) => {
            map.entries().for_each(|(name, it)| collect(&it.value, Some((name, it.key_span)), found));
        }
        Value::List(items) if !is_dynamic => items.iter().for_each(|it| collect(it, None, found)),
        _ => found.push(Leaf { key, value }),
    }
}
