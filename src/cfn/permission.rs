//! Permissions to invoke a function.
use super::Resource;
use super::logical_id;
use crate::facts::types;
use crate::source::Span;
use crate::syntax::{Map, Node, Text};

/// The function or state machine, or its alias, that an event invokes.
#[derive(Clone, Debug)]
pub(crate) struct Invoked {
    /// Logical id of the function, state machine or alias.
    pub logical_id: Text,
    /// What permissions and mappings call it: a `Ref`.
    pub name: Node,
    /// Its ARN.
    pub arn: Node,
    /// Attributes that everything generated for its events takes over, see [`super::generated_attributes`].
    pub attributes: Map,
}

impl Invoked {
    pub(crate) fn condition(&self) -> Option<&Node> {
        self.attributes.get("Condition")
    }

    /// What stands for its ARN between `${` and `}` in an `Fn::Sub`.
    pub(crate) fn arn_variable(&self) -> Text {
        let Some(parts) = self.arn.get("Fn::GetAtt").and_then(Node::list) else {
            return self.logical_id.clone().into_plain();
        };
        let unicode = parts.first().and_then(Node::text).is_some_and(Text::is_unicode);
        let parts: Vec<&str> = parts.iter().filter_map(|it| it.text().map(|text| &**text)).collect();
        Text::from(parts.join(".")).with_unicode(unicode)
    }
}

/// A permission for the service `principal` to invoke a function.
///
/// Its logical id is `prefix` + `Permission` + `suffix`; a suffix with other characters than letters and digits
/// stands as its hash. `origin` is the event that needs it.
pub(crate) fn invoke(
    prefix: &Text,
    suffix: &str,
    principal: &'static str,
    invoked: &Invoked,
    origin: Span,
) -> Resource {
    let id = prefix.append("Permission");
    let alphanumeric = !suffix.is_empty() && suffix.chars().all(char::is_alphanumeric);
    let id = if alphanumeric { id.append(suffix) } else { Text::from(logical_id::hashed(&id, suffix)) };
    let purpose = format!("permission for {} to invoke the function", service_name(principal));
    Resource::new(id, types::LAMBDA_PERMISSION, purpose, origin)
        .attributes(&invoked.attributes)
        .set("Action", "lambda:InvokeFunction")
        .set("FunctionName", &invoked.name)
        .set("Principal", principal)
}

/// What people call the service behind a principal.
fn service_name(principal: &'static str) -> &'static str {
    let found = SERVICES.iter().find(|(of, _)| *of == principal);
    found.map_or(principal, |(_, name)| name)
}

/// Principals of services, with the services' names.
const SERVICES: [(&str, &str); 8] = [
    ("alexa-appkit.amazon.com", "the Alexa Skills Kit"),
    ("apigateway.amazonaws.com", "API Gateway"),
    ("cognito-idp.amazonaws.com", "Cognito"),
    ("events.amazonaws.com", "EventBridge"),
    ("iot.amazonaws.com", "IoT"),
    ("logs.amazonaws.com", "CloudWatch Logs"),
    ("s3.amazonaws.com", "S3"),
    ("sns.amazonaws.com", "SNS"),
];
