//! The functions that the transform resolves: a file for each kind, and an entry for each function.
mod conditional;
mod find_in_map;
mod json;
mod length;
mod lists;
mod references;
mod sub;

use super::resolver::Resolver;
use super::{Refused, Resolved};
use crate::diagnostic::{Diagnostic, codes};
use crate::python;
use crate::source::Span;
use crate::syntax::{Map, Node, Number, Text, Value};
use crate::template::intrinsics;

/// What a call of a function with this argument becomes: a value, or a call in which what is known was put in.
type Function = fn(&mut Resolver<'_>, &Node, &Node) -> Resolved;

/// The functions of whose arguments more is made than that what is in them is resolved, by name.
const FUNCTIONS: &[(&str, Function)] = &[
    ("Ref", references::reference),
    ("Fn::Base64", lists::base64),
    ("Fn::FindInMap", find_in_map::find_in_map),
    ("Fn::GetAtt", references::get_att),
    ("Fn::If", conditional::if_else),
    ("Fn::Join", lists::join),
    ("Fn::Length", length::length),
    ("Fn::Select", lists::select),
    ("Fn::Split", lists::split),
    ("Fn::Sub", sub::sub),
    ("Fn::ToJsonString", json::to_json_string),
    // Macros and snippets have had their turn, or will have it.
    ("Fn::Transform", unchanged),
];

/// What `call`, of the function `name` with this argument, becomes.
pub(super) fn resolve(resolver: &mut Resolver<'_>, call: &Node, name: &Text, argument: &Node) -> Resolved {
    match FUNCTIONS.iter().find(|(it, _)| **it == **name) {
        Some((_, function)) => function(resolver, call, argument),
        None => {
            let argument = resolver.resolve(argument)?;
            Ok(called(call, argument))
        }
    }
}

fn unchanged(_: &mut Resolver<'_>, call: &Node, _: &Node) -> Resolved {
    Ok(call.clone())
}

/// The same call with another argument.
fn called(call: &Node, argument: Node) -> Node {
    let Some((name, entry)) = call.map().and_then(|it| it.entries().next()) else { return call.clone() };
    let mut map = Map::new();
    map.insert_at(name.clone(), entry.key_span, argument);
    Node::new(call.span, Value::Map(map))
}

/// The arguments of a function that takes a list of so many.
fn arguments<'n>(
    resolver: &mut Resolver<'_>,
    argument: &'n Node,
    count: std::ops::RangeInclusive<usize>,
    form: &str,
) -> Result<&'n [Node], Refused> {
    match argument.list().filter(|it| count.contains(&it.len())) {
        Some(items) => Ok(items),
        None => {
            let count = match (count.start(), count.end()) {
                (one, two) if one == two => format!("{one} arguments"),
                (one, two) => format!("{one} or {two} arguments"),
            };
            let name = form.split_whitespace().next().unwrap_or(form).trim_end_matches(':').replace('!', "Fn::");
            Err(invalid(resolver, argument.span, format!("`{name}` takes a list of {count}"), form))
        }
    }
}

/// Reports that a function cannot be resolved as it is written.
fn invalid(resolver: &mut Resolver<'_>, span: Span, message: String, form: &str) -> Refused {
    let changes = resolver.changes();
    invalid_since(resolver, changes, span, message, form)
}

/// The same, for what may hang on values that were used since there were so many changes.
fn invalid_since(resolver: &mut Resolver<'_>, changes: usize, span: Span, message: String, form: &str) -> Refused {
    let finding = Diagnostic::new(&codes::INVALID_INTRINSIC, span, message).help(format!("write `{form}`"));
    resolver.refuse(finding, changes)
}

/// Whether a function stays there.
pub(super) fn is_open(node: &Node) -> bool {
    intrinsics::is_call(node)
}

/// A scalar as CloudFormation writes it into texts; `None` for null, lists and maps.
pub(super) fn text_of(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.to_string()),
        Value::Number(Number::Float(it)) => Some(python::float_text(*it)),
        Value::Bool(_) | Value::Number(_) => node.scalar_text(),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

/// What a value is, as a finding says it.
fn what(node: &Node) -> &'static str {
    if is_open(node) { "a function" } else { node.kind_name() }
}
