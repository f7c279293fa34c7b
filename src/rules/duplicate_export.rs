//! Finds outputs that are exported under the name of another one.
use crate::diagnostic::{Diagnostic, Problems};
use crate::python::json::sorted_json;
use crate::rule;
use crate::semantics::{Branch, Namesakes, Semantics};
use crate::syntax::{Map, Node, Text};
use crate::template::conditions::own_sides;
use crate::template::intrinsics;

rule! {
    /// Two outputs are exported under the same name.
    ///
    /// The name of an export is unique in an account and region, and CloudFormation refuses a template that gives it
    /// twice: "The Outputs section contains duplicate Export names" (CloudFormation user guide, "outputs syntax"). Names
    /// are compared as they are written; those of outputs that are never there together may be the same.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    /// Outputs:
    ///   Url:
    ///     Value: !Ref Jobs
    ///     Export: {Name: !Sub '${AWS::StackName}-jobs'}
    ///   Arn:
    ///     Value: !GetAtt Jobs.Arn
    ///     Export: {Name: !Sub '${AWS::StackName}-jobs'}
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    /// Outputs:
    ///   Url:
    ///     Value: !Ref Jobs
    ///     Export: {Name: !Sub '${AWS::StackName}-jobs-url'}
    ///   Arn:
    ///     Value: !GetAtt Jobs.Arn
    ///     Export: {Name: !Sub '${AWS::StackName}-jobs-arn'}
    /// ```
    "duplicate-export" Error check
}

/// Most outputs of one name that are compared with each other.
const MOST_COMPARED: usize = 16;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if semantics.has_macros() {
        return;
    }
    let mut earlier: Namesakes<String, &Text> = Namesakes::new(MOST_COMPARED);
    let outputs = semantics.template.section("Outputs").and_then(Node::map);
    for (output, map) in outputs.into_iter().flat_map(Map::iter) {
        let Some(name) = map.at(&["Export", "Name"]).filter(|it| !it.is_null()) else { continue };
        let sides = own_sides(map);
        if !semantics.is_possible(&sides) {
            continue;
        }
        let mut is_reported = false;
        for Branch { node, sides } in semantics.present_branches(name, &sides) {
            let other = earlier.add(sorted_json(node), output, node.span, &sides, semantics);
            if let Some((other, place)) = other.filter(|_| !is_reported) {
                is_reported = true;
                let shown = node.text().or_else(|| intrinsics::argument(node, "Fn::Sub")?.text());
                let shown = shown.map_or_else(|| "under this name".to_owned(), |it| format!("as `{it}`"));
                let message = format!("output `{other}` is already exported {shown}");
                let finding = Diagnostic::new(&CODE, node.span, message);
                let finding = finding.related(place, format!("`{other}` is given the name here"));
                problems.push(finding.help("give each export a name of its own"));
            }
        }
    }
}
