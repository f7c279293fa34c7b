//! Finds nested templates that are none.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{NoTemplate, Semantics};

rule! {
    /// What a resource nests is a file that is not a template, or is not a file.
    ///
    /// `sam build` and `sam package` read the file, and CloudFormation makes a stack of it ("AWS::Serverless::Application"
    /// in the SAM developer guide, "AWS::CloudFormation::Stack" in the template reference of CloudFormation). It must be
    /// YAML or JSON with `Resources`. What else is wrong with it is reported where it is checked itself.
    ///
    /// ```yaml child.yaml
    /// Orders:
    ///   Type: AWS::SQS::Queue
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
    "invalid-child" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for stack in semantics.nested_stacks() {
        let Some((nested, fault)) = stack.nested.and_then(|it| Some((it, it.content.as_ref().err()?))) else {
            continue;
        };
        let finding = |message: String| Diagnostic::new(&CODE, nested.at, message).resource(&**stack.id);
        problems.push(match fault {
            NoTemplate::NotAFile => {
                finding(format!("`{}` is not a file", nested.path)).help("write the path of the template itself")
            }
            NoTemplate::Malformed(first) => {
                let mut finding = finding(format!("`{}` is not a template", nested.path));
                finding.related.extend(first.clone());
                finding.help("correct the file, or write the path of a template with `Resources`")
            }
        });
    }
}
