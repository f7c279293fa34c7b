//! Finds parameters that nothing uses.
use super::unused_condition::undefined;
use crate::diagnostic::{Diagnostic, Problems, is_typo_of};
use crate::rule;
use crate::semantics::{Semantics, walk_plain_texts};
use crate::syntax::{Map, Node};
use crate::template::parameters::variables;
use std::collections::HashSet;

rule! {
    /// A declared parameter is never used.
    ///
    /// Whoever deploys the template is asked for a value that changes nothing. Often the place that should use it has a
    /// fixed value instead. Listing a parameter for the console, under `AWS::CloudFormation::Interface`, does not use
    /// it. A parameter that names a value in Systems Manager is not reported, because the deployment fails if that
    /// value does not exist.
    ///
    /// ```yaml bad
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// ```
    /// ```yaml good
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    ///     Properties:
    ///       TableName: !Sub products-${Stage}
    /// ```
    "unused-parameter" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let usage = semantics.usage();
    if usage.is_open || semantics.has_other_transforms() {
        return;
    }
    // What stands in a text and is meant as a reference is found as such.
    let mut meant: HashSet<&str> = HashSet::new();
    walk_plain_texts(semantics, problems, &mut |_, _, text, _| {
        meant.extend(text.strip_prefix("!Ref ").map(str::trim));
        meant.extend(variables(text).into_iter().map(|(start, end)| &text[start + 2..end - 1]));
    });
    let declared = semantics.template.section("Parameters").and_then(Node::map);
    // Who misspells a parameter uses it.
    let is_declared =
        |it: &str| declared.is_some_and(|map| map.contains_key(it)) || semantics.resources().contains_key(it);
    let undefined = undefined(&usage.names, is_declared);
    for (name, entry) in declared.into_iter().flat_map(Map::entries) {
        let type_name = entry.value.get("Type").and_then(Node::text);
        let is_looked_up = type_name.is_some_and(|it| it.starts_with("AWS::SSM::Parameter::"));
        let is_misspelt = || undefined.iter().any(|it| is_typo_of(it, name));
        let is_used = usage.names.contains(&**name) || meant.contains(&**name) || is_misspelt();
        if !is_used && !name.starts_with("Fn::") && !is_looked_up {
            let finding = Diagnostic::new(&CODE, entry.key_span, format!("parameter `{name}` is never used"));
            problems.push(finding.help("use it where its value matters, or remove it"));
        }
    }
}
