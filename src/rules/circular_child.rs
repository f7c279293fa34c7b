//! Finds nested templates that contain themselves.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;

rule! {
    /// A nested template contains itself, or the template that nests it.
    ///
    /// `sam build` and `sam package` read each nested template, and those that it nests, and come to no end ("Using nested
    /// applications" in the SAM developer guide). Circles through several templates are found as well, as far as their
    /// files are in the folder of the template.
    ///
    /// ```yaml child.yaml
    /// Resources:
    ///   Again:
    ///     Type: AWS::CloudFormation::Stack
    ///     Properties:
    ///       TemplateURL: child.yaml
    /// ```
    /// ```yaml other.yaml
    /// Resources:
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    /// ```
    /// ```yaml bad
    /// Resources:
    ///   Store:
    ///     Type: AWS::Serverless::Application
    ///     Properties:
    ///       Location: child.yaml
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Store:
    ///     Type: AWS::Serverless::Application
    ///     Properties:
    ///       Location: other.yaml
    /// ```
    "circular-child" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for stack in semantics.nested_stacks() {
        let Some((nested, circle)) = stack.nested.and_then(|it| Some((it, it.circle.as_ref()?))) else { continue };
        let [first, .., _] = &*circle.paths else { continue };
        let message = match &*circle.paths {
            [_, _] => format!("the nested template `{first}` nests itself"),
            paths => {
                let way: Vec<String> = paths.iter().map(|it| format!("`{it}`")).collect();
                format!("nested templates go in a circle: {}", way.join(" → "))
            }
        };
        let finding = Diagnostic::new(&CODE, nested.at, message).resource(&**stack.id);
        let is_here = nested.at.contains(circle.closes_at);
        let finding = if is_here { finding } else { finding.related(circle.closes_at, "the circle closes here") };
        problems.push(finding.help("take one of them out of the circle: no stack can contain itself"));
    }
}
