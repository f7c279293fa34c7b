//! Finds snapshots that are never made.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::Semantics;
use crate::source::Span;
use crate::syntax::Node;
use crate::template::references::references;
use std::collections::HashSet;

rule! {
    /// A function has `SnapStart` and nothing publishes a version of it, so that it does nothing.
    ///
    /// Lambda makes snapshots of published versions; `$LATEST` starts as ever ("improving startup performance with Lambda
    /// SnapStart" in the Lambda guide).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       CodeUri: src/
    ///       Handler: app.handler
    ///       Runtime: python3.14
    ///       SnapStart:
    ///         ApplyOn: PublishedVersions
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       CodeUri: src/
    ///       Handler: app.handler
    ///       Runtime: python3.14
    ///       AutoPublishAlias: live
    ///       SnapStart:
    ///         ApplyOn: PublishedVersions
    /// ```
    "snap-start-without-version" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some(generated) = semantics.generated().filter(|_| !semantics.has_other_transforms()) else { return };
    let mut published: HashSet<String> = HashSet::new();
    for resource in generated.values() {
        // What is no resource of AWS can publish versions, too.
        let type_name = resource.get("Type").and_then(Node::text);
        let is_other = type_name.is_none_or(|it| !it.starts_with("AWS::") || it.starts_with("AWS::CloudFormation::"));
        if is_other || type_name.is_some_and(|it| **it == *types::LAMBDA_VERSION) {
            published.extend(references(resource).iter().map(|it| it.target().to_owned()));
        }
    }
    let mut seen: HashSet<Span> = HashSet::new();
    for function in semantics.functions() {
        let Some(snap_start) = function.properties.present("SnapStart").and_then(|it| it.get("ApplyOn")) else {
            continue;
        };
        if !snap_start.is_text("PublishedVersions")
            || published.contains(&**function.id)
            || !seen.insert(snap_start.span)
        {
            continue;
        }
        let message =
            format!("nothing publishes a version of `{}`, so there is nothing to take a snapshot of", function.id);
        let finding = Diagnostic::new(&CODE, snap_start.span, message).resource(&**function.id);
        let help = match function.is_sam {
            true => "add `AutoPublishAlias: live`, and let callers use the alias",
            false => "add an `AWS::Lambda::Version` of it, and let callers use that",
        };
        problems.push(finding.help(help).if_named(&["AutoPublishAlias"]));
    }
}
