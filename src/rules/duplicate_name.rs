//! Finds resources that are given the name of another one.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::names;
use crate::python::json::sorted_json;
use crate::rule;
use crate::sam::resources;
use crate::semantics::{Branch, Namesakes, Semantics};
use crate::source::Span;
use crate::syntax::{Node, Text};
use crate::template::conditions::Side;
use crate::template::transforms;

rule! {
    /// Two resources of a type have the same physical name.
    ///
    /// The name is unique in an account and region, so the second resource cannot be created: "already exists"
    /// (CloudFormation user guide, "name type"). Names are compared as they are written; those of resources that are
    /// never created together may be the same.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       QueueName: !Sub ${AWS::StackName}-jobs
    ///   FailedJobs:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       QueueName: !Sub ${AWS::StackName}-jobs
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       QueueName: !Sub ${AWS::StackName}-jobs
    ///   FailedJobs:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       QueueName: !Sub ${AWS::StackName}-failed-jobs
    /// ```
    "duplicate-name" Error check
}

/// Most resources of one name that are compared with each other.
const MOST_COMPARED: usize = 16;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    let mut earlier: Namesakes<(&str, String), &Text> = Namesakes::new(MOST_COMPARED);
    for (id, resource) in semantics.template.resources().iter() {
        let Some(type_name) = resource.get("Type").and_then(Node::text) else { continue };
        let Some(properties) = names::of(type_name) else { continue };
        let mut is_reported = false;
        for (text, shown, at, sides) in written(semantics, id, resource, properties) {
            let other = earlier.add((resources::deployed_type(type_name), text), id, at, &sides, semantics);
            if let Some((other, place)) = other.filter(|_| !is_reported) {
                is_reported = true;
                let message = message(properties, shown, resource, other);
                let finding = Diagnostic::new(&CODE, at, message);
                let finding = finding.related(place, format!("`{other}` is given it here"));
                let finding = finding.resource(&**id).consequence_of(&**other);
                let help = match properties {
                    [_] => "give each a name of its own, or remove the name to have one generated",
                    _ => "change one of them, or remove the resource that is there twice",
                };
                problems.push(finding.help(help));
            }
        }
    }
}

fn message(properties: &[&str], shown: Option<String>, resource: &Node, other: &str) -> String {
    if let [_] = properties {
        let shown = shown.map_or_else(|| "this name".to_owned(), |it| format!("`{it}`"));
        return format!("{shown} is also the name of `{other}`");
    }
    let written = properties.iter().filter(|it| resource.at(&["Properties", it]).is_some());
    let names: Vec<String> = written.map(|it| format!("`{it}`")).collect();
    match names.split_last() {
        Some((last, [])) => format!("{last} is the same as that of `{other}`"),
        Some((last, outer)) => format!("{} and {last} are the same as those of `{other}`", outer.join(", ")),
        None => format!("this is the same as `{other}`"),
    }
}

/// The names that a resource has on the sides of its conditions: a text to compare, the name if it is literal, where it
/// is written, and the sides.
fn written(
    semantics: &Semantics<'_>,
    id: &str,
    resource: &Node,
    properties: &[&str],
) -> Vec<(String, Option<String>, Span, Vec<Side>)> {
    let mut found = vec![(String::new(), None, Span::NOWHERE, semantics.sides_of(id))];
    let (Some((last, outer)), Some(own)) = (properties.split_last(), resource.get("Properties")) else {
        return Vec::new();
    };
    if own.get(last).is_none() {
        return Vec::new();
    }
    for property in outer.iter().chain([last]) {
        let mut next = Vec::new();
        for (text, shown, at, sides) in found {
            let Some(value) = own.get(property) else {
                next.push((format!("{text}\n"), shown, at, sides));
                continue;
            };
            for Branch { node, sides } in semantics.present_branches(value, &sides) {
                let shown = node.text().map(ToString::to_string);
                next.push((format!("{text}\n{}", sorted_json(node)), shown, node.span, sides));
            }
        }
        found = next;
    }
    found
}
