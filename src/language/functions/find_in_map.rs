//! `Fn::FindInMap`, with computed keys and with a default.
use super::super::resolver::Resolver;
use super::super::values::{is_open, text_of};
use super::{Resolved, arguments, called, invalid_since, what};
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::syntax::{IntoNode, Map, Node, Value};
use crate::template::intrinsics;

const FORM: &str = "!FindInMap [Mapping, FirstKey, SecondKey, {DefaultValue: Value}]";
const DEFAULT: &str = "DefaultValue";

pub(super) fn find_in_map(resolver: &mut Resolver<'_>, call: &Node, argument: &Node) -> Resolved {
    let changes = resolver.changes();
    let items = arguments(resolver, argument, 3..=4, FORM)?;
    let mut keys = resolver.items(&items[..3])?;
    let default = match items.get(3) {
        None => None,
        Some(it) => match it.map().filter(|it| it.len() == 1).and_then(|it| it.get(DEFAULT)) {
            Some(value) => Some((it, resolver.resolve(value)?)),
            None => {
                let message = format!("the fourth argument of `Fn::FindInMap` is not a map with `{DEFAULT}`");
                return Err(invalid_since(resolver, changes, it.span, message, FORM));
            }
        },
    };
    for key in &mut keys {
        if matches!(key.value, Value::Number(_)) {
            *key = text_of(key).unwrap_or("".into()).into_node(key.span);
        }
        let is_split = intrinsics::argument(key, "Fn::Split").is_some();
        if key.text().is_none() && (!is_open(key) || is_split || resolver.values.waits_for_resource(key)) {
            let fault = match is_open(key) {
                true => "is not known before the deployment".to_owned(),
                false => format!("is {}; it must be a string", what(key)),
            };
            let message = format!("a key of `Fn::FindInMap` {fault}");
            return Err(invalid_since(resolver, changes, key.span, message, FORM));
        }
    }
    if keys.iter().any(is_open) {
        let default = default.map(|(map, value)| {
            let mut with_value = Map::new();
            with_value.insert(DEFAULT, value);
            with_value.into_node(map.span)
        });
        let arguments = keys.into_iter().chain(default).collect();
        return Ok(called(call, Node::new(argument.span, Value::List(arguments))));
    }
    let mut place = resolver.sections.get("Mappings");
    for (index, key) in keys.iter().enumerate() {
        let name = key.text().map_or("", |it| it);
        let map = place.and_then(Node::map);
        match map.and_then(|it| it.present(name)) {
            Some(found) => place = Some(found),
            None => {
                // The default is one for keys, and none for mappings.
                if let Some((_, value)) = default.filter(|_| index > 0) {
                    return Ok(value);
                }
                let what = match index {
                    0 => format!("there is no mapping `{name}` in this template"),
                    _ => format!("there is no key `{name}` in mapping `{}`", keys[0].plain_text()),
                };
                let near = nearest(name, map.into_iter().flat_map(Map::keys).map(|it| &**it));
                let finding = Diagnostic::new(&codes::UNDEFINED_MAPPING, items[index].span, what);
                let finding = match near {
                    Some(near) => finding.help(format!("did you mean `{near}`?")),
                    None if index == 0 => finding.help("define it under `Mappings`, or correct the name"),
                    None => finding.help(format!("add the key, or a default: `{FORM}`")),
                };
                return Err(resolver.refuse(finding, changes));
            }
        }
    }
    match place {
        Some(value) => resolver.put_in(value, call.span),
        None => Ok(call.clone()),
    }
}
