//! Authorizers of HTTP APIs: one file per kind.
mod iam;
mod jwt;
mod lambda;

pub(crate) use iam::NAME as IAM;

use super::{Found, HttpEditor};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes, listed};
use crate::properties;
use crate::property::shape::*;
use crate::source::Span;
use crate::syntax::{self, IntoNode, Map, Node};
use crate::template::intrinsics;

/// API Gateway's key for an authorizer among the security schemes.
const AUTHORIZER: &str = "x-amazon-apigateway-authorizer";

properties! {
    /// Who may call an HTTP API.
    pub(crate) struct Auth {
        /// The authorizers, by name.
        "Authorizers" => authorizers: Option<Passed<MapOf<Authorizer<'static>>>>;
        /// Name of the authorizer of every route without one of its own.
        "DefaultAuthorizer" => default_authorizer: Option<Passed<Text>>;
        /// Whether routes can use IAM authorization, with the authorizer `AWS_IAM`.
        "EnableIamAuthorizer" => enable_iam_authorizer: Option<Passed<Boolean>>;
    }
}

properties! {
    /// A JWT or Lambda authorizer of an HTTP API.
    pub(crate) struct Authorizer {
        /// Scopes, of which a token needs one (JWT).
        "AuthorizationScopes" => authorization_scopes: Option<Passed<ListOf<Text>>>;
        /// Issuer and audience of the tokens (JWT).
        "JwtConfiguration" => jwt_configuration: Option<Passed<JwtConfiguration<'static>>>;
        /// Where the token is, such as `$request.header.Authorization` (JWT).
        "IdentitySource" => identity_source: Option<Passed<Either<Text, ListOf<Text>>>>;
        /// ARN of the function that decides (Lambda).
        "FunctionArn" => function_arn: Option<Passed<Arn>>;
        /// ARN of a role that may invoke the function, or `NONE` (Lambda).
        "FunctionInvokeRole" => function_invoke_role: Option<Passed<Text>>;
        /// What identifies a caller: headers, query strings, variables of the stage, values of the context (Lambda).
        "Identity" => identity: Option<Passed<Identity<'static>>>;
        /// Version of the payload that the function receives: `1.0` or `2.0` (Lambda).
        "AuthorizerPayloadFormatVersion" => payload_format_version: Option<Passed<Text>>, one_of(&["1.0", "2.0"]);
        /// Whether the function answers with `isAuthorized` rather than a policy (Lambda).
        "EnableSimpleResponses" => enable_simple_responses: Option<Passed<Boolean>>;
        /// Whether SAM permits API Gateway to invoke the function (Lambda).
        "EnableFunctionDefaultPermissions" => enable_function_default_permissions: Option<Passed<Boolean>>;
    }
}

properties! {
    /// The tokens that a JWT authorizer accepts.
    pub(crate) struct JwtConfiguration {
        /// Accepted audiences of a token.
        "audience" => audience: Option<Passed<ListOf<Text>>>;
        /// URL of the issuer of the tokens.
        "issuer" => issuer: Option<Passed<Text>>;
        /// The same as `audience`.
        "Audience" => capital_audience: Option<Passed<ListOf<Text>>>;
        /// The same as `issuer`.
        "Issuer" => capital_issuer: Option<Passed<Text>>;
    }
}

properties! {
    /// What identifies a caller, and for how long a decision is cached.
    pub(crate) struct Identity {
        /// Headers.
        "Headers" => headers: Option<Passed<ListOf<Text>>>;
        /// Query strings.
        "QueryStrings" => query_strings: Option<Passed<ListOf<Text>>>;
        /// Variables of the stage.
        "StageVariables" => stage_variables: Option<Passed<ListOf<Text>>>;
        /// Context values.
        "Context" => context: Option<Passed<ListOf<Text>>>;
        /// Seconds for which a decision is cached.
        "ReauthorizeEvery" => reauthorize_every: Option<Passed<Integer>>, range(0..=3600);
    }
}

/// One authorizer as a definition needs it.
#[derive(Clone, Debug)]
pub(crate) struct SecurityScheme {
    pub name: syntax::Text,
    /// The scopes that it asks for where a route does not say.
    pub scopes: Option<Node>,
    /// What stands under its name among the security schemes.
    pub scheme: Node,
    /// The function to invoke, where SAM is to permit that.
    pub permitted_function: Option<Node>,
    pub span: Span,
}

/// Reads the authorizers of an API. `None` when something is wrong with one, which is reported.
pub(crate) fn read(auth: &Auth<'_>, partition: &str, problems: &mut Problems) -> Option<Vec<SecurityScheme>> {
    let mut schemes = Vec::new();
    if let Some(enabled) = auth.enable_iam_authorizer.filter(|it| it.bool() == Some(true)) {
        schemes.push(iam::scheme(enabled.span));
    }
    let Some(authorizers) = auth.authorizers.filter(|it| it.is_truthy()) else { return Some(schemes) };
    let map = expect_map(authorizers, "Authorizers", problems)?;
    let mut sound = true;
    for (name, entry) in map.entries() {
        match read_authorizer(name, entry.key_span, &entry.value, partition, problems) {
            Some(scheme) => {
                schemes.retain(|it: &SecurityScheme| it.name != *name);
                schemes.push(scheme);
            }
            None => sound = false,
        }
    }
    sound.then_some(schemes)
}

