//! The section `Conditions`: which hold, as far as the values of parameters are known.
use super::resolver::{Decided, Resolver};
use super::values::{is_open, text_of};
use super::{Purpose, Refused, Resolved};
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::source::Span;
use crate::syntax::{Map, Node, Text, Value};
use crate::template::intrinsics;

const FORM: &str = "!Equals [Value, Value]";

/// Whether the condition of this name holds, which is used at `span`; `None` where that is not known.
pub(super) fn named(resolver: &mut Resolver<'_>, name: &Text, span: Span) -> Result<Option<bool>, Refused> {
    if let Some(decided) = resolver.conditions.get(name).copied() {
        if decided.is_changeable {
            resolver.note_change();
        }
        return Ok(decided.holds);
    }
    let changes = resolver.changes();
    let defined = resolver.sections.get("Conditions").and_then(Node::map);
    if resolver.refused.contains(name) {
        return Err(Refused);
    }
    let Some(definition) = defined.and_then(|it| it.get(name)) else {
        if resolver.may_be_made(name) {
            return Ok(None);
        }
        let finding = Diagnostic::new(
            &codes::UNDEFINED_CONDITION,
            span,
            format!("there is no condition `{name}` in this template"),
        );
        let near = nearest(name, defined.into_iter().flat_map(Map::keys).map(|it| &**it));
        let finding = match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("define it under `Conditions`, or correct the name"),
        };
        return Err(resolver.refuse(finding, changes));
    };
    if let Some(first) = resolver.evaluating.iter().position(|it| it == name) {
        let circle = &resolver.evaluating[first..];
        // Those who look for mistakes know of circles of conditions that name each other.
        let is_by_function = |name: &Text| {
            let mut found = false;
            let definition = defined.and_then(|it| it.get(name));
            definition.into_iter().for_each(|it| it.walk(&mut |it| found |= it.get("Fn::If").is_some()));
            found
        };
        if resolver.values.purpose() == Purpose::Check && !circle.iter().any(is_by_function) {
            return Err(Refused);
        }
        let finding =
            Diagnostic::new(&codes::CIRCULAR_REFERENCE, span, format!("condition `{name}` depends on itself"));
        return Err(resolver.refuse(finding.help("define it without itself"), changes));
    }
    resolver.evaluating.push(name.clone());
    let holds = evaluate(resolver, definition);
    resolver.evaluating.pop();
    let holds = holds.inspect_err(|_| {
        resolver.refused.insert(name.clone());
    })?;
    let decided = Decided { holds, is_changeable: resolver.changes() > changes };
    resolver.conditions.insert(name.clone(), decided);
    Ok(holds)
}

fn evaluate(resolver: &mut Resolver<'_>, node: &Node) -> Result<Option<bool>, Refused> {
    resolver.deeper(node.span, |it| evaluate_here(it, node))
}

fn evaluate_here(resolver: &mut Resolver<'_>, node: &Node) -> Result<Option<bool>, Refused> {
    let changes = resolver.changes();
    if let Some(holds) = node.bool() {
        return Ok(Some(holds));
    }
    if let Some(name) = intrinsics::argument(node, "Condition").and_then(Node::text) {
        return named(resolver, name, node.span);
    }
    let Some((name, argument)) = node.map().and_then(Map::only) else { return Err(unfit(resolver, node)) };
    let parts = argument.list().unwrap_or_default();
    match (&**name, parts) {
        ("Fn::Not", [part]) => Ok(evaluate(resolver, part)?.map(|it| !it)),
        ("Fn::And" | "Fn::Or", [_, _, ..]) if parts.len() <= 10 => {
            let mut decisions = Vec::new();
            for part in parts {
                decisions.push(evaluate(resolver, part)?);
            }
            let decisive = **name == *"Fn::Or";
            Ok(if decisions.contains(&Some(decisive)) {
                Some(decisive)
            } else if decisions.contains(&None) {
                None
            } else {
                Some(!decisive)
            })
        }
        ("Fn::Equals", [_, _]) => {
            let sides = resolver.items(parts)?;
            if let Some(side) = sides.iter().find(|it| it.map().is_some() && !is_open(it)) {
                let finding = Diagnostic::new(
                    &codes::INVALID_INTRINSIC,
                    side.span,
                    "`Fn::Equals` compares strings, and this is a map",
                );
                return Err(resolver.refuse(finding.help(format!("write `{FORM}`")), changes));
            }
            if sides.iter().any(has_open) {
                return Ok(None);
            }
            Ok(Some(match (text_of(&sides[0]), text_of(&sides[1])) {
                (Some(one), Some(other)) => one == other,
                _ => sides[0] == sides[1],
            }))
        }
        _ => Err(unfit(resolver, node)),
    }
}

fn unfit(resolver: &mut Resolver<'_>, node: &Node) -> Refused {
    let message = "a condition is made of `Fn::And`, `Fn::Or`, `Fn::Not`, `Fn::Equals` and `Condition`";
    let changes = resolver.changes();
    resolver
        .refuse(Diagnostic::new(&codes::INVALID_INTRINSIC, node.span, message).help(format!("write `{FORM}`")), changes)
}

/// Whether a function other than `AWS::NoValue` is left in there.
fn has_open(node: &Node) -> bool {
    let mut found = false;
    node.walk(&mut |it| found |= is_open(it) && !intrinsics::is_no_value(it));
    found
}

/// The definition of a condition, which stays, with what is known put in.
pub(super) fn definition(resolver: &mut Resolver<'_>, node: &Node) -> Resolved {
    let Some((name, argument)) = node.map().and_then(Map::only) else { return resolver.resolve(node) };
    match &**name {
        "Condition" => Ok(node.clone()),
        "Fn::And" | "Fn::Or" | "Fn::Not" | "Fn::Equals" => {
            let Some(parts) = argument.list() else { return Ok(node.clone()) };
            let mut resolved = Vec::with_capacity(parts.len());
            for part in parts {
                resolved.push(definition(resolver, part)?);
            }
            let mut map = node.map().cloned().unwrap_or_default();
            if let Some(place) = map.get_mut(name) {
                *place = Node::new(argument.span, Value::List(resolved));
            }
            Ok(Node::new(node.span, Value::Map(map)))
        }
        _ => resolver.resolve(node),
    }
}
