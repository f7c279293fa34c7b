//! The event source mappings of a template, however they are written: as events of functions, as plain CloudFormation,
//! and those that SAM generates for a queue between a topic and a function.
use super::cases::Target;
use super::checked::{Checked, Value};
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::{self, CloudFormationType, types};
use crate::sam::resources;
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::conditions::Side;
use crate::template::intrinsics;

/// What Lambda polls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Sqs,
    Kinesis,
    DynamoDb,
    Msk,
    SelfManagedKafka,
    Mq,
    DocumentDb,
}

/// Lambda polls a source for a function.
#[derive(Clone, Debug)]
pub struct Mapping<'a> {
    pub source: Source,
    pub properties: Option<&'a Map>,
    /// The value that says which source it is; none for a queue that SAM generates and for Kafka of one's own.
    pub arn: Option<&'a Node>,
    /// The functions that can be invoked, where they are in this template.
    pub functions: Vec<Target<'a>>,
    /// Where the mapping is declared: the key of the event or the logical id.
    pub span: Span,
    pub resource_id: &'a Text,
    pub event: Option<&'a Text>,
    /// The sides of conditions under which there is the mapping.
    pub sides: Vec<Side>,
    pub written: Written,
}

/// How a mapping is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    Event,
    /// As plain CloudFormation.
    Resource,
    /// As the `SqsSubscription` of an `SNS` event.
    Subscription,
}

impl Source {
    /// What its events are called.
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|it| it.source == self).map_or("", |it| it.event)
    }

    pub fn is_kafka(self) -> bool {
        matches!(self, Source::Msk | Source::SelfManagedKafka)
    }
}

struct Kind {
    source: Source,
    /// The `Type` of an event.
    event: &'static str,
    /// The property of an event that has the ARN.
    arn: Option<&'static str>,
    /// CloudFormation's names for what can be polled; the first says which service is in ARNs.
    resources: &'static [&'static str],
}

const KINDS: &[Kind] = &[
    Kind { source: Source::Sqs, event: "SQS", arn: Some("Queue"), resources: &[types::SQS_QUEUE] },
    Kind {
        source: Source::Kinesis,
        event: "Kinesis",
        arn: Some("Stream"),

        resources: &[types::KINESIS_STREAM, types::KINESIS_STREAM_CONSUMER],
    },
    Kind {
        source: Source::DynamoDb,
        event: "DynamoDB",
        arn: Some("Stream"),

        resources: &[types::DYNAMODB_TABLE, types::DYNAMODB_GLOBAL_TABLE],
    },
    Kind {
        source: Source::Msk,
        event: "MSK",
        arn: Some("Stream"),

        resources: &[types::MSK_CLUSTER, types::MSK_SERVERLESS_CLUSTER],
    },
    Kind { source: Source::SelfManagedKafka, event: "SelfManagedKafka", arn: None, resources: &[] },
    Kind { source: Source::Mq, event: "MQ", arn: Some("Broker"), resources: &[types::AMAZON_MQ_BROKER] },
    Kind {
        source: Source::DocumentDb,
        event: "DocumentDB",
        arn: Some("Cluster"),

        resources: &[types::DOCDB_DB_CLUSTER],
    },
];

impl<'a> Mapping<'a> {
    pub fn property(&self, name: &str) -> Option<&'a Node> {
        self.properties.and_then(|it| it.present(name))
    }

    /// The maps that a property can be, with the sides of conditions that lead to them.
    pub fn maps(&self, name: &str, checked: &Checked<'a>) -> Vec<(&'a Map, Vec<Side>)> {
        self.property(name).map(|it| maps(it, &self.sides, checked)).unwrap_or_default()
    }

    /// The filters for records: each list of them that there can be.
    pub fn filters(&self, checked: &Checked<'a>) -> Vec<(&'a [Node], Vec<Side>)> {
        let mut found = Vec::new();
        for (criteria, sides) in self.maps("FilterCriteria", checked) {
            let Some(filters) = criteria.present("Filters") else { continue };
            let lists = checked.branches(filters, &sides).into_iter();
            found.extend(lists.filter_map(|it| Some((it.node.list()?, it.sides))));
        }
        found
    }

    /// The patterns of all filters, as far as they are known.
    pub fn patterns(&self, checked: &Checked<'a>) -> Vec<Value> {
        let mut found = Vec::new();
        for (filters, sides) in self.filters(checked) {
            for (filter, sides) in filters.iter().flat_map(|it| maps(it, &sides, checked)) {
                found.extend(filter.present("Pattern").map(|it| checked.values_where(&sides, it)).unwrap_or_default());
            }
        }
        found
    }

    /// Files a finding under the resource and event that declare the mapping.
    pub fn report(&self, finding: Diagnostic, problems: &mut Problems) {
        problems.in_resource(self.resource_id, |problems| match self.event {
            Some(event) => problems.in_event(event, |problems| problems.push(finding)),
            None => problems.push(finding),
        });
    }
}

