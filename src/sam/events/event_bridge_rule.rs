//! `EventBridgeRule`: an event on an event bus invokes the function.
use super::{EventSource, rule};

pub(super) static SOURCE: EventSource = EventSource { name: "EventBridgeRule", ..rule::PATTERN };
