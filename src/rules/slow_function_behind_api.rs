//! Finds functions that may run longer than API Gateway waits for them.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::{Event, Semantics};
use crate::source::Span;
use std::collections::HashSet;

rule! {
    /// A function may run longer than API Gateway waits for it.
    ///
    /// The caller then gets an error, while the function keeps running and costs money. A REST API waits for 29
    /// seconds, unless a larger quota was requested or the response is streamed; an HTTP API waits for 30 seconds at
    /// most (API Gateway quotas, "integration timeout"; API model of `apigatewayv2`, `TimeoutInMillis`). If a longer
    /// timeout is intended, set `TimeoutInMillis` of the event.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Timeout: 300
    ///       Events:
    ///         Get:
    ///           Type: Api
    ///           Properties:
    ///             Path: /report
    ///             Method: get
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Timeout: 29
    ///       Events:
    ///         Get:
    ///           Type: Api
    ///           Properties:
    ///             Path: /report
    ///             Method: get
    /// ```
    "slow-function-behind-api" Warning check
}

/// Seconds for which API Gateway waits, by the type of the event.
const PATIENCE: [(&str, i64, &str); 2] = [("Api", 29, "a REST API"), ("HttpApi", 30, "an HTTP API")];

/// A function that may run for as long as an HTTP API waits is as good as one that may run for a second less.
const HARMLESS: i64 = 30;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    // A timeout under `Globals` is spoken of once, and that of a function once for all its events.
    let mut spoken_of: HashSet<Span> = HashSet::new();
    for event in semantics.events_of(&["Api", "HttpApi"]) {
        let Some((_, seconds, api)) = PATIENCE.into_iter().find(|it| it.0 == event.kind) else { continue };
        if waits_longer(&event) || semantics.has_own_definition(&event) {
            continue;
        }
        let Some(timeout) = event.resource.present("Timeout") else { continue };
        for value in semantics.values_where(&semantics.sides_of(event.resource_id), timeout) {
            let Some(may_run) = value.node.integer().filter(|it| *it > HARMLESS) else { continue };
            if !spoken_of.insert(value.at) {
                continue;
            }
            let message = format!("the function may run for {may_run} seconds, but {api} waits for {seconds}");
            let finding = value.finding(&CODE, message).if_sound(value.at).resource(&**event.resource_id);
            let finding = finding.related(event.span, "this event calls it through the API");
            problems.push(finding.help(format!(
                "write `Timeout: {seconds}` or less, or let the API only start the work, for example through a queue"
            )));
        }
    }
}

/// Whether it is written that the API waits longer: a timeout of the event's own, or a response in pieces.
fn waits_longer(event: &Event<'_>) -> bool {
    let streams = event.properties.present("ResponseTransferMode");
    event.properties.present("TimeoutInMillis").is_some_and(|it| it.integer().is_none_or(|it| it > 29_000))
        || streams.is_some_and(|it| !it.is_text("BUFFERED"))
}
