//! Finds rules for events of buckets that do not send them to EventBridge.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Case, Semantics, is_of_type};
use crate::syntax::{Map, Node, Text};
use crate::template::intrinsics;

rule! {
    /// A rule of EventBridge waits for events of a bucket that does not send them there.
    ///
    /// A bucket sends its events to EventBridge only with `EventBridgeConfiguration` ("Enabling Amazon EventBridge" in the
    /// S3 user guide). Without it, the rule never matches.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Uploads:
    ///     Type: AWS::S3::Bucket
    ///   Orders:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Uploaded:
    ///           Type: EventBridgeRule
    ///           Properties:
    ///             Pattern:
    ///               source:
    ///                 - aws.s3
    ///               detail:
    ///                 bucket:
    ///                   name:
    ///                     - !Ref Uploads
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Uploads:
    ///     Type: AWS::S3::Bucket
    ///     Properties:
    ///       NotificationConfiguration:
    ///         EventBridgeConfiguration:
    ///           EventBridgeEnabled: true
    ///   Orders:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Uploaded:
    ///           Type: EventBridgeRule
    ///           Properties:
    ///             Pattern:
    ///               source:
    ///                 - aws.s3
    ///               detail:
    ///                 bucket:
    ///                   name:
    ///                     - !Ref Uploads
    /// ```
    "bucket-without-events" Warning check
}

const SOURCE: &str = "aws.s3";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some(generated) = semantics.generated().filter(|_| !semantics.has_other_transforms()) else { return };
    // They may set what a bucket sends.
    let is_custom = |it: &Node| it.get("Type").and_then(Node::text).is_some_and(|it| types::is_custom(it));
    if generated.values().any(is_custom) {
        return;
    }
    for (id, rule) in generated.iter() {
        let is_rule = is_of_type(rule, types::EVENTS_RULE);
        let Some(pattern) = rule.at(&["Properties", "EventPattern"]).and_then(Node::map).filter(|_| is_rule) else {
            continue;
        };
        if !is_of_buckets(pattern) {
            continue;
        }
        let names = pattern.present("detail").and_then(|it| it.at(&["bucket", "name"])).and_then(Node::list);
        let names = names.unwrap_or_default();
        let silent: Vec<_> = names.iter().filter_map(|it| Some((it, silent_bucket(it, semantics)?))).collect();
        // Where one of several sends them, the rule is not without effect.
        if silent.len() < names.len() {
            continue;
        }
        for (name, bucket) in silent {
            let message = format!("bucket `{bucket}` does not send its events to EventBridge");
            let finding = Diagnostic::new(&CODE, name.span, message);
            let help =
                "add `NotificationConfiguration: {EventBridgeConfiguration: {EventBridgeEnabled: true}}` to the bucket";
            problems.in_resource(id, |problems| problems.push(finding.help(help)));
        }
    }
}

/// Whether a pattern is for what S3 itself sends, and not for its calls that CloudTrail records.
fn is_of_buckets(pattern: &Map) -> bool {
    let all = |name: &str| pattern.present(name).and_then(Node::list).unwrap_or_default();
    let is_recorded = |it: &Node| it.text().is_none_or(|it| it.contains("CloudTrail"));
    let sources = all("source");
    !sources.is_empty() && sources.iter().all(|it| it.is_text(SOURCE)) && !all("detail-type").iter().any(is_recorded)
}

/// The bucket of the template that a name refers to, if it surely sends nothing to EventBridge.
fn silent_bucket<'a>(name: &Node, semantics: &Semantics<'a>) -> Option<&'a Text> {
    let referenced = intrinsics::argument(name, "Ref").and_then(Node::text)?;
    let (id, entry) = semantics.resources().entry(referenced)?;
    let bucket = &entry.value;
    if !is_of_type(bucket, types::S3_BUCKET) {
        return None;
    }
    let Some(configuration) = bucket.at(&["Properties", "NotificationConfiguration"]) else { return Some(id) };
    let configuration = configuration.map().filter(|it| !it.keys().any(|it| it.starts_with("Fn::")))?;
    match configuration.present("EventBridgeConfiguration") {
        None => Some(id),
        Some(own) => {
            let cases = semantics.cases(own.get("EventBridgeEnabled"), &semantics.sides_of(id));
            let is_off = |it: &Case| it.known().is_some() && it.is_true() == Some(false);
            (own.map().is_some() && cases.iter().all(is_off)).then_some(id)
        }
    }
}
