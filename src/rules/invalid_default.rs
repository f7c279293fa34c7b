//! Finds defaults of parameters that the parameter itself does not allow.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Semantics, parameter_values};
use crate::syntax::{Map, Node, Value};
use crate::template::intrinsics;

rule! {
    /// A parameter's default is not a value that the parameter allows.
    ///
    /// CloudFormation refuses such a template: a default must match `Type`, `AllowedValues`, `AllowedPattern` (which
    /// applies to the whole value), `MinLength`, `MaxLength`, `MinValue` and `MaxValue` ("Parameters" in the
    /// CloudFormation user guide).
    ///
    /// ```yaml bad
    /// Parameters:
    ///   Stage:
    ///     Type: String
    ///     Default: dev
    ///     AllowedValues: [test, prod]
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    ///     Properties:
    ///       TableName: !Sub products-${Stage}
    /// ```
    /// ```yaml good
    /// Parameters:
    ///   Stage:
    ///     Type: String
    ///     Default: test
    ///     AllowedValues: [test, prod]
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    ///     Properties:
    ///       TableName: !Sub products-${Stage}
    /// ```
    "invalid-default" Error check
}

/// Most parameters that are looked at, of which a template can have 200: to compile a pattern takes up to a millisecond.
const MOST_PARAMETERS: usize = 1_000;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let parameters = semantics.template.section("Parameters").and_then(Node::map);
    for (name, parameter) in parameters.into_iter().flat_map(Map::iter).take(MOST_PARAMETERS) {
        let Some(map) = parameter.map() else { continue };
        let Some((_, default)) = map.entry("Default") else { continue };
        match default.value.value {
            Value::Null => {
                let message = format!("the default of parameter `{name}` is empty");
                let finding = Diagnostic::new(&CODE, default.key_span, message);
                problems.push(finding.help("write `Default: ''`, or remove the line"));
            }
            Value::Map(_) if intrinsics::is_intrinsic(&default.value) => {
                let message = format!("the default of parameter `{name}` is a function; it must be a string");
                let finding = Diagnostic::new(&CODE, default.value.span, message);
                problems.push(finding.help("write the value itself: functions do not work in `Parameters`"));
            }
            Value::List(_) | Value::Map(_) => {
                let kind = default.value.kind_name();
                let message = format!("the default of parameter `{name}` is {kind}; it must be a string");
                let finding = Diagnostic::new(&CODE, default.value.span, message);
                problems.push(finding.help("write the items of a list as one string, separated by commas"));
            }
            Value::Bool(_) | Value::Number(_) | Value::Text(_) => {
                let found = parameter_values::refusal(map, &default.value.plain_text());
                let Some(refusal) = found else { continue };
                let message = format!("default `{}` of parameter `{name}` {}", refusal.value, refusal.fault);
                let finding = Diagnostic::new(&CODE, default.value.span, message);
                let finding = finding.related(refusal.reason, "this does not allow it");
                problems.push(match refusal.help {
                    Some(help) => finding.help(help),
                    None => finding,
                });
            }
        }
    }
}
