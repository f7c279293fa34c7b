//! How clients of an API say who they are. Knows nothing of the rest of the API.
use super::truthy;
use crate::cfn::{Context, Expansion};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::types;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::sam::SamResource;
use crate::sam::resources::connector::GeneratedConnector;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node};
use crate::template::intrinsics;

const TYPES: &[&str] = &["AWS_IAM", "API_KEY", "AWS_LAMBDA", "OPENID_CONNECT", "AMAZON_COGNITO_USER_POOLS"];

properties! {
    /// How clients authenticate: the default way, and others.
    pub(super) struct Auth {
        /// Additional ways to authenticate.
        "Additional" => additional: Option<Literal<ListOf<Authorizer<'static>>>>;
        ..default: Authorizer;
    }
}

properties! {
    /// A way for clients to authenticate.
    pub(super) struct Authorizer {
        /// The authentication type.
        "Type" => type_name: Literal<Choice>, one_of(TYPES);
        /// The function that decides, with `AWS_LAMBDA`.
        "LambdaAuthorizer" => lambda_authorizer: Option<LambdaAuthorizer<'static>>;
        /// The OpenID Connect provider, with `OPENID_CONNECT`.
        "OpenIDConnect" => openid_connect: Option<OpenIdConnect<'static>>;
        /// The user pool, with `AMAZON_COGNITO_USER_POOLS`.
        "UserPool" => user_pool: Option<UserPool<'static>>;
    }
}

properties! {
    /// A function that decides who may do what.
    pub(super) struct LambdaAuthorizer {
        /// Seconds for which its answer is valid.
        "AuthorizerResultTtlInSeconds" => ttl: Option<Passed<Integer>>, range(0..=3600);
        /// ARN of the function.
        "AuthorizerUri" => uri: Passed<Arn>;
        /// Regular expression that a token must match before the function is called.
        "IdentityValidationExpression" => validation: Option<Passed<Text>>;
    }
}

properties! {
    /// An OpenID Connect provider.
    pub(super) struct OpenIdConnect {
        /// Milliseconds for which a token is valid after authentication.
        "AuthTTL" => auth_ttl: Option<Passed<Double>>;
        /// Id of the client at the issuer, which can be a regular expression.
        "ClientId" => client_id: Option<Passed<Text>>;
        /// Milliseconds for which a token is valid after it was issued.
        "IatTTL" => issued_at_ttl: Option<Passed<Double>>;
        /// URL of the issuer.
        "Issuer" => issuer: Option<Passed<Text>>;
    }
}

properties! {
    /// A Cognito user pool.
    pub(super) struct UserPool {
        /// Regular expression for the ids of the clients that are allowed.
        "AppIdClientRegex" => client_expression: Option<Passed<Text>>;
        /// Region of the user pool.
        "AwsRegion" => region: Option<Passed<Text>>;
        /// What clients may do where the schema does not specify it: `ALLOW` or `DENY`. Has no effect under `Additional`.
        "DefaultAction" => default_action: Option<Passed<Text>>, one_of(&["ALLOW", "DENY"]);
        /// Id of the user pool.
        "UserPoolId" => id: Passed<Text>;
    }
}

/// What `Auth` means to AppSync.
pub(super) struct Authentication {
    /// Properties of the API.
    pub properties: Vec<(&'static str, Node)>,
    /// ARNs of the functions that decide who may do what.
    pub lambda_authorizers: Vec<Node>,
}

impl Authentication {
    /// Takes `Auth` as written. `None` when a way is not described, or more than one, which is reported.
    pub(super) fn read(written: &Map, at: Span, problems: &mut Problems) -> Option<Self> {
        let auth = Auth::read(written, at, problems)?;
        let mut read = Self { properties: Vec::new(), lambda_authorizers: Vec::new() };
        read.properties.push(("AuthenticationType", auth.default.type_name.clone()));
        let default = read.configuration(&auth.default, at, problems)?;
        read.properties.extend(default.map(|(name, it)| (name, it.into_node(at))));
        let mut others = Vec::new();
        for other in auth.additional.and_then(Node::list).into_iter().flatten() {
            let authorizer = Authorizer::read(other.map()?, other.span, problems)?;
            let mut provider = Map::from_iter([("AuthenticationType", authorizer.type_name.clone())]);
            if let Some((name, mut configuration)) = read.configuration(&authorizer, other.span, problems)? {
                configuration.remove("DefaultAction");
                provider.insert(name, configuration.into_node(other.span));
            }
            others.push(provider.into_node(other.span));
        }
        if !others.is_empty() {
            read.properties.push(("AdditionalAuthenticationProviders", others.into_node(at)));
        }
        Some(read)
    }

