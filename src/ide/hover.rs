//! What is known of what stands at a place, as Markdown.
use super::View;
use super::expected::Expected;
use super::names::{self, NameKind};
use super::permissions;
use super::place::{Place, Step};
use super::values::{Resolver, is_secret};
use crate::emit;
use crate::facts::{cloudformation, documentation, runtimes};
use crate::sam::policy_templates;
use crate::sam::resources;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node};
use crate::template::functions;
use std::fmt::Write;

/// What is said of a place, and the span that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hover {
    /// Markdown.
    pub text: String,
    /// What it is about.
    pub span: Span,
}

/// What is known of what stands at an offset. `now` is the time in seconds since 1970, from which the next times of schedules
/// count; without it they are not said.
pub fn at(view: &View, offset: u32, now: Option<u64>) -> Option<Hover> {
    let place = Place::at(view.written()?, offset);
    let (last, before) = place.steps.split_last()?;
    let named = || name(view, offset);
    match (last, place.is_key) {
        (Step::Key(key, entry), true) => {
            if let Some(function) = functions::find(key) {
                let text = format!(
                    "`{}`\n\n```yaml\n{}\n```{}",
                    function.name,
                    function.form,
                    before.last().map(|it| value_of(view, it.node())).unwrap_or_default()
                );
                return Some(Hover { text, span: entry.key_span });
            }
            let keys = place.keys();
            if let ["Resources", id] = keys.as_slice() {
                return Some(Hover { text: resource(view, id)?, span: entry.key_span });
            }
            if policy_templates::exists(key) {
                return Some(Hover { text: policy(key, &entry.value), span: entry.key_span });
            }
            let outer = Expected::at(before);
            let field = outer.fields().into_iter().find(|it| *it.name == ***key);
            match field {
                Some(field) => {
                    let mut text = described(&field, outer);
                    if let ["Resources", id, "Properties", "Policies" | "Role"] = keys.as_slice() {
                        add(&mut text, permissions::text(view, id));
                    }
                    add(&mut text, schedule(view, &place.steps, now));
                    Some(Hover { text, span: entry.key_span })
                }
                None => named(),
            }
        }
        (_, false) => {
            let node = place.node()?;
            if let Some(found) = named() {
                return Some(found);
            }
            let text = node.text()?;
            if let Some(text) = schedule(view, &place.steps, now) {
                return Some(Hover { text, span: node.span });
            }
            let text = match Expected::at(&place.steps) {
                Expected::ResourceTypeName => type_text(text)?,
                Expected::Policies if policy_templates::exists(text) => policy(text, node),
                Expected::Value(_, property) if property.name == "Runtime" => runtime(text)?,
                expected => {
                    let words = expected.constraints();
                    if words.is_empty() {
                        return None;
                    }
                    words.join(", ")
                }
            };
            Some(Hover { text, span: node.span })
        }
        (Step::Item(..), true) => None,
    }
}

