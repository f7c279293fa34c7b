//! The event source mappings of a template, however they are written: as events of functions, as plain CloudFormation,
//! and those that SAM generates for a queue between a topic and a function.
use super::evaluator::Evaluator;
use super::events::Event;
use super::targets::Target;
use super::values::KnownValue;
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::{self, CloudFormationType, types};
use crate::sam::resources;
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::conditions::Side;
use crate::template::intrinsics;

/// What Lambda polls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PolledService {
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
pub(crate) struct EventSourceMapping<'a> {
    pub service: PolledService,
    pub properties: Option<&'a Map>,
    /// The value that says which source it is; none for a queue that SAM generates and for self-managed Kafka.
    pub arn: Option<&'a Node>,
    /// The functions that can be invoked, where they are in this template.
    pub functions: Vec<Target<'a>>,
    /// Where the mapping is declared: the key of the event or the logical id.
    pub span: Span,
    pub resource_id: &'a Text,
    pub event: Option<&'a Text>,
    /// The sides of conditions under which there is the mapping.
    pub sides: Vec<Side>,
    pub form: Form,
}

/// How a mapping is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Event,
    /// As plain CloudFormation.
    Resource,
    /// As the `SqsSubscription` of an `SNS` event.
    Subscription,
}

impl PolledService {
    /// What its events are called.
    pub(crate) fn name(self) -> &'static str {
        NAMES.iter().find(|it| it.service == self).map_or("", |it| it.event)
    }

    pub(crate) fn is_kafka(self) -> bool {
        matches!(self, PolledService::Msk | PolledService::SelfManagedKafka)
    }
}

/// What a service is called.
struct ServiceNames {
    service: PolledService,
    /// The `Type` of an event.
    event: &'static str,
    /// The property of an event that has the ARN.
    arn: Option<&'static str>,
    /// CloudFormation's names for what can be polled; the first says which service is in ARNs.
    resources: &'static [&'static str],
}

const NAMES: &[ServiceNames] = &[
    ServiceNames { service: PolledService::Sqs, event: "SQS", arn: Some("Queue"), resources: &[types::SQS_QUEUE] },
    ServiceNames {
        service: PolledService::Kinesis,
        event: "Kinesis",
        arn: Some("Stream"),
        resources: &[types::KINESIS_STREAM, types::KINESIS_STREAM_CONSUMER],
    },
    ServiceNames {
        service: PolledService::DynamoDb,
        event: "DynamoDB",
        arn: Some("Stream"),
        resources: &[types::DYNAMODB_TABLE, types::DYNAMODB_GLOBAL_TABLE],
    },
    ServiceNames {
        service: PolledService::Msk,
        event: "MSK",
        arn: Some("Stream"),
        resources: &[types::MSK_CLUSTER, types::MSK_SERVERLESS_CLUSTER],
    },
    ServiceNames { service: PolledService::SelfManagedKafka, event: "SelfManagedKafka", arn: None, resources: &[] },
    ServiceNames {
        service: PolledService::Mq,
        event: "MQ",
        arn: Some("Broker"),
        resources: &[types::AMAZON_MQ_BROKER],
    },
    ServiceNames {
        service: PolledService::DocumentDb,
        event: "DocumentDB",
        arn: Some("Cluster"),
        resources: &[types::DOCDB_DB_CLUSTER],
    },
];

impl<'a> EventSourceMapping<'a> {
    pub(crate) fn property(&self, name: &str) -> Option<&'a Node> {
        self.properties.and_then(|it| it.present(name))
    }

    /// The maps that a property can be, with the sides of conditions that lead to them.
    pub(crate) fn maps(&self, name: &str, evaluator: &Evaluator<'a>) -> Vec<(&'a Map, Vec<Side>)> {
        self.property(name).map(|it| evaluator.maps(it, &self.sides)).unwrap_or_default()
    }

    /// The filters for records: each list of them that there can be.
    pub(crate) fn filters(&self, evaluator: &Evaluator<'a>) -> Vec<(&'a [Node], Vec<Side>)> {
        let mut found = Vec::new();
        for (criteria, sides) in self.maps("FilterCriteria", evaluator) {
            let Some(filters) = criteria.present("Filters") else { continue };
            let lists = evaluator.branches(filters, &sides).into_iter();
            found.extend(lists.filter_map(|it| Some((it.node.list()?, it.sides))));
        }
        found
    }

    /// The patterns of all filters, as far as they are known.
    pub(crate) fn patterns(&self, evaluator: &Evaluator<'a>) -> Vec<KnownValue> {
        let mut found = Vec::new();
        for (filters, sides) in self.filters(evaluator) {
            for (filter, sides) in filters.iter().flat_map(|it| evaluator.maps(it, &sides)) {
                found
                    .extend(filter.present("Pattern").map(|it| evaluator.values_where(&sides, it)).unwrap_or_default());
            }
        }
        found
    }

    /// Files a finding under the resource and event that declare the mapping.
    pub(crate) fn report(&self, finding: Diagnostic, problems: &mut Problems) {
        problems.in_resource(self.resource_id, |problems| match self.event {
            Some(event) => problems.in_event(event, |problems| problems.push(finding)),
            None => problems.push(finding),
        });
    }
}

