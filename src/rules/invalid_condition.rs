//! Finds conditions that are neither true nor false.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::source::Span;
use crate::syntax::{Map, Node};
use crate::template::functions::{self, Kind};
use crate::template::{intrinsics, transforms};

rule! {
    /// The definition of a condition is not a condition function.
    ///
    /// A condition is `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not`, or another condition ("CloudFormation template
    /// Conditions syntax" in the CloudFormation user guide).
    ///
    /// ```yaml bad
    /// Parameters:
    ///   IsProd: {Type: String, AllowedValues: ['true', 'false']}
    /// Conditions:
    ///   Prod: !Ref IsProd
    /// Resources:
    ///   Products:
    ///     Type: AWS::SNS::Topic
    ///     Condition: Prod
    /// ```
    /// ```yaml good
    /// Parameters:
    ///   IsProd: {Type: String, AllowedValues: ['true', 'false']}
    /// Conditions:
    ///   Prod: !Equals [!Ref IsProd, 'true']
    /// Resources:
    ///   Products:
    ///     Type: AWS::SNS::Topic
    ///     Condition: Prod
    /// ```
    "invalid-condition" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    let conditions = semantics.template.section("Conditions").and_then(Node::map);
    for (name, entry) in conditions.into_iter().flat_map(Map::entries).filter(|(key, _)| !key.starts_with("Fn::")) {
        let value = &entry.value;
        let is_included = value.map().is_some_and(|it| it.contains_key("Fn::Transform"));
        if value.is_null() || is_included {
            continue;
        }
        let called = functions::called(value);
        // Which functions do not exist, and which stand beside other keys, is found elsewhere.
        let is_other_fault = match intrinsics::name(value) {
            Some(_) => called.is_none(),
            None => value.map().is_some_and(|it| it.keys().any(|it| functions::find(it).is_some())),
        };
        if is_other_fault || called.is_some_and(|it| it.gives == Kind::Truth) {
            continue;
        }
        let what = match called {
            Some(function) => format!("`{}`", function.name),
            None => value.kind_name().to_owned(),
        };
        let span = if value.map().is_some() && called.is_none() { entry.key_span } else { value.span };
        problems.push(finding(name, &what, span));
    }
}

fn finding(name: &str, what: &str, span: Span) -> Diagnostic {
    let message = format!("condition `{name}` is {what}; it must be a condition function");
    Diagnostic::new(&CODE, span, message).help("write `!Equals [Value, Value]`, `!And`, `!Or` or `!Not`")
}
