//! What calls functions, and sends to queues and topics, by their own policies and permissions.
use super::branches::Branch;
use super::evaluator::Evaluator;
use super::targets::Target;
use crate::facts::types;
use crate::sam::openapi::INTEGRATION;
use crate::sam::resources;
use crate::syntax::{Map, Node, Text};
use crate::template::conditions::Side;
use crate::template::references::references;
use std::collections::HashSet;

/// A resource that calls or sends to another one.
#[derive(Clone, Debug)]
pub(crate) struct Sender<'a> {
    pub resource_id: &'a Text,
    pub service: &'static Service,
    pub target: Target<'a>,
}

/// Who calls or sends.
#[derive(Debug)]
pub(crate) struct Service {
    /// What it is called.
    pub name: &'static str,
    /// How its principal begins.
    pub principal: &'static str,
    /// Whether the deployment fails without permission.
    pub is_verified: bool,
}

const S3: Service = Service { name: "S3", principal: "s3", is_verified: true };
const EVENT_BRIDGE: Service = Service { name: "EventBridge", principal: "events", is_verified: false };
const SNS: Service = Service { name: "SNS", principal: "sns", is_verified: false };
const LOGS: Service = Service { name: "CloudWatch Logs", principal: "logs", is_verified: true };
const COGNITO: Service = Service { name: "Cognito", principal: "cognito-idp", is_verified: false };
const API_GATEWAY: Service = Service { name: "API Gateway", principal: "apigateway", is_verified: false };
const SECRETS_MANAGER: Service = Service { name: "Secrets Manager", principal: "secretsmanager", is_verified: true };

/// The lists of notifications that a bucket has, with what in an entry is told.
pub(crate) const NOTIFICATIONS: [(&str, &str); 3] =
    [("LambdaConfigurations", "Function"), ("QueueConfigurations", "Queue"), ("TopicConfigurations", "Topic")];

/// Everything in the template, as written, that calls or sends to a function, queue or topic of the template.
pub(crate) fn senders<'a>(evaluator: &Evaluator<'a>) -> Vec<Sender<'a>> {
    let mut search = Search { evaluator, found: Vec::new(), known: HashSet::new() };
    for (id, resource) in evaluator.template.resources().iter() {
        let (Some(name), Some(properties)) =
            (resource.get("Type").and_then(Node::text), resource.get("Properties").and_then(Node::map))
        else {
            continue;
        };
        search.resource(id, name, properties);
    }
    search.found
}

struct Search<'s, 'a> {
    evaluator: &'s Evaluator<'a>,
    found: Vec<Sender<'a>>,
    /// APIs with the functions that they call.
    known: HashSet<(&'a Text, &'a Text)>,
}

