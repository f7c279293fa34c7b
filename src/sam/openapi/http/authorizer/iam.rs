//! IAM authorization: callers sign their requests.
use super::SecurityScheme;
use crate::node;
use crate::source::Span;

/// The name under which routes ask for it.
pub(crate) const NAME: &str = "AWS_IAM";

/// What lets routes ask for it.
pub(super) fn scheme(at: Span) -> SecurityScheme {
    let scheme = node!(at, {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "x-amazon-apigateway-authtype": "awsSigv4"
    });
    SecurityScheme { name: NAME.into(), scopes: None, scheme, permitted_function: None, span: at }
}
