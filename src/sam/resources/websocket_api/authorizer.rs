//! Who may connect to a WebSocket API.
use crate::cfn::Resource;
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::facts::types;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::sam::SamResource;
use crate::sam::api_gateway_v2::authorizer_permission;
use crate::syntax::{self, IntoNode, Map, Node};

properties! {
    /// Who may connect to a WebSocket API.
    pub(crate) struct Auth {
        /// `NONE`, `AWS_IAM` or `CUSTOM`.
        "AuthType" => auth_type: Option<Passed<Text>>, one_of(&["NONE", "AWS_IAM", "CUSTOM"]);
        /// ARN of the function that decides (`CUSTOM`).
        "AuthArn" => function_arn: Option<Passed<Arn>>;
        /// What identifies a caller, such as `route.request.header.Authorization` (`CUSTOM`).
        "IdentitySource" => identity_source: Option<Passed<ListOf<Text>>>;
        /// ARN of a role that may invoke the function (`CUSTOM`).
        "InvokeRole" => invoke_role: Option<Passed<Arn>>;
        /// Name of the authorizer (`CUSTOM`).
        "Name" => name: Option<Passed<Text>>;
    }
}

/// The route of connections that are being made.
pub(super) const CONNECT: &str = "$connect";

/// How connections are authorized.
pub(super) enum Authorization {
    /// Nothing is said about it.
    Unsaid,
    None,
    Iam,
    /// A function decides; the map is `Auth` as written.
    Custom(Map),
}

impl Authorization {
    /// What `AuthorizationType` of the route calls it.
    pub(super) fn name(&self) -> Option<&'static str> {
        match self {
            Authorization::Unsaid => None,
            Authorization::None => Some("NONE"),
            Authorization::Iam => Some("AWS_IAM"),
            Authorization::Custom(_) => Some("CUSTOM"),
        }
    }
}

/// Refuses `Auth` where there is no route that it could be about.
pub(super) fn check_route(auth: Option<&Node>, routes: &Map, problems: &mut Problems) -> Option<Sound> {
    let Some(auth) = auth.filter(|it| it.is_truthy() && routes.get(CONNECT).is_none()) else { return Some(Sound) };
    let message = "`Auth` applies to the route `$connect`, which this API does not have";
    let finding = Diagnostic::new(&codes::MISSING_PROPERTY, auth.span, message).missing(["$connect"]);
    problems.push(finding.help("add `$connect:` to `Routes`, or remove `Auth`"));
    None
}

/// Takes `Auth` as written. `None` when something is wrong with it, which is reported.
pub(super) fn read(auth: Option<&Node>, problems: &mut Problems) -> Option<Authorization> {
    let Some(auth) = auth.filter(|it| it.is_truthy()) else { return Some(Authorization::Unsaid) };
    let at = auth.span;
    let Some(map) = auth.map() else {
        let message = format!("`Auth` is {}; it must be a map", auth.kind_name());
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, at, message).value_of("Auth"));
        return None;
    };
    let Some(auth_type) = map.truthy("AuthType") else {
        let finding = Diagnostic::new(&codes::MISSING_PROPERTY, at, "`Auth` needs `AuthType`").missing(["AuthType"]);
        problems.push(finding.help("write `AuthType: CUSTOM` for a function that decides, `AWS_IAM`, or `NONE`"));
        return None;
    };
    let authorization = match auth_type.text().map(|it| &**it) {
        Some("NONE") => Authorization::None,
        Some("AWS_IAM") => Authorization::Iam,
        Some("CUSTOM") => Authorization::Custom(map.clone()),
        Some(_) | None => {
            let message = "`AuthType` must be `NONE`, `AWS_IAM` or `CUSTOM`";
            problems.push(
                Diagnostic::new(&codes::INVALID_VALUE, auth_type.span, message)
                    .value_of("AuthType")
                    .help("write one of the three"),
            );
            return None;
        }
    };
    match &authorization {
        Authorization::Custom(_) if map.truthy("AuthArn").is_none() => {
            let finding = Diagnostic::new(&codes::MISSING_PROPERTY, at, "`AuthType: CUSTOM` needs `AuthArn`")
                .missing(["AuthArn"]);
            problems.push(finding.help("add `AuthArn: !GetAtt MyFunction.Arn`"));
            None
        }
        Authorization::None | Authorization::Iam if map.len() > 1 => {
            let (other, entry) = map.entries().find(|(key, _)| **key != "AuthType")?;
            let name = authorization.name().unwrap_or_default();
            let message = format!("`{other}` has no effect with `AuthType: {name}`");
            let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, entry.key_span, message);
            problems.push(finding.help("remove it, or write `AuthType: CUSTOM`"));
            None
        }
        _ => Some(authorization),
    }
}

/// The logical id of the authorizer of an API.
pub(super) fn authorizer_id(resource: &SamResource<'_>) -> syntax::Text {
    resource.logical_id.append("ConnectAuthorizer")
}

/// The authorizer, and the permission for it unless it has a role to invoke the function with.
pub(super) fn expand(auth: &Map, resource: &SamResource<'_>) -> Vec<Resource> {
    let at = auth.key_span("AuthType").unwrap_or(resource.span);
    let id = authorizer_id(resource);
    let function = auth.get("AuthArn").map_or_else(|| Node::null(at), Node::clone);
    let uri = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${AuthArn}/invocations";
    let authorizer = Resource::new(&id, types::API_GATEWAY_V2_AUTHORIZER, "authorizer of connections to the API", at)
        .set("ApiId", node!(at, {"Ref": (resource.logical_id)}))
        .set("AuthorizerCredentialsArn", auth.get("InvokeRole"))
        .set("AuthorizerType", "REQUEST")
        .set("AuthorizerUri", node!(at, {"Fn::Sub": [uri, {"AuthArn": (&function)}]}))
        .set("IdentitySource", auth.get("IdentitySource"))
        .set("Name", auth.truthy("Name").map_or_else(|| id.into_node(at), Node::clone));
    let mut resources = vec![authorizer];
    if auth.truthy("InvokeRole").is_none() {
        let id = resource.logical_id.append("AuthorizerPermission");
        resources.push(authorizer_permission(id, &function, resource.logical_id));
    }
    resources
}
