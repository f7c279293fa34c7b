//! Finds conditions that nothing uses.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::{Map, Node};

rule! {
    /// A declared condition is never used.
    ///
    /// Often it was meant to keep a resource out of some stacks, and now all of them get it.
    ///
    /// ```yaml bad
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Conditions:
    ///   IsProduction: !Equals [!Ref Stage, prod]
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// ```
    /// ```yaml good
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Conditions:
    ///   IsProduction: !Equals [!Ref Stage, prod]
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    ///     Condition: IsProduction
    /// ```
    "unused-condition" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let usage = semantics.usage();
    if usage.is_open || semantics.has_other_transforms() {
        return;
    }
    let declared = semantics.template.section("Conditions").and_then(Node::map);
    for (name, entry) in declared.into_iter().flat_map(Map::entries) {
        // A misspelt attribute is no use of the condition, but its own finding.
        let is_attribute = |resource: &Node| resource.map().is_some_and(|it| it.values().any(|it| it.is_text(name)));
        let is_used = |name: &str| usage.conditions.contains(name) || name.starts_with("Fn::");
        // A loop makes one for each item, whether that needs it or not.
        let rounds = || semantics.template.made().into_iter().flat_map(|it| &it.rounds);
        let made_it = rounds().find(|it| it.section == "Conditions" && it.keys.contains(name));
        let is_of_use = made_it.is_some_and(|it| {
            rounds().filter(|other| other.span == it.span).flat_map(|it| &it.keys).any(|it| is_used(it))
        });
        let is_of_use = is_of_use || semantics.template.may_make(name);
        if !is_used(name) && !is_of_use && !semantics.template.resources().values().any(is_attribute) {
            let finding = Diagnostic::new(&CODE, entry.key_span, format!("condition `{name}` is never used"));
            problems.push(finding.help("use it in `Condition` or `Fn::If`, or remove it"));
        }
    }
}
