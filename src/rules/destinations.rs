//! Where Lambda sends what a function could not handle, or what came of it: the destinations of polled sources and of
//! asynchronous invocations.
use super::checked::Checked;
use super::polling::{Mapping, Source, maps};
use crate::diagnostic::{Diagnostic, Problems};
use crate::syntax::{Map, Node, Text};
use crate::template::conditions::Side;
use std::collections::HashSet;

/// A destination, `OnFailure` or `OnSuccess`.
#[derive(Clone, Debug)]
pub struct Destination<'a> {
    pub of: Invocation,
    /// `Destination`, and `Type` in SAM.
    pub properties: &'a Map,
    /// What declares it: a resource, and an event of it unless it is declared by the resource itself.
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

impl<'a> Destination<'a> {
    /// The ARN that is given for it.
    pub fn arn(&self) -> Option<&'a Node> {
        self.properties.present("Destination")
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
    for (id, _, function) in checked.of_type("AWS::Serverless::Function") {
        let Some(config) = function.present("EventInvokeConfig") else { continue };
        for (config, sides) in maps(config, &checked.sides_of(id), checked) {
            found.extend(asynchronous(id, config, &sides, checked));
        }
    }
    for (id, _, config) in checked.of_type("AWS::Lambda::EventInvokeConfig") {
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
