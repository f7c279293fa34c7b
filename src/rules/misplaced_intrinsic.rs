//! Finds functions where CloudFormation does not evaluate them.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::Node;
use crate::template::functions::{self, Place};
use crate::template::places::{Section, walk};
use crate::template::{attributes, transforms};

rule! {
    /// A function is used where CloudFormation does not evaluate it.
    ///
    /// `Fn::Equals`, `Fn::And`, `Fn::Or` and `Fn::Not` make conditions, which are defined under `Conditions` and used by
    /// their names ("Condition functions" in the template reference of CloudFormation). Functions of the section `Rules`
    /// belong there. A function is the only key of its map.
    ///
    /// ```yaml bad
    /// Parameters:
    ///   Stage: {Type: String}
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       FifoQueue: !Equals [!Ref Stage, prod]
    /// ```
    /// ```yaml good
    /// Parameters:
    ///   Stage: {Type: String}
    /// Conditions:
    ///   IsProd: !Equals [!Ref Stage, prod]
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       FifoQueue: !If [IsProd, true, !Ref AWS::NoValue]
    /// ```
    "misplaced-intrinsic" Error check
}

/// Functions whose values are known only after conditions have been evaluated.
const AFTER_CONDITIONS: [&str; 2] = ["Fn::GetAZs", "Fn::ImportValue"];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    walk(semantics.template, problems, &mut |place, node, problems| {
        // Where no function can stand, it is reported that it is one.
        if attributes::values(place.attribute).is_some() {
            return;
        }
        if let Some(finding) = crowded(node).or_else(|| misplaced(place.section, node)) {
            problems.push(finding.if_accepted(node.span));
        }
    });
}

/// A function that has other keys beside it.
fn crowded(node: &Node) -> Option<Diagnostic> {
    let map = node.map().filter(|it| it.len() > 1)?;
    let is_call = |key: &str| key.starts_with("Fn::") && key != "Fn::Transform" && functions::find(key).is_some();
    let (key, entry) = map.entries().find(|(key, _)| is_call(key))?;
    let message = format!("`{key}` is not the only key of its map");
    let finding = Diagnostic::new(&CODE, entry.key_span, message);
    Some(
        finding
            .help("move the other keys into the values of the function, or use the function for one of their values"),
    )
}

fn misplaced(section: Section, node: &Node) -> Option<Diagnostic> {
    let function = functions::called(node).filter(|it| it.name != "Condition")?;
    let span = node.map()?.key_span(function.name)?;
    let name = function.name;
    let is_early = matches!(section, Section::Conditions | Section::Rules);
    let (message, help) = match function.place {
        Place::Conditions if !is_early => (
            format!("`{name}` cannot be used in `{}`", title(section)),
            "define a condition under `Conditions`, and use its name in `!If [Name, …, …]`",
        ),
        Place::Rules if section != Section::Rules => {
            (format!("`{name}` can only be used in `Rules`"), "use it in the section `Rules`")
        }
        Place::Anywhere if section == Section::Conditions && AFTER_CONDITIONS.contains(&name) => {
            (format!("`{name}` cannot be used in `Conditions`"), "use a parameter in its place")
        }
        Place::Anywhere | Place::Conditions | Place::Rules => return None,
    };
    Some(Diagnostic::new(&CODE, span, message).help(help))
}

fn title(section: Section) -> &'static str {
    match section {
        Section::Conditions => "Conditions",
        Section::Rules => "Rules",
        Section::Globals => "Globals",
        Section::Resources => "Resources",
        Section::Outputs => "Outputs",
    }
}
