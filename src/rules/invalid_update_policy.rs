//! Finds keys that `CreationPolicy` and `UpdatePolicy` do not have.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::rule;
use crate::semantics::Semantics;
use crate::source::Span;
use crate::syntax::Node;
use crate::template::{attributes, intrinsics, transforms};

rule! {
    /// `CreationPolicy` or `UpdatePolicy` has a key that it does not have for this type.
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
                check_level(name, &entry.value, entry.key_span, keys, problems);
            }
        });
    }
}

fn check_level(name: &str, node: &Node, key_span: Span, keys: &[&str], problems: &mut Problems) {
    if let Some([_, then, otherwise]) = intrinsics::if_branches(node) {
        check_level(name, then, key_span, keys, problems);
        return check_level(name, otherwise, key_span, keys, problems);
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
            check_part(key, &entry.value, entry.key_span, problems);
            continue;
        }
        let finding = Diagnostic::new(&CODE, entry.key_span, format!("`{key}` is not a key of `{name}`"));
        problems.push(match nearest(key, keys.iter().copied().filter(|it| !map.contains_key(it))) {
            Some(near) => finding.did_you_mean(entry.key_span, key, near),
            None => finding.help(format!("the keys are {}", listed(keys))),
        });
    }
}

fn check_part(name: &str, node: &Node, key_span: Span, problems: &mut Problems) {
    if let Some(keys) = attributes::keys_of_part(name) {
        check_level(name, node, key_span, keys, problems);
    }
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
}
