//! Finds what the console cannot use to arrange parameters.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::{Map, Node};

rule! {
    /// `AWS::CloudFormation::Interface` names a parameter that does not exist, or has keys of its own.
    ///
    /// The console arranges the parameters of a template as this entry of `Metadata` says, and passes over what it does
    /// not know ("AWS::CloudFormation::Interface" in the template reference of CloudFormation).
    ///
    /// ```yaml bad
    /// Metadata:
    ///   AWS::CloudFormation::Interface:
    ///     ParameterGroups:
    ///       - Parameters: [Stages]
    /// Parameters:
    ///   Stage: {Type: String}
    /// Resources:
    ///   Products:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       DisplayName: !Ref Stage
    /// ```
    /// ```yaml good
    /// Metadata:
    ///   AWS::CloudFormation::Interface:
    ///     ParameterGroups:
    ///       - Parameters: [Stage]
    /// Parameters:
    ///   Stage: {Type: String}
    /// Resources:
    ///   Products:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       DisplayName: !Ref Stage
    /// ```
    "invalid-interface" Warning check
}

const KEYS: [&str; 2] = ["ParameterGroups", "ParameterLabels"];
const KEYS_OF_GROUP: [&str; 2] = ["Label", "Parameters"];
const KEYS_OF_LABEL: [&str; 1] = ["default"];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if semantics.has_other_transforms() {
        return;
    }
    let metadata = semantics.template.section("Metadata");
    let Some(interface) = metadata.and_then(|it| it.get("AWS::CloudFormation::Interface")) else { return };
    let Some(map) = map(interface, "`AWS::CloudFormation::Interface`", &KEYS, problems) else { return };
    let declared = semantics.template.section("Parameters").and_then(Node::map);
    let names: Vec<&str> = declared.into_iter().flat_map(Map::keys).map(|it| &**it).collect();
    let is_open = names.iter().any(|it| it.starts_with("Fn::"));
    let check_name = |name: &str, node_span, problems: &mut Problems| {
        if is_open || names.contains(&name) {
            return;
        }
        let finding = Diagnostic::new(&CODE, node_span, format!("there is no parameter `{name}` in this template"));
        problems.push(match nearest(name, names.iter().copied()) {
            Some(near) => finding.did_you_mean(node_span, name, near),
            None => finding.help("declare it under `Parameters`, or remove it"),
        });
    };
    for group in map.get("ParameterGroups").and_then(Node::list).unwrap_or_default() {
        let Some(group) = self::map(group, "a group", &KEYS_OF_GROUP, problems) else { continue };
        if let Some(label) = group.get("Label") {
            self::map(label, "`Label`", &KEYS_OF_LABEL, problems);
        }
        for name in group.get("Parameters").and_then(Node::list).unwrap_or_default() {
            if let Some(text) = name.text() {
                check_name(text, name.span, problems);
            }
        }
    }
    for (name, entry) in map.get("ParameterLabels").and_then(Node::map).into_iter().flat_map(Map::entries) {
        check_name(name, entry.key_span, problems);
        self::map(&entry.value, "a label", &KEYS_OF_LABEL, problems);
    }
}

/// The map that a part of the interface is, after its keys have been checked.
fn map<'a>(node: &'a Node, name: &str, keys: &[&str], problems: &mut Problems) -> Option<&'a Map> {
    let Some(map) = node.map() else {
        if !node.is_null() {
            let message = format!("{name} is {}; it must be a map", node.kind_name());
            let help = format!("its keys are {}", listed(keys));
            problems.push(Diagnostic::new(&CODE, node.span, message).help(help));
        }
        return None;
    };
    for (key, entry) in map.entries().filter(|(key, _)| !keys.contains(&&***key) && !key.starts_with("Fn::")) {
        let finding = Diagnostic::new(&CODE, entry.key_span, format!("the console does not know `{key}` here"));
        problems.push(match nearest(key, keys.iter().copied().filter(|it| !map.contains_key(it))) {
            Some(near) => finding.did_you_mean(entry.key_span, key, near),
            None => finding.help(format!("the keys are {}", listed(keys))),
        });
    }
    Some(map)
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(" and ")
}
