//! Finds filters of bucket notifications that S3 refuses.
use super::bucket_notifications::{FilterRule, filter_rules};
use super::cases::Branch;
use super::{Checked, Event};
use crate::diagnostic::{Diagnostic, Problems};
use crate::property::nearest;
use crate::rule;
use crate::source::Span;
use crate::syntax::Node;
use crate::template::conditions::Side;
use crate::template::intrinsics;

rule! {
    /// The `Filter` of an S3 event is none that S3 takes.
    ///
    /// A filter is a list of rules, at most one for the `prefix` and one for the `suffix` of keys, each with a value
    /// of at most 1024 characters. S3 refuses others when the bucket is deployed: "Cannot specify more than one prefix
    /// rule in a filter" (S3 API, `FilterRule`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Images:
    ///     Type: AWS::S3::Bucket
    ///   Resize:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Events:
    ///         Upload:
    ///           Type: S3
    ///           Properties:
    ///             Bucket: !Ref Images
    ///             Events: s3:ObjectCreated:*
    ///             Filter:
    ///               S3Key:
    ///                 Rules:
    ///                   - Name: suffix
    ///                     Value: .jpg
    ///                   - Name: suffix
    ///                     Value: .png
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Images:
    ///     Type: AWS::S3::Bucket
    ///   Resize:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Events:
    ///         UploadJpg:
    ///           Type: S3
    ///           Properties:
    ///             Bucket: !Ref Images
    ///             Events: s3:ObjectCreated:*
    ///             Filter:
    ///               S3Key:
    ///                 Rules:
    ///                   - Name: suffix
    ///                     Value: .jpg
    ///         UploadPng:
    ///           Type: S3
    ///           Properties:
    ///             Bucket: !Ref Images
    ///             Events: s3:ObjectCreated:*
    ///             Filter:
    ///               S3Key:
    ///                 Rules:
    ///                   - Name: suffix
    ///                     Value: .png
    /// ```
    "invalid-s3-filter" Error check
}

const NAMES: [&str; 2] = ["prefix", "suffix"];
/// Most characters of a key and so of its beginning or end (S3 API, `FilterRule`).
const LONGEST_VALUE: usize = 1024;
const FORM: &str = "a filter is `S3Key: { Rules: [{ Name: prefix, Value: images/ }] }`";

fn check(checked: &Checked<'_>, problems: &mut Problems) {
    for event in checked.events_of(&["S3"]) {
        let Some(filter) = event.properties.present("Filter") else { continue };
        for Branch { node: filter, sides } in checked.present_branches(filter, &checked.sides_of(event.resource_id)) {
            // A map of several keys is no filter for SAM either.
            let Some((key, inner)) =
                filter.map().filter(|_| !intrinsics::is_intrinsic(filter)).and_then(|it| it.only())
            else {
                continue;
            };
            let key_span = filter.map().and_then(|it| it.key_span(key)).unwrap_or(filter.span);
            if *key != "S3Key" {
                let finding = Diagnostic::error(RULE.name, key_span, format!("`{key}` is no part of a filter"));
                event.report(finding.help(FORM), problems);
            } else if has_form(inner, key_span, &event, problems) {
                check_rules(checked, &sides, filter, &event, problems);
            }
        }
    }
}

/// Whether what stands under `S3Key` has nothing but a list of rules with `Name` and `Value`.
fn has_form(filter: &Node, at: Span, event: &Event<'_>, problems: &mut Problems) -> bool {
    let report = |span: Span, message: String, problems: &mut Problems| {
        event.report(Diagnostic::error(RULE.name, span, message).help(FORM), problems);
        false
    };
    if intrinsics::is_intrinsic(filter) {
        return false;
    }
    let Some((key, rules)) = filter.map().and_then(|it| it.only()).filter(|(key, _)| **key == "Rules") else {
        return report(at, "`S3Key` of a filter holds `Rules` and nothing else".to_owned(), problems);
    };
    if intrinsics::is_intrinsic(rules) {
        return false;
    }
    let Some(items) = rules.list() else {
        return report(rules.span, format!("`{key}` is {}; it has to be a list", rules.kind_name()), problems);
    };
    for item in items.iter().filter(|it| !intrinsics::is_intrinsic(it)) {
        let complete = item
            .map()
            .is_some_and(|it| it.len() == 2 && ["Name", "Value"].iter().all(|name| it.present(name).is_some()));
        if !complete {
            return report(item.span, "a rule of a filter has `Name` and `Value`".to_owned(), problems);
        }
    }
    true
}

fn check_rules(checked: &Checked<'_>, sides: &[Side], filter: &Node, event: &Event<'_>, problems: &mut Problems) {
    let mut earlier: Vec<(String, Span)> = Vec::new();
    for FilterRule { names, values } in filter_rules(checked, sides, filter) {
        for name in &names {
            let Some(text) = name.node.text() else { continue };
            // S3 itself answers with a capital letter, and takes that too.
            let lower = text.to_lowercase();
            if !NAMES.contains(&&*lower) {
                let finding = name.finding(RULE.name, format!("`{text}` is no name of a rule of a filter"));
                let near = nearest(&lower, NAMES);
                event.report(
                    match (near, checked.span_within(name, &(0..text.len()))) {
                        (Some(near), Some(span)) => finding.help(format!("did you mean `{near}`?")).fix(span, near),
                        _ => finding.help("it is `prefix` or `suffix`"),
                    },
                    problems,
                );
            } else if names.len() == 1 {
                if let Some((_, first)) = earlier.iter().find(|(it, _)| *it == lower) {
                    let finding = name.finding(RULE.name, format!("the filter has more than one rule for the {lower}"));
                    let help = "S3 tells of objects that pass all rules: make an event for each";
                    event.report(finding.related(*first, "the first one").help(help), problems);
                }
                earlier.push((lower, name.at));
            }
        }
        for value in &values {
            let count = value.node.text().map_or(0, |it| it.chars().count());
            if count > LONGEST_VALUE {
                let message = format!("the value has {count} characters; at most {LONGEST_VALUE} are possible");
                event.report(value.finding(RULE.name, message), problems);
            }
        }
    }
}