/// The next times of the schedule at the end of a way.
#[cfg(feature = "lsp")]
fn schedule(view: &View, steps: &[Step<'_>], now: Option<u64>) -> Option<String> {
    super::schedule::text(view, steps, now?)
}

/// Without a calendar of time zones nothing is known of schedules.
#[cfg(not(feature = "lsp"))]
fn schedule(_: &View, _: &[Step<'_>], _: Option<u64>) -> Option<String> {
    None
}

/// Adds a paragraph, if there is one.
fn add(text: &mut String, paragraph: Option<String>) {
    if let Some(paragraph) = paragraph {
        let _ = write!(text, "\n\n{paragraph}");
    }
}

/// What is known of the name at an offset.
fn name(view: &View, offset: u32) -> Option<Hover> {
    let found = names::at(view, offset)?;
    let sections = view.written()?;
    let section = |name: &str| sections.get(name).and_then(Node::map);
    let text = match found.kind {
        NameKind::Condition => {
            format!("condition `{}`\n\n{}", found.name, yaml(section("Conditions")?.get(&found.name)?)?)
        }
        NameKind::Mapping => format!("mapping `{}`\n\n{}", found.name, yaml(section("Mappings")?.get(&found.name)?)?),
        NameKind::Value => match section("Parameters").and_then(|it| it.get(&found.name)) {
            Some(parameter) => parameter_text(view, &found.name, parameter),
            None => resource(view, &found.name)?,
        },
    };
    Some(Hover { text, span: found.span })
}

fn parameter_text(view: &View, name: &str, parameter: &Node) -> String {
    let mut text = format!("parameter `{name}`");
    if let Some(type_name) = parameter.get("Type").and_then(Node::text) {
        let _ = write!(text, ", `{type_name}`");
    }
    if let Some(description) = parameter.get("Description").and_then(Node::text) {
        let _ = write!(text, "\n\n{description}");
    }
    let is_secret = view.translation().is_some_and(|it| is_secret(it, name));
    let given = view.translation().and_then(|it| it.expanded.parameters.overridden(name).cloned());
    match (given, parameter.get("Default")) {
        (_, _) if is_secret => (),
        (Some(given), _) => drop(write!(text, "\n\nvalue: `{given}`, given for this template")),
        (None, Some(default)) => drop(write!(text, "\n\ndefault: `{}`", default.plain_text())),
        (None, None) => text.push_str("\n\nno value is given, and there is no default"),
    }
    text
}

/// What a resource is and becomes.
fn resource(view: &View, id: &str) -> Option<String> {
    let translation = view.translation()?;
    let provenance = translation.provenance();
    let type_name = provenance.written_type(id).or_else(|| provenance.resource(id).map(|it| it.type_name))?;
    let mut text = format!("`{id}`: {type_name}");
    let of_owner: Vec<_> = provenance.resources().filter(|it| it.is_caused_by(id)).collect();
    let is_expanded = resources::find(type_name).is_some();
    if is_expanded && !of_owner.is_empty() {
        let count = of_owner.len();
        let noun = if count == 1 { "resource" } else { "resources" };
        let _ = write!(text, "\n\nbecomes {count} {noun}:\n");
        for generated in &of_owner {
            let _ = write!(text, "\n- `{}` ({}): {}", generated.logical_id, generated.type_name, generated.purpose);
        }
    } else if !provenance.is_written(id)
        && let Some(generated) = provenance.resource(id)
    {
        let _ = write!(text, "\n\n{}, generated for `{}`", generated.purpose, generated.owner());
    }
    add(&mut text, permissions::text(view, id));
    let _ = write!(text, "\n\n{}", documentation(type_name));
    Some(text)
}

fn described(field: &super::expected::Field, outer: Expected) -> String {
    let mut text = format!("`{}`", field.name);
    if field.required {
        text.push_str(" (required)");
    }
    if !field.doc.is_empty() {
        let _ = write!(text, "\n\n{}", field.doc);
    }
    let words = field.value.constraints();
    if !words.is_empty() {
        let _ = write!(text, "\n\nvalue: {}", words.join(", "));
    }
    let texts = field.value.texts();
    if !texts.is_empty() && texts.len() <= MOST_TEXTS {
        let texts: Vec<String> = texts.iter().map(|it| format!("`{it}`")).collect();
        let _ = write!(text, "\n\none of {}", texts.join(", "));
    }
    if let Expected::Resource(Some(type_name)) = outer {
        let _ = write!(text, "\n\n{}", documentation(type_name));
    }
    text
}

/// More values than these are offered, but not listed.
const MOST_TEXTS: usize = 30;

/// What a resource type is.
fn type_text(name: &str) -> Option<String> {
    if let Some(found) = resources::find(name) {
        let becomes = match found.becomes {
            "" => String::new(),
            it => format!("\n\nbecomes `{it}`, and what belongs to it"),
        };
        return Some(format!("`{name}`{becomes}\n\n{}", documentation(name)));
    }
    let found = cloudformation::find(name)?;
    let attributes: Vec<String> = found.attributes.iter().map(|(it, _)| format!("`{it}`")).collect();
    let mut text = format!("`{name}`");
    if !found.reference.is_empty() {
        let _ = write!(text, "\n\n`Ref` gives {}", found.reference.replace('|', " and "));
    }
    if !attributes.is_empty() {
        let _ = write!(text, "\n\n`Fn::GetAtt` gives {}", attributes.join(", "));
    }
    let _ = write!(text, "\n\n{}", documentation(name));
    Some(text)
}

/// A link to the documentation of a type.
fn documentation(type_name: &str) -> String {
    format!("[documentation]({})", documentation::page(type_name))
}

/// The statements that a policy template stands for.
fn policy(name: &str, given: &Node) -> String {
    let Some(template) = policy_templates::find(name) else { return String::new() };
    let given = given.map().cloned().unwrap_or_else(Map::new);
    let document = template.document(Span::NOWHERE, &given);
    format!("policy template `{name}`\n\n{}", yaml(&document).unwrap_or_default())
}

fn runtime(name: &str) -> Option<String> {
    let found = runtimes::deprecated(name)?;
    Some(format!("runtime `{}` is deprecated", found.name))
}

/// What a function comes to where that is known.
fn value_of(view: &View, call: &Node) -> String {
    let Some(translation) = view.translation() else { return String::new() };
    let made = || {
        let mut found = None;
        for section in translation.expanded.document.values() {
            section.walk(&mut |it| {
                if it.span == call.span && it.map().is_none() && it.list().is_none() {
                    found.get_or_insert_with(|| it.plain_text());
                }
            });
        }
        found
    };
    let found = match translation.template.made() {
        Some(_) => made(),
        None => Resolver::new(view).and_then(|it| it.value(call)).map(|it| it.plain_text()),
    };
    found.map(|it| format!("\n\ncomes to `{it}`")).unwrap_or_default()
}

/// A value as a block of YAML.
fn yaml(node: &Node) -> Option<String> {
    let text = emit::yaml(&node.into_node(node.span)).ok()?;
    Some(format!("```yaml\n{}\n```", text.trim_end()))
}