/// All mappings whose source can be told.
pub fn mappings<'a>(checked: &Checked<'a>) -> Vec<Mapping<'a>> {
    let mut found: Vec<Mapping<'a>> = checked.events().filter_map(|it| of_event(&it, checked)).collect();
    let plain = checked.of_type(MAPPING);
    found.extend(plain.filter_map(|(id, span, properties)| of_resource(id, span, properties, checked)));
    found
}

/// The maps that a node can be, with the sides of conditions that lead to them. An intrinsic is none.
pub fn maps<'n>(node: &'n Node, sides: &[Side], checked: &Checked<'_>) -> Vec<(&'n Map, Vec<Side>)> {
    let branches = checked.branches(node, sides).into_iter().filter(|it| !intrinsics::is_intrinsic(it.node));
    branches.filter_map(|it| Some((it.node.map()?, it.sides))).collect()
}

fn of_event<'a>(event: &super::Event<'a>, checked: &Checked<'a>) -> Option<Mapping<'a>> {
    let (resource_id, entry) = checked.resources().entry(event.resource_id)?;
    let sides = checked.sides_of(resource_id);
    let function = Target {
        id: resource_id,
        id_span: entry.key_span,
        resource: &entry.value,
        attribute: None,
        at: event.span,
        sides: sides.clone(),
    };
    let mapping = |source, written, properties, arn| Mapping {
        source,
        properties,
        arn,
        functions: vec![function],
        span: event.span,
        resource_id,
        event: Some(event.id),
        sides,
        written,
    };
    if event.kind == "SNS" {
        let subscription = event.properties.truthy("SqsSubscription").filter(|it| !intrinsics::is_intrinsic(it))?;
        let map = subscription.map();
        let arn = map.and_then(|it| it.present("QueueArn"));
        return Some(mapping(Source::Sqs, Written::Subscription, map, arn));
    }
    let kind = KINDS.iter().find(|it| it.event == event.kind)?;
    let arn = kind.arn.and_then(|it| event.properties.present(it));
    Some(mapping(kind.source, Written::Event, Some(event.properties), arn))
}

fn of_resource<'a>(id: &'a Text, span: Span, properties: &'a Map, checked: &Checked<'a>) -> Option<Mapping<'a>> {
    let sides = checked.sides_of(id);
    let arn = properties.present("EventSourceArn");
    let source = source(id, properties, checked)?;
    let functions = properties.present("FunctionName").map(|it| functions(it, &sides, checked)).unwrap_or_default();
    Some(Mapping {
        source,
        properties: Some(properties),
        arn,
        functions,
        span,
        resource_id: id,
        event: None,
        sides,
        written: Written::Resource,
    })
}

/// What a mapping that is written as plain CloudFormation polls, where that can be told.
pub fn source(id: &str, properties: &Map, checked: &Checked<'_>) -> Option<Source> {
    let Some(arn) = properties.present("EventSourceArn") else {
        return properties.contains_key("SelfManagedEventSource").then_some(Source::SelfManagedKafka);
    };
    let sides = checked.sides_of(id);
    let resource = checked.targets(arn, &sides).first().map(|it| resources::deployed_type(it.type_name()));
    let known = checked.values_where(&sides, arn);
    let service = known.first().and_then(|it| it.node.text()).and_then(|it| it.split(':').nth(2));
    let is_source = |kind: &&Kind| {
        let own_service = kind.resources.first().and_then(|it| facts::of(it)).map(CloudFormationType::service);
        resource.is_some_and(|it| kind.resources.contains(&it)) || (service.is_some() && service == own_service)
    };
    KINDS.iter().find(is_source).map(|it| it.source)
}

/// The functions that a name can lead to, itself or by a version or an alias in this template.
fn functions<'a>(name: &Node, sides: &[Side], checked: &Checked<'a>) -> Vec<Target<'a>> {
    let mut found = Vec::new();
    for target in checked.targets(name, sides) {
        if FUNCTIONS.contains(&target.type_name()) {
            found.push(target);
        } else if let Some(name) = target.property("FunctionName").filter(|_| PUBLISHED.contains(&target.type_name())) {
            // A version or an alias is of a function, and of nothing else that leads further.
            let of = checked.targets(name, &target.sides).into_iter();
            found.extend(of.filter(|it| FUNCTIONS.contains(&it.type_name())).map(|it| Target { at: target.at, ..it }));
        }
    }
    found
}

/// The type of mappings in plain CloudFormation.
pub const MAPPING: &str = types::LAMBDA_EVENT_SOURCE_MAPPING;

/// The types of what a function is published as.
const PUBLISHED: [&str; 2] = [types::LAMBDA_ALIAS, types::LAMBDA_VERSION];

/// The types of functions.
pub const FUNCTIONS: [&str; 2] = [resources::FUNCTION, types::LAMBDA_FUNCTION];
