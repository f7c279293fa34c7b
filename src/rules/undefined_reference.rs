//! Finds references to what the template does not have.
use super::Checked;
use crate::diagnostic::{Diagnostic, Problems};
use crate::property::nearest;
use crate::rule;
use crate::syntax::{Map, Node};
use crate::template::Template;
use crate::template::references::{Reference, ReferenceKind, references};
use std::collections::HashSet;

rule! {
    /// A `Ref`, `Fn::GetAtt` or `Fn::Sub` names neither a resource nor a parameter.
    ///
    /// CloudFormation refuses such a template when it is deployed.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// Outputs:
    ///   TableName:
    ///     Value: !Ref Product
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// Outputs:
    ///   TableName:
    ///     Value: !Ref Products
    /// ```
    "undefined-reference" Error check, warned_by_expand
}

/// The transform that this program is for; others can add any resource.
const SAM: &str = "AWS::Serverless-2016-10-31";
/// Sections that can refer to resources and parameters.
const REFERRING: [&str; 4] = ["Conditions", "Globals", "Resources", "Outputs"];

fn check(checked: &Checked<'_>, problems: &mut Problems) {
    let template = checked.template;
    if has_other_transforms(template) {
        return;
    }
    let mut written: HashSet<&str> = template.resources().keys().map(|it| &**it).collect();
    let parameters = template.section("Parameters").and_then(Node::map);
    written.extend(parameters.into_iter().flat_map(Map::keys).map(|it| &**it));
    // A resource that lost its indentation is reported as such; what refers to it is right.
    written.extend(template.sections().keys().map(|it| &**it));
    for name in REFERRING {
        let Some(section) = template.section(name) else { continue };
        for reference in references(section) {
            let target = reference.target();
            let is_generated = checked.generated().is_some_and(|it| it.contains_key(target));
            if target.starts_with("AWS::") || written.contains(target) || is_generated {
                continue;
            }
            let near = nearest(
                target,
                written.iter().copied().chain(checked.generated().into_iter().flat_map(Map::keys).map(|it| &**it)),
            );
            // Without an expansion it is not known which resources will be generated.
            if checked.complete || near.is_some() {
                report(&reference, near, problems);
            }
        }
    }
}

fn has_other_transforms(template: &Template) -> bool {
    let transform = template.section("Transform");
    let listed = transform
        .and_then(Node::list)
        .map(|it| it.iter().collect())
        .unwrap_or_else(|| transform.into_iter().collect::<Vec<_>>());
    let modules = template
        .resources()
        .values()
        .any(|it| it.get("Type").and_then(Node::text).is_some_and(|it| it.ends_with("::MODULE")));
    modules || listed.iter().any(|it| !it.is_text(SAM)) || template.resources().contains_key("Fn::Transform")
}

fn report(reference: &Reference, near: Option<&str>, problems: &mut Problems) {
    let target = reference.target();
    let kinds = match reference.kind {
        ReferenceKind::Ref | ReferenceKind::Sub => "no resource or parameter",
        ReferenceKind::GetAtt => "no resource",
    };
    let message = format!("there is {kinds} `{target}` in this template");
    let finding = Diagnostic::error(RULE.name, reference.span, message);
    problems.push(match near {
        Some(name) if reference.kind == ReferenceKind::Ref && reference.name == target => {
            finding.help(format!("did you mean `{name}`?")).fix(reference.span, name)
        }
        Some(name) => finding.help(format!("did you mean `{name}`?")),
        None => finding.help("declare it under `Resources` or `Parameters`, or correct the name"),
    });
}
