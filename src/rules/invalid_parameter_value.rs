//! Finds values that parameters of nested templates do not allow.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Semantics, is_dynamic, parameter_values};
use crate::syntax::{Node, Value};

rule! {
    /// A nested template is given a value that its parameter does not allow.
    ///
    /// The value must match `Type`, `AllowedValues`, `AllowedPattern`, `MinLength`, `MaxLength`, `MinValue` and `MaxValue` of
    /// the parameter; else CloudFormation refuses to create the stack ("Parameters" in the CloudFormation user guide). Only
    /// values that are written out are compared. The declaration is known if the file of the nested template is in the
    /// folder of the template, and no macro changes it.
    ///
    /// ```yaml child.yaml
    /// Parameters:
    ///   Stage:
    ///     Type: String
    ///     AllowedValues: [dev, prod]
    /// Resources:
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       QueueName: !Sub orders-${Stage}
    /// ```
    /// ```yaml bad
    /// Resources:
    ///   Store:
    ///     Type: AWS::Serverless::Application
    ///     Properties:
    ///       Location: child.yaml
    ///       Parameters:
    ///         Stage: test
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Store:
    ///     Type: AWS::Serverless::Application
    ///     Properties:
    ///       Location: child.yaml
    ///       Parameters:
    ///         Stage: dev
    /// ```
    "invalid-parameter-value" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for stack in semantics.nested_stacks() {
        let Some((nested, declared)) = stack.nested.zip(stack.declared()) else { continue };
        for (name, entry, sides) in stack.values() {
            let Some(declaration) = declared.get(name).and_then(Node::map) else { continue };
            for branch in semantics.present_branches(&entry.value, sides) {
                let is_written = matches!(branch.node.value, Value::Text(_) | Value::Number(_) | Value::Bool(_));
                let value = branch.node.plain_text();
                if !is_written || is_dynamic(&value) {
                    continue;
                }
                let Some(refusal) = parameter_values::refusal(declaration, &value) else { continue };
                let message =
                    format!("`{}` for parameter `{name}` of `{}` {}", refusal.value, nested.path, refusal.fault);
                let finding = Diagnostic::new(&CODE, branch.node.span, message).resource(&**stack.id);
                let finding = finding.related(refusal.reason, "this does not allow it");
                problems.push(match refusal.help {
                    Some(help) => finding.help(help),
                    None => finding,
                });
            }
        }
    }
}
