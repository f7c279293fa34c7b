//! Finds a section `Transform` that CloudFormation cannot follow.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::{Node, Value};
use crate::template::intrinsics;
use crate::template::transforms::{self, LANGUAGE_EXTENSIONS, SAM, TRANSFORMS};

rule! {
    /// The section `Transform` does not name transforms that exist, or names them in the wrong order.
    ///
    /// It is a name, a map with `Name` and `Parameters`, or a list of those ("CloudFormation template Transform section"
    /// in the CloudFormation user guide). The name of a transform cannot come from a parameter, and
    /// `AWS::LanguageExtensions` must be before `AWS::Serverless-2016-10-31` ("AWS::LanguageExtensions transform" in
    /// the template reference).
    ///
    /// ```yaml bad
    /// Transform: AWS::Serverless-2016-10-13
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// ```
    /// ```yaml good
    /// Transform: AWS::Serverless-2016-10-31
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// ```
    "invalid-transform" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let items = transforms::items(semantics.template);
    items.iter().for_each(|it| check_item(semantics, it, problems));
    let position = |name: &str| items.iter().position(|it| transforms::name(it) == Some(name));
    if let Some((sam, extensions)) = position(SAM).zip(position(LANGUAGE_EXTENSIONS)).filter(|(a, b)| a < b) {
        let message = format!("`{LANGUAGE_EXTENSIONS}` is after `{SAM}`");
        let finding = Diagnostic::new(&CODE, items[extensions].span, message);
        problems.push(finding.related(items[sam].span, "SAM is here").help("move it to the front of the list"));
    }
}

fn check_item(semantics: &Semantics<'_>, item: &Node, problems: &mut Problems) {
    let finding = |node: &Node, message: String| Diagnostic::new(&CODE, node.span, message);
    let help = format!("write `Transform: {SAM}`");
    match &item.value {
        Value::Text(name) => check_name(semantics, item, name, problems),
        Value::Map(map) if !intrinsics::is_intrinsic(item) => match map.get("Name") {
            None => {
                let message = "a transform has no `Name`".to_owned();
                problems.push(finding(item, message).help("write a name, or a map with `Name` and `Parameters`"));
            }
            Some(name) => match name.text() {
                Some(text) => check_name(semantics, name, text, problems),
                None => {
                    let what = if intrinsics::is_intrinsic(name) { "a function" } else { name.kind_name() };
                    let message = format!("the `Name` of a transform is {what}; it must be a string");
                    problems.push(finding(name, message).help("write the name itself"));
                }
            },
        },
        Value::Map(_) => {
            problems.push(finding(item, "a transform cannot be chosen by a function".to_owned()).help(help));
        }
        Value::List(_) => {
            problems.push(finding(item, "a list of transforms is within another list".to_owned()).help(help));
        }
        // An empty section is found as null.
        Value::Null => (),
        Value::Bool(_) | Value::Number(_) => {
            let message = format!("a transform is {}; it must be a name", item.kind_name());
            problems.push(finding(item, message).help(help));
        }
    }
}

fn check_name(semantics: &Semantics<'_>, node: &Node, name: &str, problems: &mut Problems) {
    // Macros can have any other name.
    let is_of_aws = name.to_ascii_lowercase().starts_with("aws::");
    if !is_of_aws || TRANSFORMS.contains(&name) {
        return;
    }
    let near = if transforms::means_sam(name) { Some(SAM.into()) } else { nearest(name, TRANSFORMS) };
    // AWS may have transforms that are not known here.
    let Some(near) = near else { return };
    let finding = Diagnostic::new(&CODE, node.span, format!("transform `{name}` does not exist"));
    problems.push(match semantics.source.slice(node.span).contains(name) {
        true => finding.did_you_mean(node.span, name, near),
        false => finding.help(format!("did you mean `{near}`?")),
    });
}
