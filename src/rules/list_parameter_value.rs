//! Finds lists and maps as values of parameters of nested templates.
use crate::diagnostic::{Diagnostic, Fix, Problems};
use crate::rule;
use crate::semantics::{NestedStack, Semantics};
use crate::syntax::{Node, Value};
use crate::template::functions::{self, Kind, is_list_type};
use crate::template::intrinsics;

rule! {
    /// A parameter of a nested template is given a list or a map.
    ///
    /// CloudFormation passes text on to nested stacks, and refuses anything else: "Value of property Parameters must be an
    /// object with String (or simple type) properties". A `Ref` of a list parameter is a list as well ("Parameters" of
    /// `AWS::CloudFormation::Stack` in the template reference). A parameter of a list type takes its items in one text,
    /// with commas between them.
    ///
    /// ```yaml bad
    /// Parameters:
    ///   Subnets:
    ///     Type: List<AWS::EC2::Subnet::Id>
    /// Resources:
    ///   Network:
    ///     Type: AWS::CloudFormation::Stack
    ///     Properties:
    ///       TemplateURL: https://example-bucket.s3.amazonaws.com/network.yaml
    ///       Parameters:
    ///         Subnets: !Ref Subnets
    /// ```
    /// ```yaml good
    /// Parameters:
    ///   Subnets:
    ///     Type: List<AWS::EC2::Subnet::Id>
    /// Resources:
    ///   Network:
    ///     Type: AWS::CloudFormation::Stack
    ///     Properties:
    ///       TemplateURL: https://example-bucket.s3.amazonaws.com/network.yaml
    ///       Parameters:
    ///         Subnets: !Join [',', !Ref Subnets]
    /// ```
    "list-parameter-value" Error check
}

/// Longer values are no help when they are repeated.
const LONGEST: usize = 100;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for stack in semantics.nested_stacks() {
        for (name, entry, sides) in stack.values() {
            for branch in semantics.present_branches(&entry.value, sides) {
                let what = match &branch.node.value {
                    Value::List(_) => "a list",
                    Value::Map(_) if !intrinsics::is_intrinsic(branch.node) => "a map",
                    Value::Map(_) if functions::given(branch.node, semantics.template) == Kind::List => "a list",
                    Value::Map(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => continue,
                };
                let message = format!("parameter `{name}` is given {what}; nested stacks take text");
                let finding = Diagnostic::new(&CODE, branch.node.span, message).resource(&**stack.id);
                problems.push(match what {
                    "a list" => joined(finding, branch.node, is_list(stack, name), semantics),
                    _ => finding.help("write a text, or give each value to a parameter of its own"),
                });
            }
        }
    }
}

/// Whether a parameter of the nested template is known to be a list.
fn is_list(stack: &NestedStack<'_>, name: &str) -> bool {
    let declared = stack.declared().and_then(|it| it.get(name)?.get("Type")?.text());
    declared.is_some_and(|it| is_list_type(it))
}

/// Says how the items are written as one text, and writes it where the value stands on one line.
fn joined(finding: Diagnostic, node: &Node, is_certain: bool, semantics: &Semantics<'_>) -> Diagnostic {
    let source = semantics.source;
    let written = source.range(node.span).map(|_| source.slice(node.span)).unwrap_or_default();
    // An item with a comma would become two.
    let is_plain = |it: &Node| match &it.value {
        Value::Text(text) => !text.contains(','),
        Value::List(_) => false,
        Value::Map(_) => intrinsics::is_intrinsic(it),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    };
    let is_short = written.len() <= LONGEST && !written.contains(['\n', '#']);
    let is_whole = written.starts_with(['[', '{', '!']) && node.list().is_none_or(|it| it.iter().all(is_plain));
    if !is_short || !is_whole {
        return finding.help("join the items to one text with `!Join [',', …]`");
    }
    let is_json = source.text().trim_start().starts_with('{');
    let join = match is_json {
        true => format!("{{\"Fn::Join\": [\",\", {written}]}}"),
        false => format!("!Join [',', {written}]"),
    };
    let title = format!("write `{join}`");
    let fix = Fix { is_certain, ..Fix::verbatim(title.clone(), node.span, join) };
    Diagnostic { fix: Some(fix), ..finding.help(title) }
}
