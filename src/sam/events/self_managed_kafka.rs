//! `SelfManagedKafka`: batches of records from a topic of a Kafka cluster of one's own invoke the function.
use super::event_source_mapping::{MappingProperties, Polling, access, kafka};
use super::{Event, EventSource};
use crate::cfn::{Context, Expansion, Grant};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::source::Span;
use crate::syntax::{Map, Node};
use crate::template::intrinsics;

pub(super) static SOURCE: EventSource =
    EventSource { name: "SelfManagedKafka", properties: SelfManagedKafka::TABLE, expand };

properties! {
    /// A Kafka cluster with a topic whose records invoke the function.
    pub(super) struct SelfManagedKafka {
        /// Where in the topic to start reading.
        "StartingPosition" => starting_position: Option<Passed<Text>>, one_of(&["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"]);
        ..mapping: MappingProperties;
    }
}

/// Ways to prove to the cluster who one is. There can be one.
const AUTHENTICATIONS: [&str; 7] = [
    "SASL_SCRAM_256_AUTH",
    "SASL_SCRAM_512_AUTH",
    "BASIC_AUTH",
    "CLIENT_CERTIFICATE_TLS_AUTH",
    "OAUTHBEARER_AUTH",
    IAM_AUTH,
    IAM_OAUTHBEARER_AUTH,
];
/// Of them, those without a secret.
const WITHOUT_SECRET: [&str; 2] = [IAM_AUTH, IAM_OAUTHBEARER_AUTH];
const IAM_AUTH: &str = "IAM_AUTH";
const IAM_OAUTHBEARER_AUTH: &str = "IAM_OAUTHBEARER_AUTH";
/// What else an OAuth authentication says.
const OAUTH_DETAILS: [&str; 4] =
    ["OAUTHBEARER_SCOPE", "OAUTHBEARER_AUDIENCE", "OAUTHBEARER_LOGICAL_CLUSTER", "OAUTHBEARER_IDENTITY_POOL"];
const ROOT_CERTIFICATE: &str = "SERVER_ROOT_CA_CERTIFICATE";
const SUBNET: &str = "VPC_SUBNET";
const SECURITY_GROUP: &str = "VPC_SECURITY_GROUP";

fn expand(event: &Event<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(cluster) = SelfManagedKafka::read(event.properties, event.span, problems) else {
        return Expansion::default();
    };
    let properties = &cluster.mapping;
    check_servers_and_topics(properties, event, problems);
    let access = Access::read(properties, event, problems).unwrap_or_default();
    let decrypt = access::decrypt_secret(properties, problems);
    let kafka = kafka::read(properties, context, problems);
    let mut statements = access.statements();
    statements.extend(decrypt);
    statements.extend(kafka.statements);
    let polling = Polling {
        source: None,
        starting_position: cluster.starting_position,
        properties,
        configuration: kafka.configuration.map(|it| ("SelfManagedKafkaEventSourceConfig", it)),
        grants: cluster_policy(statements, event).into_iter().collect(),
    };
    polling.expand(event, problems)
}

fn cluster_policy(statements: Vec<Node>, event: &Event<'_>) -> Option<Grant> {
    if statements.is_empty() {
        return None;
    }
    let document = node!(event.span, {"Statement": statements, "Version": "2012-10-17"});
    Some(access::polling_policy("SelfManagedKafkaExecutionRolePolicy".to_owned(), &document, event))
}

/// There are servers, and there is one topic.
fn check_servers_and_topics(properties: &MappingProperties<'_>, event: &Event<'_>, problems: &mut Problems) {
    let missing = |name: &str, value: Option<&Node>, help: &str, problems: &mut Problems| {
        let at = value.map_or(event.span, |it| it.span);
        let finding =
            Diagnostic::new(&codes::MISSING_PROPERTY, at, format!("the event needs `{name}`")).missing([name]);
        problems.push(finding.help(help));
    };
    let servers = properties.kafka_bootstrap_servers;
    if !servers.is_some_and(Node::is_truthy) {
        missing("KafkaBootstrapServers", servers, "list brokers as `host:port`", problems);
    }
    match properties.topics.filter(|it| it.is_truthy()) {
        None => missing("Topics", properties.topics, "list one topic to read", problems),
        Some(topics) if topics.list().is_some_and(|it| it.len() > 1) => {
            let message = "`Topics` can have only one topic";
            let finding = Diagnostic::new(&codes::INVALID_VALUE, topics.span, message).value_of("Topics");
            problems.push(finding.help("add an event for each topic"));
        }
        Some(_) => (),
    }
}

