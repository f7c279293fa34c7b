//! What can be written at a place: keys, values, types, names and functions.
//!
//! A template that is being typed in is seldom whole, so a word is put at the place first, which makes it one.
mod cursor;
mod names;
mod values;

use super::View;
use super::expected::{Expected, Field};
use super::place::{Place, Step};
use crate::property::Shape;
use crate::source::{Source, Span};
use crate::syntax::Map;
use crate::template::functions::{self, Place as FunctionPlace};
use cursor::Cursor;
use names::Names;

/// What can be written at a place.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Completion {
    /// What is replaced: the word at the place.
    pub span: Option<Span>,
    /// What may take its place, the likeliest first.
    pub items: Vec<Item>,
    /// Whether there is more than these: ask again when the word is another.
    pub is_incomplete: bool,
}

/// Most of what is offered at once where it grows with the template, which may have thousands of resources with attributes. An
/// editor shows a dozen.
const MOST_ITEMS: usize = 300;

/// Something that can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Item {
    /// What it is called.
    pub label: String,
    /// What it is.
    pub kind: ItemKind,
    /// A few words beside it.
    pub detail: String,
    /// Markdown.
    pub documentation: String,
    /// What is written. `$0` is where the cursor goes; lines behind the first are indented as much as the first.
    pub insert: String,
}

/// What can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ItemKind {
    /// The key of a property.
    Property,
    /// One of a few values.
    Value,
    /// A type of resource, event or parameter.
    Type,
    /// An intrinsic function.
    Function,
    /// A parameter.
    Parameter,
    /// A resource.
    Resource,
    /// A condition, mapping or another name.
    Name,
}

/// What can be written at a byte offset of a text.
///
/// `view` is what was known last of the template, to take names from; the text may be another by now.
pub fn at(source: &Source, offset: usize, view: Option<&View>) -> Completion {
    let Some(cursor) = Cursor::new(source, offset) else { return Completion::default() };
    let mut items = match &cursor.at {
        cursor::At::Tag => tags(),
        cursor::At::Place { tree, mark } => {
            let Some(root) = tree.map() else { return Completion::default() };
            let place = Place::at(root, *mark);
            let names = Names::new(view.and_then(View::written).unwrap_or(root), view);
            match cursor.is_key {
                true => keys(&place, root, &cursor.sections, &names),
                false => values::at(&place, &names, &cursor.word, cursor.is_path),
            }
        }
    };
    let is_incomplete = items.len() > MOST_ITEMS && items.iter().any(|it| it.kind == ItemKind::Resource);
    if is_incomplete {
        items.retain(|it| is_begun(&it.label, &cursor.word));
        items.truncate(MOST_ITEMS);
    }
    // The order of those that are equally likely is that in which they were found.
    let mut seen = std::collections::HashSet::new();
    items.retain(|it| seen.insert(it.insert.clone()));
    Completion { span: Some(cursor.span), items, is_incomplete }
}

/// Whether the word may become the label: all its characters are in it, in their order, as editors have it.
fn is_begun(label: &str, word: &str) -> bool {
    let mut rest = label.chars().map(|it| it.to_ascii_lowercase());
    word.chars().map(|it| it.to_ascii_lowercase()).all(|it| rest.any(|other| other == it))
}

fn item(label: impl Into<String>, kind: ItemKind, detail: impl Into<String>) -> Item {
    let label = label.into();
    Item { insert: label.clone(), label, kind, detail: detail.into(), documentation: String::new() }
}

/// The short forms of functions.
fn tags() -> Vec<Item> {
    let with_tag = functions::FUNCTIONS.iter().filter(|it| !it.is_extension && it.place != FunctionPlace::Rules);
    let tag = |it: &functions::Function| {
        let name = it.name.trim_start_matches("Fn::");
        Item {
            insert: format!("!{name} $0"),
            documentation: format!("```yaml\n{}\n```", it.form),
            ..item(format!("!{name}"), ItemKind::Function, it.name)
        }
    };
    with_tag.filter(|it| it.name != "Fn::Transform").map(tag).collect()
}

/// The keys that the map at the place may still have, those that it must have first.
fn keys(place: &Place<'_>, root: &Map, sections: &[String], names: &Names<'_>) -> Vec<Item> {
    let Some((_, around)) = place.steps.split_last() else { return Vec::new() };
    let map = around.last().map_or(Some(root), |it| it.node().map());
    let is_section = |field: &Field| around.is_empty() && sections.contains(&field.name);
    let is_there = |field: &Field| map.is_some_and(|it| it.contains_key(&field.name)) || is_section(field);
    let expected = Expected::at(around);
    let mut fields = expected.fields();
    fields.retain(|it| !is_there(it));
    fields.sort_by_key(|it| !it.required);
    let mut items: Vec<Item> = fields.iter().map(key_item).collect();
    items.extend(names.wanted_substitutions(place));
    if matches!(expected, Expected::Policies) {
        items.extend(values::policies());
    }
    if matches!(around.last(), Some(Step::Key(..))) && !matches!(expected, Expected::Resources | Expected::Template) {
        items.extend(functions_as_keys(map));
    }
    items
}

/// The long forms of functions, in a map that has no other key.
fn functions_as_keys(map: Option<&Map>) -> Vec<Item> {
    if map.is_none_or(|it| it.len() > 1) {
        return Vec::new();
    }
    let all = functions::FUNCTIONS.iter().filter(|it| it.place == FunctionPlace::Anywhere);
    all.map(|it| Item { insert: format!("{}: $0", it.name), ..item(it.name, ItemKind::Function, it.form) }).collect()
}

fn key_item(field: &Field) -> Item {
    let words = field.value.constraints().join(", ");
    let detail = match field.required {
        true => format!("required{}{words}", if words.is_empty() { "" } else { ", " }),
        false => words,
    };
    let texts = field.value.texts();
    let insert = match field.value {
        Expected::Keys(_)
        | Expected::Properties(..)
        | Expected::Globals
        | Expected::Resources
        | Expected::GlobalsOf(_)
        | Expected::Rows(_) => {
            format!("{}:\n  $0", field.name)
        }
        Expected::Value(shape, _) => match layout(shape) {
            Layout::Map => format!("{}:\n  $0", field.name),
            Layout::List => format!("{}:\n  - $0", field.name),
            Layout::Scalar => format!("{}: $0", field.name),
        },
        _ if field.name == "Properties" => "Properties:\n  $0".to_owned(),
        _ => format!("{}: $0", field.name),
    };
    let mut documentation = field.doc.clone();
    if !texts.is_empty() && texts.len() < 20 {
        documentation.push_str(&format!("\n\none of `{}`", texts.join("`, `")));
    }
    Item { label: field.name.clone(), kind: ItemKind::Property, detail, documentation, insert }
}

enum Layout {
    Map,
    List,
    Scalar,
}

/// How a value of this shape is begun: as the simplest that it may be.
fn layout(shape: &'static Shape) -> Layout {
    let mut layout = None;
    for shape in shape.alternatives() {
        layout = Some(match (shape, layout) {
            (Shape::List | Shape::ListOf(_), None | Some(Layout::List)) => Layout::List,
            (Shape::Object | Shape::MapOf(_) | Shape::Record(_), None | Some(Layout::Map)) => Layout::Map,
            _ => return Layout::Scalar,
        });
    }
    layout.unwrap_or(Layout::Scalar)
}
