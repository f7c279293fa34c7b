//! Authorizers of REST APIs: one file per kind.
mod aws_iam;
mod cognito;
mod lambda_request;
mod lambda_token;

use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::node;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};
use indexmap::IndexMap;

/// IAM as an authorizer.
pub(super) const AWS_IAM: &str = "AWS_IAM";

/// A kind of authorizer.
struct Kind {
    /// API Gateway's word for it in a security definition.
    authtype: &'static str,
    /// The name of the header that holds what is checked.
    header: fn(&Authorizer<'_>, &mut Problems) -> Option<Node>,
    /// Refuses what the kind cannot do without.
    check: fn(&Authorizer<'_>, &mut Problems) -> Option<Sound>,
    /// Completes the security definition. The text is the partition.
    complete: fn(&Authorizer<'_>, &mut Map, &str, Span, &mut Problems) -> Option<Sound>,
}

/// One authorizer of an API.
#[derive(Clone, Copy)]
pub(crate) struct Authorizer<'a> {
    pub name: &'a Text,
    kind: &'static Kind,
    /// The authorizer as written; `None` for IAM, which has no settings.
    written: Option<&'a Map>,
    /// What a token must be good for.
    pub scopes: Option<&'a Node>,
}

/// The authorizers of an API, in the reference's order.
#[derive(Clone, Default)]
pub(crate) struct Authorizers<'a> {
    by_name: IndexMap<&'a str, Authorizer<'a>>,
}

impl<'a> Authorizers<'a> {
    /// Reads the map `Authorizers`, with IAM before them when it is the `default` authorizer. `None` when there is a
    /// mistake, which is reported.
    pub(crate) fn read(
        authorizers: Option<&'a Node>,
        default: Option<&'a Node>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let mut by_name: IndexMap<&str, Authorizer<'a>> = IndexMap::new();
        if let Some(name) = default.and_then(Node::text).filter(|it| **it == AWS_IAM) {
            by_name.insert(name, Authorizer { name, kind: &aws_iam::KIND, written: None, scopes: None });
        }
        let Some(authorizers) = authorizers.filter(|it| it.is_truthy()) else { return Some(Self { by_name }) };
        let Some(map) = authorizers.map() else {
            report_type("Authorizers", authorizers, "a map", problems);
            return None;
        };
        for (name, written) in map.iter() {
            by_name.insert(name, Authorizer::read(name, written, problems)?);
        }
        // The reference collects them in a dictionary.
        let mut order = Map::python2();
        by_name.values().for_each(|it| drop(order.insert(it.name, Node::null(authorizers.span))));
        let ordered = order.keys().filter_map(|name| by_name.get(&**name)).map(|it| (&**it.name, *it));
        Some(Self { by_name: ordered.collect() })
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Authorizer<'a>> {
        self.by_name.values()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Authorizer<'a>> {
        self.by_name.get(name)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }
}

impl<'a> Authorizer<'a> {
    fn read(name: &'a Text, node: &'a Node, problems: &mut Problems) -> Option<Self> {
        let Some(written) = node.map() else {
            report_type(name, node, "a map", problems);
            return None;
        };
        let payload = written.present("FunctionPayloadType");
        let lambda = match payload.map(|it| it.text().map(|it| &**it)) {
            None | Some(Some("TOKEN")) => &lambda_token::KIND,
            Some(Some("REQUEST")) => &lambda_request::KIND,
            Some(_) => {
                let message = format!("`FunctionPayloadType` of authorizer `{name}` must be `TOKEN` or `REQUEST`");
                problems.push(
                    Diagnostic::new(&codes::INVALID_VALUE, payload.map_or(node.span, |it| it.span), message)
                        .value_of("FunctionPayloadType"),
                );
                return None;
            }
        };
        let kind = if written.truthy("UserPoolArn").is_some() { &cognito::KIND } else { lambda };
        let scopes = written.present("AuthorizationScopes");
        if let Some(scopes) = scopes.filter(|it| it.list().is_none()) {
            report_type("AuthorizationScopes", scopes, "a list", problems);
            return None;
        }
        let disabled = written.present("DisableFunctionDefaultPermissions");
        if let Some(disabled) = disabled.filter(|it| it.bool().is_none()) {
            report_type("DisableFunctionDefaultPermissions", disabled, "`true` or `false`", problems);
            return None;
        }
        let authorizer = Self { name, kind, written: Some(written), scopes };
        // Also where the user pool wins over the function.
        (lambda.check)(&authorizer, problems)?;
        Some(authorizer)
    }

