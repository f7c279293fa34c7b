//! Finds logical ids where the name or id of the resource is meant.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Semantics, walk_plain_texts};
use crate::source::Span;
use crate::syntax::Node;
use crate::template::transforms;

rule! {
    /// A property is the logical id of a resource as text, where AWS wants the resource's name or id.
    ///
    /// CloudFormation gives a resource a name that is not its logical id, unless the template sets one. `!Ref` gives that
    /// name ("Ref" in the template reference of CloudFormation); without it, the text names something else, or nothing.
    ///
    /// ```yaml bad
    /// Transform: AWS::Serverless-2016-10-31
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - DynamoDBReadPolicy: {TableName: Products}
    /// ```
    /// ```yaml good
    /// Transform: AWS::Serverless-2016-10-31
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - DynamoDBReadPolicy: {TableName: !Ref Products}
    /// ```
    "logical-id-as-text" Warning check
}

/// What a property names: the property, the types that have such names, and the property with which the template sets
/// the name, if it can.
struct Naming {
    properties: &'static [&'static str],
    types: &'static [&'static str],
    own_name: Option<&'static str>,
}

const NAMINGS: &[Naming] = &[
    Naming {
        properties: &["RestApiId"],
        types: &["AWS::Serverless::Api", types::API_GATEWAY_REST_API],
        own_name: None,
    },
    Naming {
        properties: &["ApiId"],
        types: &["AWS::Serverless::HttpApi", "AWS::Serverless::WebSocketApi", types::API_GATEWAY_V2_API],
        own_name: None,
    },
    Naming { properties: &["UserPoolId"], types: &[types::COGNITO_USER_POOL], own_name: None },
    Naming {
        properties: &["TableName"],
        types: &["AWS::Serverless::SimpleTable", types::DYNAMODB_TABLE],
        own_name: Some("TableName"),
    },
    Naming {
        properties: &["FunctionName"],
        types: &["AWS::Serverless::Function", types::LAMBDA_FUNCTION],
        own_name: Some("FunctionName"),
    },
    Naming { properties: &["QueueName"], types: &[types::SQS_QUEUE], own_name: Some("QueueName") },
    Naming { properties: &["TopicName"], types: &[types::SNS_TOPIC], own_name: Some("TopicName") },
    Naming { properties: &["BucketName", "Bucket"], types: &[types::S3_BUCKET], own_name: Some("BucketName") },
    Naming { properties: &["StreamName"], types: &[types::KINESIS_STREAM], own_name: Some("Name") },
];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    let is_json = semantics.source.text().trim_start().starts_with('{');
    walk_plain_texts(semantics, problems, &mut |place, node, text, problems| {
        let Some(naming) = place.key().and_then(|key| NAMINGS.iter().find(|it| it.properties.contains(&key))) else {
            return;
        };
        let Some(resource) = semantics.resources().get(text) else { return };
        let type_name = resource.get("Type").and_then(Node::text).map_or("", |it| &**it);
        if !naming.types.contains(&type_name) {
            return;
        }
        // A resource gives itself its name, and another may go by the name that is set so.
        let functions = || place.path.iter().filter(|it| it.starts_with("Fn::"));
        if functions().any(|it| **it != *"Fn::If") {
            return;
        }
        let keys = place.path.len() - functions().count();
        let is_own = naming.own_name == place.key() && keys == 1 && naming.types.contains(&place.type_name);
        let is_set = naming.own_name.is_some_and(|it| resource.at(&["Properties", it]).is_some());
        if is_own || is_set || place.attribute != "Properties" {
            return;
        }
        let key = place.key().unwrap_or_default();
        let finding = Diagnostic::new(&CODE, node.span, format!("`{key}` is the text `{text}`, not the resource"));
        let finding = finding.value_of(key).if_accepted(node.span);
        let at = Span { start: node.span.start, end: node.span.start };
        problems.push(match is_json {
            true => finding.help(format!("write `{{\"Ref\": \"{text}\"}}`")),
            false => finding.help(format!("write `!Ref {text}`")).fix(at, "!Ref "),
        });
    });
}
