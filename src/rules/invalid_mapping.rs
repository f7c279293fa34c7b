//! Finds mappings of which nothing can be looked up.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::source::Span;
use crate::syntax::{Entry, Map, Node, Text, Value};
use crate::template::{intrinsics, transforms};

rule! {
    /// A mapping does not have two levels of keys with values below.
    ///
    /// A mapping is a map of maps, whose values are strings or lists of strings. Keys consist of letters, digits, hyphens
    /// and periods; functions cannot be used ("CloudFormation template Mappings syntax" in the CloudFormation user guide).
    ///
    /// ```yaml bad
    /// Mappings:
    ///   Sizes:
    ///     prod: 1024
    /// Resources:
    ///   Size:
    ///     Type: AWS::SSM::Parameter
    ///     Properties:
    ///       Type: String
    ///       Value: !FindInMap [Sizes, prod, Memory]
    /// ```
    /// ```yaml good
    /// Mappings:
    ///   Sizes:
    ///     prod:
    ///       Memory: 1024
    /// Resources:
    ///   Size:
    ///     Type: AWS::SSM::Parameter
    ///     Properties:
    ///       Type: String
    ///       Value: !FindInMap [Sizes, prod, Memory]
    /// ```
    "invalid-mapping" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    let mappings = semantics.template.section("Mappings").and_then(Node::map);
    for (name, entry) in mappings.into_iter().flat_map(Map::entries).filter(|(key, _)| !key.starts_with("Fn::")) {
        let is_name = !name.is_empty() && name.chars().all(|it| it.is_ascii_alphanumeric());
        if !is_name {
            let message = format!("name of mapping `{name}` is not alphanumeric");
            problems.push(Diagnostic::new(&CODE, entry.key_span, message).help("use letters and digits only"));
        }
        for (first, inner) in level(name, &entry.value, entry.key_span, problems) {
            check_key(name, first, inner.key_span, problems);
            for (second, value) in level(name, &inner.value, inner.key_span, problems) {
                check_key(name, second, value.key_span, problems);
                check_value(name, &value.value, problems);
            }
        }
    }
}

/// The entries of one level of keys, unless they are included.
fn level<'a>(name: &str, node: &'a Node, key_span: Span, problems: &mut Problems) -> Vec<(&'a Text, &'a Entry)> {
    let map = match node.map() {
        Some(map) if map.contains_key("Fn::Transform") => return Vec::new(),
        Some(map) if !intrinsics::is_call(node) => map,
        _ if node.is_null() => return Vec::new(),
        _ => {
            let is_call = intrinsics::is_call(node);
            let span = if node.list().is_some() { key_span } else { node.span };
            let finding = if is_call {
                Diagnostic::new(&CODE, span, format!("mapping `{name}` contains a function"))
                    .help("write the value itself: mappings are read before functions are evaluated")
            } else {
                Diagnostic::new(&CODE, span, format!("mapping `{name}` does not have two levels of keys"))
                    .help("a mapping is a map of maps of values")
            };
            problems.push(finding.if_accepted(node.span));
            return Vec::new();
        }
    };
    if map.is_empty() {
        let finding = Diagnostic::new(&CODE, key_span, format!("mapping `{name}` has a level without keys"));
        problems.push(finding.help("write at least one key, or remove it"));
    }
    map.entries().filter(|(key, _)| !key.starts_with("Fn::")).collect()
}

fn check_key(name: &str, key: &str, span: Span, problems: &mut Problems) {
    let is_key = !key.is_empty() && key.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '.'));
    if !is_key {
        let message = format!("key `{key}` of mapping `{name}` has characters that are not allowed");
        problems.push(Diagnostic::new(&CODE, span, message).help("use letters, digits, `-` and `.`"));
    }
}

fn check_value(name: &str, value: &Node, problems: &mut Problems) {
    let finding = |node: &Node, message: String| Diagnostic::new(&CODE, node.span, message);
    match &value.value {
        Value::Map(map) if map.keys().any(|it| it.starts_with("Fn::Transform")) => (),
        Value::Map(_) if intrinsics::is_call(value) => {
            let message = format!("mapping `{name}` contains a function");
            let help = "write the value itself: mappings are read before functions are evaluated";
            problems.push(finding(value, message).help(help));
        }
        Value::Map(_) => {
            let message = format!("mapping `{name}` has three levels of keys");
            problems.push(finding(value, message).help("a mapping is a map of maps of values"));
        }
        Value::List(items) => {
            for item in items.iter().filter(|it| it.list().is_some() || it.map().is_some()) {
                let message = format!("a list in mapping `{name}` contains {}", item.kind_name());
                problems.push(finding(item, message).help("a list in a mapping consists of strings"));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
    }
}
