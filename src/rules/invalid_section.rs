//! Finds sections that are not what CloudFormation takes for them.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::{Entry, Value};
use crate::template::{functions, intrinsics, transforms};

rule! {
    /// A section of the template has the wrong form.
    ///
    /// `AWSTemplateFormatVersion` is the version of the language, not of the template: `2010-09-09`. `Description` is a
    /// string of at most 1024 bytes without functions. Other sections are maps ("Template sections" in the
    /// CloudFormation user guide).
    ///
    /// ```yaml bad
    /// AWSTemplateFormatVersion: '2024-05-01'
    /// Resources:
    ///   Products:
    ///     Type: AWS::SNS::Topic
    /// ```
    /// ```yaml good
    /// AWSTemplateFormatVersion: '2010-09-09'
    /// Resources:
    ///   Products:
    ///     Type: AWS::SNS::Topic
    /// ```
    "invalid-section" Error check
}

/// The only version of the format.
const VERSION: &str = "2010-09-09";
/// Most bytes of a description: "Template quotas" in the CloudFormation user guide.
const LONGEST_DESCRIPTION: usize = 1024;
/// Sections that are maps. `Resources` and `Globals` are looked at when the template is expanded.
const MAPS: [&str; 6] = ["Metadata", "Parameters", "Mappings", "Conditions", "Rules", "Outputs"];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let sections = semantics.template.sections();
    if let Some((_, entry)) = sections.entry("AWSTemplateFormatVersion") {
        check_version(entry, problems);
    }
    if let Some((_, entry)) = sections.entry("Description") {
        check_description(entry, problems);
    }
    if transforms::has_macros(semantics.template) {
        return;
    }
    for name in MAPS {
        let Some((_, entry)) = sections.entry(name) else { continue };
        let value = &entry.value;
        let called = intrinsics::name(value).filter(|it| !matches!(&***it, "Condition" | "Fn::Transform"));
        let is_call = called.is_some_and(|it| !functions::is_for_each(it));
        if value.is_null() || (value.map().is_some() && !is_call) {
            continue;
        }
        let what = if is_call { "a function" } else { value.kind_name() };
        let finding = Diagnostic::new(&CODE, entry.key_span, format!("`{name}` is {what}; it must be a map"));
        problems.push(finding.if_accepted(entry.key_span).help("write names and what they stand for below it"));
    }
}

fn check_version(entry: &Entry, problems: &mut Problems) {
    let value = &entry.value;
    if value.is_text(VERSION) || value.is_null() {
        return;
    }
    let written = match &value.value {
        Value::Text(text) => format!("`{text}`"),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Map(_) => {
            value.kind_name().to_owned()
        }
    };
    let finding = Diagnostic::new(&CODE, value.span, format!("`AWSTemplateFormatVersion` is {written}"));
    let finding = finding.help(format!("write `'{VERSION}'`: it is the version of CloudFormation's language"));
    problems.push(if value.text().is_some() { finding.fix(value.span, format!("'{VERSION}'")) } else { finding });
}

fn check_description(entry: &Entry, problems: &mut Problems) {
    let value = &entry.value;
    match &value.value {
        Value::Text(text) if text.len() > LONGEST_DESCRIPTION => {
            let message = format!("`Description` has {} bytes; at most {LONGEST_DESCRIPTION} are allowed", text.len());
            let help = "shorten it, or move it to a comment";
            problems.push(Diagnostic::new(&CODE, entry.key_span, message).help(help));
        }
        Value::Map(_) | Value::List(_) => {
            let what = if intrinsics::is_intrinsic(value) { "a function" } else { value.kind_name() };
            let message = format!("`Description` is {what}; it must be a string");
            problems.push(Diagnostic::new(&CODE, value.span, message).help("write the text itself"));
        }
        Value::Text(_) | Value::Null | Value::Bool(_) | Value::Number(_) => (),
    }
}
