//! The entries of the sections that the transform goes over: conditions, resources and outputs.
use super::resolver::{Resolver, is_nothing};
use super::values::is_open;
use super::{Refused, Resolved, conditions};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::{Map, Node, Text, Value};
use crate::template::pseudo_parameters::PSEUDO_PARAMETERS;
use crate::template::{attributes, intrinsics, substitution};

/// The pseudo parameters that `DeletionPolicy` and `UpdateReplacePolicy` may refer to.
const IN_POLICIES: [&str; 3] = ["AWS::AccountId", "AWS::Partition", "AWS::Region"];

/// The section `name`, with what is known put into its entries.
pub(super) fn resolve(name: &str, section: &Map, resolver: &mut Resolver<'_>) -> Map {
    let mut resolved = Map::new();
    for (key, entry) in section.entries() {
        let before = resolver.found_count();
        let value = match name {
            "Conditions" => condition(key, entry.key_span, &entry.value, resolver),
            _ => entry_of(name, &entry.value, resolver),
        };
        if name == "Resources" {
            resolver.blame(key, before);
        }
        resolved.insert_at(key.clone(), entry.key_span, value);
    }
    resolved
}

fn condition(name: &Text, key_span: Span, node: &Node, resolver: &mut Resolver<'_>) -> Node {
    if conditions::named(resolver, name, key_span).is_err() {
        return node.clone();
    }
    conditions::definition(resolver, node).unwrap_or_else(|Refused| node.clone())
}

fn entry_of(section: &str, node: &Node, resolver: &mut Resolver<'_>) -> Node {
    let Some(map) = node.map() else { return node.clone() };
    let holds = holds(map, resolver);
    let mut resolved = Map::new();
    for (attribute, entry) in map.entries() {
        let count = resolver.found_count();
        let value = attribute_of(section, attribute, &entry.value, resolver);
        match value {
            Ok(value) if is_nothing(&value) => (),
            Ok(value) => drop(resolved.insert_at(attribute.clone(), entry.key_span, value)),
            Err(Refused) => {
                resolved.insert_at(attribute.clone(), entry.key_span, entry.value.clone());
                // What is never made is not looked at.
                if holds == Some(false) {
                    resolver.forget_since(count);
                }
            }
        }
    }
    Node::new(node.span, Value::Map(resolved))
}

/// Whether the condition of a resource or output holds, where that is known.
fn holds(entry: &Map, resolver: &mut Resolver<'_>) -> Option<bool> {
    let condition = entry.get("Condition")?;
    let condition = if intrinsics::is_call(condition) { resolver.resolve(condition).ok()? } else { condition.clone() };
    let name = condition.text()?.clone();
    conditions::named(resolver, &name, condition.span).ok().flatten()
}

fn attribute_of(section: &str, name: &str, value: &Node, resolver: &mut Resolver<'_>) -> Resolved {
    let changes = resolver.changes();
    let resolved = resolver.resolve(value)?;
    if section == "Resources" && attributes::values(name).is_some() && !value.is_null() {
        let is_text = resolved.text().is_some() && value.list().is_none();
        // It stays for CloudFormation, which knows the parameters.
        let may_be_text = is_open(&resolved)
            && !resolver.values.waits_for_resource(&resolved)
            && !has_other_pseudo_parameter(&resolved);
        if !is_text && !may_be_text {
            let message = format!("`{name}` is not known before the deployment");
            let finding = Diagnostic::new(&codes::UNRESOLVABLE_POLICY, value.span, message);
            return Err(resolver.refuse(
                finding
                    .help(format!("write the policy itself, such as `{name}: Retain`, or give the parameter a value")),
                changes,
            ));
        }
    }
    if section == "Outputs" && name == "Value" && intrinsics::is_no_value(&resolved) {
        let message = "an output has no value: this comes to `AWS::NoValue`";
        let finding = Diagnostic::new(&codes::MISSING_PROPERTY, value.span, message).missing(["Value"]);
        return Err(resolver.refuse(finding.help("give it a value, or give the output a `Condition`"), changes));
    }
    Ok(resolved)
}

/// Whether a policy refers to a pseudo parameter that it cannot: "0011" of the design documents names those that it can.
fn has_other_pseudo_parameter(policy: &Node) -> bool {
    let is_other = |name: &str| PSEUDO_PARAMETERS.contains(&name) && !IN_POLICIES.contains(&name);
    let mut found = false;
    policy.walk(&mut |it| {
        found |= intrinsics::argument(it, "Ref").and_then(Node::text).is_some_and(|it| is_other(it));
        let text = intrinsics::argument(it, "Fn::Sub").and_then(|it| it.list().map_or(Some(it), <[Node]>::first));
        let variables = text.and_then(Node::text).map(|it| substitution::variables(it)).unwrap_or_default();
        found |= variables.iter().any(|it| is_other(it.name));
    });
    found
}
