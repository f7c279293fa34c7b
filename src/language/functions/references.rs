//! `Ref` and `Fn::GetAtt`.
use super::super::resolver::{Resolver, is_no_value};
use super::super::values::is_open;
use super::{Refused, Resolved, called, invalid_since, what};
use crate::syntax::{IntoNode, Node, Text, Value};

const REF: &str = "!Ref Name";
const GET_ATT: &str = "!GetAtt Resource.Attribute";

/// The value of a parameter; the name in it may be made of known values.
pub(super) fn reference(resolver: &mut Resolver<'_>, call: &Node, argument: &Node) -> Resolved {
    let changes = resolver.changes();
    let name = match argument.text() {
        Some(name) => name.clone(),
        None => {
            let resolved = resolver.resolve(argument)?;
            match &resolved.value {
                Value::Text(name) => {
                    let name = name.clone();
                    return value_of(resolver, &name, call).unwrap_or_else(|| Ok(called(call, resolved)));
                }
                _ if is_open(&resolved) && !is_no_value(&resolved) => {
                    if resolver.values.waits_for_resource(&resolved) {
                        let message = "the name in `Ref` is not known before the deployment".to_owned();
                        return Err(invalid_since(resolver, changes, argument.span, message, REF));
                    }
                    return Ok(called(call, resolved));
                }
                _ => {
                    let message = format!("the name in `Ref` is {}; it must be a string", what(&resolved));
                    return Err(invalid_since(resolver, changes, argument.span, message, REF));
                }
            }
        }
    };
    value_of(resolver, &name, call).unwrap_or_else(|| Ok(call.clone()))
}

fn value_of(resolver: &mut Resolver<'_>, name: &Text, call: &Node) -> Option<Resolved> {
    if resolver.is_spent() && resolver.values.is_list(name) {
        return Some(Err(Refused));
    }
    let known = resolver.value(name, call.span)?;
    Some(resolver.put_in(&known.value, call.span))
}

/// It stays; both of its names may be made of known values.
pub(super) fn get_att(resolver: &mut Resolver<'_>, call: &Node, argument: &Node) -> Resolved {
    let changes = resolver.changes();
    let names = match (argument.text(), argument.list()) {
        (Some(text), _) => match text.split_once('.') {
            Some((resource, attribute)) => {
                let part = |it: &str| it.to_owned().into_node(argument.span);
                vec![part(resource), part(attribute)]
            }
            // What is missing there, the rules say.
            None => return Ok(call.clone()),
        },
        (None, Some(items)) if items.len() == 2 => items.to_vec(),
        _ => {
            let message = "`Fn::GetAtt` takes the name of a resource and that of an attribute".to_owned();
            return Err(invalid_since(resolver, changes, argument.span, message, GET_ATT));
        }
    };
    let resolved = resolver.items(&names)?;
    for name in &resolved {
        if name.text().is_some() {
            continue;
        }
        if !is_open(name) || resolver.values.waits_for_resource(name) {
            let message = "a name in `Fn::GetAtt` is not known before the deployment".to_owned();
            return Err(invalid_since(resolver, changes, name.span, message, GET_ATT));
        }
    }
    let argument = Node::new(argument.span, Value::List(resolved));
    Ok(called(call, argument))
}
