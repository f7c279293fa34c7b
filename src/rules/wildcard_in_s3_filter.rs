//! Finds wildcards in filters of bucket notifications, where they stand for themselves.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::{Branch, Semantics, filter_rules};

rule! {
    /// The prefix or suffix of a filter contains a `*`, which is not a wildcard there.
    ///
    /// S3 compares the value with the keys of objects literally: `*.jpg` matches keys that end in `*.jpg`, and the
    /// function is never called for `cat.jpg` (S3 user guide, "configuring event notifications using object key name
    /// filtering").
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
    ///                     Value: '*.jpg'
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
    /// ```
    "wildcard-in-s3-filter" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for event in semantics.events_of(&["S3"]) {
        let Some(filter) = event.properties.present("Filter") else { continue };
        for Branch { node: filter, sides } in semantics.present_branches(filter, &semantics.sides_of(event.resource_id))
        {
            for value in filter_rules(semantics, &sides, filter).iter().flat_map(|it| &it.values) {
                let Some(text) = value.node.text() else { continue };
                let Some(star) = text.find('*') else { continue };
                let mut finding = value.finding(&CODE, format!("the `*` in `{text}` is not a wildcard here"));
                if let Some(span) = semantics.span_within(value, &(star..star + 1)) {
                    finding.span = span;
                }
                let kept = text.trim_matches('*');
                let help = if kept.is_empty() || kept.contains('*') {
                    "a filter can match only the beginning and the end of keys".to_owned()
                } else {
                    format!("write `{kept}`, which matches all keys that begin or end with it")
                };
                event.report(finding.help(help), problems);
            }
        }
    }
}
