//! What editors show behind the text: what values come to, and what SAM generates, under which logical ids.
use super::View;
use super::values::Resolver;
use crate::analysis::Translation;
use crate::cfn::logical_id::HASHED;
use crate::facts::types;
use crate::source::{Source, Span};
use crate::syntax::{Map, Node, Value};
use crate::template::intrinsics;
use std::collections::{BTreeMap, HashMap};

/// A text behind what is written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hint {
    /// What it is about.
    pub span: Span,
    /// The byte offset in the template behind which it is shown.
    pub at: usize,
    /// What it says about that.
    pub kind: HintKind,
    /// What the value comes to, or the logical ids.
    pub text: String,
    /// More about it, as Markdown; empty where there is nothing.
    pub documentation: String,
}

/// What a hint says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HintKind {
    /// What a function or condition comes to.
    Value,
    /// What SAM generates for what is written.
    GeneratedIds,
}

/// How long logical ids may be together that are shown at one place, in characters; one is always shown.
const LONGEST_IDS: usize = 60;

/// The hints about what touches a range of the template, in the order of the text.
pub fn hints(view: &View, range: Span) -> Vec<Hint> {
    let Some(translation) = view.translation() else { return Vec::new() };
    let mut hints = values(view, translation, range);
    hints.extend(generated(view.source(), translation, range));
    hints.sort_by_key(|it| (it.at, it.span));
    hints
}

fn touches(span: Span, range: Span) -> bool {
    span.start <= range.end && range.start <= span.end
}

/// What functions and conditions come to.
fn values(view: &View, translation: &Translation, range: Span) -> Vec<Hint> {
    let Some(resolver) = Resolver::new(view) else { return Vec::new() };
    let source = view.source();
    let made = translation.template.made().is_some().then(|| made_values(translation));
    let known = |node: &Node| match &made {
        Some(values) => values.get(&node.span).cloned().flatten(),
        None => resolver.text(node),
    };
    let mut hints = Vec::new();
    let mut add = |span: Span, text: String| {
        if let Some(at) = source.range(span).map(|it| it.end) {
            hints.push(Hint { span, at, kind: HintKind::Value, text, documentation: String::new() });
        }
    };
    for (name, section) in translation.template.written().iter() {
        let mut open: Vec<&Node> = Vec::new();
        match &**name {
            "Parameters" => (),
            "Conditions" => {
                let conditions = section.map().into_iter().flat_map(Map::entries);
                for (name, entry) in conditions.filter(|(_, it)| touches(it.span(), range)) {
                    if let Some(holds) = resolver.decide(name) {
                        add(entry.value.span, holds.to_string());
                    }
                }
            }
            _ => open.push(section),
        }
        while let Some(node) = open.pop().filter(|it| touches(it.span, range) || !source.contains(it.span)) {
            if intrinsics::is_call(node)
                && let Some(text) = known(node)
            {
                add(node.span, text);
                continue;
            }
            match &node.value {
                Value::Map(map) => open.extend(map.values()),
                Value::List(items) => open.extend(items.iter()),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
            }
        }
    }
    hints.dedup();
    hints
}

/// The values of a document in which functions were carried out, by where they are written. Where the rounds of a loop
/// differ, there is no one value.
fn made_values(translation: &Translation) -> HashMap<Span, Option<String>> {
    let mut values: HashMap<Span, Option<String>> = HashMap::new();
    for section in translation.expanded.document.values() {
        section.walk(&mut |it| {
            let text = it.scalar_text();
            let same = |known: &mut Option<String>| {
                if *known != text {
                    *known = None;
                }
            };
            values.entry(it.span).and_modify(same).or_insert_with(|| it.scalar_text());
        });
    }
    values
}

fn is_api(type_name: &str) -> bool {
    matches!(type_name, types::API_GATEWAY_REST_API | types::API_GATEWAY_V2_API)
}

/// What SAM generates, behind what asks for it.
fn generated(source: &Source, translation: &Translation, range: Span) -> Vec<Hint> {
    let document = translation.expanded.document.get("Resources").and_then(Node::map);
    let mut by_cause: BTreeMap<Span, Vec<(&str, &str, &str)>> = BTreeMap::new();
    for (id, resource) in document.into_iter().flat_map(Map::iter) {
        let Some(origin) = translation.expanded.origins.get(id) else { continue };
        if translation.template.resources().contains_key(id) {
            continue;
        }
        let type_name = resource.get("Type").and_then(Node::text).map_or("", |it| it);
        // What many events share is named at each of them by the API itself.
        let is_api = is_api(type_name);
        let causes = if is_api { origin.causes.as_slice() } else { &origin.causes[..origin.causes.len().min(1)] };
        let is_shared = origin.causes.len() > 1;
        for cause in causes.iter().filter(|it| touches(it.span, range) && (is_api || !is_shared)) {
            by_cause.entry(cause.span).or_default().push((&**id, type_name, &*origin.purpose));
        }
    }
    let hint = |(span, mut ids): (Span, Vec<(&str, &str, &str)>)| {
        // An API is what people look for, and an id with a hash is seldom of use.
        ids.sort_by_key(|(id, name, _)| (!is_api(name), HASHED.contains(name), id.len()));
        let mut length = 0;
        let fits = |(id, ..): &(&str, &str, &str)| {
            length += id.len();
            length <= LONGEST_IDS || length == id.len()
        };
        let count = ids.iter().copied().take_while(fits).count();
        let mut shown: Vec<&str> = ids[..count].iter().map(|(id, ..)| *id).collect();
        let more = format!("{} more", ids.len() - count);
        if count < ids.len() {
            shown.push(&more);
        }
        let lines: Vec<String> =
            ids.iter().map(|(id, name, purpose)| format!("- `{id}` ({name}): {purpose}")).collect();
        let at = end_of(source, span)?;
        let (text, documentation) = (shown.join(", "), format!("generated:\n\n{}", lines.join("\n")));
        Some(Hint { span, at, kind: HintKind::GeneratedIds, text, documentation })
    };
    by_cause.into_iter().filter_map(hint).collect()
}

/// Where what is about a span is shown: behind it, and behind the colon of a key.
fn end_of(source: &Source, span: Span) -> Option<usize> {
    let range = source.range(span)?;
    let written = &source.text()[range.clone()];
    let end = range.start + written.trim_end().len();
    let rest = &source.text()[end..];
    Some(if rest.starts_with(':') { end + 1 } else { end })
}