/// How Lambda reaches the cluster.
#[derive(Default)]
struct Access<'a> {
    /// Where the first authentication stands.
    authentication: Option<Span>,
    secret: Option<&'a Node>,
    root_certificate: Option<&'a Node>,
    subnet: Option<Span>,
    security_group: Option<Span>,
}

impl<'a> Access<'a> {
    fn read(properties: &MappingProperties<'a>, event: &Event<'_>, problems: &mut Problems) -> Option<Self> {
        let mut access = Access::default();
        for entry in access::configurations(properties, event, problems)? {
            if let Some(map) = access::configuration(entry, problems) {
                access.add(entry, map, problems);
            }
        }
        access.check_network(problems);
        Some(access)
    }

    fn add(&mut self, entry: &'a Node, map: &'a Map, problems: &mut Problems) {
        match map.get("Type").and_then(Node::text).map_or("", |it| &**it) {
            SUBNET => {
                uri(entry, map, SUBNET, problems);
                self.subnet = Some(entry.span);
            }
            SECURITY_GROUP => {
                uri(entry, map, SECURITY_GROUP, problems);
                self.security_group = Some(entry.span);
            }
            ROOT_CERTIFICATE => self.root_certificate = uri(entry, map, ROOT_CERTIFICATE, problems),
            authentication if AUTHENTICATIONS.contains(&authentication) => {
                if let Some(first) = self.authentication {
                    let message = "only one authentication is allowed";
                    let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, entry.span, message);
                    problems.push(finding.related(first, "already given here").help("keep one of them"));
                    return;
                }
                self.authentication = Some(entry.span);
                if !WITHOUT_SECRET.contains(&authentication) {
                    self.secret = uri(entry, map, authentication, problems);
                }
            }
            detail if OAUTH_DETAILS.contains(&detail) => {
                uri(entry, map, detail, problems);
            }
            _ => {
                let others = [SUBNET, SECURITY_GROUP, ROOT_CERTIFICATE];
                access::report_type(entry, map, &[&AUTHENTICATIONS[..], &others, &OAUTH_DETAILS].concat(), problems);
            }
        }
    }

    /// Subnets and security groups go together.
    fn check_network(&self, problems: &mut Problems) {
        let (at, lacking) = match (self.subnet, self.security_group) {
            (Some(at), None) => (at, SECURITY_GROUP),
            (None, Some(at)) => (at, SUBNET),
            (Some(_), Some(_)) | (None, None) => return,
        };
        let message = format!("`{SUBNET}` and `{SECURITY_GROUP}` must be used together, but there is no `{lacking}`");
        let finding = Diagnostic::new(&codes::MISSING_PROPERTY, at, message).missing(["Type"]);
        problems.push(finding.help(format!("add `- Type: {lacking}` with its `URI`")));
    }

    fn statements(&self) -> Vec<Node> {
        let secrets = [self.secret, self.root_certificate].into_iter().flatten();
        let network = self.subnet.filter(|_| self.security_group.is_some());
        secrets.map(access::read_secret).chain(network.map(access::use_network)).collect()
    }
}

/// The URI of an entry: a string or an intrinsic, else it is reported.
fn uri<'a>(entry: &Node, map: &'a Map, access_type: &str, problems: &mut Problems) -> Option<&'a Node> {
    let Some(uri) = map.truthy("URI") else {
        access::report_missing_uri(entry, access_type, problems);
        return None;
    };
    if uri.text().is_none() && !intrinsics::is_intrinsic(uri) {
        let message = format!("`URI` is {}; it must be a string", uri.kind_name());
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, uri.span, message).value_of("URI"));
        return None;
    }
    Some(uri)
}