fn read_authorizer(
    name: &syntax::Text,
    span: Span,
    written: &Node,
    partition: &str,
    problems: &mut Problems,
) -> Option<SecurityScheme> {
    let map = expect_map(written, name, problems)?;
    if let Some(span) = map.key_span("OpenIdConnectUrl") {
        let message = "`OpenIdConnectUrl` is no longer a property of authorizers";
        let finding = Diagnostic::new(&codes::UNKNOWN_PROPERTY, span, message);
        problems.push(finding.help("set the issuer and audience under `JwtConfiguration`"));
        return None;
    }
    // Unknown properties are passed over, as in the reference.
    let known: Map =
        Authorizer::TABLE.iter().filter_map(|row| map.entry(row.name)).fold(Map::new(), |mut known, (key, entry)| {
            known.insert_at(key.clone(), entry.key_span, entry.value.clone());
            known
        });
    let authorizer = Authorizer::read(&known, span, problems)?;
    if let Some(scopes) = authorizer.authorization_scopes.filter(|it| it.list().is_none()) {
        report_type(scopes, "AuthorizationScopes", "a list", problems);
        return None;
    }
    if authorizer.jwt_configuration.is_some_and(Node::is_truthy) {
        jwt::scheme(name, span, &authorizer, &known, problems)
    } else {
        lambda::scheme(name, span, &authorizer, &known, partition, problems)
    }
}

/// Whether there is a property that only another kind of authorizer has, which is reported.
fn has_foreign(known: &Map, foreign: &[&str], kind: &str, help: &str, problems: &mut Problems) -> bool {
    let found = known.entries().find(|(key, entry)| foreign.contains(&&***key) && !entry.value.is_null());
    if let Some((key, entry)) = found {
        let message = format!("a {kind} authorizer has no `{key}`");
        problems.push(Diagnostic::new(&codes::CONFLICTING_PROPERTIES, entry.key_span, message).help(help));
    }
    found.is_some()
}

fn expect_map<'a>(value: &'a Node, name: &str, problems: &mut Problems) -> Option<&'a Map> {
    if value.map().is_none() {
        report_type(value, name, "a map", problems);
    }
    value.map()
}

fn report_type(value: &Node, name: &str, expected: &str, problems: &mut Problems) {
    let message = format!("`{name}` is {}; it must be {expected}", value.kind_name());
    problems.push(Diagnostic::new(&codes::WRONG_TYPE, value.span, message).value_of(name));
}

impl HttpEditor {
    /// Adds authorizers to the security schemes of the definition.
    pub(crate) fn add_security_schemes(
        &mut self,
        schemes: &[SecurityScheme],
        problems: &mut Problems,
    ) -> Option<Sound> {
        let Some(first) = schemes.first() else { return Some(Sound) };
        let at = first.span;
        let mut document = self.editor.document_mut();
        if document.truthy("components").is_none() {
            document.insert("components", Map::python2().into_node(at));
        }
        let components = document.settled("components").and_then(Node::map_mut)?;
        if components.truthy("securitySchemes").is_none() {
            components.insert("securitySchemes", Map::python2().into_node(at));
        }
        let all = components.get_mut("securitySchemes").expect("inserted above when it was not there");
        let found = Found::of(all);
        let Some(all) = all.map_mut() else { return found.refuse("`securitySchemes`", "a map", problems) };
        for scheme in schemes {
            all.insert_at(scheme.name.clone(), scheme.span, scheme.scheme.clone());
        }
        Some(Sound)
    }

    /// Has the default authorizer authorize every route that names none. `None` when there is no such authorizer.
    pub(crate) fn set_default_authorizers(
        &mut self,
        default: &Node,
        schemes: &[SecurityScheme],
        problems: &mut Problems,
    ) -> Option<Sound> {
        if intrinsics::is_no_value(default) {
            return Some(Sound);
        }
        let Some(name) = default.text() else {
            report_type(default, "DefaultAuthorizer", "a string", problems);
            return None;
        };
        let Some(scheme) = schemes.iter().find(|it| it.name == *name) else {
            let message = format!("there is no authorizer `{name}`");
            let finding = Diagnostic::new(&codes::UNKNOWN_AUTHORIZER, default.span, message);
            problems.push(finding.help(match schemes.is_empty() {
                true => "define it under `Authorizers`, or set `EnableIamAuthorizer: true` for `AWS_IAM`".to_owned(),
                false => format!("the authorizers are {}", listed(schemes.iter().map(|it| &*it.name))),
            }));
            return None;
        };
        for path in self.paths() {
            self.set_default_authorizer(&path, name, scheme.scopes.as_ref(), default.span, problems)?;
        }
        Some(Sound)
    }
}
