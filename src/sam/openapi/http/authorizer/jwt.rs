//! JWT authorizers: callers send a token that an issuer signed.
use super::{AUTHORIZER, Authorizer, SecurityScheme, expect_map, has_foreign};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::node;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Text};

/// What only Lambda authorizers have.
const FOREIGN: [&str; 6] = [
    "FunctionArn",
    "FunctionInvokeRole",
    "Identity",
    "AuthorizerPayloadFormatVersion",
    "EnableSimpleResponses",
    "EnableFunctionDefaultPermissions",
];

/// `None` when something is wrong with the authorizer, which is reported.
pub(super) fn scheme(
    name: &Text,
    at: Span,
    authorizer: &Authorizer<'_>,
    known: &Map,
    problems: &mut Problems,
) -> Option<SecurityScheme> {
    let written = authorizer.jwt_configuration?;
    let configuration = expect_map(written, "JwtConfiguration", problems)?;
    let help = "remove it, or remove `JwtConfiguration` for a Lambda authorizer";
    if has_foreign(known, &FOREIGN, "JWT", help, problems) {
        return None;
    }
    let Some(source) = authorizer.identity_source.filter(|it| it.is_truthy()) else {
        let message = format!("JWT authorizer `{name}` needs `IdentitySource`");
        let finding = Diagnostic::new(&codes::MISSING_PROPERTY, at, message).missing(["IdentitySource"]);
        problems.push(finding.help("add `IdentitySource: $request.header.Authorization`"));
        return None;
    };
    // API Gateway's names for `Issuer` and `Audience` are in lower case.
    let lower = configuration.entries().fold(Map::new(), |mut lower, (key, entry)| {
        lower.insert_at(Text::from(key.to_lowercase()), entry.key_span, entry.value.clone());
        lower
    });
    let scheme = node!(at, {
        "type": "oauth2",
        AUTHORIZER: {"jwtConfiguration": (lower.into_node(written.span)), "identitySource": source, "type": "jwt"}
    });
    let scopes = authorizer.authorization_scopes.cloned();
    Some(SecurityScheme { name: name.clone(), scopes, scheme, permitted_function: None, span: at })
}
