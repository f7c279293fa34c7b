//! Finds declarations of parameters that CloudFormation does not understand.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::rule;
use crate::semantics::{Semantics, parameter_values};
use crate::source::Span;
use crate::syntax::{Map, Node, Text, Value};
use crate::template::declarations::{self, KEYS};
use crate::template::{intrinsics, transforms};

rule! {
    /// A parameter is declared in a way that CloudFormation does not understand.
    ///
    /// A parameter is a map with `Type` and some other keys. It cannot refer to anything: parameters are known before
    /// everything else ("Parameters" in the CloudFormation user guide).
    ///
    /// ```yaml bad
    /// Parameters:
    ///   Name:
    ///     Type: Text
    /// Resources:
    ///   Products:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       DisplayName: !Ref Name
    /// ```
    /// ```yaml good
    /// Parameters:
    ///   Name:
    ///     Type: String
    /// Resources:
    ///   Products:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       DisplayName: !Ref Name
    /// ```
    "invalid-parameter" Error check
}

/// Most characters of a description: "Parameters" in the CloudFormation user guide.
const LONGEST_DESCRIPTION: usize = 4000;
/// The keys whose values are texts, and those whose values are numbers.
const TEXTS: [&str; 4] = ["AllowedPattern", "ConstraintDescription", "Description", "Type"];
const NUMBERS: [&str; 4] = ["MaxLength", "MaxValue", "MinLength", "MinValue"];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    let parameters = semantics.template.section("Parameters").and_then(Node::map);
    for (name, entry) in parameters.into_iter().flat_map(Map::entries) {
        if name.starts_with("Fn::") || entry.value.is_null() {
            continue;
        }
        match entry.value.map() {
            Some(map) if map.contains_key("Fn::Transform") => (),
            Some(map) => Parameter { semantics, name, key_span: entry.key_span, map }.check(problems),
            None => {
                let message = format!("parameter `{name}` is {}; it must be a map", entry.value.kind_name());
                problems.push(Diagnostic::new(&CODE, entry.value.span, message).help("write a map with `Type`"));
            }
        }
    }
}

struct Parameter<'c, 'a> {
    semantics: &'c Semantics<'a>,
    name: &'a Text,
    key_span: Span,
    map: &'a Map,
}

impl Parameter<'_, '_> {
    fn check(&self, problems: &mut Problems) {
        let mut misspelt_type = false;
        for (key, entry) in self.map.entries() {
            if KEYS.contains(&&**key) {
                self.check_value(key, &entry.value, problems);
                continue;
            }
            let message = format!("`{key}` is not a key of a parameter");
            let finding = Diagnostic::new(&CODE, entry.key_span, message);
            let near = nearest(key, KEYS.into_iter().filter(|it| !self.map.contains_key(it)));
            misspelt_type |= near == Some("Type".into());
            problems.push(match near {
                Some(near) => finding.did_you_mean(entry.key_span, key, near),
                None => finding.help(format!("the keys are {}", listed(KEYS))),
            });
        }
        if !self.map.contains_key("Type") && !misspelt_type {
            let finding = Diagnostic::new(&CODE, self.key_span, format!("parameter `{}` has no `Type`", self.name));
            problems.push(finding.help("write `Type: String`, or another type"));
        }
    }

