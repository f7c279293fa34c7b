//! Finds defaults of parameters that the parameter itself does not allow.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::rule;
use crate::semantics::Semantics;
use crate::source::Span;
use crate::syntax::{Map, Node, Value};
use crate::template::pattern;

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

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let parameters = semantics.template.section("Parameters").and_then(Node::map);
    for (name, parameter) in parameters.into_iter().flat_map(Map::iter) {
        let Some(map) = parameter.map() else { continue };
        let Some((_, default)) = map.entry("Default") else { continue };
        match default.value.value {
            Value::Null => {
                let message = format!("the default of parameter `{name}` is empty");
                let finding = Diagnostic::new(&CODE, default.key_span, message);
                problems.push(finding.help("write `Default: ''`, or remove the line"));
            }
            Value::List(_) | Value::Map(_) => {
                let kind = default.value.kind_name();
                let message = format!("the default of parameter `{name}` is {kind}; it must be a string");
                let finding = Diagnostic::new(&CODE, default.value.span, message);
                problems.push(finding.help("write the items of a list as one string, separated by commas"));
            }
            Value::Bool(_) | Value::Number(_) | Value::Text(_) => {
                Parameter { name, map, default: &default.value }.check(problems);
            }
        }
    }
}

struct Parameter<'a> {
    name: &'a str,
    map: &'a Map,
    default: &'a Node,
}

impl Parameter<'_> {
    /// Reports the first that does not fit.
    fn check(&self, problems: &mut Problems) {
        let written = as_text(self.default);
        let finding = match self.map.get("Type").and_then(Node::text).map(|it| &**it) {
            Some("String") => self.not_allowed(&written).or_else(|| self.wrong_text(&written)),
            Some("Number") => self.not_allowed(&written).or_else(|| self.wrong_number(&written)),
            Some("CommaDelimitedList") => items(&written).find_map(|it| self.not_allowed(it)),
            Some("List<Number>") => {
                items(&written).find_map(|it| self.not_allowed(it).or_else(|| self.wrong_number(it)))
            }
            // What the values of other types stand for is only known in an account.
            _ => None,
        };
        finding.into_iter().for_each(|it| problems.push(it));
    }

    fn not_allowed(&self, value: &str) -> Option<Diagnostic> {
        let allowed = self.map.get("AllowedValues")?;
        let values: Vec<String> = allowed.list()?.iter().map(as_text).collect();
        if values.iter().any(|it| it == value || number(it).is_some_and(|it| number(value) == Some(it))) {
            return None;
        }
        let finding = self.finding(value, "is not one of its `AllowedValues`", allowed.span);
        Some(match nearest(value, values.iter().map(|it| &**it)) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => {
                let values: Vec<String> = values.iter().map(|it| format!("`{it}`")).collect();
                finding.help(format!("allowed values are {}", values.join(", ")))
            }
        })
    }

    fn wrong_text(&self, value: &str) -> Option<Diagnostic> {
        let length = value.chars().count() as f64;
        if let Some((limit, span)) = self.limit("MinLength").filter(|(limit, _)| length < *limit) {
            return Some(self.finding(value, &format!("is shorter than its `MinLength`, {limit}"), span));
        }
        if let Some((limit, span)) = self.limit("MaxLength").filter(|(limit, _)| length > *limit) {
            return Some(self.finding(value, &format!("is longer than its `MaxLength`, {limit}"), span));
        }
        let allowed = self.map.get("AllowedPattern")?;
        let matches = pattern::matches_whole(allowed.text()?, value)?;
        (!matches).then(|| self.finding(value, "does not match its `AllowedPattern`", allowed.span))
    }

    fn wrong_number(&self, value: &str) -> Option<Diagnostic> {
        let Some(found) = number(value) else {
            // Of an empty default it is not certain what CloudFormation says.
            let span = self.map.get("Type").map_or(self.default.span, |it| it.span);
            return (!value.is_empty()).then(|| self.finding(value, "is not a number, as its `Type` requires", span));
        };
        if let Some((limit, span)) = self.limit("MinValue").filter(|(limit, _)| found < *limit) {
            return Some(self.finding(value, &format!("is less than its `MinValue`, {limit}"), span));
        }
        let (limit, span) = self.limit("MaxValue").filter(|(limit, _)| found > *limit)?;
        Some(self.finding(value, &format!("is more than its `MaxValue`, {limit}"), span))
    }

    fn limit(&self, name: &str) -> Option<(f64, Span)> {
        let limit = self.map.get(name)?;
        Some((number(&as_text(limit))?, limit.span))
    }

    fn finding(&self, value: &str, fault: &str, reason: Span) -> Diagnostic {
        let message = format!("default `{value}` of parameter `{}` {fault}", self.name);
        Diagnostic::new(&CODE, self.default.span, message).related(reason, "this does not allow it")
    }
}

/// A scalar as CloudFormation gets it: all values of parameters are strings.
fn as_text(node: &Node) -> String {
    node.text().map_or_else(|| format!("{node:?}"), |it| it.to_string())
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|it: &f64| it.is_finite())
}

fn items(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim)
}
