//! Finds filters of bucket notifications that S3 refuses.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::{Branch, Event, FilterRule, Semantics, filter_rules};
use crate::source::Span;
use crate::syntax::Node;
use crate::template::conditions::Side;

rule! {
    /// The `Filter` of an S3 event has more than one rule for the prefix or the suffix.
    ///
    /// A key must match all rules of a filter, so there can be one rule for each. S3 refuses more when the bucket is
    /// deployed: "Cannot specify more than one prefix rule in a filter" (S3 API, `FilterRule`).
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

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for event in semantics.events_of(&["S3"]) {
        let Some(filter) = event.properties.present("Filter") else { continue };
        for Branch { node: filter, sides } in semantics.present_branches(filter, &semantics.sides_of(event.resource_id))
        {
            check_rules(semantics, &sides, filter, &event, problems);
        }
    }
}

fn check_rules(semantics: &Semantics<'_>, sides: &[Side], filter: &Node, event: &Event<'_>, problems: &mut Problems) {
    let mut earlier: Vec<(String, Span)> = Vec::new();
    for FilterRule { names, .. } in filter_rules(semantics, sides, filter) {
        // A name that conditions decide may be another one.
        let [name] = names.as_slice() else { continue };
        let Some(text) = name.node.text() else { continue };
        // S3 itself answers with a capital letter, and takes that too.
        let lower = text.to_lowercase();
        if let Some((_, first)) = earlier.iter().find(|(it, _)| *it == lower) {
            let finding = name.finding(&CODE, format!("the filter has more than one rule for the {lower}"));
            let help = "write an event for each: a key must match all rules of a filter";
            event.report(finding.related(*first, "the first one").help(help), problems);
        }
        earlier.push((lower, name.at));
    }
}