impl<'a> Search<'_, 'a> {
    fn resource(&mut self, id: &'a Text, type_name: &str, properties: &'a Map) {
        let sides = self.evaluator.sides_of(id);
        match type_name {
            types::S3_BUCKET => {
                let configuration = properties.present("NotificationConfiguration");
                for (map, sides) in configuration.map(|it| self.evaluator.maps(it, &sides)).unwrap_or_default() {
                    for (list, property) in NOTIFICATIONS {
                        self.items(id, map.present(list), property, &sides, &S3, |_| true);
                    }
                }
            }
            types::EVENTS_RULE => {
                let without_role = |it: &Map| it.present("RoleArn").is_none();
                self.items(id, properties.present("Targets"), "Arn", &sides, &EVENT_BRIDGE, without_role);
            }
            types::SNS_TOPIC => {
                self.items(id, properties.present("Subscription"), "Endpoint", &sides, &SNS, needs_permission);
            }
            types::SNS_SUBSCRIPTION if needs_permission(properties) => {
                self.target(id, properties.present("Endpoint"), &sides, &SNS);
            }
            types::LOGS_SUBSCRIPTION_FILTER => {
                self.target(id, properties.present("DestinationArn"), &sides, &LOGS);
            }
            types::COGNITO_USER_POOL => {
                let triggers = properties.present("LambdaConfig");
                for (map, sides) in triggers.map(|it| self.evaluator.maps(it, &sides)).unwrap_or_default() {
                    for trigger in map.values() {
                        self.target(id, Some(trigger.get("LambdaArn").unwrap_or(trigger)), &sides, &COGNITO);
                    }
                }
            }
            resources::API | resources::HTTP_API => {
                let definition = properties.present("DefinitionBody");
                definition.iter().for_each(|it| self.definition(id, it, &sides));
                if type_name == resources::HTTP_API {
                    self.authorizers(id, &sides);
                }
            }
            types::API_GATEWAY_REST_API | types::API_GATEWAY_V2_API => {
                let definition = properties.present("Body");
                definition.iter().for_each(|it| self.definition(id, it, &sides));
            }
            "AWS::ApiGateway::Method" => {
                let integration = properties.present("Integration").and_then(Node::map);
                integration.iter().for_each(|it| self.integration(id, it, ["Uri", "Credentials"], &sides));
            }
            types::API_GATEWAY_AUTHORIZER => {
                self.integration(id, properties, ["AuthorizerUri", "AuthorizerCredentials"], &sides);
            }
            types::API_GATEWAY_V2_AUTHORIZER => {
                self.integration(id, properties, ["AuthorizerUri", "AuthorizerCredentialsArn"], &sides);
            }
            types::API_GATEWAY_V2_INTEGRATION => {
                self.integration(id, properties, ["IntegrationUri", "CredentialsArn"], &sides);
            }
            "AWS::SecretsManager::RotationSchedule" => {
                self.target(id, properties.present("RotationLambdaARN"), &sides, &SECRETS_MANAGER);
            }
            _ => (),
        }
    }

    /// The functions that authorize requests to an HTTP API: SAM lets it call them only where it is told to.
    fn authorizers(&mut self, id: &'a Text, sides: &[Side]) {
        let api = self.evaluator.resources().get(id);
        let authorizers = api.and_then(|it| it.at(&["Properties", "Auth", "Authorizers"])).and_then(Node::map);
        for authorizer in authorizers.into_iter().flat_map(Map::values).filter_map(Node::map) {
            let is_allowed = authorizer.truthy("EnableFunctionDefaultPermissions").is_some();
            if !is_allowed && authorizer.present("FunctionInvokeRole").is_none() {
                self.target(id, authorizer.present("FunctionArn"), sides, &API_GATEWAY);
            }
        }
    }

    /// The integrations in the definition of an API.
    fn definition(&mut self, id: &'a Text, definition: &'a Node, sides: &[Side]) {
        let mut found: Vec<&'a Map> = Vec::new();
        definition.walk(&mut |it| found.extend(it.get(INTEGRATION).and_then(Node::map)));
        found.into_iter().for_each(|it| self.integration(id, it, ["uri", "credentials"], sides));
    }

    /// An integration with a function, unless a role is used for it: `names` are those of the properties for both.
    fn integration(&mut self, id: &'a Text, integration: &'a Map, names: [&str; 2], sides: &[Side]) {
        let [uri, credentials] = names;
        let Some(uri) = integration.present(uri).filter(|_| integration.present(credentials).is_none()) else { return };
        for Branch { node, sides } in self.evaluator.present_branches(uri, sides) {
            for reference in references(node) {
                let Some((target, entry)) = self.evaluator.resources().entry(reference.target()) else { continue };
                let found = Target {
                    id: target,
                    id_span: entry.key_span,
                    resource: &entry.value,
                    attribute: None,
                    at: self.evaluator.target_span(&reference),
                    sides: [self.evaluator.sides_of(target), sides.clone()].concat(),
                };
                let is_function = resources::deployed_type(found.type_name()) == types::LAMBDA_FUNCTION;
                // One integration speaks for all others of the API with the function.
                if is_function && self.known.insert((id, target)) {
                    self.found.push(Sender { resource_id: id, service: &API_GATEWAY, target: found });
                }
            }
        }
    }

    fn items(
        &mut self,
        id: &'a Text,
        list: Option<&'a Node>,
        property: &str,
        sides: &[Side],
        service: &'static Service,
        counts: impl Fn(&Map) -> bool,
    ) {
        for Branch { node, sides } in list.and_then(|it| self.evaluator.items(it, sides)).into_iter().flatten() {
            if let Some(map) = node.map().filter(|it| counts(it)) {
                self.target(id, map.present(property), &sides, service);
            }
        }
    }

    fn target(&mut self, id: &'a Text, node: Option<&'a Node>, sides: &[Side], service: &'static Service) {
        let targets = node.map(|it| self.evaluator.targets(it, sides)).unwrap_or_default();
        let known = [types::LAMBDA_FUNCTION, types::SQS_QUEUE, types::SNS_TOPIC];
        self.found.extend(
            targets
                .into_iter()
                .filter(|it| known.contains(&resources::deployed_type(it.type_name())))
                .map(|target| Sender { resource_id: id, service, target }),
        );
    }
}

/// Whether a subscription is one of a queue or function, as far as its protocol says so.
fn needs_permission(subscription: &Map) -> bool {
    let protocol = subscription.present("Protocol").and_then(Node::text);
    protocol.is_none_or(|it| ["lambda", "sqs"].contains(&&**it))
}
