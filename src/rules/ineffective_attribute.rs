//! Finds attributes of resources on which they have no effect.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::Node;
use crate::template::{attributes, transforms};

rule! {
    /// `CreationPolicy` or `UpdatePolicy` has no effect on a resource of this type.
    ///
    /// CloudFormation waits for signals of instances, of groups of them and of wait conditions, and updates only some types
    /// in ways of their own ("CreationPolicy attribute" and "UpdatePolicy attribute" in the template reference of
    /// CloudFormation).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     CreationPolicy:
    ///       ResourceSignal: {Timeout: PT5M}
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Ready:
    ///     Type: AWS::CloudFormation::WaitCondition
    ///     CreationPolicy:
    ///       ResourceSignal: {Timeout: PT5M}
    /// ```
    "ineffective-attribute" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    for (id, resource) in semantics.template.resources().iter() {
        let Some(map) = resource.map() else { continue };
        let Some(type_name) = map.get("Type").and_then(Node::text).filter(|it| it.starts_with("AWS::")) else {
            continue;
        };
        for name in ["CreationPolicy", "UpdatePolicy"] {
            let Some((_, entry)) = map.entry(name) else { continue };
            // A map without keys does nothing anywhere.
            if !attributes::keys(name, type_name).is_empty() || !entry.value.is_truthy() {
                continue;
            }
            let message = format!("`{name}` has no effect on `{type_name}`");
            let types: Vec<String> = attributes::types(name).map(|it| format!("`{it}`")).collect();
            let help = format!("remove it; it is for {}", types.join(", "));
            problems.push(Diagnostic::new(&CODE, entry.key_span, message).resource(&**id).help(help));
        }
    }
}
