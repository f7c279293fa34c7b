//! Finds permissions whose source never calls as the principal that is named.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::Node;

rule! {
    /// A permission names a service and a resource of another service, so that it never holds.
    ///
    /// Both must match: the `Principal` calls the function, and `SourceArn` is the resource for which it does (Lambda API,
    /// `AddPermission`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   News:
    ///     Type: AWS::SNS::Topic
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///   FromNews:
    ///     Type: AWS::Lambda::Permission
    ///     Properties:
    ///       Action: lambda:InvokeFunction
    ///       FunctionName: !Ref Hello
    ///       Principal: events.amazonaws.com
    ///       SourceArn: !Ref News
    /// ```
    /// ```yaml good
    /// Resources:
    ///   News:
    ///     Type: AWS::SNS::Topic
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///   FromNews:
    ///     Type: AWS::Lambda::Permission
    ///     Properties:
    ///       Action: lambda:InvokeFunction
    ///       FunctionName: !Ref Hello
    ///       Principal: sns.amazonaws.com
    ///       SourceArn: !Ref News
    /// ```
    "mismatched-source" Warning check
}

/// Services that call functions for resources of one type alone.
const SOURCES: [(&str, &str); 5] = [
    ("cognito-idp.amazonaws.com", types::COGNITO_USER_POOL),
    ("events.amazonaws.com", types::EVENTS_RULE),
    ("logs.amazonaws.com", types::LOGS_LOG_GROUP),
    ("s3.amazonaws.com", types::S3_BUCKET),
    ("sns.amazonaws.com", types::SNS_TOPIC),
];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for permission in semantics.plain(types::LAMBDA_PERMISSION) {
        let properties = permission.properties;
        let (Some(written), Some(arn)) = (properties.present("Principal"), properties.present("SourceArn")) else {
            continue;
        };
        let Some(principal) = Node::text(written) else { continue };
        let Some((_, wanted)) = SOURCES.iter().find(|(it, _)| *it == &**principal) else { continue };
        for target in semantics.targets(arn, &semantics.sides_of(permission.resource_id)) {
            // Only where the resource is surely one that another service calls for.
            let Some((fitting, _)) = SOURCES.iter().find(|(_, it)| *it == target.type_name()) else { continue };
            if *wanted == target.type_name() {
                continue;
            }
            let message =
                format!("`{principal}` does not call for `{}`, which is an `{}`", target.id, target.type_name());
            let finding = Diagnostic::new(&CODE, target.at, message).related(written.span, "the principal");
            permission.report(finding.help(format!("write `Principal: {fitting}`, or another `SourceArn`")), problems);
        }
    }
}