    /// The description that the type of an authorizer needs, under its name in AppSync.
    fn configuration(
        &mut self,
        authorizer: &Authorizer<'_>,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Option<(&'static str, Map)>> {
        let Authorizer { lambda_authorizer, openid_connect, user_pool, .. } = *authorizer;
        let described = [lambda_authorizer, openid_connect, user_pool];
        let mut described = described.into_iter().flatten();
        if let (Some(one), Some(other)) = (described.next(), described.next()) {
            let message = "only one of `LambdaAuthorizer`, `OpenIDConnect` and `UserPool` can be set";
            let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, other.span, message);
            problems.push(finding.related(one.span, "the other one").help("keep the one that matches `Type`"));
            return None;
        }
        let type_name = authorizer.type_name;
        let (name, wanted, value) = match &**type_name.text()? {
            "AWS_LAMBDA" => ("LambdaAuthorizerConfig", "LambdaAuthorizer", lambda_authorizer),
            "OPENID_CONNECT" => ("OpenIDConnectConfig", "OpenIDConnect", openid_connect),
            "AMAZON_COGNITO_USER_POOLS" => ("UserPoolConfig", "UserPool", user_pool),
            _ => return Some(None),
        };
        let Some(value) = value else {
            let message = format!("`Type: {}` needs `{wanted}`", type_name.text()?);
            let finding = Diagnostic::new(&codes::MISSING_PROPERTY, type_name.span, message).missing([wanted]);
            problems.push(finding.related(at, "in this authorizer").help(format!("add `{wanted}:` beside `Type`")));
            return None;
        };
        if let Some(lambda) = lambda_authorizer {
            self.lambda_authorizers.extend(lambda.get("AuthorizerUri").cloned());
        }
        Some(value.map().filter(|it| !it.is_empty()).map(|it| (name, it.clone())))
    }
}

/// Lets the API ask the functions that decide who may do what.
pub(super) fn connectors(
    authentication: &Authentication,
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Expansion> {
    let mut expansion = Expansion::default();
    for (index, function) in authentication.lambda_authorizers.iter().enumerate() {
        let (id, at) = (resource.logical_id, function.span);
        let logical_id = id.append(&format!("ToLambdaAuthConnector{}", index + 1));
        if truthy(Some(function)).is_none() {
            let finding = Diagnostic::new(&codes::INVALID_VALUE, at, "`AuthorizerUri` does not name a function")
                .value_of("AuthorizerUri");
            problems.push(finding.resource(&*logical_id).help("write `AuthorizerUri: !GetAtt MyFunction.Arn`"));
            return None;
        }
        let source = Map::from_iter([
            ("Type", node!(at, types::APP_SYNC_GRAPHQL_API)),
            ("Arn", intrinsics::reference(at, id)),
            ("ResourceId", intrinsics::get_att(at, id, "ApiId")),
        ]);
        let destination = Map::from_iter([("Type", node!(at, types::LAMBDA_FUNCTION)), ("Arn", function.clone())]);
        let permissions = &node!(at, ["Write"]);
        let connector = GeneratedConnector { logical_id, span: at, source, destination, permissions };
        expansion.extend(connector.expand(context, problems)?);
    }
    Some(expansion)
}
