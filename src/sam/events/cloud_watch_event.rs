//! `CloudWatchEvent`: an event on an event bus invokes the function; the former name of `EventBridgeRule`.
use super::{EventSource, rule};

pub(super) static SOURCE: EventSource = EventSource { name: "CloudWatchEvent", ..rule::PATTERN };
