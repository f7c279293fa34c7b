//! Finds formats of access logs that API Gateway refuses.
use crate::diagnostic::Problems;
use crate::facts::types;
use crate::rule;
use crate::semantics::{Semantics, is_dynamic};
use crate::syntax::Node;

rule! {
    /// The format of an API's access log has several lines, or does not include the id of the request.
    ///
    /// A format is a single line with at least `$context.requestId` or `$context.extendedRequestId`; others are refused:
    /// "Access Log format must be single line" ("Set up CloudWatch logging for REST APIs" in the developer guide of API
    /// Gateway; `AccessLogSettings` of `AWS::ApiGatewayV2::Stage`). In YAML, `>-` makes one line of several, and `|` does
    /// not.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Log:
    ///     Type: AWS::Logs::LogGroup
    ///   Shop:
    ///     Type: AWS::Serverless::HttpApi
    ///     Properties:
    ///       AccessLogSettings:
    ///         DestinationArn: !GetAtt Log.Arn
    ///         Format: $context.status $context.path
    ///   Products:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         List:
    ///           Type: HttpApi
    ///           Properties:
    ///             ApiId: !Ref Shop
    ///             Path: /products
    ///             Method: get
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Log:
    ///     Type: AWS::Logs::LogGroup
    ///   Shop:
    ///     Type: AWS::Serverless::HttpApi
    ///     Properties:
    ///       AccessLogSettings:
    ///         DestinationArn: !GetAtt Log.Arn
    ///         Format: $context.requestId $context.status $context.path
    ///   Products:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         List:
    ///           Type: HttpApi
    ///           Properties:
    ///             ApiId: !Ref Shop
    ///             Path: /products
    ///             Method: get
    /// ```
    "invalid-access-log-format" Error check
}

/// The types that have a format, and where.
const PLACES: [(&str, &str); 3] = [
    (types::API_GATEWAY_STAGE, "AccessLogSetting"),
    (types::API_GATEWAY_DEPLOYMENT, "StageDescription"),
    (types::API_GATEWAY_V2_STAGE, "AccessLogSettings"),
];
const IDS: [&str; 2] = ["$context.requestId", "$context.extendedRequestId"];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some(generated) = semantics.generated() else { return };
    for (id, resource) in generated.iter() {
        let type_name = resource.get("Type").and_then(Node::text);
        let Some((_, place)) = PLACES.iter().find(|(name, _)| type_name.is_some_and(|it| **it == **name)) else {
            continue;
        };
        let settings = resource.at(&["Properties", place]);
        let within = settings.map(|it| it.get("AccessLogSetting").unwrap_or(it));
        let Some(format) = within.and_then(|it| it.get("Format")) else { continue };
        problems.in_resource(id, |problems| check_format(format, semantics, problems));
    }
}

fn check_format(format: &Node, semantics: &Semantics<'_>, problems: &mut Problems) {
    for known in semantics.values_where(&[], format) {
        let Some(text) = known.node.text().filter(|it| !it.is_empty() && !is_dynamic(it)) else { continue };
        let finding = if text.trim_end_matches(['\n', '\r']).contains('\n') {
            let finding = known.finding(&CODE, "the format of an access log must be a single line");
            finding.help("write `>-` instead of `|` before it, or put it on one line")
        } else if IDS.iter().any(|it| text.contains(it)) {
            continue;
        } else {
            let finding = known.finding(&CODE, "the format of an access log must include the id of the request");
            finding.help("add `$context.requestId`")
        };
        problems.push(finding);
    }
}