    /// The security definition of the authorizer.
    pub(crate) fn definition(&self, partition: &str, at: Span, problems: &mut Problems) -> Option<Node> {
        let mut map = Map::python2();
        map.insert("type", node!(at, "apiKey"));
        map.insert("name", (self.kind.header)(self, problems)?);
        map.insert("in", node!(at, "header"));
        map.insert("x-amazon-apigateway-authtype", node!(at, self.kind.authtype));
        (self.kind.complete)(self, &mut map, partition, at, problems)?;
        Some(map.into_node(at))
    }

    /// The function that API Gateway must be permitted to call.
    pub(crate) fn permitted_function(&self) -> Option<&'a Node> {
        let written = self.written?;
        let disabled = written.truthy("DisableFunctionDefaultPermissions").is_some();
        written.truthy("FunctionArn").filter(|_| !disabled)
    }

    fn get(&self, property: &str) -> Option<&'a Node> {
        self.written.and_then(|it| it.present(property))
    }

    /// The map `Identity`, when it is not empty.
    fn identity(&self) -> Option<&'a Map> {
        self.get("Identity").and_then(Node::map).filter(|it| !it.is_empty())
    }

    /// The header named under `Identity`, or `Authorization`.
    fn identity_header(&self, problems: &mut Problems) -> Option<Node> {
        if let Some(identity) = self.get("Identity").filter(|it| it.is_truthy() && it.map().is_none()) {
            report_type("Identity", identity, "a map", problems);
            return None;
        }
        let span = self.get("Identity").map_or(Span::NOWHERE, |it| it.span);
        let header = self.identity().and_then(|it| it.truthy("Header"));
        Some(header.cloned().unwrap_or_else(|| node!(span, "Authorization")))
    }

    fn add_validation_expression(&self, definition: &mut Map) {
        if let Some(expression) = self.identity().and_then(|it| it.truthy("ValidationExpression")) {
            definition.insert("identityValidationExpression", expression.clone());
        }
    }

    /// What API Gateway's authorizer needs to call a function.
    fn lambda_definition(&self, kind: &'static str, partition: &str, at: Span) -> Map {
        let arn = format!(
            "arn:{partition}:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/${{__FunctionArn__}}/invocations"
        );
        let function = self.get("FunctionArn").cloned().unwrap_or_else(|| Node::null(at));
        let mut definition = Map::python2();
        definition.insert("type", node!(at, kind));
        definition.insert("authorizerUri", node!(at, {"Fn::Sub": [arn, {"__FunctionArn__": function}]}));
        if let Some(seconds) = self.identity().and_then(|it| it.present("ReauthorizeEvery")) {
            definition.insert("authorizerResultTtlInSeconds", seconds.clone());
        }
        if let Some(role) = self.get("FunctionInvokeRole").filter(|it| it.is_truthy() && !it.is_text("NONE")) {
            definition.insert("authorizerCredentials", role.clone());
        }
        definition
    }
}

/// Key of a security definition for what API Gateway does with it.
const AUTHORIZER: &str = "x-amazon-apigateway-authorizer";

fn report_type(name: &str, value: &Node, expected: &str, problems: &mut Problems) {
    let message = format!("`{name}` is {}; it must be {expected}", value.kind_name());
    problems.push(Diagnostic::new(&codes::WRONG_TYPE, value.span, message).value_of(name));
}
