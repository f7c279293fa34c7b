//! Finds constraints of parameters that do not constrain them.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::{Map, Node};
use crate::template::transforms;

rule! {
    /// A parameter has a constraint that is for parameters of another type.
    ///
    /// `MinLength` and `MaxLength` are for strings, `AllowedPattern` for strings and lists of them, `MinValue` and
    /// `MaxValue` for numbers ("Parameters" in the CloudFormation user guide). Values of other types are not checked by
    /// them.
    ///
    /// ```yaml bad
    /// Parameters:
    ///   Size: {Type: Number, MinLength: 1}
    /// Resources:
    ///   Value:
    ///     Type: AWS::SSM::Parameter
    ///     Properties: {Type: String, Value: !Ref Size}
    /// ```
    /// ```yaml good
    /// Parameters:
    ///   Size: {Type: Number, MinValue: 1}
    /// Resources:
    ///   Value:
    ///     Type: AWS::SSM::Parameter
    ///     Properties: {Type: String, Value: !Ref Size}
    /// ```
    "ineffective-constraint" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    let parameters = semantics.template.section("Parameters").and_then(Node::map);
    for (name, parameter) in parameters.into_iter().flat_map(Map::iter) {
        let Some((map, type_name)) = parameter.map().and_then(|it| Some((it, it.get("Type")?.text()?))) else {
            continue;
        };
        let others: &[&str] = match &**type_name {
            "String" => &["MinValue", "MaxValue"],
            "Number" | "List<Number>" => &["MinLength", "MaxLength", "AllowedPattern"],
            "CommaDelimitedList" => &["MinValue", "MaxValue", "MinLength", "MaxLength"],
            _ => continue,
        };
        for (key, entry) in map.entries().filter(|(key, _)| others.contains(&&***key)) {
            let message = format!("`{key}` has no effect on parameter `{name}`, whose type is `{type_name}`");
            let finding = Diagnostic::new(&CODE, entry.key_span, message);
            let other = match (&**key, &**type_name) {
                ("MinLength", "Number" | "List<Number>") => "write `MinValue`",
                ("MaxLength", "Number" | "List<Number>") => "write `MaxValue`",
                ("MinValue", "String") => "write `MinLength`, or `Type: Number`",
                ("MaxValue", "String") => "write `MaxLength`, or `Type: Number`",
                _ => "remove it",
            };
            problems.push(finding.help(other));
        }
    }
}
