//! `EventBridgeRule`: an event on an event bus starts the state machine.
use super::EventSource;
use super::cloud_watch_event::{PatternRule, expand};

pub(super) static SOURCE: EventSource = EventSource { name: "EventBridgeRule", properties: PatternRule::TABLE, expand };
