//! Where Lambda sends what a function could not handle, or what came of it: the destinations of polled sources and of
//! asynchronous invocations.
use super::evaluator::Evaluator;
use super::event_source_mappings::{EventSourceMapping, PolledService};
use super::placeholders::is_dynamic;
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::{self, types};
use crate::sam::resources;
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::conditions::Side;
use std::collections::HashSet;

/// A destination, `OnFailure` or `OnSuccess`.
#[derive(Clone, Debug)]
pub(crate) struct Destination<'a> {
    pub of: Invocation,
    /// `Destination`, and `Type` in SAM.
    pub properties: &'a Map,
    pub resource_id: &'a Text,
    pub event: Option<&'a Text>,
    /// The sides of conditions under which there is the destination.
    pub sides: Vec<Side>,
}

/// What a destination is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Invocation {
    /// Records of a source that Lambda polls, when the function failed.
    Polled(PolledService),
    /// Events of asynchronous invocations that failed.
    FailedAsynchronous,
    /// Results of asynchronous invocations that succeeded.
    SuccessfulAsynchronous,
}

/// What a destination leads to.
#[derive(Debug)]
pub(crate) struct Recipient {
    pub at: Span,
    /// None for a topic of Kafka; what is written where it is not an ARN.
    pub service: Result<Option<&'static DestinationService>, String>,
    pub sides: Vec<Side>,
}

/// Something that can be sent to.
#[derive(Debug)]
pub(crate) struct DestinationService {
    pub name: &'static str,
    /// What `Type` calls it.
    pub types: &'static [&'static str],
    /// What takes its place in CloudFormation.
    type_name: &'static str,
    /// Whether records of polled sources, failures and results can be sent there.
    pub takes: [bool; 3],
    /// What must be allowed to send there.
    pub action: &'static str,
}

/// All of them, in the order of the guide.
pub(crate) const DESTINATION_SERVICES: &[DestinationService] = &[
    DestinationService {
        name: "a queue",
        types: &["SQS"],
        type_name: types::SQS_QUEUE,
        takes: [true, true, true],
        action: "sqs:SendMessage",
    },
    DestinationService {
        name: "a topic",
        types: &["SNS"],
        type_name: types::SNS_TOPIC,
        takes: [true, true, true],
        action: "sns:Publish",
    },
    DestinationService {
        name: "a bucket",
        types: &["S3", "S3Bucket"],
        type_name: types::S3_BUCKET,
        takes: [true, true, false],
        action: "s3:PutObject",
    },
    DestinationService {
        name: "a function",
        types: &["Lambda"],
        type_name: types::LAMBDA_FUNCTION,
        takes: [false, true, true],
        action: "lambda:InvokeFunction",
    },
    DestinationService {
        name: "an event bus",
        types: &["EventBridge"],
        type_name: types::EVENTS_EVENT_BUS,
        takes: [false, true, true],
        action: "events:PutEvents",
    },
];
/// How destinations that are topics of Kafka begin.
const KAFKA: &str = "kafka://";

impl<'a> Destination<'a> {
    /// The ARN that is given for it.
    pub(crate) fn arn(&self) -> Option<&'a Node> {
        self.properties.present("Destination")
    }

    /// What it leads to, as far as that is known.
    pub(crate) fn recipients(&self, evaluator: &Evaluator<'_>) -> Vec<Recipient> {
        self.arn().map(|it| recipients(it, &self.sides, evaluator)).unwrap_or_default()
    }

    /// Files a finding under the resource and event that have the destination.
    pub(crate) fn report(&self, finding: Diagnostic, problems: &mut Problems) {
        problems.in_resource(self.resource_id, |problems| match self.event {
            Some(event) => problems.in_event(event, |problems| problems.push(finding)),
            None => problems.push(finding),
        });
    }
}

/// The destinations of a template, written as SAM or as CloudFormation.
pub(super) fn destinations<'a>(mappings: &[EventSourceMapping<'a>], evaluator: &Evaluator<'a>) -> Vec<Destination<'a>> {
    let mut found: Vec<Destination<'a>> = mappings.iter().flat_map(|it| of_mapping(it, evaluator)).collect();
    for (id, _, function) in evaluator.of_type(resources::FUNCTION) {
        let Some(config) = function.present("EventInvokeConfig") else { continue };
        for (config, sides) in evaluator.maps(config, &evaluator.sides_of(id)) {
            found.extend(asynchronous(id, config, &sides, evaluator));
        }
    }
    for (id, _, config) in evaluator.of_type(types::LAMBDA_EVENT_INVOKE_CONFIG) {
        found.extend(asynchronous(id, config, &evaluator.sides_of(id), evaluator));
    }
    // What `Globals` gives to many functions counts once.
    let mut seen = HashSet::new();
    found.retain(|it| it.arn().is_none_or(|arn| seen.insert((arn.span, it.event.cloned()))));
    found
}

fn of_mapping<'a>(mapping: &EventSourceMapping<'a>, evaluator: &Evaluator<'a>) -> Vec<Destination<'a>> {
    let mut found = Vec::new();
    for (config, sides) in mapping.maps("DestinationConfig", evaluator) {
        let ends = config.present("OnFailure").map(|it| evaluator.maps(it, &sides)).unwrap_or_default();
        found.extend(ends.into_iter().map(|(properties, sides)| Destination {
            of: Invocation::Polled(mapping.service),
            properties,
            resource_id: mapping.resource_id,
            event: mapping.event,
            sides,
        }));
    }
    found
}

fn asynchronous<'a>(
    resource_id: &'a Text,
    config: &'a Map,
    sides: &[Side],
    evaluator: &Evaluator<'a>,
) -> Vec<Destination<'a>> {
    let mut found = Vec::new();
    let configs = config.present("DestinationConfig").map(|it| evaluator.maps(it, sides)).unwrap_or_default();
    for (config, sides) in configs {
        let ends = [("OnFailure", Invocation::FailedAsynchronous), ("OnSuccess", Invocation::SuccessfulAsynchronous)];
        for (name, of) in ends {
            let ends = config.present(name).map(|it| evaluator.maps(it, &sides)).unwrap_or_default();
            let ends = ends.into_iter();
            found.extend(ends.map(|(properties, sides)| Destination {
                of,
                properties,
                resource_id,
                event: None,
                sides,
            }));
        }
    }
    found
}

/// What an ARN leads to, as far as that is known.
pub(crate) fn recipients(arn: &Node, sides: &[Side], evaluator: &Evaluator<'_>) -> Vec<Recipient> {
    let resources = evaluator.targets(arn, sides).into_iter().filter_map(|target| {
        let type_name = resources::deployed_type(target.type_name());
        let service = DESTINATION_SERVICES.iter().find(|it| it.type_name == type_name)?;
        Some(Recipient { at: target.at, service: Ok(Some(service)), sides: target.sides })
    });
    let mut found: Vec<Recipient> = resources.collect();
    found.extend(evaluator.values_where(sides, arn).into_iter().filter_map(|value| {
        let text = value.node.text().filter(|it| !it.is_empty() && !is_dynamic(it))?;
        let service = if text.starts_with(KAFKA) {
            Ok(None)
        } else if let Some(rest) = text.strip_prefix("arn:") {
            let name = rest.split(':').nth(1)?;
            let is_named = |type_name| facts::of(type_name).is_some_and(|it| it.service() == name);
            Ok(Some(DESTINATION_SERVICES.iter().find(|it| is_named(it.type_name))?))
        } else {
            Err(text.to_string())
        };
        Some(Recipient { at: value.at, service, sides: value.conditions })
    }));
    found
}