/// All event source mappings of which it is known what they poll.
pub(super) fn event_source_mappings<'a>(evaluator: &Evaluator<'a>) -> Vec<EventSourceMapping<'a>> {
    let mut found: Vec<EventSourceMapping<'a>> = evaluator.events().filter_map(|it| of_event(&it, evaluator)).collect();
    let plain = evaluator.of_type(TYPE);
    found.extend(plain.filter_map(|(id, span, properties)| of_resource(id, span, properties, evaluator)));
    found
}

fn of_event<'a>(event: &Event<'a>, evaluator: &Evaluator<'a>) -> Option<EventSourceMapping<'a>> {
    let (resource_id, entry) = evaluator.resources().entry(event.resource_id)?;
    let sides = evaluator.sides_of(resource_id);
    let function = Target {
        id: resource_id,
        id_span: entry.key_span,
        resource: &entry.value,
        attribute: None,
        at: event.span,
        sides: sides.clone(),
    };
    let mapping = |service, form, properties, arn| EventSourceMapping {
        service,
        properties,
        arn,
        functions: vec![function],
        span: event.span,
        resource_id,
        event: Some(event.id),
        sides,
        form,
    };
    if event.kind == "SNS" {
        let subscription = event.properties.truthy("SqsSubscription").filter(|it| !intrinsics::is_intrinsic(it))?;
        let map = subscription.map();
        let arn = map.and_then(|it| it.present("QueueArn"));
        return Some(mapping(PolledService::Sqs, Form::Subscription, map, arn));
    }
    let names = NAMES.iter().find(|it| it.event == event.kind)?;
    let arn = names.arn.and_then(|it| event.properties.present(it));
    Some(mapping(names.service, Form::Event, Some(event.properties), arn))
}

fn of_resource<'a>(
    id: &'a Text,
    span: Span,
    properties: &'a Map,
    evaluator: &Evaluator<'a>,
) -> Option<EventSourceMapping<'a>> {
    let sides = evaluator.sides_of(id);
    let arn = properties.present("EventSourceArn");
    let service = polled_service(id, properties, evaluator)?;
    let functions = properties.present("FunctionName").map(|it| functions(it, &sides, evaluator)).unwrap_or_default();
    Some(EventSourceMapping {
        service,
        properties: Some(properties),
        arn,
        functions,
        span,
        resource_id: id,
        event: None,
        sides,
        form: Form::Resource,
    })
}

/// What a mapping that is written as plain CloudFormation polls, where that is known.
pub(super) fn polled_service(id: &str, properties: &Map, evaluator: &Evaluator<'_>) -> Option<PolledService> {
    let Some(arn) = properties.present("EventSourceArn") else {
        return properties.contains_key("SelfManagedEventSource").then_some(PolledService::SelfManagedKafka);
    };
    let sides = evaluator.sides_of(id);
    let resource = evaluator.targets(arn, &sides).first().map(|it| resources::deployed_type(it.type_name()));
    let known = evaluator.values_where(&sides, arn);
    let arn_service = known.first().and_then(|it| it.node.text()).and_then(|it| it.split(':').nth(2));
    let is_polled = |it: &&ServiceNames| {
        let own_service = it.resources.first().and_then(|it| facts::of(it)).map(CloudFormationType::service);
        resource.is_some_and(|name| it.resources.contains(&name))
            || (arn_service.is_some() && arn_service == own_service)
    };
    NAMES.iter().find(is_polled).map(|it| it.service)
}

/// The functions that a name can lead to, itself or by a version or an alias in this template.
fn functions<'a>(name: &Node, sides: &[Side], evaluator: &Evaluator<'a>) -> Vec<Target<'a>> {
    let mut found = Vec::new();
    for target in evaluator.targets(name, sides) {
        if FUNCTIONS.contains(&target.type_name()) {
            found.push(target);
        } else if let Some(name) = target.property("FunctionName").filter(|_| PUBLISHED.contains(&target.type_name())) {
            // A version or an alias is of a function, and of nothing else that leads further.
            let of = evaluator.targets(name, &target.sides).into_iter();
            found.extend(of.filter(|it| FUNCTIONS.contains(&it.type_name())).map(|it| Target { at: target.at, ..it }));
        }
    }
    found
}

/// The type of mappings in plain CloudFormation.
pub(super) const TYPE: &str = types::LAMBDA_EVENT_SOURCE_MAPPING;

/// The types of what a function is published as.
const PUBLISHED: [&str; 2] = [types::LAMBDA_ALIAS, types::LAMBDA_VERSION];

/// The types of functions.
const FUNCTIONS: [&str; 2] = [resources::FUNCTION, types::LAMBDA_FUNCTION];
