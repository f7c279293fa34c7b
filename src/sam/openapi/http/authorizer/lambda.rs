//! Lambda authorizers: a function decides who may call.
use super::{AUTHORIZER, Authorizer, SecurityScheme, expect_map, has_foreign, report_type};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::node;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};

/// What only JWT authorizers have.
const FOREIGN: [&str; 2] = ["AuthorizationScopes", "IdentitySource"];

/// Where an identity comes from: the property, and what API Gateway writes before its values.
const IDENTITY: [(&str, &str); 4] = [
    ("Headers", "$request.header."),
    ("QueryStrings", "$request.querystring."),
    ("StageVariables", "$stageVariables."),
    ("Context", "$context."),
];

/// `None` when something is wrong with the authorizer, which is reported.
pub(super) fn scheme(
    name: &Text,
    at: Span,
    authorizer: &Authorizer<'_>,
    known: &Map,
    partition: &str,
    problems: &mut Problems,
) -> Option<SecurityScheme> {
    let help = "remove it, or add `JwtConfiguration` for a JWT authorizer; a Lambda authorizer has `Identity`";
    if has_foreign(known, &FOREIGN, "Lambda", help, problems) {
        return None;
    }
    let function = required(authorizer.function_arn, "FunctionArn", "!GetAtt MyFunction.Arn", name, at, problems);
    let version = authorizer.payload_format_version;
    let version = required(version, "AuthorizerPayloadFormatVersion", "'2.0'", name, at, problems);
    let (function, version) = (function?, version?);
    let permitted = authorizer.enable_function_default_permissions;
    if let Some(permitted) = permitted.filter(|it| it.bool().is_none()) {
        report_type(permitted, "EnableFunctionDefaultPermissions", "`true` or `false`", problems);
        return None;
    }
    let uri = format!(
        "arn:{partition}:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/${{__FunctionArn__}}/invocations"
    );
    let mut properties = Map::new();
    properties.insert("type", "request".into_node(at));
    properties.insert("authorizerUri", node!(at, {"Fn::Sub": [uri, {"__FunctionArn__": function}]}));
    if let Some(role) = authorizer.function_invoke_role.filter(|it| it.is_truthy() && !it.is_text("NONE")) {
        properties.insert("authorizerCredentials", role.clone());
    }
    if let Some(identity) = authorizer.identity.filter(|it| it.is_truthy()) {
        let map = expect_map(identity, "Identity", problems)?;
        if let Some(seconds) = map.present("ReauthorizeEvery") {
            properties.insert("authorizerResultTtlInSeconds", seconds.clone());
        }
        properties.insert("identitySource", identity_source(map, problems)?.into_node(identity.span));
    }
    properties.insert("authorizerPayloadFormatVersion", version.clone());
    if let Some(simple) = authorizer.enable_simple_responses.filter(|it| it.is_truthy()) {
        properties.insert("enableSimpleResponses", simple.clone());
    }
    let scheme = node!(at, {"type": "apiKey", "name": "Unused", "in": "header", AUTHORIZER: properties});
    let permitted_function = permitted.filter(|it| it.is_truthy()).map(|_| function.clone());
    Some(SecurityScheme { name: name.clone(), scopes: None, scheme, permitted_function, span: at })
}

fn required<'a>(
    value: Option<&'a Node>,
    property: &str,
    example: &str,
    name: &Text,
    at: Span,
    problems: &mut Problems,
) -> Option<&'a Node> {
    let found = value.filter(|it| it.is_truthy());
    if found.is_none() {
        let message = format!("Lambda authorizer `{name}` needs `{property}`");
        problems.push(
            Diagnostic::new(&codes::MISSING_PROPERTY, at, message)
                .missing([property])
                .help(format!("add `{property}: {example}`")),
        );
    }
    found
}

/// What identifies a caller, as API Gateway writes it.
fn identity_source(identity: &Map, problems: &mut Problems) -> Option<Vec<Node>> {
    let mut sources = Vec::new();
    for (property, prefix) in IDENTITY {
        let Some(values) = identity.truthy(property) else { continue };
        let Some(items) = values.list() else {
            report_type(values, property, "a list of strings", problems);
            return None;
        };
        for item in items {
            let Some(text) = item.text() else {
                report_type(item, property, "a list of strings", problems);
                return None;
            };
            sources.push(format!("{prefix}{text}").into_node(item.span));
        }
    }
    Some(sources)
}
