//! Finds sections that no template has.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::{Node, Text};
use crate::template::SECTIONS;
use crate::template::functions::is_for_each;

rule! {
    /// A key at the top level of the template is not a section.
    ///
    /// CloudFormation refuses such a template when it is deployed. Often the key is a resource that lost its
    /// indentation.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::SimpleTable
    /// Products:
    ///   Type: AWS::Serverless::SimpleTable
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::SimpleTable
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// ```
    "unknown-section" Error check, warned_by_expand
}

/// Sections that are seldom seen: `Hooks` belongs to a transform of CodeDeploy, the other includes a snippet.
const RARE_SECTIONS: [&str; 2] = ["Hooks", "Fn::Transform"];

/// Whether a key at the top of a template is a section.
pub(super) fn is_section(key: &str) -> bool {
    SECTIONS.contains(&key) || RARE_SECTIONS.contains(&key)
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let mut above: Option<&Text> = None;
    for (key, entry) in semantics.template.sections().entries() {
        // That it stands in the wrong place was reported.
        let is_loop = is_for_each(key) && semantics.template.is_extended();
        if is_section(key) || is_loop {
            above = entry.value.is_null().then_some(key);
            continue;
        }
        let is_resource = entry.value.get("Type").and_then(Node::text).is_some_and(|it| it.contains("::"));
        let finding = |message: String| Diagnostic::new(&CODE, entry.key_span, message);
        problems.push(if is_resource {
            let message = format!("resource `{key}` is outside the section `Resources`");
            finding(message).help("indent it by one level, under `Resources:`")
        } else {
            let finding = finding(format!("`{key}` is not a section of a template"));
            match nearest(key, SECTIONS) {
                None if above.is_some() => {
                    let above = above.map_or("", |it| it);
                    finding.help(format!("indent it by one level, under `{above}:`, which is empty"))
                }
                Some(section) => {
                    finding.meant(entry.key_span, [section.name]).did_you_mean(entry.key_span, key, section)
                }
                None => finding.help(format!("the sections are {}", SECTIONS.map(|it| format!("`{it}`")).join(", "))),
            }
        });
    }
}
