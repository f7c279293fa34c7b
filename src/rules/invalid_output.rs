//! Finds outputs that have no value, or not a string.
use crate::diagnostic::{Diagnostic, Problems, Severity, nearest};
use crate::rule;
use crate::semantics::Semantics;
use crate::source::Span;
use crate::syntax::{Entry, Map, Node, Value};
use crate::template::functions::{self, Kind};
use crate::template::references::references;
use crate::template::{intrinsics, transforms};

rule! {
    /// An output has no value, a value that is not a string, or keys that outputs do not have.
    ///
    /// An output is a map with `Value` and, if needed, `Description`, `Condition` and `Export`. The value must be a
    /// string, and the name of an export cannot depend on a resource ("Outputs" in the CloudFormation user guide).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Products:
    ///     Type: AWS::SNS::Topic
    /// Outputs:
    ///   Topics:
    ///     Value:
    ///       - !Ref Products
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Products:
    ///     Type: AWS::SNS::Topic
    /// Outputs:
    ///   Topic:
    ///     Value: !Ref Products
    /// ```
    "invalid-output" Error check
}

/// The keys of an output.
const KEYS: [&str; 4] = ["Value", "Description", "Condition", "Export"];
/// Most bytes of a description: "Outputs" in the CloudFormation user guide.
const LONGEST_DESCRIPTION: usize = 1024;
/// Deepest nesting of `Fn::If` that is followed.
const DEEPEST_IF: usize = 20;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    let outputs = semantics.template.section("Outputs").and_then(Node::map);
    // A section that is a function is found as such.
    let outputs =
        outputs.filter(|it| it.only().is_none_or(|(key, _)| functions::find(key).is_none() || **key == *"Condition"));
    for (name, entry) in outputs.into_iter().flat_map(Map::entries) {
        if name.starts_with("Fn::") || entry.value.is_null() {
            continue;
        }
        match entry.value.map() {
            Some(map) if map.keys().any(|it| *it == "Fn::Transform" || functions::is_for_each(it)) => (),
            Some(map) if !intrinsics::is_intrinsic(&entry.value) => {
                Output { semantics, name, key_span: entry.key_span, map }.check(problems);
            }
            _ => {
                let is_call = intrinsics::is_intrinsic(&entry.value);
                let what = if is_call { "a function" } else { entry.value.kind_name() };
                let message = format!("output `{name}` is {what}; it must be a map");
                let finding = Diagnostic::new(&CODE, entry.value.span, message);
                problems.push(finding.help(format!("write it as `Value` below `{name}`")));
            }
        }
    }
}

struct Output<'c, 'a> {
    semantics: &'c Semantics<'a>,
    name: &'a str,
    key_span: Span,
    map: &'a Map,
}

impl Output<'_, '_> {
    fn check(&self, problems: &mut Problems) {
        let name = self.name;
        let mut has_value = self.map.contains_key("Value");
        for (key, entry) in self.map.entries().filter(|(key, _)| !KEYS.contains(&&***key)) {
            let finding = Diagnostic::new(&CODE, entry.key_span, format!("`{key}` is not a key of an output"));
            let near = nearest(key, KEYS.into_iter().filter(|it| !self.map.contains_key(it)));
            has_value |= near == Some("Value".into());
            problems.push(match near {
                Some(near) => finding.did_you_mean(entry.key_span, key, near),
                None if **key == *"Type" => finding.help("remove it, or move the resource under `Resources`"),
                None => finding.help("the keys are `Value`, `Description`, `Condition` and `Export`"),
            });
        }
        if !has_value {
            let finding = Diagnostic::new(&CODE, self.key_span, format!("output `{name}` has no `Value`"));
            problems.push(finding.help("write the value under `Value`"));
        }
        if let Some(value) = self.map.get("Value") {
            self.wrong_value(value, 0).into_iter().for_each(|it| problems.push(it));
        }
        if let Some(description) = self.map.get("Description") {
            self.check_description(description, problems);
        }
        if let Some(condition) = self.map.get("Condition").filter(|it| !it.is_null() && it.text().is_none()) {
            let what = if intrinsics::is_intrinsic(condition) { "a function" } else { condition.kind_name() };
            let message = format!("`Condition` of output `{name}` is {what}; it must be a name");
            let help = "define the condition under `Conditions`, and write its name here";
            problems.push(Diagnostic::new(&CODE, condition.span, message).help(help));
        }
        if let Some((_, export)) = self.map.entry("Export") {
            self.check_export(export, problems);
        }
    }

