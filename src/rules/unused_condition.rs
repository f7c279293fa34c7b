//! Finds conditions that nothing uses.
use crate::diagnostic::{Diagnostic, Problems, is_typo_of};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::{Map, Node};
use crate::template::functions;
use std::cell::LazyCell;
use std::collections::HashSet;

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

/// Most undefined names that are compared with a condition or parameter which nothing uses.
const MOST_UNDEFINED: usize = 100;

/// The first names that are used and not declared: each may be misspelt.
pub(super) fn undefined<'a>(used: &HashSet<&'a str>, is_declared: impl Fn(&str) -> bool) -> Vec<&'a str> {
    let mut undefined: Vec<&str> = used.iter().copied().filter(|it| !is_declared(it)).collect();
    undefined.sort_unstable();
    undefined.truncate(MOST_UNDEFINED);
    undefined
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let usage = semantics.usage();
    if usage.is_open || semantics.has_other_transforms() {
        return;
    }
    let declared = semantics.template.section("Conditions").and_then(Node::map);
    let misspelt = LazyCell::new(|| misspelt_uses(semantics));
    let is_declared = |it: &str| declared.is_some_and(|map| map.contains_key(it));
    let undefined = undefined(&usage.conditions, is_declared);
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
        let is_misspelt = || misspelt.contains(&**name) || undefined.iter().any(|it| is_typo_of(it, name));
        if !is_used(name) && !is_of_use && !is_misspelt() && !semantics.template.resources().values().any(is_attribute)
        {
            let finding = Diagnostic::new(&CODE, entry.key_span, format!("condition `{name}` is never used"));
            problems.push(finding.help("use it in `Condition` or `Fn::If`, or remove it"));
        }
    }
}

/// What is written where a condition belongs, in a way that is reported as wrong: below functions that do not exist, and
/// as the value of `Condition` that is no name.
fn misspelt_uses<'a>(semantics: &Semantics<'a>) -> HashSet<&'a str> {
    let mut found = HashSet::new();
    let sections = ["Resources", "Outputs"].into_iter().filter_map(|it| semantics.template.section(it));
    for section in sections {
        section.walk(&mut |node| {
            for (key, value) in node.map().into_iter().flat_map(Map::iter) {
                let is_misspelt = key.starts_with("Fn::") && functions::find(key).is_none();
                if is_misspelt || key.starts_with('!') || **key == *"Condition" && value.text().is_none() {
                    value.walk(&mut |it| found.extend(it.text().map(|it| &**it)));
                }
            }
        });
    }
    found
}
