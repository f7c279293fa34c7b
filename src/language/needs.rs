//! What only the transform understands.
use crate::syntax::{Map, Node, Value};
use crate::template::{attributes, functions, intrinsics};

/// Whether something is left in a document that CloudFormation does not understand without the transform.
pub(crate) fn needs_extensions(sections: &Map) -> bool {
    let mut resources = sections.get("Resources").and_then(Node::map).into_iter().flat_map(Map::values);
    super::SECTIONS.iter().filter_map(|it| sections.get(it)).any(is_needed_in) || resources.any(has_computed_policy)
}

/// Whether what becomes of a resource when it leaves the stack is a function.
fn has_computed_policy(resource: &Node) -> bool {
    let attributes = resource.map().into_iter().flat_map(Map::iter);
    attributes.filter(|(name, _)| attributes::values(name).is_some()).any(|(_, it)| intrinsics::is_call(it))
}

fn is_needed_in(node: &Node) -> bool {
    match &node.value {
        Value::Map(map) => {
            let is_extension =
                |key: &str| functions::is_for_each(key) || functions::find(key).is_some_and(|it| it.is_extension);
            map.iter().any(|(key, value)| is_extension(key) || is_extended_lookup(key, value) || is_needed_in(value))
                || is_computed_reference(node)
        }
        Value::List(items) => items.iter().any(is_needed_in),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => false,
    }
}

/// Whether this is a lookup with a default, or by a key that is made by other functions than CloudFormation takes there.
fn is_extended_lookup(key: &str, value: &Node) -> bool {
    let is_plain = |it: &Node| match intrinsics::name(it).filter(|_| intrinsics::is_call(it)) {
        Some(name) => **name == *"Ref" || **name == *"Fn::FindInMap",
        None => true,
    };
    let keys = value.list().filter(|_| key == "Fn::FindInMap");
    keys.is_some_and(|it| it.len() == 4 || it.iter().take(3).any(|it| !is_plain(it)))
}

/// Whether this is a reference whose name is a function.
fn is_computed_reference(node: &Node) -> bool {
    let is_map = |it: &Node| it.map().is_some();
    intrinsics::argument(node, "Ref").is_some_and(is_map)
        || intrinsics::argument(node, "Fn::GetAtt").and_then(Node::list).is_some_and(|it| it.iter().any(is_map))
}