    /// What is wrong with a value, on either side of an `Fn::If`.
    fn wrong_value(&self, value: &Node, depth: usize) -> Vec<Diagnostic> {
        if depth > DEEPEST_IF {
            return Vec::new();
        }
        if let Some([_, then, otherwise]) = intrinsics::if_branches(value) {
            let mut found = self.wrong_value(then, depth + 1);
            found.extend(self.wrong_value(otherwise, depth + 1));
            return found;
        }
        let is_list = functions::given(value, self.semantics.template) == Kind::List;
        let what = match &value.value {
            _ if is_list => "a list",
            Value::Map(map) if intrinsics::is_intrinsic(value) || map.contains_key("Fn::Transform") => {
                return Vec::new();
            }
            Value::Map(_) | Value::List(_) => value.kind_name(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => return Vec::new(),
        };
        let message = format!("the value of output `{}` is {what}; it must be a string", self.name);
        let finding = Diagnostic::new(&CODE, value.span, message);
        vec![match what {
            "a list" => finding.help("write `!Join [',', …]`, or an output for each item"),
            _ => finding.help("write an output for each value"),
        }]
    }

    fn check_description(&self, description: &Node, problems: &mut Problems) {
        let name = self.name;
        match &description.value {
            Value::Text(text) if text.len() > LONGEST_DESCRIPTION => {
                let message = format!("`Description` of output `{name}` has {} bytes", text.len());
                let finding = Diagnostic::new(&CODE, description.span, message);
                problems.push(finding.help(format!("shorten it to at most {LONGEST_DESCRIPTION}")));
            }
            Value::Map(_) | Value::List(_) => {
                let what = if intrinsics::is_intrinsic(description) { "a function" } else { description.kind_name() };
                let message = format!("`Description` of output `{name}` is {what}; it must be a string");
                problems.push(Diagnostic::new(&CODE, description.span, message).help("write the text itself"));
            }
            Value::Text(_) | Value::Null | Value::Bool(_) | Value::Number(_) => (),
        }
    }

    fn check_export(&self, export: &Entry, problems: &mut Problems) {
        let name = self.name;
        let Some(map) = export.value.map().filter(|_| !intrinsics::is_intrinsic(&export.value)) else {
            if !export.value.is_null() {
                let message = format!("`Export` of output `{name}` must be a map with `Name`");
                let finding = Diagnostic::new(&CODE, export.value.span, message);
                problems.push(finding.help("write `Export: {Name: …}`"));
            }
            return;
        };
        for (key, entry) in map.entries().filter(|(key, _)| ***key != *"Name") {
            let mut finding = Diagnostic::new(&CODE, entry.key_span, format!("`{key}` is not a key of an export"));
            // Nothing says that it is refused beside the name.
            if map.contains_key("Name") {
                finding.severity = Severity::Warning;
            }
            problems.push(finding.help("an export has only `Name`"));
        }
        let Some(exported) = map.get("Name") else {
            if map.is_empty() {
                let finding =
                    Diagnostic::new(&CODE, export.key_span, format!("export of output `{name}` has no `Name`"));
                problems.push(finding.help("write `Export: {Name: …}`"));
            }
            return;
        };
        let resources = self.semantics.template.resources();
        for reference in references(exported).into_iter().filter(|it| resources.contains_key(it.target())) {
            let message = format!("the name of an export cannot depend on the resource `{}`", reference.target());
            let finding = Diagnostic::new(&CODE, self.semantics.target_span(&reference), message);
            problems.push(finding.help("use parameters and pseudo parameters, such as `AWS::StackName`"));
        }
        let is_text = matches!(exported.value, Value::Text(_) | Value::Number(_) | Value::Bool(_) | Value::Null);
        let gives_list = functions::given(exported, self.semantics.template) == Kind::List;
        if gives_list || !(is_text || exported.map().is_some_and(|it| it.len() == 1)) {
            let message = format!("the name of the export of output `{name}` must be a string");
            problems.push(
                Diagnostic::new(&CODE, exported.span, message).help("write a string, or a function that gives one"),
            );
        }
    }
}
