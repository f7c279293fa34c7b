//! Where Lambda sends what a function could not handle, or what came of it: the destinations of polled sources and of
//! asynchronous invocations.
use super::checked::Checked;
use super::polling::{Mapping, Source, maps};
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::{self, types};
use crate::sam::resources;
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::conditions::Side;
use std::collections::HashSet;

/// A destination, `OnFailure` or `OnSuccess`.
#[derive(Clone, Debug)]
pub struct Destination<'a> {
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
pub enum Invocation {
    /// Records of a source that Lambda polls, when the function failed.
    Polled(Source),
    /// Events of asynchronous invocations that failed.
    FailedAsynchronous,
    /// Results of asynchronous invocations that succeeded.
    SuccessfulAsynchronous,
}

/// What a destination leads to.
#[derive(Debug)]
pub struct Target {
    pub at: Span,
    /// None for a topic of Kafka; what is written where it is no ARN.
    pub kind: Result<Option<&'static Kind>, String>,
    pub sides: Vec<Side>,
}

/// Something that can be sent to.
#[derive(Debug)]
pub struct Kind {
    pub name: &'static str,
    /// What `Type` calls it.
    pub types: &'static [&'static str],
    /// What takes its place in CloudFormation.
    type_name: &'static str,
    /// Whether records of polled sources, failures and results can be sent there.
    pub takes: [bool; 3],
    /// What has to be allowed to send there.
    pub action: &'static str,
}

/// All kinds, in the order of the guide.
pub const KINDS: &[Kind] = &[
    Kind {
        name: "a queue",
        types: &["SQS"],
        type_name: types::SQS_QUEUE,
        takes: [true, true, true],
        action: "sqs:SendMessage",
    },
    Kind {
        name: "a topic",
        types: &["SNS"],
        type_name: types::SNS_TOPIC,
        takes: [true, true, true],
        action: "sns:Publish",
    },
    Kind {
        name: "a bucket",
        types: &["S3", "S3Bucket"],
        type_name: types::S3_BUCKET,
        takes: [true, true, false],
        action: "s3:PutObject",
    },
    Kind {
        name: "a function",
        types: &["Lambda"],
        type_name: types::LAMBDA_FUNCTION,
        takes: [false, true, true],
        action: "lambda:InvokeFunction",
    },
    Kind {
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
    pub fn arn(&self) -> Option<&'a Node> {
        self.properties.present("Destination")
    }

    /// What it leads to, as far as that is known.
    pub fn targets(&self, checked: &Checked<'_>) -> Vec<Target> {
        self.arn().map(|it| targets(it, &self.sides, checked)).unwrap_or_default()
    }

    /// Files a finding under the resource and event that have the destination.
    pub fn report(&self, finding: Diagnostic, problems: &mut Problems) {
        problems.in_resource(self.resource_id, |problems| match self.event {
            Some(event) => problems.in_event(event, |problems| problems.push(finding)),
            None => problems.push(finding),
        });
    }
}

/// The destinations of a template, written as SAM or as CloudFormation.
pub fn destinations<'a>(checked: &Checked<'a>) -> Vec<Destination<'a>> {
    let mut found: Vec<Destination<'a>> = checked.mappings().iter().flat_map(|it| of_mapping(it, checked)).collect();
    for (id, _, function) in checked.of_type(resources::FUNCTION) {
        let Some(config) = function.present("EventInvokeConfig") else { continue };
        for (config, sides) in maps(config, &checked.sides_of(id), checked) {
            found.extend(asynchronous(id, config, &sides, checked));
        }
    }
    for (id, _, config) in checked.of_type(types::LAMBDA_EVENT_INVOKE_CONFIG) {
        found.extend(asynchronous(id, config, &checked.sides_of(id), checked));
    }
    // What `Globals` gives to many functions counts once.
    let mut seen = HashSet::new();
    found.retain(|it| it.arn().is_none_or(|arn| seen.insert((arn.span, it.event.cloned()))));
    found
}

fn of_mapping<'a>(mapping: &Mapping<'a>, checked: &Checked<'a>) -> Vec<Destination<'a>> {
    let mut found = Vec::new();
    for (config, sides) in mapping.maps("DestinationConfig", checked) {
        let ends = config.present("OnFailure").map(|it| maps(it, &sides, checked)).unwrap_or_default();
        found.extend(ends.into_iter().map(|(properties, sides)| Destination {
            of: Invocation::Polled(mapping.source),
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
    checked: &Checked<'a>,
) -> Vec<Destination<'a>> {
    let mut found = Vec::new();
    let configs = config.present("DestinationConfig").map(|it| maps(it, sides, checked)).unwrap_or_default();
    for (config, sides) in configs {
        let ends = [("OnFailure", Invocation::FailedAsynchronous), ("OnSuccess", Invocation::SuccessfulAsynchronous)];
        for (name, of) in ends {
            let ends = config.present(name).map(|it| maps(it, &sides, checked)).unwrap_or_default();
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

fn targets(arn: &Node, sides: &[Side], checked: &Checked<'_>) -> Vec<Target> {
    let resources = checked.targets(arn, sides).into_iter().filter_map(|target| {
        let type_name = resources::deployed_type(target.type_name());
        let kind = KINDS.iter().find(|it| it.type_name == type_name)?;
        Some(Target { at: target.at, kind: Ok(Some(kind)), sides: target.sides })
    });
    let mut found: Vec<Target> = resources.collect();
    found.extend(checked.values_where(sides, arn).into_iter().filter_map(|value| {
        let text = value.node.text().filter(|it| !it.is_empty() && !it.contains("{{resolve:"))?;
        let kind = if text.starts_with(KAFKA) {
            Ok(None)
        } else if let Some(rest) = text.strip_prefix("arn:") {
            let service = rest.split(':').nth(1)?;
            Ok(Some(KINDS.iter().find(|it| facts::of(it.type_name).is_some_and(|it| it.service() == service))?))
        } else {
            Err(text.to_string())
        };
        Some(Target { at: value.at, kind, sides: value.conditions })
    }));
    found
}
