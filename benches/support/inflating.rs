//! Templates of any size, made from a small one: each value in it is taken once and made large.
use serde_json::{Map, Value};

/// How a template is made large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// All resources, parameters and so on are there many times under other names.
    Template,
    /// A key of a map is there many times, with numbers behind its name.
    Key,
    /// An item of a list is there many times.
    Item,
    /// A text is repeated.
    Text,
    /// A text is a list of the same.
    Texts,
}

/// A value of a template, and how it is made large.
#[derive(Clone, Debug)]
pub(crate) struct Growth {
    /// The keys and indices that lead to the value; none for the whole.
    pub path: Vec<String>,
    pub way: Way,
}

/// All ways in which a template can be made large.
pub(crate) fn ways(template: &Value) -> Vec<Growth> {
    let mut found = vec![Growth { path: Vec::new(), way: Way::Template }];
    add(template, &[], &mut found);
    found
}

fn add(value: &Value, path: &[String], found: &mut Vec<Growth>) {
    let at = |name: &str| -> Vec<String> { path.iter().cloned().chain([name.to_owned()]).collect() };
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                if !path.is_empty() && !key.starts_with("Fn::") && key != "Ref" {
                    found.push(Growth { path: at(key), way: Way::Key });
                }
                add(inner, &at(key), found);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                found.push(Growth { path: at(&index.to_string()), way: Way::Item });
                add(inner, &at(&index.to_string()), found);
            }
        }
        Value::String(_) => {
            found.push(Growth { path: path.to_vec(), way: Way::Text });
            found.push(Growth { path: path.to_vec(), way: Way::Texts });
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => (),
    }
}

/// The template of about `bytes`, made large in this way.
pub(crate) fn inflated(template: &Value, growth: &Growth, bytes: usize) -> Value {
    let mut grown = template.clone();
    if growth.way == Way::Template {
        let one = template.to_string().len();
        multiply(&mut grown, (bytes / one).max(1));
        return grown;
    }
    let (last, outer) = growth.path.split_last().expect("only the whole has no path");
    let parent = outer.iter().fold(&mut grown, child);
    let value = child(parent, last);
    let count = (bytes / (value.to_string().len() + if growth.way == Way::Key { last.len() + 6 } else { 0 })).max(1);
    match (growth.way, value) {
        (Way::Text, Value::String(text)) => *text = text.repeat(count),
        (Way::Texts, value) => *value = Value::Array(vec![value.clone(); count]),
        (Way::Key, value) => {
            let copy = value.clone();
            let map = parent.as_object_mut().expect("keys are in maps");
            map.extend((0..count).map(|number| (format!("{last}{number}"), numbered(&copy, &[], number))));
        }
        (Way::Item, value) => {
            let copy = value.clone();
            parent.as_array_mut().expect("items are in lists").extend(vec![copy; count]);
        }
        (Way::Template | Way::Text, _) => unreachable!("only texts are repeated"),
    }
    grown
}

/// The value under a key or index.
fn child<'v>(value: &'v mut Value, name: &String) -> &'v mut Value {
    match value {
        Value::Object(map) => map.get_mut(name).expect("the path is of this template"),
        Value::Array(items) => &mut items[name.parse::<usize>().expect("an index")],
        _ => unreachable!("only maps and lists have values"),
    }
}

/// Puts everything that a section names there `count` times.
fn multiply(template: &mut Value, count: usize) {
    let sections = template.as_object_mut().expect("a template is a map");
    let names: Vec<String> = sections.values().filter_map(Value::as_object).flat_map(Map::keys).cloned().collect();
    for (_, content) in sections.iter_mut().filter(|(name, _)| !matches!(&***name, "Globals" | "Metadata")) {
        let Some(map) = content.as_object_mut() else { continue };
        let own = map.clone();
        for number in 1..count {
            map.extend(own.iter().map(|(name, value)| (format!("{name}{number}"), numbered(value, &names, number))));
        }
    }
}

/// A value in which `names` have a number behind them.
fn numbered(value: &Value, names: &[String], number: usize) -> Value {
    match value {
        Value::String(text) => {
            let mut text = text.clone();
            for name in names {
                let is_part = |it: char| it.is_ascii_alphanumeric() || it == '_';
                let mut from = 0;
                while let Some(found) = text[from..].find(name.as_str()).map(|it| it + from) {
                    let end = found + name.len();
                    let is_whole = !text[..found].ends_with(is_part) && !text[end..].starts_with(is_part);
                    from = end;
                    if is_whole {
                        text.insert_str(end, &number.to_string());
                    }
                }
            }
            Value::String(text)
        }
        Value::Array(items) => items.iter().map(|it| numbered(it, names, number)).collect(),
        Value::Object(map) => {
            let renamed = |key: &String| if names.contains(key) { format!("{key}{number}") } else { key.clone() };
            map.iter().map(|(key, value)| (renamed(key), numbered(value, names, number))).collect()
        }
        other => other.clone(),
    }
}
