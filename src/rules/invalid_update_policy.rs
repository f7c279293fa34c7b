//! Finds keys that `CreationPolicy` and `UpdatePolicy` do not have.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::{Node, Value};
use crate::template::attributes::ValueKind;
use crate::template::{attributes, intrinsics, pattern, transforms};

rule! {
    /// `CreationPolicy` or `UpdatePolicy` has a key or a value that CloudFormation does not know there.
    ///
    /// Which keys there are depends on the type of the resource ("CreationPolicy attribute" and "UpdatePolicy attribute"
    /// in the template reference of CloudFormation).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Ready:
    ///     Type: AWS::CloudFormation::WaitCondition
    ///     CreationPolicy:
    ///       ResourceSignal: {TimeOut: PT5M}
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Ready:
    ///     Type: AWS::CloudFormation::WaitCondition
    ///     CreationPolicy:
    ///       ResourceSignal: {Timeout: PT5M}
    /// ```
    "invalid-update-policy" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    for (id, resource) in semantics.template.resources().iter() {
        let Some(map) = resource.map() else { continue };
        let Some(type_name) = map.get("Type").and_then(Node::text) else { continue };
        problems.in_resource(id, |problems| {
            for name in ["CreationPolicy", "UpdatePolicy"] {
                let keys = attributes::keys(name, type_name);
                let Some((_, entry)) = map.entry(name).filter(|_| !keys.is_empty()) else { continue };
                check_level(name, &entry.value, keys, problems);
            }
        });
    }
}

fn check_level(name: &str, node: &Node, keys: &[&str], problems: &mut Problems) {
    if let Some([_, then, otherwise]) = intrinsics::if_branches(node) {
        check_level(name, then, keys, problems);
        return check_level(name, otherwise, keys, problems);
    }
    if node.is_null() || intrinsics::is_intrinsic(node) {
        return;
    }
    let Some(map) = node.map() else {
        let message = format!("`{name}` is {}; it must be a map", node.kind_name());
        problems.push(Diagnostic::new(&CODE, node.span, message).help(format!("its keys are {}", listed(keys))));
        return;
    };
    for (key, entry) in map.entries().filter(|(key, _)| !key.starts_with("Fn::")) {
        if keys.contains(&&**key) {
            check_part(key, &entry.value, problems);
            continue;
        }
        let finding = Diagnostic::new(&CODE, entry.key_span, format!("`{key}` is not a key of `{name}`"));
        problems.push(match nearest(key, keys.iter().copied().filter(|it| !map.contains_key(it))) {
            Some(near) => finding.did_you_mean(entry.key_span, key, near),
            None => finding.help(format!("the keys are {}", listed(keys))),
        });
    }
}

fn check_part(name: &str, node: &Node, problems: &mut Problems) {
    if let Some(keys) = attributes::keys_of_part(name) {
        check_level(name, node, keys, problems);
    } else if let Some(kind) = attributes::value_kind(name) {
        check_value(name, node, kind, problems);
    }
}

fn check_value(name: &str, node: &Node, kind: ValueKind, problems: &mut Problems) {
    if let Some([_, then, otherwise]) = intrinsics::if_branches(node) {
        check_value(name, then, kind, problems);
        return check_value(name, otherwise, kind, problems);
    }
    // What is looked up at deployment is not known.
    if node.is_null() || intrinsics::is_intrinsic(node) || node.text().is_some_and(|it| it.contains("{{")) {
        return;
    }
    let text = node.text().map(|it| it.trim());
    let integer = node.integer().or_else(|| text?.parse().ok());
    let (fits, wanted, help) = match kind {
        ValueKind::Boolean => {
            let is_truth = node.bool().is_some() || text.is_some_and(|it| it == "true" || it == "false");
            (is_truth, "a boolean".to_owned(), "write `true` or `false`")
        }
        ValueKind::Integer(i64::MAX) => (integer.is_some_and(|it| it >= 0), "an integer".to_owned(), "write a number"),
        ValueKind::Integer(most) => {
            let wanted = format!("an integer from 0 to {most}");
            (integer.is_some_and(|it| (0..=most).contains(&it)), wanted, "write a number in this range")
        }
        ValueKind::Text => {
            (!matches!(node.value, Value::List(_) | Value::Map(_)), "a string".to_owned(), "write the text itself")
        }
        ValueKind::Duration => {
            let fits = text.is_some_and(|it| pattern::has_form("PT([0-9]+H)?([0-9]+M)?([0-9.]+S)?", it) && it != "PT");
            (fits, "a duration".to_owned(), "write hours, minutes and seconds, such as `PT5M` or `PT1H30M`")
        }
        ValueKind::List => (node.list().is_some(), "a list".to_owned(), "write a list of names"),
    };
    if !fits {
        let is = match &node.value {
            Value::Text(text) => format!("`{text}`"),
            Value::Number(_) => format!("`{node:?}`"),
            Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => node.kind_name().to_owned(),
        };
        let message = format!("`{name}` is {is}; it must be {wanted}");
        problems.push(Diagnostic::new(&CODE, node.span, message).help(help));
    }
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
}