    fn check_value(&self, key: &str, value: &Node, problems: &mut Problems) {
        let is_scalar = matches!(value.value, Value::Text(_) | Value::Number(_) | Value::Bool(_));
        // What is null is found as such, and another rule looks at defaults.
        if value.is_null() || key == "Default" {
            return;
        }
        let wrong = |wanted: &str| {
            let what = if intrinsics::is_intrinsic(value) { "a function" } else { value.kind_name() };
            let message = format!("`{key}` of parameter `{}` is {what}; it must be {wanted}", self.name);
            Diagnostic::new(&CODE, value.span, message)
        };
        let is_number = || parameter_values::number(&value.plain_text()).is_some();
        if TEXTS.contains(&key) && !is_scalar {
            problems.push(wrong("a string").help("write the text itself"));
        } else if NUMBERS.contains(&key) && !(is_scalar && is_number()) {
            problems.push(wrong("a number").help("write a number"));
        } else if key == "NoEcho" && !(value.bool().is_some() || is_truth(value)) {
            problems.push(wrong("`true` or `false`").help("write `true` to hide the value"));
        } else if key == "AllowedValues" {
            match value.list() {
                Some(items) => self.check_allowed(value, items, problems),
                None => problems.push(wrong("a list").help("write a list of values")),
            }
        } else if key == "Description" {
            let length = value.text().map_or(0, |it| it.chars().count());
            if length > LONGEST_DESCRIPTION {
                let message = format!("`Description` of parameter `{}` has {length} characters", self.name);
                let finding = Diagnostic::new(&CODE, value.span, message);
                problems.push(finding.help(format!("shorten it to at most {LONGEST_DESCRIPTION}")));
            }
        } else if key == "Type" {
            self.check_type(value, problems);
        }
    }

    fn check_type(&self, value: &Node, problems: &mut Problems) {
        let Some(name) = value.text().filter(|it| !declarations::is_type(it)) else { return };
        let finding = Diagnostic::new(&CODE, value.span, format!("`{name}` is not a type of parameters"));
        let near = match &*name.to_ascii_lowercase() {
            "text" | "str" | "boolean" | "bool" | "json" | "object" => Some("String"),
            "integer" | "int" | "float" | "double" => Some("Number"),
            "list" | "array" | "stringlist" => Some("CommaDelimitedList"),
            "aws::ssm::parameter::value" => Some("AWS::SSM::Parameter::Value<String>"),
            _ => None,
        };
        let item = name.strip_prefix("List<").and_then(|it| it.strip_suffix('>'));
        let of_lists = |item| nearest(item, declarations::types()).map(|it| format!("List<{it}>"));
        let near = match item.and_then(of_lists) {
            Some(list) if declarations::is_type(&list) => Some(list),
            _ => near.or_else(|| nearest(name, declarations::types()).map(|it| it.name)).map(str::to_owned),
        };
        problems.push(match near.as_deref() {
            Some(near) if self.semantics.source.slice(value.span).contains(&**name) => {
                finding.did_you_mean(value.span, name, near)
            }
            Some(near) => finding.help(format!("write `{near}`")),
            None => finding.help("write `String`, `Number`, `CommaDelimitedList`, or a type of AWS"),
        });
    }

    fn check_allowed(&self, list: &Node, items: &[Node], problems: &mut Problems) {
        if items.is_empty() {
            let message = format!("`AllowedValues` of parameter `{}` is empty", self.name);
            problems.push(Diagnostic::new(&CODE, list.span, message).help("list at least one value, or remove it"));
        }
        let is_number = self.map.get("Type").is_some_and(|it| it.is_text("Number") || it.is_text("List<Number>"));
        for item in items.iter().filter(|it| !it.is_null()) {
            let is_scalar = matches!(item.value, Value::Text(_) | Value::Number(_) | Value::Bool(_));
            if !is_scalar {
                let what = if intrinsics::is_intrinsic(item) { "a function" } else { item.kind_name() };
                let message = format!("an allowed value of parameter `{}` is {what}", self.name);
                problems.push(Diagnostic::new(&CODE, item.span, message).help("write a string or a number"));
            } else if is_number && parameter_values::number(&item.plain_text()).is_none() {
                let text = item.plain_text();
                let message = format!("allowed value `{text}` of parameter `{}` is not a number", self.name);
                let finding = Diagnostic::new(&CODE, item.span, message);
                problems.push(finding.help("write a number, or `Type: String`"));
            }
        }
    }
}

fn is_truth(value: &Node) -> bool {
    value.text().is_some_and(|it| it.eq_ignore_ascii_case("true") || it.eq_ignore_ascii_case("false"))
}

fn listed(names: impl IntoIterator<Item = &'static str>) -> String {
    names.into_iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
}
